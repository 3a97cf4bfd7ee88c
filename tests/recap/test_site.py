from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mirrorball.core.season import Season
from mirrorball.recap import site
from mirrorball.recap.site import MARKER, NotOurs, Options, build, packed
from mirrorball.recap.story import story
from mirrorball.recap.typefaces import ALWAYS, typefaces
from mirrorball.season.photos import photo
from tests.recap.sites import season_of

PNG = b"\x89PNG\r\n\x1a\n not looked into"
Writing = Callable[..., Path]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Typefaces and pictures of a few bytes: cutting and painting are tested elsewhere, and take seconds."""
    monkeypatch.setattr(
        site, "typefaces", lambda _cache, _text="": {"fonts/inter.woff2": b"a", "fonts/fraunces.woff2": b"b"}
    )
    monkeypatch.setattr(site, "png", lambda _svg, _cache: PNG)


def _held(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def _options(tmp_path: Path, folder: Path | None = None, **more: str) -> Options:
    return Options(cache=tmp_path / "cache", folder=folder, **more)


def test_a_season_is_written_as_a_folder_of_files(tmp_path: Path) -> None:
    built = build(story(season_of()), tmp_path / "out" / "site", _options(tmp_path))
    held = _held(tmp_path / "out" / "site")
    assert built.pages[:3] == ("index.html", "finale.html", "week-1.html")
    assert built.files == len(held) - 1
    assert built.bytes == sum(len(content) for name, content in held.items() if name != MARKER)
    assert {"recap.css", "icon.svg", "season.json", "feed.xml", "pictures/bump.svg", "cards/cover.png"} <= set(held)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["site"]


def test_every_link_of_a_written_site_leads_to_a_file_of_it(tmp_path: Path) -> None:
    build(story(season_of()), tmp_path / "site", _options(tmp_path, at="https://example.org/a"))
    held = _held(tmp_path / "site")
    found = set()
    for name, content in held.items():
        if name.endswith(".html"):
            found |= set(re.findall(r'(?:href|src)="(?!https:)([^"#]+)', content.decode()))
        if name.endswith(".css"):
            found |= set(re.findall(r'url\("([^"]+)"\)', content.decode()))
    assert found
    assert found <= set(held)


def test_the_same_season_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build(story(season_of()), tmp_path / name, _options(tmp_path))
    assert _held(tmp_path / "one") == _held(tmp_path / "two")


def test_a_site_of_ours_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(story(season_of(weeks=3)), out, _options(tmp_path))
    build(story(season_of(weeks=2)), out, _options(tmp_path))
    assert "week-3.html" not in _held(out)
    assert "week-2.html" in _held(out)


@pytest.mark.parametrize("name", ["season.toml", "notes/mine.txt"])
def test_a_folder_with_a_file_of_somebody_else_is_refused_and_stays_as_it_is(tmp_path: Path, name: str) -> None:
    out = tmp_path / "site"
    build(story(season_of()), out, _options(tmp_path))
    (out / name).parent.mkdir(exist_ok=True)
    (out / name).write_text("mine")
    before = _held(out)
    with pytest.raises(NotOurs, match=rf"holds {name}, which Mirrorball did not write"):
        build(story(season_of(weeks=2)), out, _options(tmp_path))
    assert _held(out) == before


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(NotOurs, match="is no folder"):
        build(story(season_of()), tmp_path / "site", _options(tmp_path))
    assert (tmp_path / "site").read_text() == "mine"


def test_a_link_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotOurs):
        build(story(season_of()), tmp_path / "site", _options(tmp_path))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert build(story(season_of()), tmp_path / "site", _options(tmp_path)).files


def test_an_accident_while_writing_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    build(story(season_of()), out, _options(tmp_path))
    before = _held(out)
    move = Path.rename

    def full(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise OSError(28, "No space left on device")
        return move(self, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space left"):
        build(story(season_of(weeks=2)), out, _options(tmp_path))
    assert _held(out) == before
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".site")] == []


def test_feeds_and_maps_that_need_an_address_are_written_where_there_is_one(tmp_path: Path) -> None:
    build(story(season_of()), tmp_path / "without", _options(tmp_path))
    build(story(season_of()), tmp_path / "with", _options(tmp_path, at="https://example.org/a"))
    only = set(_held(tmp_path / "with")) - set(_held(tmp_path / "without"))
    assert {"rss.xml", "sitemap.xml", "robots.txt", "cards/finale.png", "cards/week-1.png"} <= only
    told = (tmp_path / "with" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/a/">' in told
    assert "https://example.org/a/cards/cover.png" in told


def test_sites_of_an_archive_share_what_they_look_like(tmp_path: Path) -> None:
    build(story(season_of()), tmp_path / "site", _options(tmp_path, assets="../", home="../index.html"))
    held = _held(tmp_path / "site")
    assert not [name for name in held if name.endswith((".css", ".woff2"))]
    assert b'href="../recap.css"' in held["week-1.html"]
    assert b'<a href="../index.html">All seasons</a>' in held["index.html"]


def _with_photos(**photos: str) -> Season:
    season = season_of()
    names = {couple.star: photos.get(couple.star.split()[0], "") for couple in season.couples}
    return replace(season, couples=tuple(replace(one, photo=names[one.star]) for one in season.couples))


def test_photos_are_copied_once_and_what_is_missing_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "season"
    (folder / "photos").mkdir(parents=True)
    (folder / "photos" / "Ann.JPG").write_bytes(b"a picture")
    (tmp_path / "secret.jpg").write_bytes(b"of somebody else")
    season = _with_photos(Ann="photos/Ann.JPG", Bea="../secret.jpg", Cas="photos/cas.png")
    built = build(story(season), tmp_path / "site", _options(tmp_path, folder))
    held = _held(tmp_path / "site")
    assert [name for name in held if name.startswith("photos/")] == ["photos/ann-archer.jpg"]
    assert held["photos/ann-archer.jpg"] == b"a picture"
    assert [remark.split(")")[0] for remark in built.remarks] == [
        "The photo of Bea Baker (../secret.jpg",
        "The photo of Cas Cole (photos/cas.png",
    ]
    assert b'src="photos/ann-archer.jpg" width="480" height="480" loading="lazy"' in held["gallery.html"]


@pytest.mark.parametrize(
    "name", ["", "../secret.jpg", "link.jpg", "page.html", "drawing.svg", "photos", "a\0.jpg", "none.png"]
)
def test_only_pictures_of_the_folder_are_photos(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "season"
    (folder / "photos").mkdir(parents=True)
    for file in (tmp_path / "secret.jpg", folder / "page.html", folder / "drawing.svg"):
        file.write_bytes(b"x")
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    assert photo(folder, replace(season_of().couples[0], photo=name)) is None


def test_a_heavy_photo_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "season"
    folder.mkdir()
    (folder / "ann.jpg").write_bytes(bytes(1_200_000))
    built = build(story(_with_photos(Ann="ann.jpg")), tmp_path / "site", _options(tmp_path, folder))
    assert built.remarks == ("The photo of Ann Archer has 1,200,000 bytes: a phone waits long for it.",)


def test_a_packed_style_sheet_says_the_same() -> None:
    assert packed("/* why */\na {\n  color: red;\n  margin: 0 auto;\n}\n\n.b > :first-child {\n  top: 0;\n}\n") == (
        "a{color:red;margin:0 auto}.b > :first-child{top:0}"
    )


def test_letters_of_a_season_are_in_its_typefaces_and_a_cut_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cuts: list[set[int]] = []

    def cut(_original: bytes, _limits: object, letters: list[tuple[int, ...]]) -> bytes:
        cuts.append(set(letters[0]))
        return b"cut"

    monkeypatch.setattr("mirrorball.recap.typefaces.cut", cut)
    for _ in range(2):
        assert set(typefaces(tmp_path, "Nguyễn 王")) == {"fonts/inter.woff2", "fonts/fraunces.woff2"}
    assert len(cuts) == 2
    assert cuts[0] - ALWAYS == {ord("ễ")}
