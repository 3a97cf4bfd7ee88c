"""How the public's screen came about: it follows from the log alone, and so does how often it has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mirrorball.core.apply import apply
from mirrorball.core.events import (
    ChampionsCrowned,
    CorrectionAsked,
    CorrectionDeclined,
    DecisionAgreed,
    DecisionDropped,
    DecisionProposed,
    Event,
    HandSheetDropped,
    HandSheetTyped,
    KeyIssued,
    KeyRevoked,
    MarkCorrected,
    MarkTyped,
    ReachSigned,
    ResultConfirmed,
    ResultSealed,
    RevealPlanned,
    SaveNamed,
    StepRevealed,
    StepTakenBack,
    TallySealed,
    TroubleReported,
    TroubleSettled,
    TypedMarkDropped,
    VoteExtended,
)
from mirrorball.core.replacing import replace
from mirrorball.core.reveals import Decision
from mirrorball.core.show import Show
from mirrorball.floor.public import PublicScreen
from mirrorball.floor.public_cast import Around
from mirrorball.floor.public_screen import Sight, public_screen
from mirrorball.log.port import Entry

# Nothing that everybody may see follows from these. The screen is not even drawn after them, so that no slip in drawing
# can tell by a number that something has happened.
HIDDEN: frozenset[type[Event]] = frozenset(
    {
        CorrectionAsked,
        CorrectionDeclined,
        DecisionDropped,
        DecisionProposed,
        HandSheetDropped,
        HandSheetTyped,
        KeyIssued,
        KeyRevoked,
        MarkTyped,
        ReachSigned,
        ResultConfirmed,
        ResultSealed,
        RevealPlanned,
        TallySealed,
        TroubleReported,
        TroubleSettled,
        TypedMarkDropped,
    }
)


@dataclass(frozen=True, slots=True)
class PublicHistory:
    """The show at a position of its log, and the public's screen there; ``begun`` makes the first.

    The sequence on the screen is how often what it shows has changed since the night began: the same after a restart,
    and untouched by what the public does not see.
    """

    show: Show
    around: Around
    sight: Sight
    position: int
    screen: PublicScreen

    def after(self, entries: Iterable[Entry]) -> PublicHistory:
        """The history with these entries, which follow upon its position; older ones are passed over."""
        show, sight, position, screen = self.show, self.sight, self.position, self.screen
        for entry in entries:
            if entry.position <= position:
                continue
            sight = seen(show, sight, entry.event)
            show, position = apply(show, entry.event), entry.position
            if type(entry.event) in HIDDEN:
                continue
            drawn = public_screen(show, self.around, sight, screen.sequence)
            if drawn != screen:
                screen = replace(drawn, sequence=screen.sequence + 1)
        return PublicHistory(show, self.around, sight, position, screen)


def begun(opened: Show, around: Around) -> PublicHistory:
    """The history of a night before its first step."""
    return PublicHistory(opened, around, Sight(), 0, public_screen(opened, around, Sight()))


def seen(show: Show, sight: Sight, event: Event) -> Sight:
    """The sight after an event. ``show`` is the night before it."""
    match event:
        case MarkCorrected(round=round_, star=star) if (round_, star) in show.locked:
            return replace(sight, corrected=sight.corrected | {(round_, star)})
        case VoteExtended():
            return replace(sight, extended=True)
        case DecisionAgreed(Decision.REOPEN, reason) if show.revealed:
            return replace(sight, taken_back=reason)
        case StepRevealed() | StepTakenBack() | SaveNamed() | ChampionsCrowned():
            return replace(sight, told_on=show.on)
        case _:
            return sight
