"""The final: whether its places follow the panel's points, and what is known of why they do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mirrorball.core.book import Combine
from mirrorball.core.outcome import rules_of
from mirrorball.core.season import Couple, Result
from mirrorball.recap.story import Journey, Line, Story, ToldWeek
from mirrorball.recap.words.board import alike
from mirrorball.recap.words.said import begins, came, joined, nth_in_words, ranked, so_many
from mirrorball.sentences import NOT_KNOWN, listed, number

MOST_POINTS = 6  # couples whose points one sentence can carry


def by_place(journeys: Sequence[Journey]) -> list[list[Journey]]:
    """Couples by the place that they hold, the best first, those of a shared place together."""
    held = [one for one in journeys if one.result and one.result.place]
    found = sorted({one.result.place for one in held if one.result and one.result.place})
    return [[one for one in held if one.result and one.result.place == place] for place in found]


def ended(groups: Sequence[Sequence[Journey]], named: Callable[[list[str]], str] = listed) -> list[str]:
    """Who came where: ``Jason Mraz came second``, ``Ariana Madix third``. A verb is not said twice in a row."""
    said: list[str] = []
    before = ""
    for group in groups:
        place = group[0].result.place if group[0].result else None
        if place is None:
            continue
        words = "won" if place.first == 1 and not place.shared else came(place)
        verb = words.split(" ", 1)[0]
        short = words.removeprefix("came ") if verb == before == "came" else words
        who = named([one.star for one in group])
        said.append(f"{who}{',' if ', and ' in who else ''} {short}")
        before = verb
    return said


def places_follow(story: Story) -> bool | None:
    """Whether the places of the final are those of the panel's points; None where not all of both are known."""
    final = story.final
    if final is None or not alike(final):
        return None
    both = [(one.result, final.line(one.star)) for one in story.finalists]
    if len(both) <= 1 or any(result is None or result.place is None or line is None for result, line in both):
        return None
    return all(agrees(result, line) for result, line in both if result and line)


def agrees(result: Result, line: Line) -> bool:
    """Whether a place lies among those that a couple's points from the panel give it."""
    if result.place is None or line.place is None:
        return False
    return line.place.first <= result.place.first and result.place.last <= line.place.last


def voted(told: ToldWeek) -> bool:
    """Whether votes had a part in a week, by its book."""
    return rules_of(told.week).combine is not Combine.MARKS


def why_not(told: ToldWeek) -> str:
    """Why places do not follow points, as far as that is known."""
    if not voted(told):
        return f"why is {NOT_KNOWN}"
    return "the votes decided" if told.outcome else "the votes decided, and no vote total is published"


def final_told(story: Story) -> list[str]:
    """The final in a paragraph: the order by the panel's points, and the places that were told."""
    final = story.final
    if final is None:
        return []
    many = len(story.finalists)
    said = [f"{begins(so_many(many, 'couple'))} danced in the final."]
    follow = places_follow(story)
    if follow is None:
        return said
    said += _by_points(final)
    if follow:
        return [*said, "The places are those of the points."]
    moved = [one for one in story.finalists if one.result and not _agrees_in(final, one.result)]
    told = joined(ended(by_place(moved)))
    why = "that was the doing of the votes" if voted(final) else why_not(final)
    return [*said, f"The places came out otherwise: {told}; {why}."]


def in_the_final(told: ToldWeek, result: Result, couple: Couple) -> list[str]:
    """Where a couple came in a final, and where the panel's points had it."""
    line, place, name = told.line(result.star), result.place, couple.name
    them = "them" if couple.pro else name
    if place is None:
        return [f"{name} danced in the final. The place is {NOT_KNOWN}."]
    ended = f"{name} {came(place) if place.first > 1 or place.shared else 'won'}."
    if line is None or line.place is None or not alike(told) or len(told.lines) == 1:
        return [ended]
    if agrees(result, line) and place.first == 1 and not place.shared and not line.place.shared:
        return [ended, "Nobody had more points from the panel."]
    if agrees(result, line):
        level = line.place.shared and line.place != place
        return [ended, _level(told, line, them) if level else f"The panel's points had {them} there too."]
    stood = f"The panel's points had {them} {ranked(line.place)}"
    if not voted(told):
        return [ended, f"{stood}; why the place is another is {NOT_KNOWN}."]
    up = place.first < line.place.first
    return [ended, f"{stood}; the votes {f'lifted {them} to' if up else f'put {them}'} {nth_in_words(place.first)}."]


def _level(told: ToldWeek, line: Line, them: str) -> str:
    others = listed([one.star for one in told.lines if one.place == line.place and one.star != line.star])
    stood = f"The panel's points had {them} level with {others}"
    return f"{stood}; the votes decided between them." if voted(told) else f"{stood}."


def _by_points(final: ToldWeek) -> list[str]:
    if len(final.lines) > MOST_POINTS:
        return []
    groups: dict[str, list[str]] = {}
    for line in final.lines:
        if line.night.points is not None:
            groups.setdefault(number(line.night.points), []).append(line.star)
    told = [f"{listed(stars)} ({points}{' each' if stars[1:] else ''})" for points, stars in groups.items()]
    return [f"By the points from the panel the order was {listed(told)}."]


def _agrees_in(final: ToldWeek, result: Result) -> bool:
    line = final.line(result.star)
    return line is not None and agrees(result, line)
