"""A small show to try things on: four couples, three judges, one dance each, and steps to where it matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from mirrorball.core.apply import apply
from mirrorball.core.book import Absent, Book
from mirrorball.core.books import BOOKS
from mirrorball.core.commands import (
    AskCorrection,
    CallRoutine,
    CloseVote,
    Command,
    GiveMark,
    GrantCorrection,
    LockMarks,
    OpenVote,
    SealTally,
)
from mirrorball.core.decide import decide
from mirrorball.core.events import Event
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import AgreeDecision, ConfirmResult, ProposeDecision, RevealNext, SealResult
from mirrorball.core.reveals import Decision, Finding
from mirrorball.core.sealing import found_tonight
from mirrorball.core.season import Couple, RecordedVotes, Routine, Season, Week
from mirrorball.core.show import Show, open_night
from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally

PANEL = ("Ida", "Jo", "Kit")
STARS = ("Ada", "Bo", "Cy", "Dee")
WALTZ = "waltz"
MARKS = {"Ada": 9, "Bo": 8, "Cy": 7, "Dee": 6}  # from each judge
ONE, TWO = "producer Pru", "scrutineer Sue"  # who stand behind a result
SALT = "5a17"
FOUND = Finding(  # what MARKS and VOTES come to by shares
    {"Dee": Place(1, 1), "Cy": Place(2, 2), "Bo": Place(3, 3), "Ada": Place(4, 4)}, ("Ada", "Bo"), ("Ada",)
)
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


def found(show: Show) -> Finding:
    """What marks and votes come to; nothing may be missing."""
    finding = found_tonight(show)
    assert isinstance(finding, Finding), finding
    return finding


def confirmed(show: Show) -> Show:
    """The show after a first person has confirmed its result."""
    return after(show, ConfirmResult(found(show), ONE))


def seal(show: Show) -> SealResult:
    """What a second person asks for in this show."""
    return SealResult(found(show), SALT, TWO)


def sealed(show: Show) -> Show:
    """The show after two people have fixed its result."""
    show = confirmed(show)
    return after(show, seal(show))


def next_step(show: Show) -> RevealNext:
    """The command that tells the next step."""
    return RevealNext(len(show.revealed) + 1)


def propose(decision: Decision, by: str = ONE) -> ProposeDecision:
    """Somebody asks for what no rule decides."""
    return ProposeDecision(decision, "so", by)


def decided(show: Show, decision: Decision) -> Show:
    """The show after two people have decided this."""
    return after(show, propose(decision), AgreeDecision(decision, TWO))


def corrected(show: Show, star: str = "Ada", points: int = 1) -> Show:
    """The show after every judge's mark for this couple was corrected."""
    for judge in PANEL:
        ask = AskCorrection(judge, WALTZ, star, Fraction(points), "misread", f"judge {judge}")
        show = after(show, ask, GrantCorrection(judge, WALTZ, star, TWO))
    return show


def all_told(show: Show) -> Show:
    """The show after every step that can be told now."""
    while show.to_reveal:
        show = after(show, next_step(show))
    return show


def marked_show() -> Show:
    """Ada has danced and Ida has marked."""
    return after(the_night(), CallRoutine(WALTZ, "Ada"), mark("Ida", "Ada", 9))


def closed_show() -> Show:
    """The vote is closed."""
    return after(the_night(), OpenVote(), CloseVote())


def judged_show() -> Show:
    """The lowest two are Cy and Dee; three judges will choose, once the room has heard that."""
    return told(JUDGED, votes={"Ada": 4, "Bo": 3, "Cy": 2, "Dee": 1})


def choosing_show() -> Show:
    """The room has heard that the judges choose between Cy and Dee."""
    return all_told(sealed(judged_show()))


def sealed_show() -> Show:
    """Everything is known and nothing told."""
    return sealed(told())


def sealed_final() -> Show:
    """The final, everything known and nothing told."""
    return sealed(told(FINAL))


def told_final() -> Show:
    """The final, every place told."""
    return all_told(sealed_final())


def averaging() -> Show:
    """A book that fills the seat of an absent judge with the mean of the others."""
    book = replace(BOOKS["us-3-16"], absent=Absent.AVERAGE)
    return open_night(a_season(a_week(book=book)), 1)
