"""The host's card: the present step in words to read out, and of the next one only its kind.

A card is made from the public's screen, so host and room cannot be told two things, and nothing that is sealed is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from mirrorball import sentences
from mirrorball.core.reveals import RevealStep, StepKind
from mirrorball.core.season import Season, SegmentKind
from mirrorball.core.show import Show, Vote
from mirrorball.core.ties import Place
from mirrorball.floor.host import HostCard
from mirrorball.floor.public import PublicDance, PublicScreen, Scene
from mirrorball.floor.shown import couple_name

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


def host_card(show: Show, screen: PublicScreen, position: int) -> HostCard:
    """The card of this moment. ``screen`` is the public's, ``position`` that of the last event in ``show``."""
    scene = Scene(screen.scene)
    told = _TELLING[scene](show, screen)
    if screen.held and scene is not Scene.CORRECTION:  # what has to be corrected is said, whatever stands still
        told = Told(heading="Wait", say="The show stands still for a moment.")
    return HostCard(
        position=position,
        title=screen.night.title,
        scene=scene.value,
        held=screen.held,
        rehearsal=screen.night.rehearsal,
        correction=screen.correction,
        step=len(screen.reveal.steps),
        kind=told.kind,
        heading=told.heading,
        names=told.names,
        numbers=told.numbers,
        say=told.say,
        next=WAIT if screen.held else _next(show, scene),
        clock=screen.vote.closes_at,
    )


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


def _waiting(_: Show, screen: PublicScreen) -> Told:
    return Told(heading="Good evening", say=f"Welcome to {screen.night.title}.")


def _film(show: Show, _: PublicScreen) -> Told:
    """A film or an item: its title, and who is in it."""
    on = show.segment(show.on) if show.on is not None else None
    if on is None:
        return Told(heading="One moment", say="")
    film = next((p for p in show.season.packages if (p.week, p.title, p.star) == (on.week, on.title, on.star)), None)
    others = [person for person in (film.people if film else ()) if person != on.star]
    names = (couple_name(show.season, on.star),) if on.star else ()
    return Told(
        heading=on.title or "A film", names=names, say=f"With {sentences.listed(others)}." if others else on.note
    )


def _dance(show: Show, screen: PublicScreen) -> Told:
    """Who dances what, to which music."""
    dance, now = screen.dance, show.now
    if dance is None:
        return Told(heading="One moment", say="")
    music = sentences.dance(now) if now is not None else dance.style
    return Told(heading="On the floor", names=(dance.couple.couple,), numbers=_numbers(dance), say=f"{music}.")


def _marks(_: Show, screen: PublicScreen) -> Told:
    """The total, once the sheet is locked."""
    dance = screen.dance
    if dance is None or dance.total is None:
        return Told(heading="The total is not known", say="")
    say = f"The judges give {dance.total.text}."
    if dance.corrected:
        say = f"A mark is corrected. The total is {dance.total.text}."
    return Told(heading=f"Total {dance.total.text}", names=(dance.couple.couple,), numbers=_numbers(dance), say=say)


def _vote(show: Show, screen: PublicScreen) -> Told:
    if show.vote is not Vote.OPEN:
        return Told(heading="The vote", say="The vote opens in a moment.")
    closes = f" until {sentences.clock_time(show.closes_at)}" if show.closes_at is not None else ""
    more = "You have more time. " if screen.vote.extended else ""
    return Told(heading="The vote is open", say=f"{more}You can vote now{closes}.")


def _counting(show: Show, _: PublicScreen) -> Told:
    if show.vote is Vote.CLOSED:
        return Told(heading="The vote is closed", say="Thank you for your votes. The result is being checked.")
    return Told(heading="One moment", say="The result is being worked out.")


def _reveal(show: Show, screen: PublicScreen) -> Told:
    """The step that was told last; the first one after a correction says so."""
    told = step_told(show.season, show.revealed[-1])
    if screen.reveal.corrected and len(show.revealed) == 1:
        return replace(told, say=f"{TOLD_ANEW} {told.say}")
    return told


def _correction(_: Show, __: PublicScreen) -> Told:
    return Told(heading=CORRECTION, say=TAKEN_BACK)


def _champions(show: Show, _: PublicScreen) -> Told:
    """Who holds the trophy."""
    step = RevealStep(StepKind.PLACE, show.champions, Place(1, len(show.champions)))
    told = step_told(show.season, step)
    named = show.season.trophy.removeprefix("The ").removeprefix("the ")
    return replace(told, say=f"{told.say} The {named} is theirs.") if named else told


def _look_back(_: Show, screen: PublicScreen) -> Told:
    return Told(heading="Good night", say=f"That was {screen.night.title}. Thank you, and good night.")


_TELLING: Mapping[Scene, Callable[[Show, PublicScreen], Told]] = {
    Scene.WAITING: _waiting,
    Scene.FILM: _film,
    Scene.ITEM: _film,
    Scene.DANCE: _dance,
    Scene.MARKS: _marks,
    Scene.VOTE: _vote,
    Scene.COUNTING: _counting,
    Scene.REVEAL: _reveal,
    Scene.CORRECTION: _correction,
    Scene.CHAMPIONS: _champions,
    Scene.LOOK_BACK: _look_back,
}


def _next(show: Show, scene: Scene) -> str:
    """What comes next in kind. In the reveal it follows from who was called, so it is the same for every outcome."""
    if scene is Scene.REVEAL:
        return _next_step(show)
    if scene in {Scene.COUNTING, Scene.CORRECTION, Scene.CHAMPIONS}:
        return WAIT  # also where the rundown goes on: the desk decides when
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


def _numbers(dance: PublicDance) -> tuple[str, ...]:
    """The number by which people vote for who dances; nothing where nobody can."""
    return (str(dance.couple.number),) if dance.couple.number else ()
