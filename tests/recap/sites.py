"""Seasons as pages, for tests: what a page says, what it links to, and seasons of every odd kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser

from mirrorball.core.books import BOOKS
from mirrorball.core.season import Couple, Exit, Package, Result, Routine, Season, Song, Week
from mirrorball.core.ties import Place
from mirrorball.recap.charts import by_name
from mirrorball.recap.pages import Around, pages
from mirrorball.recap.shown import so_far
from mirrorball.recap.story import Story, story
from mirrorball.season.possible import Verdict, WeekVerdict
from mirrorball.season.read import read
from tests.season.folders import SHIPPED

INLINE = frozenset({"a", "b", "bdi", "code", "em", "span", "time"})
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
MANY = 20
HOSTILE = '<script>alert(1)</script> & "O\'Neill" onclick="x'


@cache
def shipped() -> Season:
    """The season that comes with the program."""
    return read(SHIPPED).season


@cache
def shipped_pages() -> Mapping[str, str]:
    """Its pages."""
    return written(shipped())


def written(season: Season, at: str = "", photos: Mapping[str, str] | None = None) -> dict[str, str]:
    """The pages of a season, as a site holds them."""
    # What the vote of sixty couples could do takes seconds to find out, and is no matter of a page.
    many = len(season.couples) > MANY
    told: Story = so_far(story(season, [WeekVerdict(one.number, Verdict.NOT_SETTLED) for one in season.weeks if many]))
    return pages(told, Around(photos or {}, by_name(told), at))


@dataclass
class Page(HTMLParser):
    """A page as a reader has it: ``words`` as they stand, ``links``, ``ids`` and what is wrong with its tags."""

    text: str
    words: str = ""
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self._said: list[str] = []
        self.feed(self.text)
        self.close()
        self.wrong += [f"{tag} is not closed" for tag in self._open]
        self.words = " ".join("".join(self._said).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self._said.append("" if tag in INLINE else " ")
        self.tags.append((tag, told))
        self.wrong += [f"{tag} has {name} twice" for name, _ in attrs if sum(1 for n, _ in attrs if n == name) > 1]
        self.links += [str(told[name]) for name in ("href", "src") if told.get(name) is not None]
        self.ids += [str(told["id"])] if "id" in told else []
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.wrong.append(f"{tag} is closed in {self._open[-1:]}")
        else:
            self._open.pop()

    def handle_data(self, said: str) -> None:
        if not {"script", "style"} & set(self._open):
            self._said.append(said)


def first_weeks(season: Season, last: int) -> Season:
    """The season as its folder stands after week ``last``, with the plan of all weeks and no more of later ones."""
    return replace(
        season,
        routines=tuple(one for one in season.routines if one.week <= last),
        bonuses=tuple(one for one in season.bonuses if one.week <= last),
        stated=tuple(one for one in season.stated if one.week <= last),
        packages=tuple(one for one in season.packages if one.week <= last),
        segments=(),
        results=tuple(one for one in season.results if one.week <= last),
    )


def season_of(
    stars: Iterable[str] = ("Ann Archer", "Bea Baker", "Cas Cole"),
    *,
    weeks: int = 3,
    judges: tuple[str, ...] = ("Jo", "Kim"),
) -> Season:
    """A small season that is over: each week the last of those still in leaves, and the first wins."""
    cast = tuple(Couple(star=star, pro=f"Pro of {star}", known_for="singing") for star in stars)
    names = [couple.star for couple in cast]
    plan = [
        Week(
            number=n, panel=judges, book=BOOKS["us-32-33"], date=date(2024, 1, n), title=f"Night {n}", final=n == weeks
        )
        for n in range(1, weeks + 1)
    ]
    leave = {n: names[-n] for n in range(1, weeks) if len(names) - n >= 1}
    inside = {n: [s for s in names if s not in [leave[m] for m in leave if m < n]] for n in range(1, weeks + 1)}
    return Season(
        title="A Gala",
        number=1,
        year=2024,
        judges=judges,
        couples=cast,
        weeks=tuple(plan),
        routines=tuple(
            Routine(
                week=n,
                star=star,
                round="one",
                order=nth + 1,
                style="Tango",
                songs=(Song("A song", ("A singer",), ("A guest",)),),
                marks={judge: Fraction(9 - min(nth, 8)) for judge in judges},
            )
            for n in inside
            for nth, star in enumerate(inside[n])
        ),
        packages=(Package(week=weeks, title="A film", star=names[0], people=("A friend",)),),
        results=(
            *(Result(star=star, exit=Exit.ELIMINATED, week=n) for n, star in leave.items()),
            *(
                Result(star=star, exit=Exit.FINAL, week=weeks, place=Place(nth + 1, nth + 1))
                for nth, star in enumerate(inside[weeks])
            ),
        ),
    )


def _without(season: Season) -> dict[str, Season]:
    bare = tuple(replace(one, marks={}) for one in season.routines)
    return {
        "no pro": replace(season, couples=tuple(replace(one, pro="", known_for="") for one in season.couples)),
        "no marks": replace(season, routines=bare),
        "no results": replace(season, results=()),
        "no routines": replace(season, routines=(), packages=()),
        "no dates": replace(season, weeks=tuple(replace(week, date=None, title="") for week in season.weeks)),
        "nothing yet": replace(season, routines=(), results=(), packages=()),
        "no weeks": replace(season, weeks=(), routines=(), results=(), packages=()),
        "no number": replace(season, number=None, year=None, judges=()),
        "two champions": replace(
            season, results=tuple(replace(one, place=Place(1, 2)) if one.place else one for one in season.results)
        ),
        "a final without places": replace(season, results=tuple(replace(one, place=None) for one in season.results)),
    }


def odd_seasons() -> dict[str, Season]:
    """Seasons of every odd kind, by what is odd."""
    long = "Maximiliana-Alexandrina " * 6
    return {
        "plain": season_of(),
        "one couple": season_of(("Ann Archer",), weeks=1),
        "sixty couples": season_of([f"Star Number {n}" for n in range(60)], weeks=4),
        "long names": season_of((f"{long}One", f"{long}Two", "Wolfeschlegelsteinhausenbergerdorff" * 3)),
        "many scripts": season_of(("محمد عبده", "王菲", "Ан Ахматова", "Zoë Ångström")),
        "hostile names": season_of((HOSTILE, f"{HOSTILE} 2", "C"), judges=(f"Judge {HOSTILE}", "Kim")),
        **_without(season_of()),
    }


@cache
def odd_pages(kind: str) -> Mapping[str, str]:
    """The pages of one of them."""
    return written(odd_seasons()[kind])
