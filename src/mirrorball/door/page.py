"""The pages of the public's door, made once whenever the window changes; serving one is joining a few pieces.

No page holds a result, an order by popularity, or anything of another voter.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from html import escape
from http import HTTPStatus
from typing import Literal

from mirrorball.box.rules import Choice, Rules
from mirrorball.box.voters import Voters
from mirrorball.core.channel import Channel, LimitPer, Unit, Way
from mirrorball.door import words
from mirrorball.door.drawing import FILES, PLACE, drawn

POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "connect")),
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    # Codes stand in addresses of this site (a seat's, a receipt's): they are named to nobody else.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)
PAGE = (("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store"), *HEADERS)
JSON = (("content-type", "application/json"), ("cache-control", "no-store"), *HEADERS)
FOR_EVER = ("cache-control", "public, max-age=31536000, immutable")  # a file that changes gets another name
WRONG = ' aria-invalid="true" aria-describedby="trouble"'
NO_PAGE = Channel("", 0)  # stands in where no channel has a page

Known = tuple[Unit, bytes] | None
Votes = Sequence[tuple[str, int]]


class Stage(Enum):
    """Where the window stands."""

    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Sight:
    """All that pages are made of. ``closes_at`` is in milliseconds since 1970; ``gone`` are stars who are out."""

    rules: Rules
    stage: Stage
    closes_at: int | None = None
    gone: frozenset[str] = frozenset()
    rehearsal: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back for a request."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """The ballot of a receipt: when it came, all its votes together, where it lies, and in a sentence how it stands."""

    at: int
    votes: int
    block: int
    box: int
    standing: str


class Pages:
    """All pages of one sight."""

    def __init__(self, sight: Sight, voters: Voters) -> None:
        """Draw them."""
        self._sight, self._voters = sight, voters
        self._channel = next((one for one in sight.rules.channels if one.way is Way.PAGE), NO_PAGE)
        self._choices = {choice.star: choice for choice in sight.rules.choices}
        common = _common(sight, self._channel)
        self._vote = drawn("vote.html", common)
        self._plain = {name: drawn(f"{name}.html", common) for name in ("saved", "receipt", "problem")}
        self._steps = {step: drawn("known.html", common | {"step": step}) for step in ("seat", "address", "figures")}
        self._untouched = self._vote.having(self._fields((), ""))

    def vote(self, known: Known, name: str, now: int, mine: tuple[tuple[str, int], ...] | None) -> Answer:
        """The vote, or what a voter has to show first. ``name`` is the id of this form's ballot, 16 hex digits.

        ``mine`` are the votes of this voter that are in already, where that is known.
        """
        if self._channel is NO_PAGE:
            return self.problem(HTTPStatus.NOT_FOUND, "This vote is not taken on a page.")
        if self._is_stranger(known):
            return self._step(HTTPStatus.OK, self._first_step)
        places = _places(known, name, now)
        if mine is None:
            return Answer(HTTPStatus.OK, PAGE, self._untouched.filled(places))
        state = words.are_in(words.total(mine)) if mine else ""
        shown = self._fields(mine, state) | places | {"mine": b"1"}
        return Answer(HTTPStatus.OK, PAGE, self._vote.filled(shown))

    def saved(self, receipt: str, votes: Votes, block: int, at: int, now: int) -> Answer:  # noqa: ARG002  # one clock
        """After a form: its ballot is in the box, in this block, since this time."""
        rows = (f'<li><span dir="auto">{_text(star)}</span> <b>{number}</b></li>' for star, number in votes if number)
        return self._page(
            "saved",
            HTTPStatus.OK,
            heading=_text(words.are_in(words.total(votes))),
            receipt=_text(receipt),
            when=f"{words.clock(at)}, block {block}",
            votes="".join(rows),
        )

    def refused(  # noqa: PLR0913, PLR0917  # what the form held, and why it was not taken
        self, status: int, sentence: str, kept: Votes, name: str, known: Known, now: int
    ) -> Answer:
        """The form again with what was typed into it, and why it was not taken."""
        if self._channel is NO_PAGE:
            return self.problem(status, sentence)
        if self._is_stranger(known):
            return self._step(status, self._first_step, trouble=_trouble(words.heading(status), sentence))
        trouble = _trouble(words.heading(status), sentence)
        not_in = f"{words.votes_figure(words.total(kept))} kept in this form. Not counted yet."
        state = not_in if kept and self._sight.stage is Stage.OPEN else ""
        shown = self._fields(kept, state, saved=False) | _places(known, name, now)
        return Answer(status, PAGE, self._vote.filled(shown | {"trouble": trouble.encode(), "mine": b"1"}))

    def receipt(self, typed: str, found: Found | None, now: int) -> Answer:  # noqa: ARG002  # one clock
        """What became of the ballot of a receipt; with nothing typed, the question."""
        if found is not None:
            sentence = (
                f"Your ballot of {words.clock(found.at)}, {words.votes_word(found.votes)}, "
                f"is in the box at block {found.block}. {_sentence(found.standing)}"
            )
            answer = f'<p class="found" role="status">{_text(sentence)}</p>\n'
        elif typed.strip():
            sentence = "No ballot has this code. Compare it with your receipt once more, letter by letter."
            answer = f'<p class="trouble" role="alert">{sentence}</p>\n'
        else:
            answer = ""
        status = HTTPStatus.OK if found is not None or not typed.strip() else HTTPStatus.NOT_FOUND
        return self._page("receipt", status, answer=answer, typed=_text(typed))

    def asked_code(self, address: str) -> Answer:
        """After an address was given: type the figures. It reads the same whether or not a code was sent."""
        return self._step(HTTPStatus.OK, "figures", address=_text(address))

    def wrong_code(self, address: str, sentence: str, status: int = HTTPStatus.UNAUTHORIZED) -> Answer:
        """The same again, and why the figures were not taken."""
        trouble = _trouble("", sentence)
        return self._step(status, "figures", address=_text(address), trouble=trouble, wrong=WRONG)

    def wrong_address(self, typed: str, sentence: str, status: int = HTTPStatus.BAD_REQUEST) -> Answer:
        """The question for an address again, and why this one was not taken."""
        trouble = _trouble("", sentence)
        return self._step(status, "address", typed=_text(typed), trouble=trouble, wrong=WRONG)

    def wrong_seat(self, typed: str, sentence: str, status: int = HTTPStatus.UNAUTHORIZED) -> Answer:
        """The question for a seat code again, and why this one was not taken."""
        return self._step(status, "seat", typed=_text(typed), trouble=_trouble("", sentence), wrong=WRONG)

    def static(self, name: str) -> Answer | None:
        """A file that pages ask for, or None if there is none of this name."""
        file = FILES.get(name)
        if file is None:
            return None
        return Answer(HTTPStatus.OK, (("content-type", file.kind), FOR_EVER, *HEADERS), file.body)

    def window(self, now: int) -> Answer:
        """How the window stands, for the page's script: stage, time here, close, and the numbers of who is out."""
        sight = self._sight
        gone = [choice.number for choice in sight.rules.choices if choice.star in sight.gone]
        said = {"stage": sight.stage.value, "now": now, "closes_at": sight.closes_at, "gone": gone}
        return Answer(HTTPStatus.OK, JSON, json.dumps(said).encode())

    def problem(self, status: int, sentence: str) -> Answer:
        """Something did not go: why, and whose fault it is."""
        return self._page("problem", status, heading=words.heading(status), sentence=_text(sentence))

    @property
    def _first_step(self) -> Literal["seat", "address"]:
        """What a voter has to show."""
        return "address" if self._channel.unit is Unit.EMAIL else "seat"

    def _is_stranger(self, known: Known) -> bool:
        """Whether this channel wants to know a voter who is not known; a browser is known by itself."""
        unit = self._channel.unit
        return unit is not Unit.BROWSER and (known is None or known[0] is not unit)

    def _fields(self, votes: Votes, state: str, *, saved: bool = True) -> dict[str, bytes]:
        """What stands in the fields and beside them: votes that are in already, or that were typed."""
        channel, shown = self._channel, {"state": _text(state).encode(), "trouble": b"", "mine": b""}
        ticked = _is_one(channel)
        goes_into_fields = not saved or channel.replaceable
        by_number = {self._choices[star].number: number for star, number in votes if star in self._choices}
        for choice in self._choices.values():
            number = by_number.get(choice.number, 0)
            typed = number if goes_into_fields else 0
            field = (" checked" if typed else "") if ticked else str(typed)
            is_said = saved and number and (not goes_into_fields or self._sight.stage is not Stage.OPEN)
            shown[f"v{choice.number}"] = field.encode()
            shown[f"in{choice.number}"] = (f"{words.votes_figure(number)} in" if is_said else "").encode()
        return shown

    def _page(self, name: str, status: int, **places: str) -> Answer:
        return Answer(status, PAGE, self._plain[name].filled({at: text.encode() for at, text in places.items()}))

    def _step(self, status: int, step: str, **places: str) -> Answer:
        return Answer(status, PAGE, self._steps[step].filled({at: text.encode() for at, text in places.items()}))


def _places(known: Known, name: str, now: int) -> dict[str, bytes]:
    """What is this voter's own on a page. Ballots are kept in a browser by the beginning of the name in the box."""
    voter = "" if known is None else known[1].hex()[:8]
    return {"id": name.encode(), "now": str(now).encode(), "voter": voter.encode()}


def _is_one(channel: Channel) -> bool:
    """Whether there is one vote in all, so that a couple is chosen and nothing counted."""
    return channel.limit == 1 and channel.per is LimitPer.BALLOT


def _common(sight: Sight, channel: Channel) -> dict[str, object]:
    """What templates are handed."""
    rules = sight.rules
    return {
        "title": rules.title,
        "week": rules.week,
        "rehearsal": sight.rehearsal,
        "version": sight.version,
        "stage": sight.stage.value,
        "couples": [_couple(choice, sight.gone) for choice in rules.choices],
        "closes": "" if sight.closes_at is None else words.clock(sight.closes_at),
        "closes_at": "" if sight.closes_at is None else sight.closes_at,
        "limit": words.limit_sentence(channel),
        "change": words.change_sentence(channel),
        "most": "" if channel.limit is None else channel.limit,
        "per": channel.per.value,
        "one": _is_one(channel),
        "replaceable": "1" if channel.replaceable else "",
        "key": f"{rules.night} {channel.name}",
    }


def _couple(choice: Choice, gone: frozenset[str]) -> Mapping[str, object]:
    return {"number": choice.number, "star": choice.star, "pro": choice.pro, "gone": choice.star in gone}


def _trouble(heading: str, sentence: str) -> str:
    """Why something was not taken, as it stands above a form."""
    above = f"<b>{_text(heading)}.</b> " if heading else ""
    return f'<p class="trouble" id="trouble" role="alert">{above}{_text(sentence)}</p>\n'


def _text(said: str) -> str:
    """Somebody's words as a page may hold them."""
    return escape(said.replace(PLACE, ""))


def _sentence(said: str) -> str:
    """With a capital at its beginning and a stop at its end."""
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith('.') else '.'}"
