"""Whom a place on a page is about, and whether a fact agrees with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mirrorball.recap.vouch_kinds import Fact, Kind, Subjects
from mirrorball.recap.vouch_names import Names, alike
from mirrorball.recap.vouch_text import Passage

# These say something about one couple; where a couple is named, no other fact can stand in for them.
PERSONAL = frozenset({Kind.MARK, Kind.POINTS, Kind.BONUS, Kind.AGE, Kind.PLACE, Kind.RANK, Kind.REACH, Kind.SHARE})


@dataclass(frozen=True, slots=True)
class Place:
    """The subjects of a place. ``named`` are those of the sentence; ``heads`` of a cell's headings.

    ``stars``, ``judges`` and ``weeks`` are what the nearest section that names such is about. ``allowed`` is everybody
    who is near enough to be meant.
    """

    cell: bool
    drawn: bool
    named: Subjects
    heads: Subjects
    stars: Subjects
    judges: Subjects
    weeks: Subjects
    nearest: Subjects
    row: Subjects
    allowed: Subjects

    def agrees(self, fact: Fact, known: Names) -> bool:
        """Whether a fact may be what is said here."""
        about = fact.subjects
        if not about <= self.allowed:
            return False
        return self._under_heads(about, known) if self.cell and self.heads else self._in_prose(fact, known)

    def holds(self, about: Subjects, known: Names) -> bool:
        """Whether a text that may be said of these (a star, and a week) may stand here."""
        stars = self._those(known.stars) or self.stars
        weeks = _weeks(self.row or self.named) or (self.weeks if self.cell or not stars & self.named else frozenset())
        weeks = weeks if _weeks(about) else frozenset()
        return (not stars or bool(about & stars)) and (not weeks or bool(about & weeks))

    def _those(self, sort: frozenset[str]) -> Subjects:
        return (self.heads & sort) or ((self.row or self.named) & sort)

    def _under_heads(self, about: Subjects, known: Names) -> bool:
        """All headings have their say; one may tell of another week than the page's, as of one that is carried."""
        for sort, near in ((known.stars, self.stars), (known.judges - known.stars, frozenset[str]())):
            here = ((self.heads & sort) or near) | (self.named & sort)
            if here and not about & here:
                return False
        weeks = _weeks(self.heads) | self.weeks
        return not weeks or bool(about & weeks)

    def _in_prose(self, fact: Fact, known: Names) -> bool:
        about = fact.subjects
        here = self.named | self.nearest
        if not about:
            return not (here & known.stars) or fact.kind not in PERSONAL
        people = here & (known.stars | known.judges)
        weeks = _weeks(here) if _weeks(about) else frozenset[str]()
        if (people and not about & here) or (weeks and not people and not about & weeks):
            return False
        if fact.kind in PERSONAL:
            stars = (self.named & known.stars) or self.stars
            return not stars or bool(about & stars)
        return True


def place_of(passage: Passage, known: Names) -> Place:
    """The subjects of a passage, from all that stands around it; it names what its whole text names."""
    around = passage.around
    everybody = frozenset(subject for about in around for subject in about)
    heads = _named(known, (*passage.rows, *passage.columns))
    beside = _named(known, passage.beside)
    whole = known.subjects_in(alike(passage.text))
    row = heads | beside | whole if passage.cell and (passage.rows or passage.columns) else frozenset()
    return Place(
        passage.cell,
        passage.tag in {"text", "svg"},
        whole,
        heads,
        _nearest(around, known.stars),
        _nearest(around, known.judges - known.stars),
        frozenset(next((w for about in reversed(around) if (w := list(_week_names(about)))), ())),
        frozenset(around[-1]) if around else frozenset(),
        row,
        heads | beside | whole | everybody,
    )


def _named(known: Names, texts: Iterable[str]) -> Subjects:
    return frozenset(subject for text in texts for subject in known.subjects_in(alike(text)))


def _nearest(around: tuple[tuple[str, ...], ...], sort: frozenset[str]) -> Subjects:
    return next((frozenset(about) & sort for about in reversed(around) if frozenset(about) & sort), frozenset())


def _week_names(subjects: Iterable[str]) -> Iterator[str]:
    return (subject for subject in subjects if subject.startswith("week ") and subject[5:].isdigit())


def _weeks(subjects: Iterable[str]) -> Subjects:
    return frozenset(_week_names(subjects))
