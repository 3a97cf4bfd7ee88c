"""A season's site: every file of it worked out first, then written beside its place and moved there whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mirrorball import look
from mirrorball.recap import addresses, feeds, head, whole
from mirrorball.recap.charts import by_name
from mirrorball.recap.charts.card import card
from mirrorball.recap.charts.png import png
from mirrorball.recap.pages import Around, pages
from mirrorball.recap.shown import cast_by_name, so_far
from mirrorball.recap.slug import slugs
from mirrorball.recap.story import Story
from mirrorball.recap.typefaces import typefaces
from mirrorball.season.photos import photo
from mirrorball.season.placing import beside, put

STATIC = Path(__file__).with_name("static")
STYLE = ("ground", "cover", "dances", "pictures", "wide", "paper")
MARKER = ".mirrorball-site"  # lists the files that we wrote, one a line, so that nothing of anybody else is replaced
HEAVY = 1_000_000  # bytes of a photo from which on a phone waits for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a site is written.

    ``cache`` is where cut typefaces are kept. ``folder`` holds the photos, or there are none. ``at`` is the address
    where the site will lie, or empty. ``assets`` is the way to style sheet and typefaces that several sites share;
    empty where the site has its own. ``home`` is the way up to an archive, or empty.
    """

    cache: Path
    folder: Path | None = None
    at: str = ""
    assets: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """What was written: how many files of how many bytes, which pages, and what there is to be said."""

    files: int
    bytes: int
    pages: tuple[str, ...]
    remarks: tuple[str, ...] = ()


class NotOurs(Exception):
    """The folder to be written holds something that we did not write. The sentence says what, and what to do."""


def build(story: Story, out: Path, options: Options) -> Built:
    """Write the site of a season into a folder, which is replaced whole. NotOurs if it holds anything of others."""
    refuse(out)
    files, found, remarks = files_of(story, options)
    _written(files, out)
    return Built(len(files), sum(map(len, files.values())), found, remarks)


def files_of(story: Story, options: Options) -> tuple[dict[str, bytes], tuple[str, ...], tuple[str, ...]]:
    """Every file of a site by its name, the names of its pages, and what there is to be said of it."""
    told = so_far(story)
    photos, remarks = _photos(told, options.folder)
    pictures = by_name(told)
    around = Around(
        {star: name for star, (name, _) in photos.items()}, pictures, options.at, options.assets, options.home
    )
    made = pages(told, around)
    files: dict[str, bytes] = {name: text.encode() for name, text in made.items()}
    files |= dict(photos.values())
    for name, picture in pictures.items():
        files[f"pictures/{name}.svg"] = picture.svg.encode()
        files[f"pictures/{name}.png"] = png(picture.svg, options.cache)
    files |= _cards(told, options, tuple(made))
    files |= {addresses.WHOLE: whole.whole(told), addresses.ATOM: feeds.atom(told, options.at)}
    if options.at:
        files[addresses.RSS] = feeds.rss(told, options.at)
        files[addresses.SITEMAP] = addresses.sitemap(made, options.at)
        files["robots.txt"] = addresses.robots(options.at)
    if not options.assets:
        files |= assets(options.cache, "".join(made.values()))
    return dict(sorted(files.items())), tuple(made), remarks


def assets(cache: Path, text: str = "") -> dict[str, bytes]:
    """What sites may share: style sheet, icon and typefaces, these with all letters of ``text`` that they have."""
    return {
        "recap.css": style().encode(),
        "icon.svg": (STATIC / "icon.svg").read_bytes(),
        **typefaces(cache, text),
    }


def style() -> str:
    """The style sheet of all pages, out of its parts; a later one has the last word."""
    parts = [(STATIC / "recap" / f"{name}.css").read_text(encoding="utf-8") for name in STYLE]
    return packed(colours() + "".join(parts))


def colours() -> str:
    """The colours as variables: by night, by day where the reader's machine is set so, and by day on paper."""
    day = "".join(f"--{name}:{colour};" for name, colour in look.DAY.items())
    return f"{look.css()}@media screen and (prefers-color-scheme: light){{:root{{{day}}}}}\n"


def packed(css: str) -> str:
    """A style sheet without what only people read. In ours, a colon or comma before a space is never in a string."""
    bare = " ".join(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).split())
    for loose, tight in ((": ", ":"), ("; ", ";"), (", ", ","), (" {", "{"), ("{ ", "{"), ("} ", "}"), (";}", "}")):
        bare = bare.replace(loose, tight)
    return bare


def _photos(story: Story, folder: Path | None) -> tuple[dict[str, tuple[str, bytes]], tuple[str, ...]]:
    """Each photo that is there, by star: its name in the site and its bytes; and a remark on each that is not."""
    found: dict[str, tuple[str, bytes]] = {}
    remarks = []
    names = slugs(couple.star for couple in story.season.couples)
    for couple in story.season.couples:
        file = photo(folder, couple) if folder else None
        if file:
            found[couple.star] = (f"photos/{names[couple.star]}{file.suffix.lower()}", file.read_bytes())
            size = len(found[couple.star][1])
            if size > HEAVY:
                remarks.append(f"The photo of {couple.star} has {size:,} bytes: a phone waits long for it.")
        elif couple.photo:
            why = "is not in the season's folder, or is no picture" if folder else "was not looked for"
            remarks.append(f"The photo of {couple.star} ({couple.photo}) {why}: a monogram is drawn instead.")
    return found, tuple(remarks)


def _cards(story: Story, options: Options, made: tuple[str, ...]) -> dict[str, bytes]:
    """The share cards: the cover's always, the others where the site has an address by which they can be named."""
    names = [couple.star for couple in cast_by_name(story.season)]
    told = [head.card(story, page) for page in made if options.at or page == addresses.COVER]
    return {one.file: png(card(one.title, one.line, names), options.cache) for one in told}


def refuse(out: Path) -> None:
    """Raises ``NotOurs`` where a site may not be written: no folder is there, or one that holds what others wrote."""
    if not out.exists() and not out.is_symlink():
        return
    if not out.is_dir() or out.is_symlink():
        message = f"{out} is no folder, so no site can be written there. Name a folder that does not exist yet."
        raise NotOurs(message)
    marker = out / MARKER
    ours = set(marker.read_text(encoding="utf-8").splitlines()) | {MARKER} if marker.is_file() else set()
    for file in sorted(out.rglob("*")):
        name = file.relative_to(out).as_posix()
        if (file.is_symlink() or not file.is_dir()) and name not in ours:
            message = (
                f"{out} holds {name}, which Mirrorball did not write, and a site replaces its folder whole. "
                f"Name another folder, or move that file away."
            )
            raise NotOurs(message)


def _written(files: Mapping[str, bytes], out: Path) -> None:
    """Written beside its place and moved there at the end; the old site goes only when the new one stands."""
    with beside(out) as fresh:
        for name, content in files.items():
            file = fresh / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        (fresh / MARKER).write_text("".join(f"{name}\n" for name in files), encoding="utf-8")
        put(fresh, out)
