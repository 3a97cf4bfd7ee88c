"""The mapping proof: whoever looks at a couple from any side sees the same name, number, keyword and photo.

Each path is asked as it works on the night, and all that they say is held against the one row of the cast. On a night
on which two numbers were exchanged on one screen, every vote of it had to be thrown away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mirrorball.box.keywords import Unread, read
from mirrorball.core.apply import apply
from mirrorball.core.events import RoutineCalled
from mirrorball.core.reveals import RevealStep, StepKind
from mirrorball.core.season import Couple
from mirrorball.core.show import Show
from mirrorball.floor.ballot_rules import rules
from mirrorball.floor.feeds import rows
from mirrorball.floor.host_card import host_card, step_told
from mirrorball.floor.public import CoupleShown
from mirrorball.floor.public_cast import around
from mirrorball.floor.public_history import begun
from mirrorball.floor.public_screen import Sight, public_screen

SITE = "https://night.example"  # feeds write whole addresses


@dataclass(frozen=True, slots=True)
class Seen:
    """What one path says of a couple. What a path does not show is None."""

    path: str
    star: str
    name: str | None = None
    number: int | None = None
    keyword: str | None = None
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A path that says something else than the cast."""

    star: str
    path: str
    says: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """All paths that were asked, what each says of each couple, and where they differ."""

    couples: tuple[CoupleShown, ...]  # as the board shows them to whoever votes
    paths: tuple[str, ...]
    differences: tuple[Difference, ...]


def mapped(opened: Show, photos: Mapping[str, str]) -> Mapped:
    """Ask every path. ``opened`` is the night before its first step, ``photos`` are addresses by star."""
    seen = tuple(_seen(opened, photos))
    numbers = {one.star: one.number for one in seen if one.path == BALLOT and one.number is not None}
    cast = [opened.season.couple(star) for star in opened.season.field(opened.number)]
    paths = tuple(dict.fromkeys(one.path for one in seen))
    found = [
        *(different for couple in cast for different in _against_row(couple, numbers, photos, seen)),
        *(
            Difference(c.star, path, "does not show this couple")
            for c in cast
            for path in _without(c.star, paths, seen)
        ),
        *_strangers(cast, seen),
        *_routed(opened),
    ]
    return Mapped(_board(opened, photos), (*paths, MESSAGES), tuple(found))


BALLOT, BOARD, FEED, GRAPHIC = "the ballot", "the board", "the feed “couples”", "the graphic “vote-open”"
CARD, STEP, MESSAGES = "the host's card", "the host's card of a step", "text messages"


def _seen(opened: Show, photos: Mapping[str, str]) -> Iterator[Seen]:
    for choice in rules(opened, "").choices:
        name = f"{choice.star} and {choice.pro}" if choice.pro else choice.star
        yield Seen(BALLOT, choice.star, name, choice.number, choice.keyword)
    for couple in _board(opened, photos):
        yield Seen(BOARD, couple.star, couple.couple, couple.number, couple.keyword, couple.photo)
    screen = begun(opened, around(opened, photos=photos)).screen
    field = opened.season.field(opened.number)
    for row in rows("couples", screen, SITE):
        if row["number"] != "":  # who has left is in the feed, and on no ballot
            photo = str(row["photo"]).removeprefix(SITE)
            yield Seen(FEED, str(row["star"]), str(row["couple"]), int(row["number"]), str(row["keyword"]), photo)
    for row in rows("vote", screen, SITE):
        if row["number"] != "":
            yield Seen(GRAPHIC, str(row["star"]), str(row["couple"]), int(row["number"]))
    yield from _on_cards(opened, field)


def _board(opened: Show, photos: Mapping[str, str]) -> tuple[CoupleShown, ...]:
    return begun(opened, around(opened, photos=photos)).screen.vote.couples


def _on_cards(opened: Show, field: tuple[str, ...]) -> Iterator[Seen]:
    """The host's card of the first dance of each couple, and of a step in which it is called."""
    surrounds = around(opened)
    for star in field:
        danced = next((routine for routine in opened.running_order if routine.star == star), None)
        if danced is not None and not danced.danced_with:
            called = apply(opened, RoutineCalled(danced.round, star))
            card = host_card(called, public_screen(called, surrounds, Sight()), 1)
            number = int(card.numbers[0]) if card.numbers else None
            yield Seen(CARD, star, card.names[0] if card.names else "", number)
        yield Seen(STEP, star, " ".join(step_told(opened.season, RevealStep(StepKind.SAFE, (star,))).names))


# Held against the cast.


def _against_row(
    couple: Couple, numbers: Mapping[str, int], photos: Mapping[str, str], seen: tuple[Seen, ...]
) -> Iterator[Difference]:
    number = couple.number or numbers.get(couple.star)  # a cast without numbers takes those of the ballot
    for one in seen:
        if one.star != couple.star:
            continue
        pairs = (
            ("the name", one.name, couple.name),
            ("the number", one.number, number),
            ("the keyword", one.keyword, couple.keyword),
            ("the photo", one.photo, photos.get(couple.star, "")),
        )
        for what, says, row in pairs:
            if says is not None and says != row:
                told = f"has {what} {says or 'nothing'}, and the cast has {row or 'nothing'}"
                yield Difference(couple.star, one.path, told)


def _without(star: str, paths: tuple[str, ...], seen: tuple[Seen, ...]) -> Iterator[str]:
    """The paths that should show a couple and do not. Who does not dance tonight has no card of a dance."""
    for path in paths:
        if path != CARD and not any(one.path == path and one.star == star for one in seen):
            yield path


def _strangers(cast: list[Couple], seen: tuple[Seen, ...]) -> Iterator[Difference]:
    known = {couple.star for couple in cast}
    for one in seen:
        if one.star not in known:
            yield Difference(one.star, one.path, "shows somebody whom nobody can vote for tonight")


def _routed(opened: Show) -> Iterator[Difference]:
    """What a message of a couple's number, keyword or name would be read as."""
    on_ballot = rules(opened, "").choices
    board = {couple.star: couple for couple in _board(opened, {})}
    for star in opened.season.field(opened.number):
        shown = board.get(star)
        row = opened.season.couple(star)
        texts = (str(shown.number) if shown else "", row.keyword, row.star)
        for text in dict.fromkeys(filter(None, texts)):
            found = read(text, on_ballot)
            if isinstance(found, Unread):
                yield Difference(star, MESSAGES, f"do not read “{text}” as this couple: {found.help}")
            elif found.star != star:
                yield Difference(star, MESSAGES, f"read “{text}” as {found.star}")
