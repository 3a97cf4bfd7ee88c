"""One row of the public table of US seasons: a couple, how far it came, and a mark for each judge's slot and week."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from mirrorball.core.season import Exit, Scale
from mirrorball.season import cells
from mirrorball.season.cells import Unreadable
from mirrorball.season.format import MOST_WEEKS
from mirrorball.season.imports.brought import Oddity
from mirrorball.season.problems import Severity, controls, quoted
from mirrorball.season.sheet import Cells

STAR, PRO, INDUSTRY = "celebrity_name", "ballroom_partner", "celebrity_industry"
STATE, COUNTRY, AGE = "celebrity_homestate", "celebrity_homecountry/region", "celebrity_age_during_season"
SEASON, RESULTS, PLACEMENT = "season", "results", "placement"
NAMED = (STAR, PRO, INDUSTRY, STATE, COUNTRY, AGE, SEASON, RESULTS, PLACEMENT)

SCALE = Scale()
MOST = 2 * SCALE.highest  # bonus points never came near to doubling a mark; beyond this a point was left out
NOT_AVAILABLE = frozenset(["", "n/a", "na"])
_MARK = re.compile(r"week([1-9][0-9]{0,2})_judge([1-9])_score")
_ELIMINATED = re.compile(r"eliminated week ([0-9]{1,3})")
_PLACED = re.compile(r"([0-9]{1,3})(?:st|nd|rd|th) place")
_STAND_IN = re.compile(
    r"(?P<pro>[^(/]+?) ?(?:\((?P<one>[^(/]+) week (?P<w>[0-9]+)\)|/ ?(?P<two>[^(/]+) \(week (?P<v>[0-9]+)\))"
)
_WHOLE = re.compile(r"([0-9]{1,4})(?:[.,]0+)?")
_COMMA = re.compile(r"([0-9]+),([0-9]+)")
_LONG = re.compile(r"([0-9]+\.[0-9]{9})[0-9]+")  # more decimals than a cell may have, as a program writes 29/3
Slot = tuple[int, int]  # week and judge


@dataclass(slots=True)
class Line:
    """One row as it was read. ``marks`` holds by week and slot what was given; a zero and N/A are in no mark.

    ``stand_in`` is who danced in the pro's place in one week, and which. ``how`` and ``nth`` are the result text:
    eliminated in a week, placed in a final, or withdrew (0).
    """

    at: Cells
    season: int | None = None
    star: str = ""
    pro: str = ""
    stand_in: tuple[str, int] | None = None
    known_for: str = ""
    home: str = ""
    age: int | None = None
    how: Exit | None = None
    nth: int = 0
    placement: int | None = None
    marks: dict[int, dict[int, Fraction]] = field(default_factory=dict)
    oddities: list[Oddity] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last week with a mark; 0 if there is none."""
        return max(self.marks, default=0)

    def odd(  # noqa: PLR0913  # one argument for each part of the sentence
        self,
        kind: str,
        column: str,
        expected: str,
        advice: str,
        *,
        severity: Severity = Severity.PROBLEM,
        found: str | None = None,
    ) -> None:
        """Remark on a cell of this row."""
        self.oddities.append(Oddity(kind, self.season, self.at.problem(column, expected, advice, severity, found)))


def wanted(headings: Sequence[str]) -> list[str]:
    """The columns that the table must have: those with names, and a mark for each slot of each week up to the last."""
    slots = [slot for heading in headings if (slot := slot_of(heading))]
    weeks = max((week for week, _ in slots), default=1)
    judges = max((judge for _, judge in slots), default=1)
    return [*NAMED, *(column_of(week, judge) for week in range(1, weeks + 1) for judge in range(1, judges + 1))]


def slot_of(heading: str) -> Slot | None:
    """The week and judge of a column with marks, or None if it is another."""
    found = _MARK.fullmatch(heading)
    return (int(found.group(1)), int(found.group(2))) if found and int(found.group(1)) <= MOST_WEEKS else None


def column_of(week: int, judge: int) -> str:
    """The heading of a column with marks."""
    return f"week{week}_judge{judge}_score"


def line_of(at: Cells, separator: str) -> Line:
    """A row as it reads, with all that is odd in its cells."""
    line = Line(at)
    line.season = _whole(line, SEASON, "the number of the season")
    line.star, line.pro, line.known_for = (_text(line, column) for column in (STAR, PRO, INDUSTRY))
    _stand_in(line)
    state, country = _text(line, STATE), _text(line, COUNTRY)
    line.home = ", ".join(part for part in (state, country) if part)
    _blanks(line, {PRO: line.pro, INDUSTRY: line.known_for, STATE: state, COUNTRY: country})
    if not line.star or line.star.startswith("#"):  # a row that begins so is a remark in a season folder
        line.odd("no star", STAR, "the name of the star", "Write the name, or remove the row.")
    line.age = _whole(line, AGE, "the age in years", severity=Severity.WARNING)
    line.placement = _whole(line, PLACEMENT, "the place in the end")
    if line.placement == 0:
        line.odd("no placement", PLACEMENT, "a place from 1", "Correct the place.")
    _result(line)
    for column in at.columns:
        slot = slot_of(column)
        mark = _mark(line, column, separator) if slot else None
        if slot and mark is not None:
            line.marks.setdefault(slot[0], {})[slot[1]] = mark
    return line


def _text(line: Line, column: str) -> str:
    """The text of a cell, with single plain spaces between its words."""
    written = line.at[column]
    text = " ".join(written.split())
    if text != written:
        found = f"{quoted(written)} with a space too many or a no-break space"
        line.odd("spaces", column, quoted(text), "It was read without.", severity=Severity.NOTE, found=found)
    if controls(text):
        line.odd("controls", column, "text", "Remove the characters that do not print.")
    elif "?" in text or "\ufffd" in text:
        advice = "It was read as it stands. A sign that a letter was lost when somebody saved the table: look it up."
        line.odd("lost letter", column, "a name without a question mark", advice, severity=Severity.WARNING)
    return text


def _stand_in(line: Line) -> None:
    """Who danced in the pro's place, where the cell tells it: ``A (B week 9)``, ``A/B (week 9)``."""
    found = _STAND_IN.fullmatch(line.pro)
    if found is None:
        return
    line.pro, other = found["pro"], found["one"] or found["two"]
    line.stand_in = (other, int(found["w"] or found["v"]))
    advice = f"It was read as {line.pro}, with {other} in week {line.stand_in[1]} alone."
    line.odd("stand-in", PRO, "one name", advice, severity=Severity.NOTE)


def _blanks(line: Line, texts: Mapping[str, str]) -> None:
    """Remark on texts that are blank; a kind of them is told once for the whole file, since many are."""
    for column, text in texts.items():
        if not text:
            severity = Severity.WARNING if column == PRO else Severity.NOTE
            remark = line.at.problem(column, "text", "It stays not known.", severity)
            line.oddities.append(Oddity(f"blank {column}", None, remark))


def _whole(line: Line, column: str, expected: str, severity: Severity = Severity.PROBLEM) -> int | None:
    """A whole number, such as 7 or 7.0; None if there is none, which is told."""
    written = line.at[column].strip()
    found = _WHOLE.fullmatch(written)
    if found is None:
        advice = "Write it in digits." if severity is Severity.PROBLEM else "It stays not known."
        line.odd(f"no {column}", column, f"{expected}, in digits", advice, severity=severity)
        return None
    if found.group(1) != written:
        line.odd("decimals", column, found.group(1), "It was read as a whole number.", severity=Severity.NOTE)
    return int(found.group(1))


def _result(line: Line) -> None:
    """What the result text says."""
    text = " ".join(line.at[RESULTS].split()).casefold()
    eliminated, placed = _ELIMINATED.fullmatch(text), _PLACED.fullmatch(text)
    if eliminated:
        line.how, line.nth = Exit.ELIMINATED, int(eliminated.group(1))
    elif placed:
        line.how, line.nth = Exit.FINAL, int(placed.group(1))
    elif text == "withdrew":
        line.how = Exit.WITHDREW
    else:
        expected = "'Eliminated Week n', '1st Place' and so on, or 'Withdrew'"
        line.odd("result text", RESULTS, expected, "Write one of these; nothing else is understood.")


def _mark(line: Line, column: str, separator: str) -> Fraction | None:
    """The mark in a cell; None for a zero, which means that the couple was out, and where there was no such judge."""
    written = line.at[column].strip()
    if written.casefold() in NOT_AVAILABLE:
        if not written:
            advice = "It was read as N/A: nobody marked."
            line.odd("blank mark", column, "a mark, 0 or N/A", advice, severity=Severity.NOTE)
        return None
    comma = _COMMA.fullmatch(written) if separator != "," else None
    if comma:
        written = f"{comma.group(1)}.{comma.group(2)}"
        line.odd("decimal comma", column, written, "It was read so.", severity=Severity.NOTE)
    mark = cells.averaged(_LONG.sub(r"\1", written))
    if isinstance(mark, Unreadable):
        line.odd("no mark", column, "a mark such as 8 or 9.6666, 0 or N/A", mark.advice)
        return None
    if not mark:
        return None
    if mark.denominator == 1 and "." in written:
        line.odd("decimals", column, str(mark), "It was read as a whole number.", severity=Severity.NOTE)
    return mark if _likely(line, column, mark) else None


def _likely(line: Line, column: str, mark: Fraction) -> bool:
    """Whether a mark can be one; what is unusual about it is told."""
    if not SCALE.lowest <= mark <= MOST:
        expected = f"an average from {SCALE.lowest} to {SCALE.highest}, or somewhat above with bonus points"
        line.odd("mark beyond", column, expected, "Correct the mark, or write 0 if the couple was out.")
        return False
    if mark > SCALE.highest:
        advice = "It was taken as it stands: bonus points of the night are spread over the judges."
        line.odd("bonus", column, f"at most {SCALE.highest} from a judge", advice, severity=Severity.NOTE)
    if mark.denominator > cells.MOST_PARTS:
        expected = "an average of a few dances, with at least four decimals"
        line.odd("no average", column, expected, "It was taken as it stands.", severity=Severity.WARNING)
    return True
