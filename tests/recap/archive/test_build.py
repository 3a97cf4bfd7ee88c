"""A build tells anew what has changed and nothing else, and comes to the same bytes as a build from nothing."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from mirrorball.recap import site
from mirrorball.recap.archive import build as building
from mirrorball.recap.archive.build import Built, NoArchive, Options, build
from mirrorball.season.write import write
from tests.recap.archive import plain_site, small
from tests.season.folders import cell

AT = "https://example.org/shows"
LEADS = re.compile(r'(?:href|src)="([^"]*)"')


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    plain_site.plainly(monkeypatch)


def built(tmp_path: Path, to: str = "site", at: str = "") -> Built:
    """The archive of this test, built in this process."""
    return build(tmp_path / "archive", tmp_path / to, Options(cache=tmp_path / "fonts", at=at, workers=1))


def held(out: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


Change = Callable[[Path], object]
CHANGES: dict[str, Change] = {
    "a mark": cell("routines.csv", {"week": "1", "star": "Ana Ray"}, "Judy", "8"),
    "a pro": cell("couples.csv", {"star": "Bo Li"}, "pro", "Max"),
    "a star's note": cell("couples.csv", {"star": "Bo Li"}, "known_for", "Chess & <tea>"),
    "a season gone": shutil.rmtree,
    "a season renamed": lambda folder: folder.rename(folder.with_name("x-3")),
    "a season more": lambda folder: write(
        small.season(1, [("Zed", "Max"), ("Bo Li", "New"), ("Kit", "")]), folder.with_name("x-1")
    ),
    "a near name": lambda folder: write(
        small.season(1, [("Zed", "MAX"), ("Yan", "New"), ("Kit", "")]), folder.with_name("x-1")
    ),
    "a season broken": lambda folder: (folder / "couples.csv").write_text("star,pro\nAna Ray,Max\nAna Ray,Max\n"),
    "a folder of notes": lambda folder: folder.with_name("notes").mkdir(),
    "a title": lambda folder: (folder / "season.toml").write_text(
        (folder / "season.toml").read_text(encoding="utf-8").replace("The Show", "Ďe Show"), encoding="utf-8"
    ),
}


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_it_is_as_if_built_from_nothing(tmp_path: Path, change: str) -> None:
    folder = small.three(tmp_path / "archive")
    built(tmp_path)

    CHANGES[change](folder / "x-2")
    again = built(tmp_path)

    assert held(again.out) == held(built(tmp_path, "fresh").out)
    assert set(again.told) <= {"x-1", "x-2", "x-3"}


@pytest.mark.usefixtures("plain")
def test_after_many_changes_too(tmp_path: Path) -> None:
    folder = small.three(tmp_path / "archive")
    chance = random.Random(34)  # noqa: S311  # what is drawn has to be repeatable
    for nth in range(6):
        season = chance.choice(sorted(folder.iterdir()))
        if chance.random() < 0.3 and len(list(folder.iterdir())) > 1:
            shutil.rmtree(season)
        else:
            cast = [
                (chance.choice(["Ana Ray", "ana ray", "Bo Li"]), chance.choice(["Max", "Nia"])),
                ("Eve", "Oz"),
                ("Cy", "Max"),
            ]
            write(
                small.season(nth, cast, averaged=chance.random() < 0.5, over=chance.random() < 0.7),
                folder / f"x-{nth + 20}",
            )
        again = built(tmp_path)
        assert held(again.out) == held(built(tmp_path, f"fresh-{nth}").out)


@pytest.mark.usefixtures("plain")
def test_what_has_not_changed_is_not_told_again(tmp_path: Path) -> None:
    small.three(tmp_path / "archive")
    first = built(tmp_path)
    before = {name: (first.out / name).stat().st_ino for name in held(first.out)}

    again = built(tmp_path)

    assert first.told == ("x-2", "x-10", "x-11")
    assert (again.told, again.written) == ((), ())
    after = {name: (again.out / name).stat().st_ino for name in held(again.out)}
    assert {name for name in before if before[name] != after[name]} <= {"recap.css", "archive.css", "fonts/letters.txt"}


@pytest.mark.usefixtures("plain")
def test_one_mark_touches_its_season_and_its_people(tmp_path: Path) -> None:
    folder = small.three(tmp_path / "archive")
    built(tmp_path)
    CHANGES["a mark"](folder / "x-2")

    again = built(tmp_path)

    assert again.told == ("x-2",)
    people = {name for name in again.written if "/" in name}
    assert {"stars/ana-ray.html", "pros/max.html"} <= people
    assert "stars/eve.html" not in people
    assert "stars/fay.html" not in people


@pytest.mark.usefixtures("plain")
def test_a_file_that_somebody_took_away_comes_back(tmp_path: Path) -> None:
    small.three(tmp_path / "archive")
    first = built(tmp_path)
    whole = held(first.out)
    (first.out / "x-2" / "index.html").unlink()
    (first.out / "stars" / "eve.html").unlink()

    again = built(tmp_path)

    assert held(again.out) == whole
    assert again.told == ()
    assert again.written == ("stars/eve.html",)


@pytest.mark.usefixtures("plain")
def test_an_address_gives_a_map_of_everything(tmp_path: Path) -> None:
    small.three(tmp_path / "archive")
    out = built(tmp_path, at=AT).out

    listed = re.findall("<loc>(.*?)</loc>", (out / "sitemap.xml").read_text())
    pages = [name for name in held(out) if name.endswith(".html")]
    assert len(listed) == len(pages)
    assert f"{AT}/stars/ana-ray.html" in listed
    assert not (out / "x-2" / "robots.txt").exists()
    assert f'<link rel="canonical" href="{AT}/records.html">' in (out / "records.html").read_text(encoding="utf-8")
    assert f"{AT}/x-2/" in (out / "x-2" / "index.html").read_text()
    assert not (built(tmp_path).out / "sitemap.xml").exists()


@pytest.mark.usefixtures("plain")
def test_every_link_leads_somewhere(tmp_path: Path) -> None:
    small.three(tmp_path / "archive")
    out = built(tmp_path).out

    for name, content in held(out).items():
        if not name.endswith(".html") or name.startswith("x-"):
            continue
        for address in LEADS.findall(content.decode()):
            page, _, part = unquote(address).partition("#")
            assert "://" not in page
            target = ((out / name).parent / page) if page else out / name
            assert target.resolve().is_file() or page.endswith("icon.svg"), (name, address)
            assert not part or f'id="{part}"' in target.read_text(encoding="utf-8"), (name, address)


@pytest.mark.usefixtures("plain")
def test_names_are_escaped_and_seasons_that_run_are_not_told(tmp_path: Path) -> None:
    small.three(tmp_path / "archive")
    out = built(tmp_path).out

    for name, content in held(out).items():
        assert name.startswith("x-") or b"Cy <b>" not in content or name == "archive.json", name
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "This season is still running" in index
    assert "Fay" not in index


@pytest.mark.usefixtures("plain")
def test_where_something_else_lies_nothing_is_written(tmp_path: Path) -> None:
    small.three(tmp_path / "archive")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.txt").write_text("mine")

    with pytest.raises(NoArchive, match="found something else"):
        built(tmp_path)

    assert held(tmp_path / "site") == {"mine.txt": b"mine"}


@pytest.mark.usefixtures("plain")
def test_without_a_season_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()

    with pytest.raises(NoArchive, match="found no season folder"):
        built(tmp_path)

    assert not (tmp_path / "site").exists()


@pytest.mark.usefixtures("plain")
def test_a_build_that_fails_leaves_the_old_site_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = small.three(tmp_path / "archive")
    before = held(built(tmp_path).out)
    CHANGES["a mark"](folder / "x-2")
    monkeypatch.setattr(building, "_pages", lambda *_: (_ for _ in ()).throw(OSError("no room")))

    with pytest.raises(OSError, match="no room"):
        built(tmp_path)

    assert held(tmp_path / "site") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site-kept", "archive", "site"]


@pytest.mark.usefixtures("plain")
def test_progress_is_told(tmp_path: Path) -> None:
    small.three(tmp_path / "archive")
    seen: list[list[str]] = []

    def watch(paths: object) -> object:
        seen.append([path.name for path in paths])  # type: ignore[attr-defined]
        return paths

    options = Options(cache=tmp_path / "fonts", workers=1)
    build(tmp_path / "archive", tmp_path / "site", options, watch)  # type: ignore[arg-type]

    assert seen == [["x-2", "x-10", "x-11"], ["x-2", "x-10", "x-11"]]


def test_recaps_stand_in_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With real recaps: every link between them and the archive holds, and what they share lies at the root."""
    monkeypatch.setattr(site, "png", lambda *_: b"")  # the pictures as such are looked at elsewhere
    monkeypatch.setattr(site, "typefaces", lambda *_: {"fonts/inter.woff2": b"", "fonts/fraunces.woff2": b""})
    small.three(tmp_path / "archive")
    out = built(tmp_path, at=AT).out

    pages = {name: content.decode() for name, content in held(out).items() if name.endswith(".html")}
    assert {"x-2/index.html", "x-2/finale.html", "x-2/week-1.html"} <= pages.keys()
    assert not (out / "x-2" / "recap.css").exists()
    assert 'href="../index.html"' in pages["x-2/finale.html"]
    for name, text in pages.items():
        for address in LEADS.findall(text):
            page = unquote(address).partition("#")[0]
            if "://" in page or not page:
                continue
            assert (out / name).parent.joinpath(page).resolve().is_file(), (name, address)
