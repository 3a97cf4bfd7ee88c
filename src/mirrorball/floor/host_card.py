"""The host's card: the present step in words to read out, and of the next one only its kind.

Every word follows from what has been told already, never from what is sealed: a card that looked ahead could not be
trusted on a night when the wrong name must not be read out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from mirrorball import sentences
from mirrorball.core.marks import sheet
from mirrorball.core.outcome import rules_of
from mirrorball.core.reveals import RevealStep, StepKind
from mirrorball.core.season import Routine, Season, Segment, SegmentKind
from mirrorball.core.show import Show, Vote
from mirrorball.core.ties import Place
from mirrorball.floor.ballot_rules import rules
from mirrorball.floor.host import HostCard
from mirrorball.floor.public import Scene
from mirrorball.floor.shown import couple_name, season_title

TITLE = "champions"  # the kind of a card on which first place stands
WAIT = "Wait for the desk."
ANOTHER = "Next: one more card."  # of a name, of several, or of nobody: the words are the same
TROPHY = "Next: the champions' trophy."
JUDGES_SPEAK = "Next: each judge names a couple."
PLACES = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")
COMING = {
    SegmentKind.ROUTINE: "Next: a dance.",
    SegmentKind.PACKAGE: "Next: a film.",
    SegmentKind.VOTE: "Next: the vote opens.",
    SegmentKind.RESULTS: "Next: the count.",
    SegmentKind.REVEAL: "Next: the result.",
    SegmentKind.ITEM: "Next: another part of the show.",
}

CORRECTION = "Correction"
TAKEN_BACK = (
    "Please listen. The result that you have heard is taken back, because it was not right. It is being checked, and "
    "you will hear the right one from me. We are sorry."
)
TOLD_ANEW = "This is the corrected result."
VOTE_EXTENDED = "You have more time. The vote stays open; I will tell you when it closes."
VOTES_VOID = "Something went wrong with the vote. None of tonight's votes counts. Nobody is placed and nobody leaves."
NOBODY_LEAVES = "Nobody leaves tonight. All couples stay."


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a card says: what the names are, the names one a line, their numbers on the ballot, and what to read out."""

    kind: str = ""
    heading: str
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    say: str


def host_card(show: Show, position: int, rehearsal: bool) -> HostCard:  # noqa: FBT001  # as every screen is made
    """The card of this moment. ``position`` is that of the last event in ``show``."""
    scene = scene_of(show)
    held = show.held is not None
    told = _TELLING[scene](show)
    if held and scene is not Scene.CORRECTION:  # what has to be corrected is said, whatever stands still
        told = Told(heading="Wait", say="The show stands still for a moment.")
    return HostCard(
        position=position,
        title=season_title(show.season),
        scene=scene.value,
        held=held,
        rehearsal=rehearsal,
        correction=show.reopened[-1] if scene is Scene.CORRECTION else "",
        step=len(show.revealed),
        kind=told.kind,
        heading=told.heading,
        names=told.names,
        numbers=told.numbers,
        say=told.say,
        next=WAIT if held else _next(show, scene),
        clock=show.closes_at if show.vote is Vote.OPEN else None,
    )


def scene_of(show: Show) -> Scene:
    """What the host speaks about."""
    if _beyond_reveal(show):
        return _of_segment(show) or Scene.CHAMPIONS
    if show.champions:
        return Scene.CHAMPIONS
    if show.revealed:
        return Scene.REVEAL
    return Scene.CORRECTION if show.reopened else _of_segment(show) or _before_reveal(show)


def _beyond_reveal(show: Show) -> bool:
    """Whether everything is told and the rundown has gone on, to a farewell, say."""
    reveals = [nth for nth, segment in enumerate(show.rundown) if segment.kind is SegmentKind.REVEAL]
    behind = {segment.number for segment in show.rundown[reveals[-1] + 1 :]} if reveals else set()
    over = show.champions if show.week.final else show.told
    return bool(over) and show.on in behind and _of_segment(show) is not None


def _of_segment(show: Show) -> Scene | None:
    """A dance, a film or an item that is on; None if none of them is."""
    if show.now is not None:
        return Scene.MARKS if (show.now.round, show.now.star) in show.locked else Scene.DANCE
    on = show.segment(show.on) if show.on is not None else None
    return {SegmentKind.PACKAGE: Scene.FILM, SegmentKind.ITEM: Scene.ITEM}.get(on.kind) if on is not None else None


def _before_reveal(show: Show) -> Scene:
    if show.vote is Vote.OPEN:
        return Scene.VOTE
    return Scene.COUNTING if show.vote is Vote.CLOSED or show.taken else Scene.WAITING


# What a step tells, by itself: the same words stand on the card in the hand and on the one on paper.


def step_told(season: Season, step: RevealStep) -> Told:
    """A step of the outcome as it is read out. It holds no number: a 2 beside a name could be read as a place."""
    first = step.place is not None and step.place.first == 1
    return Told(
        kind=TITLE if step.kind is StepKind.PLACE and first else step.kind.value,
        heading=step_heading(season, step),
        names=tuple(season.couple(star).name for star in step.stars),
        say=step_said(season, step),
    )


def step_heading(season: Season, step: RevealStep) -> str:
    """What the names of a step are, in words, so that no figure can be misread."""
    if step.kind is not StepKind.PLACE or step.place is None:
        return _HEADINGS[step.kind][-1 if len(step.stars) > 1 else 0]
    if step.place.first == 1:
        return "Champions" if _several(season, step) else "Champion"
    said = f"{_place_said(step)} place"
    return f"{said[0].upper()}{said[1:]}"


def step_said(season: Season, step: RevealStep) -> str:
    """The sentence that a host says with a step."""
    who, several = _who(season, step.stars), _several(season, step)
    if step.kind is not StepKind.PLACE or step.place is None:
        return _SAID[step.kind][several].format(who=who)
    if step.place.first > 1:
        return f"In {_place_said(step)} place: {who}."
    shared = "The title is shared. " if len(step.stars) > 1 else ""
    return f"{shared}{who} {'are the champions' if several else 'is the champion'}!"


_HEADINGS = {
    StepKind.SAFE: ("Safe",),
    StepKind.JEOPARDY: ("In jeopardy",),
    StepKind.CHOICE: ("The judges choose",),
    StepKind.OUT: ("Leaves tonight", "Leave tonight"),
    StepKind.NOBODY: ("Nobody leaves",),
    StepKind.VOID: ("The votes are void",),
}
_SAID = {  # of one person, and of several
    StepKind.SAFE: ("{who} is safe.", "{who} are safe."),
    StepKind.JEOPARDY: ("{who} is in jeopardy.", "{who} are in jeopardy."),
    StepKind.CHOICE: ("The judges choose now between {who}.",) * 2,
    StepKind.OUT: ("{who} leaves tonight.", "{who} leave tonight."),
    StepKind.NOBODY: (NOBODY_LEAVES,) * 2,
    StepKind.VOID: (VOTES_VOID,) * 2,
}


def _several(season: Season, step: RevealStep) -> bool:
    """Whether more than one person is spoken of."""
    return len(step.stars) > 1 or any(season.couple(star).pro for star in step.stars)


def _place_said(step: RevealStep) -> str:
    """A place in words: ``third``, ``joint third``; in figures where nobody says the word."""
    assert step.place is not None  # noqa: S101  # both callers have looked
    first = step.place.first
    word = PLACES[first] if first < len(PLACES) else sentences.nth(first)
    return f"joint {word}" if step.place.shared else word


def _who(season: Season, stars: Sequence[str]) -> str:
    """Couples as they are read out: a comma parts two couples, so that no pro is taken for the next star."""
    names = [season.couple(star).name for star in stars]
    if all(not season.couple(star).pro for star in stars):
        return sentences.listed(names)
    return ", and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else sentences.listed(names)


# Each scene.


def _waiting(show: Show) -> Told:
    return Told(heading="Good evening", say=f"Welcome to {season_title(show.season)}.")


def _film(show: Show) -> Told:
    """A film: its title, and who is in it."""
    on = _on(show)
    film = next((p for p in show.season.packages if (p.week, p.title, p.star) == (on.week, on.title, on.star)), None)
    about = (couple_name(show.season, on.star),) if on.star else ()
    people = film.people if film else ()
    with_ = [person for person in people if person != on.star]
    return Told(
        heading=on.title or "A film",
        names=about,
        numbers=_numbers(show, (on.star,)) if on.star else (),
        say=f"With {sentences.listed(with_)}." if with_ else on.note,
    )


def _item(show: Show) -> Told:
    on = _on(show)
    return Told(heading=on.title or "An item", names=(on.star,) if on.star else (), say=on.note)


def _dance(show: Show) -> Told:
    """Who dances what, to which music."""
    now = _now(show)
    with_ = f" {now.star} dances with {now.danced_with} tonight." if now.danced_with else ""
    return Told(
        heading="On the floor",
        names=(couple_name(show.season, now.star),),
        numbers=_numbers(show, (now.star,)),
        say=f"{sentences.dance(now)}.{with_}",
    )


def _marks(show: Show) -> Told:
    """The total, once the sheet is locked."""
    now = _now(show)
    total = sheet(show.season, rules_of(show.week), now).total
    return Told(
        heading="The total is not known" if total is None else f"Total {sentences.mark(total)}",
        names=(couple_name(show.season, now.star),),
        numbers=_numbers(show, (now.star,)),
        say="" if total is None else f"The judges give {sentences.mark(total)}.",
    )


def _vote(show: Show) -> Told:
    closes = f" until {sentences.clock_time(show.closes_at)}" if show.closes_at is not None else ""
    return Told(heading="The vote is open", say=f"You can vote now{closes}.")


def _counting(show: Show) -> Told:
    if show.vote is Vote.CLOSED:
        return Told(heading="The vote is closed", say="Thank you for your votes. The result is being checked.")
    return Told(heading="One moment", say="The result is being worked out.")


def _reveal(show: Show) -> Told:
    """The step that was told last; the first one after a correction says so."""
    told = step_told(show.season, show.revealed[-1])
    if show.reopened and len(show.revealed) == 1:
        return replace(told, say=f"{TOLD_ANEW} {told.say}")
    return told


def _correction(_: Show) -> Told:
    return Told(heading=CORRECTION, say=TAKEN_BACK)


def _champions(show: Show) -> Told:
    """Who holds the trophy."""
    step = RevealStep(StepKind.PLACE, show.champions, Place(1, len(show.champions)))
    told = step_told(show.season, step)
    trophy = f" The {show.season.trophy} is theirs." if show.season.trophy else ""
    return replace(told, say=f"{told.say}{trophy}")


_TELLING: Mapping[Scene, Callable[[Show], Told]] = {
    Scene.WAITING: _waiting,
    Scene.FILM: _film,
    Scene.ITEM: _item,
    Scene.DANCE: _dance,
    Scene.MARKS: _marks,
    Scene.VOTE: _vote,
    Scene.COUNTING: _counting,
    Scene.REVEAL: _reveal,
    Scene.CORRECTION: _correction,
    Scene.CHAMPIONS: _champions,
}


def _next(show: Show, scene: Scene) -> str:
    """What comes next in kind. In the reveal it follows from who was called, so it is the same for every outcome."""
    if scene is Scene.REVEAL:
        return _next_step(show)
    if scene in {Scene.COUNTING, Scene.CORRECTION, Scene.CHAMPIONS}:
        return WAIT
    coming = show.segment(show.next_segment) if show.next_segment is not None else None
    return COMING[coming.kind] if coming is not None else WAIT


def _next_step(show: Show) -> str:
    last = show.revealed[-1].kind
    if last in {StepKind.NOBODY, StepKind.VOID}:
        return WAIT
    if last is StepKind.CHOICE:
        return JUDGES_SPEAK if show.choosing else ANOTHER
    called = {star for step in show.revealed for star in step.stars}
    if not called.issuperset(show.season.field(show.number)):
        return ANOTHER
    if show.week.final:
        return TROPHY
    return WAIT if last is StepKind.OUT else ANOTHER  # everybody is called and nobody has left: somebody will


def _numbers(show: Show, stars: Sequence[str]) -> tuple[str, ...]:
    """The numbers of couples as on the ballot; empty for one that nobody can vote for."""
    on_ballot = {choice.star: choice.number for choice in rules(show, "").choices}
    return tuple(str(on_ballot[star]) if star in on_ballot else "" for star in stars)


def _on(show: Show) -> Segment:
    segment = show.segment(show.on) if show.on is not None else None
    assert segment is not None  # noqa: S101  # the scene was read off it
    return segment


def _now(show: Show) -> Routine:
    assert show.now is not None  # noqa: S101  # the scene was read off it
    return show.now
