"""What speaks for and against going on air with a night, a line each, before anybody has danced."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import msgspec
from rapidfuzz.distance import OSA

from mirrorball.core.channel import Channel, Unit, Way
from mirrorball.core.refusals import Refusal
from mirrorball.core.season import Couple, Season
from mirrorball.core.show import Show
from mirrorball.floor.ahead import ahead
from mirrorball.floor.floor import Floor
from mirrorball.floor.mapping import Mapped
from mirrorball.floor.rehearsal import marked
from mirrorball.lab.testers import Tried
from mirrorball.sentences import counted, listed
from mirrorball.terminal.proving import Proof
from mirrorball.web import ograf
from mirrorball.web.photos import Photo

LONGEST = 60  # letters of a name that every screen was tried with
ALIKE = 1  # letters in which two keywords differ that may be taken for each other


class Ready(Enum):
    """What a line says about going on air."""

    GO = "go"
    LOOK = "look"  # somebody should look at it; it stops nobody
    NO_GO = "no-go"


@dataclass(frozen=True, slots=True)
class Line:
    """One reason for or against."""

    ready: Ready
    about: str
    says: str


def of_couples(found: Mapped) -> Iterator[Line]:
    """Whether all paths say the same of each couple."""
    for different in found.differences:
        yield Line(Ready.NO_GO, different.star, f"{different.path} {different.says}.")
    if not found.couples:
        yield Line(Ready.NO_GO, "Couples", "Nobody can be voted for in this week. Look at couples.csv and results.csv.")
    elif not found.differences:
        paths = listed(found.paths)
        yield Line(Ready.GO, "Mapping", f"{counted(len(found.couples), 'couple')} are the same on {paths}.")


def of_cast(opened: Show) -> Iterator[Line]:
    """Numbers, names and keywords by themselves."""
    cast = [opened.season.couple(star) for star in opened.season.field(opened.number)]
    unnumbered = [couple.star for couple in cast if couple.number is None]
    if unnumbered:
        whose = "No couple has a number" if len(unnumbered) == len(cast) else f"There is none for {listed(unnumbered)}"
        says = (
            f"{whose} in couples.csv. Numbers then follow from the order of the cast, and change when somebody leaves: "
            "write them down."
        )
        yield Line(Ready.LOOK, "Numbers", says)
    for name in (name for couple in cast for name in (couple.star, couple.pro) if len(name) > LONGEST):
        yield Line(Ready.LOOK, name, f"The name has {len(name)} letters. Look at it on every screen.")
    yield from _keywords(cast, opened.season)


def _keywords(cast: Sequence[Couple], season: Season) -> Iterator[Line]:
    by_message = [channel.name for channel in season.channels if channel.way in {Way.RELAY, Way.DONATION}]
    without = [couple.star for couple in cast if not couple.keyword]
    if by_message and without:
        says = f"{listed(without)} can be voted for by number and name only: there is no keyword in couples.csv."
        yield Line(Ready.LOOK, "Keywords", says)
    for one in cast:
        for other in cast:
            if one is not other and _plain(one.keyword) in _names(other) - _names(one):
                says = f"The keyword {one.keyword} of {one.star} is a name of {other.star}. Give each their own."
                yield Line(Ready.NO_GO, "Keywords", says)
    for one, other in combinations([couple for couple in cast if couple.keyword], 2):
        if 0 < OSA.distance(one.keyword.casefold(), other.keyword.casefold(), score_cutoff=ALIKE) <= ALIKE:
            says = f"{one.keyword} ({one.star}) and {other.keyword} ({other.star}) are one slip of a finger apart."
            yield Line(Ready.LOOK, "Keywords", says)


def _names(couple: Couple) -> set[str]:
    """Every word of both names, and each name as a whole."""
    return {_plain(word) for name in (couple.star, couple.pro) for word in (name, *name.split())} - {""}


# Photos.


def of_photos(opened: Show, photos: Sequence[Photo]) -> Iterator[Line]:
    """Whether each couple has a photo, and one of its own."""
    there = {photo.star: photo.file for photo in photos}
    cast = [opened.season.couple(star) for star in opened.season.field(opened.number)]
    lost = [f"{couple.photo} ({couple.star})" for couple in cast if couple.photo and couple.star not in there]
    if lost:
        yield Line(Ready.LOOK, "Photos", f"Not in the folder, or no picture: {listed(lost)}. A monogram stands in.")
    none = [couple.star for couple in cast if not couple.photo]
    if none:
        whose = "No couple has one" if len(none) == len(cast) else f"None for {listed(none)}"
        yield Line(Ready.LOOK, "Photos", f"{whose}. A monogram stands in.")
    same: dict[str, list[str]] = {}
    for couple in cast:
        if couple.star in there:
            same.setdefault(sha256(there[couple.star].read_bytes()).hexdigest(), []).append(couple.star)
            yield from _named_like(couple, there[couple.star], cast)
    for stars in same.values():
        if len(stars) > 1:
            yield Line(Ready.NO_GO, "Photos", f"{listed(stars)} have the same picture.")


def _named_like(couple: Couple, file: Path, cast: Sequence[Couple]) -> Iterator[Line]:
    """A picture whose file is named after somebody else."""
    name = _plain(file.stem)
    for other in cast:
        if other.star != couple.star and _plain(other.star) in name and _plain(couple.star) not in name:
            says = f"The photo {file.name} is named after {other.star}. Look at it, and name it after who is on it."
            yield Line(Ready.NO_GO, couple.star, says)


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in apart if letter.isalnum())


# The vote.


def of_vote(channels: Sequence[Channel], proof: Proof) -> Iterator[Line]:
    """What became of the test votes, channel by channel."""
    for says in proof.wrong:
        yield Line(Ready.NO_GO, "Test vote", says)
    wrong = {one.channel for one in proof.tried if one.wrong}
    for channel in channels:
        tried = [one for one in proof.tried if one.channel == channel.name]
        if not tried:
            yield Line(Ready.LOOK, channel.name, "No vote was tried on this channel.")
        elif channel.name not in wrong and not proof.miscounted:
            yield Line(Ready.GO, channel.name, _went_well(channel, tried))
        if channel.unit is Unit.EMAIL:
            yield Line(Ready.LOOK, channel.name, "That mail reaches voters was not tried: send a code to yourself.")
    if not any(channel.way is Way.PAGE for channel in channels):
        yield Line(Ready.LOOK, "Vote address", "Nobody votes on a page, so no screen shows an address or a QR code.")


def _went_well(channel: Channel, tried: Sequence[Tried]) -> str:
    couples = len({one.star for one in tried})
    how = {
        Way.PAGE: "read off the page by name, answered with a receipt",
        Way.PAPER: "typed by two people",
    }.get(channel.way, "by every word that means the couple")
    votes, each = counted(len(tried), "test vote"), counted(couples, "couple")
    return f"{votes} for {each}, {how}, and counted for that couple by both counts."


def of_reach(opened: Show, season: Season) -> Iterator[Line]:
    """Whether the vote could matter for nobody, where the marks are known already, as in a rehearsal."""
    floor = Floor(opened)
    if any(isinstance(floor.ask(command), Refusal) for command in marked(season, opened.number)):
        return
    found = ahead(floor.show)
    if found is not None and found.stuck:
        fate = "cannot win whatever the vote" if opened.week.final else "cannot be touched by the vote"
        says = f"By the recorded marks {listed(found.stuck)} {fate}. The scrutineer has to sign before it opens."
        yield Line(Ready.LOOK, "Reach", says)


# What is drawn on air.


def of_graphics() -> Iterator[Line]:
    """Whether the graphics for broadcast are all there."""
    missing: Counter[str] = Counter()
    try:
        found = ograf.graphics()
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        yield Line(Ready.NO_GO, "Graphics", f"The manifests do not read: {error}.")
        return
    missing.update(set(ograf.ORDER) - {graphic.name for graphic in found})
    missing.update(graphic.main for graphic in found if not (ograf.FOLDER / graphic.main).is_file())
    if missing:
        yield Line(Ready.NO_GO, "Graphics", f"Missing: {listed(sorted(missing))}. Install Mirrorball anew.")
    else:
        yield Line(Ready.GO, "Graphics", f"All {len(found)} are there, each with its manifest and its module.")
