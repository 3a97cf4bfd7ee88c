"""What a command comes to: the events that it causes, or the refusal that it meets. One function a command."""

from __future__ import annotations

from mirrorball.core.book import Combine
from mirrorball.core.commands import (
    CallRoutine,
    CloseVote,
    Command,
    Crown,
    GiveMark,
    LockMarks,
    NameSave,
    OpenVote,
    RevealNext,
    SealResult,
    SealTally,
)
from mirrorball.core.events import (
    ChampionsCrowned,
    Event,
    MarkGiven,
    MarksLocked,
    PlaceRevealed,
    ResultSealed,
    RoutineCalled,
    SaveNamed,
    TallySealed,
    VoteClosed,
    VoteOpened,
)
from mirrorball.core.marks import sheet
from mirrorball.core.outcome import Awaits, rules_of
from mirrorball.core.refusals import (
    AllRevealed,
    AlreadyCalled,
    AlreadyMarked,
    AlreadySealed,
    AlreadySpoken,
    MarksMissing,
    NoChampions,
    NoChoice,
    NoSuchRoutine,
    NotCalled,
    NotDecided,
    NothingDecides,
    NothingLeft,
    NotOnPanel,
    NotRevealed,
    NotSealed,
    OutOfScale,
    PointsUnknown,
    Refusal,
    SheetLocked,
    SheetsOpen,
    UnknownCouples,
    VoteState,
    VotesUnknown,
)
from mirrorball.core.show import Show, Vote, points_unknown, result_of
from mirrorball.core.votes import week_without_votes

Answer = list[Event] | Refusal


def decide(show: Show, command: Command) -> Answer:
    """The events that a command causes in this show, or why it causes none."""
    match command:
        case CallRoutine():
            return _call_routine(show, command)
        case GiveMark():
            return _give_mark(show, command)
        case LockMarks():
            return _lock_marks(show, command)
        case OpenVote():
            return _open_vote(show)
        case CloseVote():
            return _close_vote(show)
        case SealTally():
            return _seal_tally(show, command)
        case NameSave():
            return _name_save(show, command)
        case SealResult():
            return _seal_result(show)
        case RevealNext():
            return _reveal_next(show)
        case Crown():
            return _crown(show)


def _call_routine(show: Show, command: CallRoutine) -> Answer:
    if show.routine(command.round, command.star) is None:
        return NoSuchRoutine(command.round, command.star)
    if (command.round, command.star) in show.called:
        return AlreadyCalled(command.round, command.star)
    return [RoutineCalled(command.round, command.star)]


def _give_mark(show: Show, command: GiveMark) -> Answer:
    routine = show.routine(command.round, command.star)
    if routine is None:
        return NoSuchRoutine(command.round, command.star)
    if command.judge not in show.week.panel:
        return NotOnPanel(command.judge, show.week.panel)
    if (command.round, command.star) not in show.called:
        return NotCalled(command.round, command.star)
    if (command.round, command.star) in show.locked:
        return SheetLocked(command.round, command.star)
    if not show.season.scale.holds(command.mark):
        return OutOfScale(command.mark, show.season.scale)
    if command.judge in routine.marks:
        return AlreadyMarked(command.judge, command.star, routine.marks[command.judge])
    return [MarkGiven(command.judge, command.round, command.star, command.mark)]


def _lock_marks(show: Show, command: LockMarks) -> Answer:
    routine = show.routine(command.round, command.star)
    if routine is None:
        return NoSuchRoutine(command.round, command.star)
    if (command.round, command.star) in show.locked:
        return SheetLocked(command.round, command.star)
    total = sheet(show.season, show.week.book, routine).total
    missing = tuple(judge for judge in show.week.panel if judge not in routine.marks)
    if missing:
        return MarksMissing(command.star, missing)
    if total is None:
        book = show.week.book
        return NothingLeft(book.drop_high + book.drop_low, len(show.week.panel))
    return [MarksLocked(command.round, command.star, total)]


def _open_vote(show: Show) -> Answer:
    if show.vote is not Vote.NOT_OPEN:
        return VoteState(Vote.NOT_OPEN.value, show.vote.value)
    return [VoteOpened(show.season.field(show.number))]


def _close_vote(show: Show) -> Answer:
    if show.vote is not Vote.OPEN:
        return VoteState(Vote.OPEN.value, show.vote.value)
    return [VoteClosed()]


def _seal_tally(show: Show, command: SealTally) -> Answer:
    if show.vote is not Vote.CLOSED:
        return VoteState(Vote.CLOSED.value, show.vote.value)
    if show.tally is not None:
        return AlreadySealed("tally")
    strangers = tuple(star for star in command.tally.counted if star not in show.season.field(show.number))
    return UnknownCouples(strangers) if strangers else [TallySealed(command.tally)]


def _name_save(show: Show, command: NameSave) -> Answer:
    if command.judge not in show.week.panel:
        return NotOnPanel(command.judge, show.week.panel)
    if show.sealed is not None:
        return AlreadySealed("result")
    if command.star not in _pair(show):
        return NoChoice(command.star)
    spoken = next((s for s in show.season.saves if (s.week, s.judge) == (show.number, command.judge)), None)
    if spoken is not None:
        return AlreadySpoken(command.judge, spoken.star)
    return [SaveNamed(command.judge, command.star)]


def _pair(show: Show) -> tuple[str, ...]:
    """The two couples between whom the judges choose; none if they have no choice tonight."""
    result = result_of(show.season, show.number)
    if result is None:
        return ()
    if result.save is not None:
        return result.save.saved, result.save.lost
    return result.between if result.awaits is Awaits.JUDGES else ()


def _seal_result(show: Show) -> Answer:
    if show.sealed is not None:
        return AlreadySealed("result")
    still_open = [r.star for r in show.running_order if show.week.panel and (r.round, r.star) not in show.locked]
    if still_open:
        return SheetsOpen(tuple(dict.fromkeys(still_open)))
    if show.tally is None and rules_of(show.week).combine is not Combine.MARKS:
        return NotSealed("tally")
    unknown = points_unknown(show)
    if unknown:
        return PointsUnknown(unknown)
    result = result_of(show.season, show.number)
    if result is None:  # tonight's tally is sealed, so what is missing was voted in a week that tonight takes over
        unknown_week = week_without_votes(show.season, rules_of(show.week), show.number)
        return VotesUnknown(unknown_week) if unknown_week else NothingDecides(show.number)
    if result.awaits is not Awaits.NOTHING:
        return NotDecided(result.awaits.value, result.between)
    return [ResultSealed(result.standing.stars, result.places, result.out)]


def _reveal_next(show: Show) -> Answer:
    if show.sealed is None:
        return NotSealed("result")
    if not show.to_reveal:
        return AllRevealed()
    star = show.to_reveal[0]
    return [PlaceRevealed(star, show.sealed.places[star])]


def _crown(show: Show) -> Answer:
    if show.sealed is None:
        return NotSealed("result")
    first = tuple(star for star, place in show.sealed.places.items() if place.first == 1)
    if not first:
        return NoChampions()
    if show.to_reveal:
        return NotRevealed(len(show.to_reveal))
    if show.champions:
        return AlreadySealed("coronation")
    return [ChampionsCrowned(first, show.season.trophy)]
