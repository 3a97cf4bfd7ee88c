"""The season in a few paragraphs: the beginning, who led, the marks, who left, the final."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mirrorball.recap.shown import still_in, told_weeks
from mirrorball.recap.story import Danced, Story, ToldWeek
from mirrorball.recap.words.board import first, guests, is_done, turns
from mirrorball.recap.words.final import final_told
from mirrorball.recap.words.gone import against_the_board, leaving_told
from mirrorball.recap.words.said import (
    begins,
    by_number,
    danced_to,
    day,
    in_words,
    joined,
    of_all,
    pick,
    so_many,
    stop,
    times,
)
from mirrorball.sentences import listed, mark, number

MOST_NAMED = 3  # names in a row before a sentence becomes a list
MOST_PLACES = 5
MOST_STILL = 6


def road(story: Story) -> list[str]:
    """How the season went, in paragraphs: the beginning, who led, the marks, who left, the final."""
    weeks = [told for told in told_weeks(story) if told.lines or told.left]
    if not weeks:
        return ["Nothing of this season is danced yet."]
    paragraphs = (
        _beginning(story, weeks[0]),
        _leaders(story, weeks),
        _full_marks(story, weeks),
        leaving_told(story, weeks),
        against_the_board(weeks),
        final_told(story) if story.over else _still(story),
    )
    return [" ".join(paragraph) for paragraph in paragraphs if paragraph]


def _beginning(story: Story, opening: ToldWeek) -> list[str]:
    """When it began, before whom, and who led the first night."""
    season = story.season
    when = f" on {day(opening.week.date)}" if opening.week.date else ""
    weeks = so_many(len(story.weeks), "week")
    planned = f"and {weeks} {'is' if len(story.weeks) == 1 else 'are'} planned"
    length = f"and the season lasted {weeks}" if is_done(story) else planned
    said = [f"{begins(so_many(len(story.journeys), 'couple'))} began{when}, {length}."]
    sat = dict.fromkeys(judge for told in told_weeks(story) for judge in guests(story, told))
    if season.judges and not season.averaged:
        more = f", joined by {so_many(len(sat), 'guest') if len(sat) > 1 else 'a guest'}" if sat else ""
        said.append(f"{listed(season.judges)} judged{more}.")
    front = first(opening)
    if front and not front[MOST_NAMED:] and front[0].night.points is not None:
        points = f"{number(front[0].night.points)} points{' each' if front[1:] else ''}"
        said.append(f"{listed([line.star for line in front])} led the first night with {points}.")
    return said


def _leaders(story: Story, weeks: Sequence[ToldWeek]) -> list[str]:
    """Who stood first with the panel, and how often."""
    led = Counter(line.star for told in weeks for line in first(told))
    if not led:
        return []
    known = sum(1 for told in weeks if first(told))
    most = max(led.values())
    who = [star for star, often in led.items() if often == most]
    if len(who) > MOST_NAMED:
        return [f"{begins(so_many(len(led), 'couple'))} stood first with the panel at one time or another."]
    alone = "" if all(not first(told)[1:] for told in weeks) else ", alone or level with others"
    each = " each" if who[1:] else ""
    ways = (
        f"{listed(who)}{each} led the panel's board {of_all(most, known)}{alone}.",
        f"The panel had {listed(who)}{each} in front {of_all(most, known)}{alone}.",
    )
    said = [pick(story, "leaders", ways)]
    rest = Counter({star: often for star, often in led.items() if often < most})
    if not rest:
        return [*said, "Nobody else ever did."]
    if len(rest) > MOST_PLACES:
        return [*said, f"{begins(so_many(len(rest), 'other couple'))} led at some time."]
    others = [
        f"{listed(stars)} {'' if nth else 'led '}{times(often)}{' each' if stars[1:] else ''}"
        for nth, (often, stars) in enumerate(by_number(rest))
    ]
    return [*said, f"{joined(others)}."]


def _full_marks(story: Story, weeks: Sequence[ToldWeek]) -> list[str]:
    """When the panel first gave all it had, and how often it did so for whom."""
    if story.season.averaged:
        return []
    danced = [(told, stars, one) for told in weeks for stars, one in turns(told) if one.share is not None]
    full = [(told, stars, one) for told, stars, one in danced if one.share == 1]
    if not full:
        none = "No routine got full marks." if is_done(story) else "No routine has had full marks so far."
        return [none] if danced else []
    return [_first_full(story, *full[0]), _in_all([(stars, one) for _, stars, one in full])]


def _in_all(full: list[tuple[tuple[str, ...], Danced]]) -> str:
    """How often full marks came, and for whom."""
    own = [stars[0] for stars, one in full if not one.routine.team]
    if len(full) == 1:
        return "They were the only ones."
    if not own:
        return f"They came {times(len(full))}, always for a team dance."
    beside = "" if len(own) == len(full) else " beside team dances"
    many = f"{begins(so_many(len(own), 'routine'))}{beside} got them in all"
    who = Counter(own)
    if len(who) == 1:
        return f"{many}, {'danced' if len(own) == 1 else 'each danced'} by {own[0]}."
    if len(who) > MOST_PLACES:
        return f"{many}, danced by {so_many(len(who), 'couple')}."
    shared = [f"{listed(stars)} {in_words(often)}{' each' if stars[1:] else ''}" for often, stars in by_number(who)]
    return f"{many}: {joined(shared)}."


def _first_full(story: Story, told: ToldWeek, stars: tuple[str, ...], one: Danced) -> str:
    top = story.season.scale.highest
    each = f", a {mark(top)} from every judge," if set(one.routine.marks.values()) == {top} else ""
    how = f"danced {'as' if stars[1:] else 'in'} a team" if one.routine.team else f"danced {danced_to(one.routine)}"
    return stop(f"Full marks{each} first came in week {told.week.number}, when {listed(stars)} {how}")


def _still(story: Story) -> list[str]:
    """Who has not left yet."""
    names = [one.star for one in still_in(story)]
    if not names or len(names) > MOST_STILL or len(names) == len(story.journeys) > 1:
        return []
    return [f"Still in {'is' if len(names) == 1 else 'are'} {listed(names)}."]
