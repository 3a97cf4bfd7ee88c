"""Reads a page as a strict browser would, and lists what is wrong with it."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "img", "input", "br"})
NEEDS_LABEL = "input"
BLOCKS = frozenset({"p", "ul", "ol", "li", "form", "section", "h1", "h2", "div", "main", "footer", "header"})


class Reading(HTMLParser):
    """One page: its texts, its fields, its links, and what is wrong."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page.decode())
        self.close()
        self._see_that_all_is_named()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        traits = dict(attrs)
        self.tags.append((tag, traits))
        if len(traits) != len(attrs):
            self.wrong.append(f"<{tag}> says something twice")
        self.wrong += [f"<{tag}> has {name} in the page" for name in traits if name.startswith("on") or name == "style"]
        if tag in {"style", "iframe", "object"} or (tag == "script" and not traits.get("src")):
            self.wrong.append(f"<{tag}> stands in the page")
        if tag in BLOCKS and "p" in self._open:
            self.wrong.append(f"<{tag}> stands in a paragraph")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            self.wrong.append(f"</{tag}> closes what cannot be open")
        elif not self._open or self._open.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else")

    def handle_data(self, said: str) -> None:
        self.text += said

    def handle_entityref(self, name: str) -> None:
        self.wrong.append(f"&{name} is bare")

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The traits of all tags of this name."""
        return [traits for name, traits in self.tags if name == tag]

    @property
    def fields(self) -> dict[str, str | None]:
        """What a form without a script would send."""
        return {
            str(field["name"]): field.get("value", "")
            for field in self.of("input")
            if field.get("type") != "checkbox" or "checked" in field
        }

    def _see_that_all_is_named(self) -> None:
        if self._open:
            self.wrong.append(f"{self._open} stay open")
        ids = [traits["id"] for _, traits in self.tags if "id" in traits]
        labels = {label["for"] for label in self.of("label")}
        shown = [field for field in self.of("input") if field.get("type") != "hidden"]
        self.wrong += [f"the id {one} stands twice" for one in {*ids} if ids.count(one) > 1]
        self.wrong += [f"field {field.get('name')} has no label" for field in shown if field.get("id") not in labels]
        self.wrong += [f"a label is for {one}, which is not there" for one in labels if one not in ids]
        pictures = [traits for traits in self.of("img") if "alt" not in traits]
        self.wrong += ["a picture has no text"] * len(pictures)
        links = [str(t.get("href") or t.get("src") or t.get("action") or "/") for _, t in self.tags]
        self.wrong += [f"{link} leads elsewhere" for link in links if not link.startswith("/") or link.startswith("//")]
