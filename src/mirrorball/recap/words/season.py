"""The season in a few paragraphs: who won and how the points came, and the road there."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from mirrorball.core.season import Exit
from mirrorball.recap.story import Danced, Journey, Line, Story, ToldWeek
from mirrorball.recap.words.said import (
    begins,
    couples,
    danced_to,
    day,
    in_words,
    of,
    pick,
    placed,
    season_named,
    so_many,
    style,
)
from mirrorball.sentences import NOT_KNOWN, listed, number, points_made_of

MOST_NAMED = 3  # names in a row before a sentence becomes a list


def lead(story: Story) -> str:
    """Who won, with what, and who came behind; or where a season stands that still runs."""
    if not story.over:
        return _running(story)
    won = couples(story, [one.star for one in story.champions])
    when = f" on {day(story.final.week.date)}" if story.final and story.final.week.date else ""
    told = [f"{won} won {season_named(story)}{when}."]
    if story.season.trophy:
        told.append(f"Theirs is the {story.season.trophy}.")
    told += _final_points(story)
    behind = [one for one in story.finalists if not one.champion]
    second = [
        one for one in behind if one.result and one.result.place and one.result.place.first == len(_won(story)) + 1
    ]
    if len(second) == 1:
        told.append(f"{second[0].couple.name} came second.")
    return " ".join(told)


def how_points_came(line: Line) -> str:
    """What a couple's points of a night are the sum of: ``60 carried over from week 10 + 30 foxtrot + ... = 120``."""
    night = line.night
    if night.points is None:
        return f"{begins(points_made_of(night))}."
    carried = night.carried
    parts = []
    if carried is not None and carried.points is not None:
        parts.append(f"{number(carried.points)} carried over from week {carried.week}")
    if night.stated or not line.danced:
        parts.append(f"{number(night.marks or Fraction(0))} from the panel")
    else:
        parts += [f"{number(one.sheet.total or Fraction(0))} {_called(one)}" for one in line.danced]
    parts += [f"{number(bonus.points)} {bonus.contest}" for bonus in night.bonuses]
    summed = f" = {number(night.points)}" if len(parts) > 1 else ""
    return f"{' + '.join(parts)}{summed}"


def road(story: Story) -> list[str]:
    """How the season went, in paragraphs: the beginning, who led, who left, the final."""
    weeks = [told for told in story.weeks if told.danced]
    if not weeks:
        return ["Nothing of this season is danced yet."]
    told = [_beginning(story, weeks[0]), _leaders(story, weeks), _full_marks(story), _leaving(story)]
    if story.over:
        told.append(_against_the_panel(story))
    return [paragraph for paragraph in told if paragraph]


def _won(story: Story) -> tuple[Journey, ...]:
    return story.champions


def _called(one: Danced) -> str:
    """What a routine is called in a sum: its style, or its round."""
    named = one.routine.style or one.routine.round or "dance"
    return (
        f"{named[0].lower()}{named[1:]}" if one.routine.style and style(one.routine).split(" ")[1].islower() else named
    )


def _running(story: Story) -> str:
    danced = [told.week.number for told in story.weeks if told.danced]
    title = begins(season_named(story))
    if not danced:
        return f"{title} has not begun. {begins(so_many(len(story.journeys), 'couple'))} will dance."
    still = [one for one in story.journeys if one.result is None]
    many = f"{so_many(len(still), 'couple')} {'is' if len(still) == 1 else 'are'}"
    return f"{title} is still running. {begins(many)} still in after week {danced[-1]}."


def _final_points(story: Story) -> list[str]:
    final = story.final
    lines = [(one, final.line(one.star)) for one in story.champions] if final else []
    told = []
    for one, line in lines:
        if line is None or line.night.points is None:
            continue
        who = "Their" if len(lines) == 1 else of(one.star)
        told.append(f"{who} final score was {number(line.night.points)}: {how_points_came(line)}.")
    return told


def _beginning(story: Story, first: ToldWeek) -> str:
    when = f" on {day(first.week.date)}" if first.week.date else ""
    weeks = so_many(len(story.weeks), "week")
    began = f"{begins(so_many(len(story.journeys), 'couple'))} began{when}"
    return f"{began}, with {weeks} of dancing before them." if story.over else f"{began}; {weeks} are planned."


def _leaders(story: Story, weeks: list[ToldWeek]) -> str:
    """Who stood first with the panel, and how often."""
    led: dict[str, int] = {}
    for told in weeks:
        for line in told.lines:
            if line.place is not None and line.place.first == 1:
                led[line.star] = led.get(line.star, 0) + 1
    if not led:
        return ""
    most = max(led.values())
    who = [star for star, times in led.items() if times == most]
    rest = len(led) - len(who)
    times = "once" if most == 1 else f"in {in_words(most)} of {so_many(len(weeks), 'week')}"
    each = "each " if len(who) > 1 and len(who) <= MOST_NAMED else ""
    if len(who) > MOST_NAMED:
        return f"{begins(so_many(len(led), 'couple'))} stood first with the panel at one time or another."
    others = f" {begins(so_many(rest, 'other couple'))} led at some time." if rest else " Nobody else ever did."
    ways = (
        f"{listed(who)} {each}led the panel's board {times}.{others}",
        f"The panel put {listed(who)} {each}first {times}.{others}",
    )
    return pick(story, "leaders", ways)


def _full_marks(story: Story) -> str:
    """When the panel first gave all it had, and how often in all."""
    if story.season.averaged:
        return ""
    full = [
        (told, line, one)
        for told in story.weeks
        for line in told.lines
        for one in line.danced
        if one.share == 1 and not one.routine.team
    ]
    if not full:
        return "" if not any(one.share for j in story.journeys for one in j.danced) else "No routine got full marks."
    told, line, one = full[0]
    first = f"The first full marks came in week {told.week.number}, for {of(line.star)} dance: {danced_to(one)}."
    if len(full) == 1:
        return f"{first} They were the only ones."
    who: dict[str, int] = {}
    for _, other, _ in full:
        who[other.star] = who.get(other.star, 0) + 1
    shared = listed([f"{star} ({times})" for star, times in sorted(who.items(), key=lambda it: -it[1])])
    return f"{first} {begins(in_words(len(full)))} routines in all got full marks: {shared}."


def _leaving(story: Story) -> str:
    gone = [(told, r) for told in story.weeks for r in told.left]
    if not gone:
        return "Nobody has left." if not story.over else ""
    told = [_gone(nth, week.week.number, r.star, r.exit) for nth, (week, r) in enumerate(gone)]
    return f"{begins('; '.join(told))}."


def _gone(nth: int, week: int, star: str, how: Exit) -> str:
    left = "withdrew" if how is Exit.WITHDREW else "left"
    return f"{star} {left} in week {week}" if nth else f"{star} was the first to go, in week {week}"


def _against_the_panel(story: Story) -> str:
    """Whether the places of the final are those of the panel's points; if not, the votes made the difference."""
    final = story.final
    if final is None:
        return ""
    both = [(one, line) for one in story.finalists if (line := final.line(one.star)) and line.place]
    moved = [(one, line) for one, line in both if one.result and one.result.place and not _agrees(one, line)]
    field = begins(so_many(len(story.finalists), "couple"))
    if not both:
        return f"{field} danced in the final."
    if not moved:
        return f"{field} danced in the final, and their places are those of the panel's points."
    named = "; ".join(_moved(one, line) for one, line in moved)
    decided = "Their places do not all follow the panel's points, so the votes decided them"
    return f"{field} danced in the final. {decided}: {named}."


def _agrees(one: Journey, line: Line) -> bool:
    if one.result is None or one.result.place is None or line.place is None:
        return False
    return line.place.first <= one.result.place.first and one.result.place.last <= line.place.last


def _moved(one: Journey, line: Line) -> str:
    there = placed(line.place) if line.place else NOT_KNOWN
    came = placed(one.result.place) if one.result and one.result.place else NOT_KNOWN
    return f"{one.star} stood {there} with the panel and came {came}"


def full_marks(lines: Iterable[Line]) -> list[tuple[Line, Danced]]:
    """The routines among these that got all that there was."""
    return [(line, one) for line in lines for one in line.danced if one.share == 1]
