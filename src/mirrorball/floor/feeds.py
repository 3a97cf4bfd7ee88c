"""The public screen as flat rows for title engines, written as JSON, CSV and XML.

A title binds to a column by its name and to a row by its place in the file, so both stay what they are for a whole
night: there is always a row, no value is missing (an empty text stands for nothing), and couples stand in the order of
the cast wherever another order would tell something. A feed is a reading of the public screen and holds nothing else.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import TypeAlias
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from mirrorball.floor.public import CoupleShown, PublicDance, PublicLine, PublicScreen, PublicStep
from mirrorball.floor.screens import Shown

Cell: TypeAlias = str | int | float
Row: TypeAlias = Mapping[str, Cell]
Rows: TypeAlias = Sequence[Row]
Drawn: TypeAlias = Callable[[PublicScreen, str], Iterator[Row]]

MARKS = 5  # columns for marks that the feed ``now`` has at least; more where the panel is larger
NO_CHARACTERS = "\ufffe\uffff"  # XML cannot hold them


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: what it holds, in a sentence, and how its rows come about."""

    says: str
    rows: Drawn


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a feed down."""

    media_type: str
    written: Callable[[str, Rows], bytes]


def rows(name: str, screen: PublicScreen, address: str) -> Rows:
    """The rows of a feed of ``FEEDS``. ``address`` is what addresses of photos begin with."""
    drawn = enumerate(FEEDS[name].rows(screen, address), 1)
    found = ({"sequence": screen.sequence, "row": nth, **row} for nth, row in drawn)
    return [{column: _cell(cell) for column, cell in row.items()} for row in found]


def _cell(cell: Cell) -> Cell:
    """A value as every form can hold it: one line, without characters that steer a printer."""
    return _line(cell) if isinstance(cell, str) else cell


def _line(text: str) -> str:
    return "".join(
        " " if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} or letter in NO_CHARACTERS else letter
        for letter in text
    )


# Groups of columns that several feeds have.


def _couple(couple: CoupleShown | None, address: str) -> dict[str, Cell]:
    """A couple from its one row of the cast, or nobody."""
    if couple is None:
        return dict.fromkeys(
            ("number", "star", "pro", "couple", "keyword", "known_for", "monogram", "photo", "photo_credit"), ""
        )
    return {
        "number": couple.number or "",  # who is not on tonight's ballot has none
        "star": couple.star,
        "pro": couple.pro,
        "couple": couple.couple,
        "keyword": couple.keyword,
        "known_for": couple.known_for,
        "monogram": couple.monogram,
        "photo": urljoin(address.rstrip("/") + "/", couple.photo) if couple.photo else "",
        "photo_credit": couple.photo_credit,
    }


def _number(name: str, shown: Shown | None) -> dict[str, Cell]:
    """A number for a machine and, beside it, as a person reads it."""
    if shown is None:
        return {name: "", f"{name}_text": ""}
    exact = Fraction(shown.exact)
    return {name: int(exact) if exact.denominator == 1 else float(exact), f"{name}_text": shown.text}


def _dance(dance: PublicDance | None, address: str) -> dict[str, Cell]:
    """The routine, with its total once the sheet is locked."""
    return {
        "dance": dance.number if dance else "",
        "dances": dance.of if dance else "",
        "round": dance.round if dance else "",
        "style": dance.style if dance else "",
        "music": dance.music if dance else "",
        "locked": int(dance.locked) if dance else 0,
        "corrected": int(dance.corrected) if dance else 0,
        **_number("total", dance.total if dance and dance.locked else None),
        **_couple(dance.couple if dance else None, address),
    }


# The feeds.


def _board(screen: PublicScreen, address: str) -> Iterator[Row]:
    yield from _lines(screen.board, address)


def _season(screen: PublicScreen, address: str) -> Iterator[Row]:
    yield from _lines(screen.season, address)


def _lines(lines: Sequence[PublicLine], address: str) -> Iterator[Row]:
    for line in lines or (None,):
        yield {
            "place": line.place if line else "",
            **_couple(line.couple if line else None, address),
            **_number("points", line.points if line else None),
            "made_of": line.made_of if line else "",
            "out": line.out if line else "",
        }


def _couples(screen: PublicScreen, address: str) -> Iterator[Row]:
    """Everybody of the season, those on tonight's ballot first, with the newest that was told of each."""
    reveal = screen.reveal
    told = {couple.star: step for step in reveal.steps for couple in step.couples}
    out = {line.couple.star: line.out for line in chain(screen.season, screen.board)}
    champions = {couple.star for couple in screen.champions.couples} if screen.champions else set()
    for couple in _cast(screen) or (None,):
        star = couple.star if couple else ""
        step = told.get(star)
        yield {
            **_couple(couple, address),
            "out": out.get(star, ""),
            "step": step.number if step else "",
            "told": step.kind if step else "",
            "place": step.place if step else "",
            "saved_by": ", ".join(save.judge for save in reveal.saves if save.couple.star == star),
            "champion": int(star in champions),
        }


def _cast(screen: PublicScreen) -> Sequence[CoupleShown]:
    lines = (line.couple for line in chain(screen.season, screen.board))
    steps = (couple for step in screen.reveal.steps for couple in step.couples)
    known = {couple.star: couple for couple in chain(lines, screen.vote.couples, screen.reveal.uncalled, steps)}
    return sorted(known.values(), key=lambda couple: (not couple.number, couple.number, couple.star))


def _marks(screen: PublicScreen, address: str) -> Iterator[Row]:
    """A row for each seat of the panel, with its mark once the sheet is locked."""
    dance = screen.dance
    same = _dance(dance, address)
    if dance is None or not dance.marks:
        for judge in screen.night.panel or ("",):
            yield {**same, "judge": judge, "given": 0, "absent": 0, **_number("mark", None)}
        return
    for mark in dance.marks:
        yield {
            **same,
            "judge": mark.judge,
            "given": int(mark.given),
            "absent": int(mark.absent),
            **_number("mark", mark.mark if dance.locked else None),
        }


def _vote(screen: PublicScreen, address: str) -> Iterator[Row]:
    vote = screen.vote
    for couple in sorted(vote.couples, key=lambda one: one.number) or (None,):
        yield {
            **_couple(couple, address),
            "state": vote.state,
            "says": vote.says,
            "closes_at": "" if vote.closes_at is None else vote.closes_at,
            "extended": int(vote.extended),
            "address": vote.address,
            "ways": " ".join(way.says for way in vote.ways),
        }


def _reveal(screen: PublicScreen, address: str) -> Iterator[Row]:
    """A row for each couple of each step that was told; nothing of a step to come, not even that there is one."""
    reveal = screen.reveal
    told: list[tuple[PublicStep | None, CoupleShown | None]] = [
        (step, couple) for step in reveal.steps for couple in step.couples or (None,)
    ]
    newest = reveal.steps[-1].number if reveal.steps else 0
    for step, couple in told or [(None, None)]:
        yield {
            "step": step.number if step else "",
            "kind": step.kind if step else "",
            "place": step.place if step else "",
            "says": step.says if step else "",
            **_couple(couple, address),
            "newest": int(step is not None and step.number == newest),
            "told": int(reveal.told),
            "corrected": int(reveal.corrected),
            "correction": screen.correction,
        }


def _now(screen: PublicScreen, address: str) -> Iterator[Row]:
    """One row with all that is on now, for a title that binds to a single row."""
    night, dance, vote = screen.night, screen.dance, screen.vote
    step = screen.reveal.steps[-1] if screen.reveal.steps else None
    champions = screen.champions
    yield {
        "title": night.title,
        "week": night.week,
        "theme": night.theme,
        "date": night.date,
        "hosts": ", ".join(night.hosts),
        "trophy": night.trophy,
        "final": int(night.final),
        "rehearsal": int(night.rehearsal),
        "scene": screen.scene,
        "held": int(screen.held),
        "film": screen.film,
        **_dance(dance, address),
        **_wide_marks(dance, len(night.panel)),
        "vote": vote.state,
        "vote_says": vote.says,
        "vote_address": vote.address,
        "closes_at": "" if vote.closes_at is None else vote.closes_at,
        "step": step.number if step else "",
        "step_kind": step.kind if step else "",
        "step_place": step.place if step else "",
        "step_couples": " · ".join(couple.couple for couple in step.couples) if step else "",
        "step_says": step.says if step else "",
        "correction": screen.correction,
        "champions": " · ".join(couple.couple for couple in champions.couples) if champions else "",
        "champions_says": champions.says if champions else "",
        **{
            f"champions_{name}": cell for name, cell in _number("score", champions.score if champions else None).items()
        },
    }


def _wide_marks(dance: PublicDance | None, panel: int) -> dict[str, Cell]:
    """Each seat as columns of its own: judge1, mark1, mark1_text, judge2 and so on."""
    wide: dict[str, Cell] = {}
    seats = dance.marks if dance else ()
    for nth in range(1, max(MARKS, panel) + 1):
        seat = seats[nth - 1] if nth <= len(seats) else None
        wide[f"judge{nth}"] = seat.judge if seat else ""
        wide |= _number(f"mark{nth}", seat.mark if seat and dance and dance.locked else None)
    return wide


FEEDS: Mapping[str, Feed] = {
    "board": Feed("Tonight's leaderboard, by place.", _board),
    "season": Feed("Everybody who danced this season, with the points of the season.", _season),
    "couples": Feed("Every couple, in the order of the ballot, with the newest that was told of it.", _couples),
    "marks": Feed("A row for each judge: the mark for the latest routine, once its sheet is locked.", _marks),
    "vote": Feed("The window, and each couple on the ballot with its number and keyword.", _vote),
    "reveal": Feed("Each couple of each step that was told, in the order in which it was told.", _reveal),
    "now": Feed("One row with all that is on now: the scene, the routine, its marks, the newest step.", _now),
}


# The forms.


def _as_json(name: str, found: Rows) -> bytes:
    del name
    return json.dumps(list(found), ensure_ascii=False, separators=(",", ":")).encode()


def _as_csv(name: str, found: Rows) -> bytes:
    del name
    text = io.StringIO(newline="")
    lines = csv.DictWriter(text, list(found[0]))
    lines.writeheader()
    lines.writerows(found)
    return text.getvalue().encode()


def _as_xml(name: str, found: Rows) -> bytes:
    """Each row an element with child elements: a title engine reads no attributes."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<feed name="{name}">']
    for row in found:
        cells = "".join(f"<{column}>{escape(str(cell))}</{column}>" for column, cell in row.items())
        lines.append(f"<row>{cells}</row>")
    return "\n".join([*lines, "</feed>", ""]).encode()


FORMS: Mapping[str, Form] = {
    "json": Form("application/json", _as_json),
    "csv": Form("text/csv; charset=utf-8", _as_csv),
    "xml": Form("application/xml", _as_xml),
}


def written(name: str, form: str, screen: PublicScreen, address: str) -> bytes:
    """A feed of ``FEEDS`` in a form of ``FORMS``."""
    return FORMS[form].written(name, rows(name, screen, address))
