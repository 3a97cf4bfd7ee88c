"""What pages say in the words of schema.org: types that exist, properties that are theirs, and no result too early."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib  # type: ignore[import-untyped]  # it brings no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorball.core.season import Couple, Season
from mirrorball.core.ties import Place
from mirrorball.recap import addresses, linked
from mirrorball.recap.slug import slugs
from mirrorball.recap.story import Story, story
from tests.conftest import ROOT
from tests.laws import season_strategies as made
from tests.npm import installed, unpinned
from tests.recap.seasons import SHIPPED, retold, running, shipped

NODE = Path(__file__).parent / "node"
BUILT = ROOT / "build" / "recap-checks"
TYPED = 'import type {{ {type} }} from "schema-dts";\nexport const made: {whole} = {json};\n'

WRONG = (
    ("week-3.html", '"@type": "DanceEvent"', '"@type": "DanceNight"'),
    ("week-3.html", '"workPerformed"', '"worksDanced"'),
    ("week-3.html", '"byArtist"', '"byArtists"'),
    ("finale.html", '"award"', '"awardWon"'),
    ("gallery.html", '"memberOf"', '"memberIn"'),
    ("music.html", '"track"', '"song"'),
    ("about.html", '"contentUrl"', '"contentAddress"'),
)


@pytest.fixture(scope="module")
def said() -> Iterator[str]:
    """What the compiler says of pages that should fit the types, and of pages that should not, in one run."""
    programs = installed(NODE, BUILT)
    folder = BUILT / f"typed-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(NODE / "tsconfig.json", folder)
    for file, text in {**right(), **wrong()}.items():
        (folder / file).write_text(text, encoding="utf-8")
    command = [str(programs / "tsc"), "--project", str(folder)]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    yield answer.stdout + answer.stderr
    shutil.rmtree(folder)


def right() -> dict[str, str]:
    """Every page of a season that is over, of one that runs, and of one of which little is known."""
    bare = story(Season(title="A season", couples=(Couple(star="Ada", pro=""),)))
    return {
        f"right-{name}-{page}.ts": typed(told(of, page, "https://example.org/seasons/32" if of.over else ""))
        for name, of in {"over": shipped(), "running": running(2), "bare": bare}.items()
        for page in addresses.pages(of)
    }


def wrong() -> dict[str, str]:
    """A page for each of ``WRONG``, with that one thing wrong."""
    pages = {}
    for nth, (page, old, new) in enumerate(WRONG):
        text = typed(told(shipped(), page))
        assert old in text
        pages[f"wrong-{nth}.ts"] = text.replace(old, new, 1)
    return pages


def typed(thing: Mapping[str, Any]) -> str:
    """JSON-LD as a program in which it has to fit the types of schema.org."""
    if "@graph" in thing:
        return TYPED.format(type="Graph", whole="Graph", json=json.dumps(thing))
    return TYPED.format(type="Thing, WithContext", whole="WithContext<Thing>", json=json.dumps(thing))


def told(of: Story, page: str, at: str = "") -> dict[str, Any]:
    read: dict[str, Any] = json.loads(linked.linked(of, page, at))
    return read


def nodes(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  # JSON is anything
    """Every thing in a thing."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(one)


def test_types_exist_and_properties_are_theirs(said: str) -> None:
    assert [line for line in said.splitlines() if not line.startswith(("wrong-", " "))] == []


def test_a_type_or_property_that_is_none_does_not_compile(said: str) -> None:
    told_wrong = {int(nth) for nth in re.findall(r"^wrong-(\d+)\.ts\(\d+,\d+\): error", said, re.MULTILINE)}

    assert told_wrong == set(range(len(WRONG)))


def test_the_lock_names_no_host_and_pins_by_hash() -> None:
    assert unpinned(NODE) == []


def test_the_finale_names_who_was_placed_best_first_and_what_was_won() -> None:
    finale = told(shipped(), addresses.FINALE)

    assert [couple["member"][0]["name"] for couple in finale["performer"]] == [
        *("Xochitl Gomez", "Jason Mraz", "Ariana Madix", "Charity Lawson", "Alyson Hannigan")
    ]
    assert [couple.get("award") for couple in finale["performer"]] == [
        "Len Goodman Mirrorball Trophy, Dancing With the Stars, season 32",
        *[None] * 4,
    ]


def test_no_other_page_knows_of_an_award() -> None:
    for page in addresses.pages(shipped()):
        if page != addresses.FINALE:
            assert "award" not in linked.linked(shipped(), page)


def test_two_champions_both_have_won() -> None:
    first = Place(1, 2)
    shared = tuple(
        replace(one, place=first) if one.star in {"Jason Mraz", "Xochitl Gomez"} else one for one in SHIPPED.results
    )
    finale = told(retold(replace(SHIPPED, results=shared)), addresses.FINALE)

    assert [couple["name"] for couple in finale["performer"] if "award" in couple] == [
        "Xochitl Gomez and Val Chmerkovskiy",
        "Jason Mraz and Daniella Karagach",
    ]


@given(made.seasons(), st.randoms(use_true_random=False))
def test_cover_gallery_music_and_pictures_stay_the_same_whoever_left(season: Season, chance: Any) -> None:  # noqa: ANN401
    stars = [result.star for result in season.results]
    chance.shuffle(stars)
    other = tuple(replace(result, star=star) for result, star in zip(season.results, stars, strict=True))
    one = story(season)
    two = story(replace(season, results=other), [told.verdict for told in one.weeks])
    if one.over == two.over:
        for page in (addresses.COVER, addresses.GALLERY, addresses.MUSIC, addresses.PICTURES, addresses.ABOUT):
            assert linked.linked(one, page) == linked.linked(two, page)


def test_the_order_of_the_cast_in_the_folder_tells_nothing() -> None:
    turned = retold(replace(SHIPPED, couples=SHIPPED.couples[::-1]))

    for page in (addresses.COVER, addresses.GALLERY):
        assert linked.linked(turned, page) == linked.linked(shipped(), page)


def test_a_week_holds_its_routines_with_who_danced_them_to_what() -> None:
    week = told(shipped(), "week-11.html")
    (danced,) = [one for one in week["subEvent"] if one["name"] == "Freestyle: Ariana Madix"]

    assert [one["name"] for one in danced["performer"][0]["member"]] == ["Ariana Madix", "Pasha Pashkov"]
    assert [(one["name"], one["byArtist"][0]["name"]) for one in danced["workPerformed"]] == [
        ("Run the World (Girls)", "Beyoncé"),
        ("Level Up", "Ciara"),
    ]
    assert week["startDate"] == "2023-12-05"
    assert len(week["subEvent"]) == 10


def test_a_featured_artist_is_named_as_one() -> None:
    recordings = [one for one in nodes(told(shipped(), addresses.MUSIC)) if one.get("@type") == "MusicRecording"]
    featured = {song for routine in SHIPPED.routines for song in routine.songs if song.featured}

    assert featured
    for song in featured:
        (one,) = [r for r in recordings if r["name"] == song.title and "contributor" in r]
        assert [artist["name"] for artist in one["contributor"]] == list(song.featured)


def test_who_stood_in_for_a_pro_danced() -> None:
    week = told(shipped(), "week-2.html")
    (danced,) = [one for one in week["subEvent"] if one["name"].endswith("Charity Lawson")]

    assert danced["performer"][0]["name"] == "Charity Lawson and Ezra Sosa"


def test_the_playlist_counts_each_recording_once() -> None:
    music = told(shipped(), addresses.MUSIC)
    danced = {song for routine in SHIPPED.routines for song in routine.songs}
    danced |= {song for bonus in SHIPPED.bonuses for song in bonus.songs}

    assert music["numTracks"] == len(music["track"]) == len(danced)


def test_a_song_that_was_danced_to_twice_is_one_track() -> None:
    again = replace(SHIPPED.routines[0], songs=SHIPPED.routines[-1].songs)
    music = told(retold(replace(SHIPPED, routines=(again, *SHIPPED.routines[1:]))), addresses.MUSIC)

    assert music["track"][0]["name"] == "Que Calor"
    assert [one["name"] for one in music["track"]].count("Que Calor") == 1


def test_the_gallery_names_every_star_by_its_anchor_and_every_pro() -> None:
    people = {one["name"]: one for one in told(shipped(), addresses.GALLERY, "https://example.org")["@graph"]}

    assert set(people) == {name for couple in SHIPPED.couples for name in (couple.star, couple.pro)}
    for star, slug in slugs(couple.star for couple in SHIPPED.couples).items():
        assert people[star]["@id"] == f"https://example.org/gallery.html#{slug}"


def test_a_season_that_still_runs_speaks_of_no_week_to_come() -> None:
    of = running(4)

    for page in addresses.pages(of):
        assert not re.search(r"week-([5-9]|1\d)\.html|award", linked.linked(of, page))


def test_a_page_that_no_season_has_is_an_error() -> None:
    for page in ("week-99.html", "winners.html"):
        with pytest.raises(KeyError):
            linked.linked(shipped(), page)


@given(st.text(min_size=1) | st.sampled_from(["</script><script>alert(1)</script>", "<!--<script>", "a\u2028b\u2029c"]))
def test_no_name_breaks_out_of_its_script(name: str) -> None:
    of = story(Season(title=name, couples=(Couple(star="Ada", pro=name, known_for=name),)))
    for page in addresses.pages(of):
        text = linked.linked(of, page)
        set_in = f'<!doctype html><script type="application/ld+json">{text}</script><p>after</p>'
        document = html5lib.parse(set_in, namespaceHTMLElements=False)

        assert [one.text for one in document.iter("script")] == [text]
        assert [one.text for one in document.iter("p")] == ["after"]
        assert not set(text) & set("<>&\u2028\u2029")
        if page == addresses.GALLERY:
            assert name in [one.get("name") for one in nodes(json.loads(text))]


def test_what_is_not_known_is_left_out() -> None:
    bare = story(Season(title="A season", couples=(Couple(star="Ada", pro=""),)))

    assert told(bare, addresses.COVER) == {
        "@context": "https://schema.org",
        "@type": "EventSeries",
        "@id": "index.html",
        "url": "index.html",
        "name": "A season",
        "description": "A season, told week by week: 1 couple, 0 weeks. No result is told on this page.",
        "performer": [
            {
                "@type": "DanceGroup",
                "name": "Ada",
                "member": [{"@type": "Person", "@id": "gallery.html#ada", "name": "Ada"}],
            }
        ],
    }
