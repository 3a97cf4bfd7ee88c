"""Where the pages of an archive lie, seen from one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mirrorball.recap.archive.rows import CoupleRow, SeasonRow
from mirrorball.recap.slug import slugs

STARS, PROS = "stars", "pros"


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of seasons and people. ``up`` leads from the page to the root of the archive: nothing, or ``../``."""

    stars: Mapping[str, str]
    pros: Mapping[str, str]
    names: Mapping[str, str]  # of seasons
    up: str = ""

    def star(self, name: str) -> str:
        """The page of a star."""
        return f"{self.up}{STARS}/{self.stars[name]}.html"

    def pro(self, name: str) -> str:
        """The page of a pro, or nothing where the couple has none."""
        return f"{self.up}{PROS}/{self.pros[name]}.html" if name else ""

    def season(self, slug: str) -> str:
        """The recap of a season."""
        return f"{self.up}{slug}/index.html"

    def week(self, slug: str, number: int) -> str:
        """A week of a recap."""
        return f"{self.up}{slug}/week-{number}.html"

    def name(self, slug: str) -> str:
        """What a season is called in a table."""
        return self.names[slug]


def links(seasons: Iterable[SeasonRow], couples: Iterable[CoupleRow], up: str = "") -> Links:
    """The addresses of an archive. They depend on names alone, not on the order of seasons."""
    rows = list(couples)
    return Links(
        slugs(sorted({row.star for row in rows})),
        slugs(sorted({row.pro for row in rows if row.pro})),
        {row.season: name_of(row) for row in seasons},
        up,
    )


def name_of(row: SeasonRow) -> str:
    """What a season is called where the show is clear: its number and year, as far as they are known."""
    number = f"Season {row.number}" if row.number is not None else row.title or row.season
    return f"{number}, {row.year}" if row.year is not None else number
