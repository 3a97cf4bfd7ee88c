"""What a page is about, in the words of schema.org, as JSON-LD for machines that read pages.

A season is an EventSeries, a night of it a DanceEvent that holds a DanceEvent for each routine, a couple a DanceGroup
and a song a MusicRecording. Awards stand on the finale only. Everywhere else the cast stands by name, an order that
tells nothing, and no page speaks of more than it shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from mirrorball import sentences
from mirrorball.core.season import Couple, Season, Song, Week
from mirrorball.recap import addresses, head
from mirrorball.recap.shown import Dance, cast_by_name, music_of, rounds_of, told_weeks
from mirrorball.recap.slug import slugs
from mirrorball.recap.story import Story, ToldWeek

CONTEXT = "https://schema.org"
# Characters by which a page could take the text for its own, or which old scripts take for the end of a line.
_ESCAPED = str.maketrans({letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"})

Value: TypeAlias = "str | int | Sequence[Value] | Mapping[str, Value]"
Thing: TypeAlias = dict[str, Value]


def linked(story: Story, page: str, at: str = "") -> str:
    """The JSON-LD of a page, safe inside its script element. KeyError if a season can have no such page."""
    return json.dumps(_kept(things(story, page, at)), ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def things(story: Story, page: str, at: str = "") -> Thing:
    """The same as values. KeyError if a season can have no such page."""
    if page == addresses.COVER:
        return _context(_cover(story, at))
    if page == addresses.FINALE:
        return _context(_finale(story, at))
    if page == addresses.GALLERY:
        return {"@context": CONTEXT, "@graph": _people(story.season, at)}
    if page == addresses.MUSIC:
        return _context(_playlist(story, at))
    if page in {addresses.PICTURES, addresses.ABOUT}:
        return _context(_page(story, page, at))
    week = next((told for told in story.weeks if addresses.week_page(told.week.number) == page), None)
    if week is None:
        raise KeyError(page)
    return _context(_night(story, week, at) | _programme(story, week, at) | {"superEvent": _series(story.season, at)})


def _cover(story: Story, at: str) -> Thing:
    """The season: its nights, its cast and who led through it."""
    season = story.season
    dates = sorted(week.date.isoformat() for week in season.weeks if week.date)
    return _series(season, at) | {
        "description": head.description(story, addresses.COVER),
        "startDate": dates[0] if dates else "",
        "endDate": dates[-1] if dates else "",
        "performer": [_couple(season, couple, at) for couple in cast_by_name(season)],
        "contributor": [_person(name, jobTitle="Host") for name in season.hosts]
        + [_person(name, jobTitle="Judge") for name in season.judges],
        "subEvent": [_night(story, told, at) for told in told_weeks(story)],
    }


def _finale(story: Story, at: str) -> Thing:
    """The final: who was placed in it, best first, and what the champions won."""
    season = story.season
    won = ", ".join(part for part in (season.trophy or "First place", head.of(season)) if part)
    placed = [
        _couple(season, journey.couple, at) | ({"award": won} if journey.champion else {})
        for journey in story.finalists
    ]
    night = _night(story, story.final, at) if story.final else _event(f"{head.of(season)}: finale")
    danced = _programme(story, story.final, at) if story.final else {}
    url = addresses.address(addresses.FINALE, at)
    return night | danced | {"@id": url, "url": url, "performer": placed, "superEvent": _series(season, at)}


def _people(season: Season, at: str) -> list[Thing]:
    """Every star, then every pro once."""
    ids = _ids(season, at)
    stars = [
        _person(couple.star, ids[couple.star]) | {"description": couple.known_for, "memberOf": _group(couple)}
        for couple in cast_by_name(season)
    ]
    pros = dict.fromkeys(couple.pro for couple in cast_by_name(season) if couple.pro)
    groups = {pro: [_group(couple) for couple in cast_by_name(season) if couple.pro == pro] for pro in pros}
    return stars + [_person(pro, jobTitle="Professional dancer") | {"memberOf": groups[pro]} for pro in pros]


def _playlist(story: Story, at: str) -> Thing:
    """Every recording that was danced to, once, in the order in which it was first danced to."""
    weeks = told_weeks(story)
    songs = [song for told in weeks for credit in music_of(story.season, told) for song in credit.songs]
    tracks = [_recording(song) for song in dict.fromkeys(songs)]
    url = addresses.address(addresses.MUSIC, at)
    name = f"The music of {head.in_a_sentence(story.season)}"
    return {"@type": "MusicPlaylist", "@id": url, "name": name, "url": url, "numTracks": len(tracks), "track": tracks}


def _page(story: Story, page: str, at: str) -> Thing:
    """A page that is about the season as a whole; the last one says where all of it lies as JSON."""
    url = addresses.address(page, at)
    name = f"{head.called(story, page)}: {head.of(story.season)}"
    plain: Thing = {"@id": url, "name": name, "url": url, "description": head.description(story, page)}
    about: Thing = {"about": _series(story.season, at), "inLanguage": "en"}
    if page == addresses.PICTURES:
        return {"@type": "ImageGallery"} | plain | about
    file = {
        "@type": "DataDownload",
        "contentUrl": addresses.address(addresses.WHOLE, at),
        "encodingFormat": "application/json",
    }
    whole: Thing = {
        "@type": "Dataset",
        "name": f"All that is recorded of {head.in_a_sentence(story.season)}",
        "description": "Cast, plan, routines, music, marks and results, with what is not known said to be not known.",
        "distribution": file,
    }
    return {"@type": "AboutPage"} | plain | about | {"mainEntity": whole}


def _night(story: Story, told: ToldWeek, at: str) -> Thing:
    """A night by its name, date and page."""
    url = addresses.address(addresses.week_page(told.week.number), at)
    return _event(f"{head.of(story.season)}, {_named(told.week)}") | {
        "@id": url,
        "url": url,
        "startDate": told.week.date.isoformat() if told.week.date else "",
    }


def _programme(story: Story, told: ToldWeek, at: str) -> Thing:
    """What was danced: a DanceEvent for each routine, with who danced it to which recordings."""
    rounds = rounds_of(story.season, told)
    return {
        "subEvent": [_routine(story.season, dance, at) for part in rounds for dance in part.dances],
        "contributor": [_person(name, jobTitle="Judge") for name in told.week.panel],
    }


def _routine(season: Season, dance: Dance, at: str) -> Thing:
    """A routine: who danced it, under the name of whoever stood in for a pro, and to what."""
    who = dance.routine.team or sentences.listed([couple.star for couple in dance.couples])
    stood_in = dance.routine.danced_with if len(dance.couples) == 1 else ""
    couples = [replace(couple, pro=stood_in or couple.pro) for couple in dance.couples]
    danced: Thing = {
        "performer": [_couple(season, couple, at) for couple in couples],
        "workPerformed": [_recording(song) for song in dance.routine.songs],
    }
    return _event(f"{dance.routine.style or 'Dance'}: {who}") | danced


def _series(season: Season, at: str) -> Thing:
    """The season, by name and page."""
    url = addresses.address(addresses.COVER, at)
    return {"@type": "EventSeries", "@id": url, "name": head.of(season), "url": url}


def _couple(season: Season, couple: Couple, at: str) -> Thing:
    """A couple with both its dancers; the star by the address of its place in the gallery."""
    star = _person(couple.star, _ids(season, at)[couple.star])
    return _group(couple) | {"member": [star, _person(couple.pro)] if couple.pro else [star]}


def _ids(season: Season, at: str) -> dict[str, str]:
    gallery = addresses.address(addresses.GALLERY, at)
    return {star: f"{gallery}#{slug}" for star, slug in slugs(couple.star for couple in season.couples).items()}


def _group(couple: Couple) -> Thing:
    return {"@type": "DanceGroup", "name": couple.name}


def _person(name: str, iri: str = "", **more: str) -> Thing:
    return {"@type": "Person", "@id": iri, "name": name, **more}


def _event(name: str) -> Thing:
    return {"@type": "DanceEvent", "name": name}


def _named(week: Week) -> str:
    return f"week {week.number}: {week.title}" if week.title else f"week {week.number}"


def _recording(song: Song) -> Thing:
    """One recording. Who is heard on it may be one person or several: a MusicGroup is either."""
    return {
        "@type": "MusicRecording",
        "name": song.title,
        "byArtist": _artists(song.artists),
        "contributor": _artists(song.featured),
    }


def _artists(names: Iterable[str]) -> list[Thing]:
    return [{"@type": "MusicGroup", "name": name} for name in names]


def _context(thing: Thing) -> Thing:
    return {"@context": CONTEXT} | thing


def _kept(value: Value) -> Value:
    """The same without what is not known: an empty text, list or thing says nothing in JSON-LD."""
    if isinstance(value, Mapping):
        found = {name: _kept(one) for name, one in value.items()}
        return {name: one for name, one in found.items() if one not in ("", [], {})}
    return value if isinstance(value, str | int) else [_kept(one) for one in value]
