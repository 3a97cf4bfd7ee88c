"""``mirrorball recap``: written and checked, refused with a sentence, and nothing changed where it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from mirrorball.core import events as e
from mirrorball.core.channel import Channel
from mirrorball.core.events import Event
from mirrorball.core.season import Exit, Result, Season
from mirrorball.log.port import Entry
from mirrorball.log.sqlite import SqliteLog
from mirrorball.recap import site
from mirrorball.recap.story import Story
from mirrorball.recap.vouch import Doubt
from mirrorball.season.write import write
from mirrorball.terminal import recap as command
from tests.core.stage import PANEL, STARS, WALTZ, a_season, a_week, marked, voted
from tests.recap.archive.small import season
from tests.terminal.test_show import Told, run

DOUBT = Doubt("index.html", 3, "seven", "index.html, line 3: seven is vouched for by nothing.")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Story]:
    """What was built: a page of the title, so that this is quick; the site itself has tests of its own."""
    stories: list[Story] = []

    def files_of(story: Story, options: site.Options) -> tuple[dict[str, bytes], tuple[str, ...], tuple[str, ...]]:
        stories.append(story)
        text = f"{story.season.title} {options.at}".encode()
        return {"index.html": text, "b/c.txt": b"x" * 2000}, ("index.html",), ("A remark.",)

    monkeypatch.setattr(site, "files_of", files_of)
    return stories


@pytest.fixture
def doubts(monkeypatch: pytest.MonkeyPatch) -> list[Doubt]:
    """What the checker finds."""
    found: list[Doubt] = []

    def vouch(place: Path, story: Story) -> Sequence[Doubt]:
        assert (place / "index.html").is_file()
        assert story.season.title
        return tuple(found)

    monkeypatch.setattr(command, "vouch", vouch)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(season(1), tmp_path / "show")
    return tmp_path / "show"


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.usefixtures("built", "doubts")
def test_it_says_what_it_wrote_and_that_it_was_checked(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "site"
    told = run("recap", folder, "-o", out, "--at", "https://example.org/", width=200)

    assert (told.code, told.err) == (0, "")
    assert f"✓ {out}: 2 files, 2 kB" in told.out
    assert f"Open {out / 'index.html'}" in told.out
    assert "A remark." in told.out
    assert "Checked: every number and every name" in told.out
    assert (out / "index.html").read_text(encoding="utf-8") == "The Show https://example.org/"
    assert [path.name for path in out.parent.iterdir()] == ["site"]
    assert run("recap", folder, "-o", out).code == 0  # and again in its place


@pytest.mark.usefixtures("built")
def test_a_doubtful_site_is_kept_aside_and_the_old_one_stands(
    folder: Path, tmp_path: Path, doubts: list[Doubt]
) -> None:
    out = tmp_path / "site"
    run("recap", folder, "-o", out)
    before = files(out)
    doubts.append(DOUBT)
    told = run("recap", folder, "-o", out, "--at", "https://example.org/")

    assert told.code == 2
    assert DOUBT.why in told.err
    assert "1 doubt: these pages do not say what the season says." in told.err
    assert f"{out} is as it was" in told.err
    assert files(out) == before
    assert files(tmp_path / "site-doubted")["index.html"].endswith(b"example.org/")


def test_check_only_reads(folder: Path, tmp_path: Path, built: list[Story], doubts: list[Doubt]) -> None:
    out = tmp_path / "site"
    told = run("recap", folder, "-o", out, "--check")
    assert (told.code, told.err) == (
        2,
        f"There is no site in {out}: it holds no index.html. Write it by leaving --check out.\n",
    )
    run("recap", folder, "-o", out)
    before = files(out)
    built.clear()

    assert run("recap", folder, "-o", out, "--check").code == 0
    doubts += [DOUBT] * 60
    told = run("recap", folder, "-o", out, "--check")
    assert told.code == 2
    assert told.err.count(DOUBT.why) == 50
    assert "60 doubts: these pages do not say what the season says. The first 50 are told." in told.err
    assert (built, files(out)) == ([], before)


def test_the_real_checker_finds_a_number_that_changed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real pages and the real checker; only typefaces and pictures are left out, so that this is quick."""
    monkeypatch.setattr(site, "assets", lambda *_: {})
    monkeypatch.setattr(site, "png", lambda *_: b"")
    place = tmp_path / "site"
    site.build(command.story_of(season(1)), place, site.Options(cache=tmp_path))
    before = doubted(run("recap", folder, "-o", place, "--check"))
    table = folder / "routines.csv"
    text = table.read_text(encoding="utf-8")
    assert ",10,9,10" in text
    table.write_text(text.replace(",10,9,10", ",2,2,2"), encoding="utf-8")
    told = run("recap", folder, "-o", place, "--check")

    assert told.code == 2
    assert doubted(told) > before


def doubted(told: Told) -> int:
    """How many doubts the last line tells; 0 where there is none."""
    last = told.err.splitlines()[-1:]
    return int(last[0].split()[0].replace(",", "")) if last else 0


# What is not told.


@pytest.mark.usefixtures("doubts")
def test_votes_are_told_where_they_are_asked_for(tmp_path: Path, built: list[Story]) -> None:
    season_ = voted(_over(a_season(a_week(1), a_week(2), a_week(3))), 1)
    season_ = voted(season_, 2, {"Bo": 1, "Cy": 2, "Dee": 3})
    write(replace(season_, channels=(Channel("web", 10),)), tmp_path / "show")
    run("recap", tmp_path / "show", "-o", tmp_path / "site")
    run("recap", tmp_path / "show", "-o", tmp_path / "site", "--votes")

    assert [{row.week for row in one.season.votes} for one in built] == [set(), {1}]  # the second week has no result


def _over(whole: Season) -> Season:
    """The first week danced, and somebody left in it."""
    left = Result(star="Ada", exit=Exit.ELIMINATED, week=1)
    still = tuple(r for r in marked(whole, 1).routines if (r.star, r.week) < ("Ada", 2) or r.star != "Ada")
    return replace(whole, routines=still, results=(left,))


@pytest.mark.usefixtures("doubts")
def test_problems_of_a_folder_and_files_of_others_are_told(folder: Path, tmp_path: Path, built: list[Story]) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.doc").write_text("mine", encoding="utf-8")
    told = run("recap", folder, "-o", tmp_path / "site")
    assert told.code == 2
    assert "holds thesis.doc, which Mirrorball did not write" in told.err
    assert (tmp_path / "site" / "thesis.doc").is_file()

    (folder / "couples.csv").write_text("nobody\n", encoding="utf-8")
    told = run("recap", folder, "-o", tmp_path / "new")
    assert told.code == 2
    assert "couples.csv, line 1" in told.err
    assert not (tmp_path / "new").exists()
    assert built == []

    told = run("recap", folder, "-o", tmp_path / "new", "--season", folder)
    assert told.err.startswith("--season goes with the .sqlite file of a night.")


# The log of a night.


def log(path: Path, *happened: Event) -> Path:
    with closing(SqliteLog(path)) as written:
        written.append(0, [Entry(nth, event) for nth, event in enumerate(happened, 1)])
    return path


def danced(*stars: str) -> list[Event]:
    """These couples danced and their sheets are locked."""
    found: list[Event] = []
    for star in stars:
        found += [e.RoutineCalled(WALTZ, star)]
        found += [e.MarkGiven(judge, WALTZ, star, Fraction(7)) for judge in PANEL]
        found += [e.MarksLocked(WALTZ, star, Fraction(21))]
    return found


@pytest.mark.usefixtures("doubts")
def test_a_log_is_told_as_far_as_it_is(tmp_path: Path, built: list[Story]) -> None:
    write(marked(a_season(a_week(1), a_week(2)), 2), tmp_path / "show")
    night = log(tmp_path / "week-01.sqlite", *danced("Ada"), e.MarkGiven("Ida", WALTZ, "Bo", Fraction(9)))
    told = run("recap", night, "--season", tmp_path / "show", "-o", tmp_path / "site")

    assert (told.code, told.err) == (0, "")
    (story,) = built
    given = {(r.week, r.star): len(r.marks) for r in story.season.routines if r.marks}
    assert given == {(1, "Ada"): 3}


@pytest.mark.usefixtures("built", "doubts")
def test_the_log_of_a_rehearsal_says_so(tmp_path: Path) -> None:
    write(a_season(), tmp_path / "show")
    night = log(tmp_path / "rehearsal-week-01-20240101-200000.sqlite", *danced(*STARS))
    told = run("recap", night, "--season", tmp_path / "show", "-o", tmp_path / "site")

    assert (told.code, told.err) == (0, f"{night.name} is the log of a rehearsal: its votes were drawn.\n")


@pytest.mark.usefixtures("built", "doubts")
def test_a_log_that_does_not_fit_gets_a_sentence(tmp_path: Path) -> None:
    show = tmp_path / "show"
    write(a_season(a_week(1), a_week(2)), show)
    night = log(tmp_path / "night.sqlite", *danced("Zoe"))

    def said(*more: object) -> str:
        told = run("recap", night, "-o", tmp_path / "site", *more)
        assert told.code == 2
        return told.err

    assert said().startswith("A log holds no cast. Name its season folder: mirrorball recap")
    assert said("--season", show).endswith("Say so with --week: 1, 2.\n")
    assert said("--season", show, "--week", 3) == f"{show} has no week 3. Its weeks are: 1, 2.\n"
    assert "calls Zoe for waltz, whom week 1 of the folder does not have" in said("--season", show, "--week", 1)
    assert run("recap", tmp_path / "x.sqlite", "--season", show, "-o", tmp_path / "s").err.startswith("There is no log")
    assert not (tmp_path / "site").exists()
