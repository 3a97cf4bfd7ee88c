"""The look back against its limits: a season's recap, the archive of 34 seasons, and that archive after one change.

The peer copies the finished files: it is the least that writing a site has to do. Seasons come from the public table of
34 US seasons; whoever is without that third-party file (MIRRORBALL_SHARED names its folder) gets the recap alone.
Typefaces are cut beforehand, once; what that takes is printed beside.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import TemporaryDirectory
from time import perf_counter

from measure import machine, table, times

from mirrorball.recap import site
from mirrorball.recap.archive import build as archive
from mirrorball.recap.story import story, unvoted
from mirrorball.season.example import example
from mirrorball.season.imports.mcm import mcm
from mirrorball.season.read import read
from mirrorball.season.write import write

ROOT = Path(__file__).resolve().parents[1]
PUBLIC = Path("data") / "dwts-34-seasons" / "2026_MCM_Problem_C_Data.csv"
RECAP, WHOLE, AGAIN, PAGE = 5, 60, 5, 100  # seconds, seconds, seconds, kB: the limits
KB = 1000

Row = tuple[str, str, str, str]


def taken(run: Callable[[], object]) -> float:
    """Seconds."""
    begun = perf_counter()
    run()
    return perf_counter() - begun


def recap(out: Path, cache: Path) -> None:
    """Season 32 from its folder, verdicts and all."""
    rmtree(out, ignore_errors=True)
    folder = example("season-32")
    site.build(story(unvoted(read(folder).season)), out, site.Options(cache=cache, folder=folder))


def copied(site_of: Path, to: Path) -> float:
    """Seconds that merely copying a site takes."""
    rmtree(to, ignore_errors=True)
    return taken(lambda: copytree(site_of, to))


def heaviest(out: Path) -> tuple[str, float]:
    """The heaviest page of a site, and its kB."""
    page = max(out.rglob("*.html"), key=lambda path: path.stat().st_size)
    return page.relative_to(out).as_posix(), page.stat().st_size / KB


def seasons(to: Path) -> bool:
    """The public table as season folders; False without the table."""
    file = (ROOT / os.environ.get("MIRRORBALL_SHARED", "../shared")).resolve() / PUBLIC
    if not file.is_file():
        return False
    for season in mcm(file).seasons:
        write(season, to / f"us-{season.number:02}")
    return True


def one_week_changed(folder: Path) -> str:
    """Another mark in the first week of the last season; the name of that season."""
    last = max(folder.iterdir())
    season = read(last).season
    first, *others = season.routines
    judge, mark = next(iter(first.marks.items()))
    changed = replace(first, marks={**first.marks, judge: mark - 1 if mark > season.scale.lowest else mark + 1})
    write(replace(season, routines=(changed, *others)), last, replace=True)
    return last.name


def limit(what: str, seconds: float, most: int, peer: float) -> Row:
    """A row: what was seen, the limit, its part of the limit, and of the peer."""
    return what, f"{seconds:.2f} s of {most} s", times(seconds / most), times(seconds / peer)


def main() -> None:
    """Print the limits, what was seen, and the heaviest pages."""
    machine()
    with TemporaryDirectory() as scratch:
        place = Path(scratch)
        cache, out = place / "typefaces", place / "recap"
        cut = taken(lambda: site.assets(cache))
        recap(out, cache)
        rows = [
            limit("season 32", min(taken(lambda: recap(out, cache)) for _ in range(3)), RECAP, copied(out, place / "c"))
        ]
        pages = [("season 32", *heaviest(out))]
        if seasons(place / "archive"):
            options, site_of = archive.Options(cache=cache), place / "site"
            whole = taken(lambda: archive.build(place / "archive", site_of, options))
            peer = copied(site_of, place / "c")
            rows.append(limit("34 seasons, all pages", whole, WHOLE, peer))
            same = taken(lambda: archive.build(place / "archive", site_of, options))
            changed = one_week_changed(place / "archive")
            begun = perf_counter()
            built = archive.build(place / "archive", site_of, options)
            again = perf_counter() - begun
            if built.told != (changed,):
                message = f"{built.told} were told anew, and {changed} alone had changed"
                raise AssertionError(message)
            rows += [limit("again, one week changed", again, AGAIN, peer), limit("again, unchanged", same, AGAIN, peer)]
            pages.append(("34 seasons", *heaviest(site_of)))
        else:
            print("The archive is left out for want of third-party files; name their folder in MIRRORBALL_SHARED.")
        table("telling", ("what", "seen", "of the limit", "of copying the files"), rows)
        heavy = [(what, page, f"{size:.1f} kB of {PAGE} kB", times(size / PAGE)) for what, page, size in pages]
        table("the heaviest page", ("site", "page", "seen", "of the limit"), heavy)
        print(f"\nCutting the typefaces, once on a machine: {cut:.1f} s")


if __name__ == "__main__":
    main()
