"""The forms of /desk/result, as a browser without script sends them."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import httpx

RESULT = "/desk/result"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def posted(desk: httpx.Client, what: str, **fields: str) -> httpx.Response:
    """Send a form of the page that stands there now."""
    return desk.post(f"{RESULT}/{what}", data={"once": hidden(desk.get(RESULT), "once"), **fields})


def stood_for(desk: httpx.Client, what: str, seen: str | None = None) -> httpx.Response:
    """Confirm or seal what the page shows now, or what a page showed before."""
    page = desk.get(RESULT)
    shown = hidden(page, "seen") if seen is None else seen
    return desk.post(f"{RESULT}/{what}", data={"once": hidden(page, "once"), "seen": shown})


def seen_by(desk: httpx.Client) -> str:
    """What the page shows now, as its form carries it."""
    return hidden(desk.get(RESULT), "seen")


def hidden(page: httpx.Response, name: str) -> str:
    """What a page carries in its forms under a name; empty if it carries nothing."""
    return next((unescape(value) for found, value in HIDDEN.findall(page.text) if found == name), "")


def words(page: httpx.Response) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.text.partition("<main")[2])).split())


def form(**fields: str) -> bytes:
    """Fields whose names have spaces, as a browser writes them."""
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in fields.items()).encode()
