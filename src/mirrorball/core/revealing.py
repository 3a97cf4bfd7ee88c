"""How an outcome is told: step by step, taken back, chosen in front of everybody, and crowned."""

from __future__ import annotations

from mirrorball.core.commands import NameSave
from mirrorball.core.events import ChampionsCrowned, Event, SaveNamed, StepRevealed, StepTakenBack
from mirrorball.core.night_refusals import OnHold
from mirrorball.core.refusals import (
    AllRevealed,
    AlreadySealed,
    AlreadySpoken,
    NoChampions,
    NoChoice,
    NotOnPanel,
    NotRevealed,
    NotSealed,
    Refusal,
)
from mirrorball.core.result_commands import RevealNext, TakeBack
from mirrorball.core.result_refusals import AlreadyTold, ChoiceOpen, NotLastStep, NotNextStep, TrophyHanded
from mirrorball.core.show import Show

Answer = list[Event] | Refusal


def reveal_next(show: Show, command: RevealNext) -> Answer:
    """Tell the next step, and only that one: two people who press at once have named the same (11.5)."""
    if show.held is not None:
        return OnHold(show.held)
    if show.sealed is None:
        return NotSealed("result")
    if 1 <= command.step <= len(show.revealed):
        return AlreadyTold(command.step)
    if show.choosing:
        return ChoiceOpen()
    if not show.to_reveal:
        return AllRevealed()
    following = len(show.revealed) + 1
    if command.step != following:
        return NotNextStep(command.step, following)
    step = show.to_reveal[0]
    return [StepRevealed(following, step.kind, step.stars, step.place)]


def take_back(show: Show, command: TakeBack) -> Answer:
    """Take back the step that was told last: every screen shows the one before."""
    if show.champions:
        return TrophyHanded()
    last = len(show.revealed)
    return [StepTakenBack(last)] if last and command.step == last else NotLastStep(command.step)


def name_save(show: Show, command: NameSave) -> Answer:
    """A judge saves one of the two couples, once everybody has heard who they are (1.4, 2.5, 11.5)."""
    if show.seat_of(command.judge) is None:
        return NotOnPanel(command.judge, tuple(map(show.sitting, show.week.panel)))
    if command.star not in show.choosing:
        return NoChoice(command.star)
    spoken = next((s for s in show.season.saves if (s.week, s.judge) == (show.number, command.judge)), None)
    if spoken is not None:
        return AlreadySpoken(command.judge, spoken.star)
    return [SaveNamed(command.judge, command.star)]


def crown(show: Show) -> Answer:
    """Hand the trophy to the champions."""
    if show.held is not None:
        return OnHold(show.held)
    if show.sealed is None:
        return NotSealed("result")
    places = show.sealed.places
    first = tuple(star for star in show.sealed.order if star in places and places[star].first == 1)
    if not first:
        return NoChampions()
    if show.to_reveal:
        return NotRevealed()
    if show.champions:
        return AlreadySealed("coronation")
    return [ChampionsCrowned(first, show.season.trophy)]
