"""What has to be so before a result is sealed, in words; and what both paths come to, side by side.

The checks are for producer and scrutineer alike. None of them says a place or a name that depends on the result, and a
check that fails reads the same whatever the result is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mirrorball import sentences
from mirrorball.core.refusals import NotDecided, Refusal
from mirrorball.core.reveals import VOID, Finding
from mirrorball.core.sealing import found_tonight
from mirrorball.core.show import Show, Vote
from mirrorball.floor.result_shown import holder_of
from mirrorball.floor.shown import couple_name
from mirrorball.proof.plain import NotPlain, plain_finding

YES, NO, WAITS = "yes", "no", "waits"
NONE = "nothing"
FIRST_THE_REST = "It is worked out once all that stands above is so."
NOT_SETTLED = "The rules do not settle the night yet. The scrutineer sees why."
AGREE = "It was worked out twice, and both come to the same."
DIFFER = "It was worked out twice, and the two do not agree. Tell nothing. The scrutineer sees both."


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that has to be so. ``state``: yes, no, or waits where something else comes first."""

    what: str
    state: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """What the core and the second path come to. A text in ``second`` says why that path comes to nothing."""

    found: Finding | Refusal
    second: Finding | str

    @property
    def agreed(self) -> Finding | None:
        """What both come to; None if they do not, or not yet."""
        return self.found if isinstance(self.found, Finding) and self.found == self.second else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SideRow:
    """A line of the comparison: what each of the three says. ``by_hand`` is empty where no hand sheet says anything."""

    what: str
    found: str
    second: str
    by_hand: str

    @property
    def same(self) -> bool:
        """Whether all who say something say the same."""
        return self.found == self.second and self.by_hand in {"", self.found}


def both_paths(show: Show) -> Both:
    """Work the result out twice. The second path is not asked before the night is ready for it."""
    found = found_tonight(show)
    if isinstance(found, Refusal) and not isinstance(found, NotDecided):
        return Both(found=found, second="")
    try:
        return Both(found=found, second=plain_finding(show))
    except NotPlain as error:
        return Both(found=found, second=str(error))


def checks(show: Show, both: Both) -> tuple[Check, ...]:
    """Everything that has to be so before a second person can seal the result."""
    return (
        _window(show),
        _sheets(show),
        _count(show),
        _troubles(show),
        _corrections(show),
        _proposals(show),
        _paths(both),
        _hand_sheet(show, both),
        _confirmed(show, both),
    )


def _window(show: Show) -> Check:
    if not show.counts_votes:
        return Check(what="The window", state=YES, says="This book asks no vote.")
    return Check(what="The window", state=YES if show.vote is Vote.CLOSED else NO, says=sentences.window(show))


def _sheets(show: Show) -> Check:
    if show.unlocked:
        return Check(what="The sheets", state=NO, says=f"Not locked: {sentences.listed(show.unlocked)}.")
    return Check(what="The sheets", state=YES, says="Every sheet of the night is locked.")


def _count(show: Show) -> Check:
    if show.void is not None:
        return Check(what="The count", state=YES, says="The votes are void.")
    if not show.counts_votes:
        return Check(what="The count", state=YES, says="This book asks no vote.")
    if show.tally is None:
        return Check(what="The count", state=NO, says="The count is not sealed. The scrutineer seals it.")
    return Check(what="The count", state=YES, says="The count is sealed.")


def _troubles(show: Show) -> Check:
    if show.open_troubles:
        first = show.open_troubles[0]
        return Check(what="Troubles", state=NO, says=f"{holder_of(first.by)}: {first.text}")
    return Check(what="Troubles", state=YES, says="No trouble is open.")


def _corrections(show: Show) -> Check:
    if show.asked:
        judge, _, star = next(iter(show.asked))
        return Check(what="Corrections", state=NO, says=f"A correction of {judge}'s mark for {star} waits.")
    return Check(what="Corrections", state=YES, says="No correction waits.")


def _proposals(show: Show) -> Check:
    decision = next(iter(show.proposed), None)
    if decision is not None:
        says = f"It was proposed that {decision.value}. A second person agrees to that or drops it."
        return Check(what="Decisions", state=NO, says=says)
    return Check(what="Decisions", state=YES, says="Nothing that was proposed waits.")


def _paths(both: Both) -> Check:
    what = "Two paths"
    match both.found, both.second:
        case NotDecided(), str():
            return Check(what=what, state=NO, says=NOT_SETTLED)
        case Refusal(), str():
            return Check(what=what, state=WAITS, says=FIRST_THE_REST)
        case _ if both.agreed is not None:
            return Check(what=what, state=YES, says=AGREE)
        case _:
            return Check(what=what, state=NO, says=DIFFER)


def _hand_sheet(show: Show, both: Both) -> Check:
    what, by_hand = "The hand sheet", show.hand_sheet
    if by_hand is None:
        return Check(what=what, state=YES, says="None was typed, so there is none to compare.")
    if isinstance(both.found, Refusal):
        return Check(what=what, state=WAITS, says=FIRST_THE_REST)
    if both.found == VOID:
        return Check(what=what, state=YES, says="The votes are void, so it is not compared.")
    if by_hand == both.found.firsts:
        return Check(what=what, state=YES, says="The hand sheet comes to the same.")
    return Check(what=what, state=NO, says="The hand sheet comes to something else. The scrutineer sees where.")


def _confirmed(show: Show, both: Both) -> Check:
    what = "The first person"
    if show.confirmed is None:
        return Check(what=what, state=WAITS, says="Nobody has confirmed the result yet.")
    if both.agreed is None or show.confirmed.found != both.agreed:
        says = f"{holder_of(show.confirmed.by)} has confirmed another result than there is now. Confirm it again."
        return Check(what=what, state=NO, says=says)
    return Check(what=what, state=YES, says=f"Confirmed by {holder_of(show.confirmed.by)}.")


# For the scrutineer alone.


def sides(show: Show, both: Both) -> tuple[SideRow, ...]:
    """Both results line by line, with the hand sheet beside them: a line for each couple, then who is named."""
    found = both.found if isinstance(both.found, Finding) else VOID
    second = both.second if isinstance(both.second, Finding) else VOID
    return (*_places(show, found, second), *_named(found, second))


def _places(show: Show, found: Finding, second: Finding) -> Iterator[SideRow]:
    placed = {**dict.fromkeys(found.places), **dict.fromkeys(second.places)}
    for star in sorted(placed, key=lambda star: found.places.get(star) or second.places[star]):
        one, other = found.places.get(star), second.places.get(star)
        by_hand = (show.hand_sheet or {}).get(star)
        tied = one is not None and one.shared and by_hand == one.first
        yield SideRow(
            what=couple_name(show.season, star),
            found=sentences.ordinal(one) if one else NONE,
            second=sentences.ordinal(other) if other else NONE,
            by_hand="" if by_hand is None else sentences.ordinal(one) if tied and one else sentences.nth(by_hand),
        )


def _named(found: Finding, second: Finding) -> Iterator[SideRow]:
    for what in ("jeopardy", "out", "between"):
        one, other = getattr(found, what), getattr(second, what)
        if one or other:
            yield SideRow(what=NAMED[what], found=_listed(one), second=_listed(other), by_hand="")


def _listed(stars: tuple[str, ...]) -> str:
    return sentences.listed(stars) if stars else "nobody"


NAMED = {"jeopardy": "In jeopardy", "out": "Out", "between": "The judges choose between"}
