"""A small show to try things on: four couples, three judges, one dance each, and steps to where it matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from mirrorball.core.apply import apply
from mirrorball.core.book import Absent, Book
from mirrorball.core.books import BOOKS
from mirrorball.core.commands import (
    CallRoutine,
    CloseVote,
    Command,
    GiveMark,
    LockMarks,
    OpenVote,
    RevealNext,
    SealResult,
    SealTally,
)
from mirrorball.core.decide import decide
from mirrorball.core.events import Event
from mirrorball.core.refusals import Refusal
from mirrorball.core.season import Couple, RecordedVotes, Routine, Season, Week
from mirrorball.core.show import Show, open_night
from mirrorball.core.votes import Tally

PANEL = ("Ida", "Jo", "Kit")
STARS = ("Ada", "Bo", "Cy", "Dee")
WALTZ = "waltz"
MARKS = {"Ada": 9, "Bo": 8, "Cy": 7, "Dee": 6}  # from each judge
VOTES = {"Ada": 100, "Bo": 200, "Cy": 300, "Dee": 400}  # just the other way round


def a_week(number: int = 1, book: str | Book = "us-3-16") -> Week:
    """A plain week: one couple leaves. Change it with ``replace``."""
    return Week(number=number, panel=PANEL, book=BOOKS[book] if isinstance(book, str) else book)


def a_season(*weeks: Week) -> Season:
    """The season of these weeks (one plain week if none is named), every couple dancing a waltz in each, unmarked."""
    weeks = weeks or (a_week(),)
    return Season(
        title="A small season",
        trophy="The small trophy",
        judges=PANEL,
        couples=tuple(Couple(star=star, pro=f"{star}'s pro") for star in STARS),
        weeks=weeks,
        routines=tuple(Routine(week=week.number, star=star, round=WALTZ) for week in weeks for star in STARS),
    )


def marked(season: Season, week: int, marks: Mapping[str, int] | None = None) -> Season:
    """The season with a week's marks filled in: the same from each judge."""
    given = MARKS if marks is None else marks
    return replace(
        season,
        routines=tuple(
            replace(r, marks={judge: Fraction(given[r.star]) for judge in season.week(week).panel})
            if r.week == week and r.star in given
            else r
            for r in season.routines
        ),
    )


def voted(season: Season, week: int, votes: Mapping[str, int] | None = None) -> Season:
    """The season with a week's votes filled in."""
    rows = (VOTES if votes is None else votes).items()
    new = tuple(RecordedVotes(week=week, star=star, channel="web", votes=cast) for star, cast in rows)
    return replace(season, votes=(*season.votes, *new))


def after(show: Show, *commands: Command) -> Show:
    """The show after these commands, all of which have to be carried out."""
    for command in commands:
        for event in events_of(show, command):
            show = apply(show, event)
    return show


def events_of(show: Show, command: Command) -> list[Event]:
    """What a command causes. It must not be refused."""
    answer = decide(show, command)
    assert not isinstance(answer, Refusal), answer.sentence
    return answer


def refusal_of(show: Show, command: Command) -> Refusal:
    """Why a command is refused. It must be."""
    answer = decide(show, command)
    assert isinstance(answer, Refusal), answer
    return answer


def mark(judge: str, star: str, points: int = 8) -> GiveMark:
    """A judge's mark for a waltz."""
    return GiveMark(judge, WALTZ, star, Fraction(points))


def sheets(stars: tuple[str, ...] = STARS) -> list[Command]:
    """Each couple is called, marked by all and locked."""
    steps: list[Command] = []
    for star in stars:
        steps.append(CallRoutine(WALTZ, star))
        steps.extend(mark(judge, star, MARKS[star]) for judge in PANEL)
        steps.append(LockMarks(WALTZ, star))
    return steps


def ballots(votes: Mapping[str, int] | None = None) -> list[Command]:
    """The vote opens and closes, and its tally is sealed."""
    counted = {star: {"web": cast} for star, cast in (VOTES if votes is None else votes).items()}
    return [OpenVote(), CloseVote(), SealTally(Tally(counted))]


def the_night(*weeks: Week, number: int = 1) -> Show:
    """The night of a week, before its first step."""
    return open_night(a_season(*weeks), number)


def told(*weeks: Week, votes: Mapping[str, int] | None = None) -> Show:
    """The night when everything is danced, marked, voted and counted, and the result not sealed yet."""
    return after(the_night(*weeks), *sheets(), *ballots(votes))


FINAL = replace(a_week(), final=True, leave=0)
JUDGED = a_week(book="us-28-29")


def marked_show() -> Show:
    """Ada has danced and Ida has marked."""
    return after(the_night(), CallRoutine(WALTZ, "Ada"), mark("Ida", "Ada", 9))


def closed_show() -> Show:
    """The vote is closed."""
    return after(the_night(), OpenVote(), CloseVote())


def judged_show() -> Show:
    """The lowest two are Cy and Dee, and three judges choose."""
    return told(JUDGED, votes={"Ada": 4, "Bo": 3, "Cy": 2, "Dee": 1})


def sealed_show() -> Show:
    """Everything is known and nothing told."""
    return after(told(), SealResult())


def sealed_final() -> Show:
    """The final, everything known and nothing told."""
    return after(told(FINAL), SealResult())


def told_final() -> Show:
    """The final, every place told."""
    return after(sealed_final(), *[RevealNext()] * len(STARS))


def averaging() -> Show:
    """A book that fills the seat of an absent judge with the mean of the others."""
    book = replace(BOOKS["us-3-16"], absent=Absent.AVERAGE)
    return open_night(a_season(a_week(book=book)), 1)
