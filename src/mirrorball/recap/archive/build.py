"""The archive as a site: a recap a season, a page a star and a pro, records, verdicts, and a way to find somebody.

Nothing is told anew that has not changed: a season is told again when its folder, its address or the program did, a
page of the archive when something that stands on it did. The new site is made beside its place and moved there once it
is whole, so a build that fails leaves the old one alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from mirrorball.recap import addresses, site
from mirrorball.recap.archive import digests, pages
from mirrorball.recap.archive.collect import WORKERS, Archive, Held, Watch, collect, found, pool, told
from mirrorball.recap.archive.going_on import files, link
from mirrorball.recap.archive.keeping import Keep
from mirrorball.recap.archive.leaves import WHOLE, leaves
from mirrorball.season.placing import beside, put

BUILT, ROBOTS, STYLE = "built.json", "robots.txt", "archive.css"
OF_THE_WHOLE = frozenset({addresses.SITEMAP, ROBOTS})  # robots read them at the root, and nowhere else
UP, HOME = "../", "../index.html"


class NoArchive(Exception):
    """Nothing can be built, and nothing was: a sentence for each reason."""

    def __init__(self, *sentences: str) -> None:
        """Say why."""
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Made:
    """What a recap was made from, the files that it came to, the letters of its pages, and what is to be said of it."""

    key: str
    files: tuple[str, ...]
    letters: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """What the site holds since the last build: recaps by season, and the keys of the archive's pages."""

    seasons: Mapping[str, Made] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. ``told`` seasons were told anew, ``written`` files of the archive were written anew."""

    archive: Archive
    out: Path
    told: tuple[str, ...]
    written: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that is to be said: of the folders, and of what is missing in them for a recap."""
        return (*self.archive.sentences, *self.remarks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to build. ``at`` is the whole address of the archive or nothing, ``kept`` where shortcuts lie.

    ``cache`` is where cut typefaces lie, ``workers`` in how many processes seasons are told.
    """

    cache: Path
    at: str = ""
    kept: Path | None = None
    workers: int = WORKERS


def build(folder: Path, out: Path, options: Options, watch: Watch = iter) -> Built:
    """Build the archive of these season folders. ``NoArchive`` if there is none, or if the place is taken.

    ``watch`` passes folders on as they are done: first those that are looked at, then those that are told.
    """
    _may_be_written(out)
    keep = Keep(options.kept or out.absolute().parent / f".{out.name}-kept")
    archive = collect(folder, keep.folder, watch, options.workers)
    if not archive.seasons:
        raise NoArchive(*archive.sentences)
    before = keep.get(BUILT, Before) or Before()
    with beside(out) as made:
        seasons = _recaps(archive, (out, made), before, options, watch)
        keys, written = _pages(archive, (out, made), before, options)
        texts = [(made / address).read_text(encoding="utf-8") for address in keys]
        letters = "".join(sorted(set().union(*texts, *(one.letters for one in seasons.values()))))
        _write(made, site.assets(options.cache, letters) | {STYLE: (site.STATIC / STYLE).read_bytes()})
        _maps(made, options.at)
        put(made, out)
    keep.put(BUILT, Before(seasons, keys))
    keep.only([BUILT, *(name for place in found(folder)[0] for name in (place.name, place.verdicts_name))])
    anew = tuple(slug for slug, one in seasons.items() if before.seasons.get(slug) != one)
    remarks = tuple(f"{slug}: {remark}" for slug, one in seasons.items() for remark in one.remarks)
    return Built(archive, out, anew, written, remarks)


def _recaps(
    archive: Archive, where: tuple[Path, Path], before: Before, options: Options, watch: Watch
) -> dict[str, Made]:
    """A recap a season: linked from the site that is there, or told anew."""
    old, made = where
    seasons: dict[str, Made] = {}
    anew: dict[Path, tuple[Held, str]] = {}
    for held in archive.seasons:
        key = digests.of_texts(held.slug, held.digest, digests.of_rooms(*digests.TOLD), options.at)
        known = before.seasons.get(held.slug)
        if known is not None and known.key == key:
            with suppress(OSError):  # somebody took a file away: then the season is told anew
                link(known.files, old / held.slug, made / held.slug)
                seasons[held.slug] = known
        if held.slug not in seasons:
            anew[archive.folder / held.folder] = (held, key)
    with pool(min(options.workers, len(anew))) as ask:
        answers: dict[Path, Future[Made]] = {
            path: ask(_tell, path, held, key, made / held.slug, options) for path, (held, key) in anew.items()
        }
        for path in watch(tuple(anew)):
            seasons[anew[path][0].slug] = answers[path].result()
    return {held.slug: seasons[held.slug] for held in archive.seasons}


def _tell(path: Path, held: Held, key: str, out: Path, options: Options) -> Made:
    """Tell one season, in whichever process."""
    at = f"{addresses.whole_address(options.at)}{held.slug}/" if options.at else ""
    how = site.Options(folder=path, at=at, assets=UP, cache=options.cache, home=HOME)
    made, pages_of, remarks = site.files_of(told(path, held), how)
    kept = {name: content for name, content in made.items() if name not in OF_THE_WHOLE}
    _write(out, kept)
    letters = set().union(*(made[page].decode() for page in pages_of))
    return Made(key, tuple(kept), "".join(sorted(letters)), remarks)


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _pages(
    archive: Archive, where: tuple[Path, Path], before: Before, options: Options
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The archive's own pages: linked where nothing on them changed. Their keys, and which were written anew."""
    old, made = where
    of = pages.whole(archive.tables, archive.near, archive.sentences, addresses.whole_address(options.at))
    digest = digests.of_texts(
        *(part for held in archive.every for part in (held.slug, held.digest)), digests.of_rooms(*digests.TOLD)
    )
    keys: dict[str, str] = {}
    written = []
    for leaf in leaves(of, digest):
        keys[leaf.address] = leaf.key
        if before.pages.get(leaf.address) == leaf.key:
            with suppress(OSError):
                link([leaf.address], old, made)
                continue
        (made / leaf.address).parent.mkdir(exist_ok=True)
        (made / leaf.address).write_text(leaf.write(), encoding="utf-8", newline="\n")
        written.append(leaf.address)
    return keys, tuple(written)


def _maps(made: Path, at: str) -> None:
    """The site map of everything, and what robots may read; only where the archive has an address."""
    if at:
        names = [name for name in files(made) if name.endswith(".html")]
        (made / addresses.SITEMAP).write_bytes(addresses.sitemap(names, at))
        (made / ROBOTS).write_bytes(addresses.robots(at))


def _may_be_written(out: Path) -> None:
    """Raise ``NoArchive`` if something lies there that no build has put there."""
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / WHOLE).is_file()):
        message = f"{out}: found something else, expected a new or empty folder, or an archive. Name another folder."
        raise NoArchive(message)
