"""A comparison in words: rows of a table with both sides, and sentences. Terminal and page say the same."""

from __future__ import annotations

from dataclasses import dataclass

from mirrorball.core.outcome import Awaits
from mirrorball.core.ties import Place
from mirrorball.recap.compare import Comparison, Figures, Under, WeekUnder
from mirrorball.season.possible import Verdict
from mirrorball.sentences import NOT_KNOWN, counted, listed, number, ordinal, percent, points


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison: what it is about, and what holds on either side."""

    about: str
    one: str
    other: str


def name_of(one: Figures) -> str:
    """A season as a heading."""
    return one.title if one.number is None else f"{one.title}, season {one.number}"


def rows(found: Comparison) -> tuple[Row, ...]:
    """The figures of two seasons."""
    one, other = found.one, found.other
    both = (
        ("Couples", str(one.couples), str(other.couples)),
        ("Weeks danced", str(one.weeks), str(other.weeks)),
        ("Routines", str(one.routines), str(other.routines)),
        ("Marks known", f"{one.marks:,}", f"{other.marks:,}"),
        ("Perfect sheets", _perfect(one), _perfect(other)),
        ("Mean mark", points(one.mean), points(other.mean)),
        ("Spread of the marks", points(one.spread), points(other.spread)),
        ("Most generous judge", _leaning(one, most=True), _leaning(other, most=True)),
        ("Strictest judge", _leaning(one, most=False), _leaning(other, most=False)),
        ("The final, by the panel", _final(one), _final(other)),
        ("The panel's lowest left", _weeks(one, one.lowest_left), _weeks(other, other.lowest_left)),
        ("The panel's highest left", _weeks(one, one.upsets), _weeks(other, other.upsets)),
    )
    return tuple(Row(*three) for three in both)


def remarks(found: Comparison) -> list[str]:
    """What has to be known to read the figures, and who was in both seasons."""
    told = ["The spread is how far a mark lies from the mean mark on average. A team dance counts once."]
    if not found.alike:
        told.append("The marks of the two are not of one kind (scale, or averages of a night): compare them with care.")
    for one in (found.one, found.other):
        if one.averaged:
            told.append(f"{name_of(one)}: each mark is a judge's average of a night, so perfect sheets are not known.")
        if one.unknown:
            weeks = listed([str(week) for week in one.unknown])
            told.append(f"{name_of(one)}: points are not all known in {_in_weeks(one.unknown)} {weeks}.")
    told += [
        f"{here.judge} judged in both: {number(here.mean)} and {number(there.mean)} on average."
        for here, there in found.judges
    ]
    if found.stars:
        told.append(f"Stars of both: {listed(found.stars)}.")
    if found.pros:
        told.append(f"Pros of both: {listed(found.pros)}.")
    return told


def book_rows(weeks: tuple[WeekUnder, ...]) -> tuple[tuple[str, str, str, str], ...]:
    """Each week: its number, what is recorded, and what each book makes of it."""
    return tuple((f"{w.week.number}", _recorded(w), under(w.one, w), under(w.other, w)) for w in weeks)


def books_said(weeks: tuple[WeekUnder, ...]) -> list[str]:
    """What the table of the weeks comes to."""
    if not weeks:
        return ["Nothing is danced yet."]
    parted = [str(week.week.number) for week in weeks if week.differs]
    told = [
        f"The two books part in {counted(len(parted), 'week')} of {len(weeks)}: {listed(parted)}."
        if parted
        else f"The two books come to the same in each of {counted(len(weeks), 'week')}."
    ]
    opposed = [week for week in weeks if week.opposed]
    told += [f"Week {week.week.number}: what is recorded is possible under {_which(week)} alone." for week in opposed]
    if not any(week.one.voted or week.other.voted for week in weeks):
        told.append("No votes are known, so it is told what the vote could decide, and not what it did.")
    told.append("Each week is asked by itself, with the couples who really danced in it.")
    return told


def under(found: Under, week: WeekUnder) -> str:
    """What a week comes to under a book, in one sentence or two."""
    return f"{_by_votes(found, week) if found.voted else _by_reach(found, week)} {_verdict(found)}".strip()


def _by_votes(found: Under, week: WeekUnder) -> str:
    if found.awaits is not Awaits.NOTHING:
        return f"Waits for {found.awaits.value}: {listed(found.between)}."
    if week.week.final:
        return f"{_places(found.places)}."
    return f"{listed(found.out)} {'leave' if found.out[1:] else 'leaves'}."


def _by_reach(found: Under, week: WeekUnder) -> str:
    if not found.reach:
        return f"What the vote could decide is {NOT_KNOWN}."
    can = found.can(final=week.week.final)
    what = "win" if week.week.final else "leave or stay"
    if not can:
        return "Nobody is to leave." if not week.week.leave else "The vote decides nothing."
    if len(can) == len(found.reach) > 1:
        return f"Each of the {len(can)} couples can {what} by the vote."
    return f"{listed(can)} can {what} by the vote."


def _verdict(found: Under) -> str:
    verdict = found.verdict
    said = {
        Verdict.POSSIBLE: "What is recorded is possible.",
        Verdict.IMPOSSIBLE: "What is recorded is impossible.",
        Verdict.NOT_KNOWN: f"Whether what is recorded is possible is {NOT_KNOWN}.",
        Verdict.NOT_SETTLED: "Whether what is recorded is possible is not settled.",
    }.get(verdict.verdict, "")
    if verdict.by_record and said:
        said = f"What is recorded {'follows' if verdict.verdict is Verdict.POSSIBLE else 'does not follow'}."
    return said


def _which(week: WeekUnder) -> str:
    return week.one.book if week.one.verdict.verdict is Verdict.POSSIBLE else week.other.book


def _recorded(week: WeekUnder) -> str:
    if week.week.final:
        return _places(week.places) if week.places else "no places recorded"
    return f"{listed(week.recorded)} left"


def _places(held: tuple[tuple[str, Place], ...]) -> str:
    return ", ".join(f"{ordinal(place)} {star}" for star, place in sorted(held, key=lambda one: one[1]))


def _perfect(one: Figures) -> str:
    return NOT_KNOWN if one.perfect is None else str(one.perfect)


def _leaning(one: Figures, *, most: bool) -> str:
    """Who leans furthest one way from the rest of the panel, and by how much."""
    leans = {judge.judge: judge.lean for judge in one.judges if judge.lean is not None and judge.regular}
    if not leans:
        return NOT_KNOWN
    far = max(leans.values()) if most else min(leans.values())
    who = [judge for judge, lean in leans.items() if lean == far]
    way = "above" if far > 0 else "below"
    return f"{listed(who)}, {f'{number(abs(far))} {way} the others' if far else 'level with the others'}"


def _final(one: Figures) -> str:
    final = one.final
    if final is None:
        return NOT_KNOWN
    first, second = listed(final.champions), listed(final.runners_up)
    if not final.gap:
        return f"{first} level with {second}"
    ahead = "ahead of" if final.gap > 0 else "behind"
    return f"{first} {number(abs(final.gap))} {ahead} {second} ({percent(final.part)} of the most points)"


def _weeks(one: Figures, count: int) -> str:
    """In how many of the weeks that can be looked at."""
    return NOT_KNOWN if not one.partings else f"in {count} of {counted(len(one.partings), 'week')}"


def _in_weeks(weeks: tuple[int, ...]) -> str:
    return "week" if len(weeks) == 1 else "weeks"
