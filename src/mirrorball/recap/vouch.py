"""The fact checker: reads the pages that were written, and says of each number and name whether the season vouches.

It is a second path. It imports nothing that writes pages; it reads the files, and works its facts out from the season
and ``core`` (of the ``Story`` it takes what the vote could do, as the verdict found it). A number is vouched for if a
fact of a fitting kind has it, about somebody whom the place is about; a name, if it stands in the season, and a style,
a song, an artist or a home if it stands there for this couple (and week).

What it cannot find:

* a change of what no page prints (planned segments, channels, keywords, the texts of sources behind another), and of
  what is printed as names alone: who was named in jeopardy on air, who appears in a film, whom a judge saved;
* that a page says less than is known, but for what ``vouch_told`` asks of it and for a mark called not known;
* a wrong number in prose that is, by chance, true of the same couple in the same week and of the same kind; two
  names of the season that change places where no number, title or style depends on it;
* what a picture says with its lines, and which cell of a drawn table a figure stands in: the table beside it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mirrorball.recap.story import Story
from mirrorball.recap.vouch_check import Doubt, doubts_in, known_of
from mirrorball.recap.vouch_json import WHOLE, others, sayings
from mirrorball.recap.vouch_kinds import week_named
from mirrorball.recap.vouch_text import Passage, passages
from mirrorball.recap.vouch_told import unsaid
from mirrorball.sentences import listed

__all__ = ["Doubt", "doubts", "said_on", "vouch"]


def vouch(site: Path, story: Story) -> tuple[Doubt, ...]:
    """Everything on the pages below ``site`` that the season does not vouch for, in the order of pages and lines."""
    files = sorted((*site.rglob("*.html"), *site.rglob("*.svg")))
    said = said_on({file.relative_to(site).as_posix(): file.read_text(encoding="utf-8") for file in files})
    found = set(doubts(said, story))
    whole = site / WHOLE
    if whole.is_file():
        for one in others(whole.read_text(encoding="utf-8"), story.season):
            why = f"{WHOLE}: {one.where} is {one.found}, and {one.is_} in the season"
            found.add(Doubt(WHOLE, 0, one.found, why))
    return tuple(sorted(found))


def said_on(pages: Mapping[str, str]) -> tuple[Passage, ...]:
    """What pages say, by their names; what they say to machines as well."""
    found: list[Passage] = []
    for page, text in sorted(pages.items()):
        read, scripts = passages(page, text)
        found += read
        week = re.fullmatch(r"week-(\d+)\.html", page)
        around = ((week_named(int(week.group(1))),),) if week else ()
        for script in scripts:
            for key, said, named in sayings(script.text):
                found.append(Passage(page, script.line, f"json {key}", said, around, beside=(named,)))
    return tuple(found)


def doubts(said: Sequence[Passage], story: Story) -> Iterator[Doubt]:
    """What is doubtful in what pages say, one after the other."""
    known = known_of(story, (passage.text for passage in said))
    for passage in said:
        yield from doubts_in(passage, known)
    for one in unsaid(story.season, said):
        why = f"{one.page}: {one.text} stands in the season and is not said of {listed(one.about)}"
        yield Doubt(one.page, 0, one.text, why)
