"""A week in a few sentences: who led and with what, the best routine, the contests, who left."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from mirrorball.core.season import Bonus
from mirrorball.recap.story import Danced, Line, Story, ToldWeek
from mirrorball.recap.words.board import (
    below,
    eliminated,
    first,
    guests,
    is_told,
    level,
    lowest,
    placed,
    this_board_decides,
    turns,
    went_on,
    whole,
    withdrew,
)
from mirrorball.recap.words.final import by_place, ended
from mirrorball.recap.words.said import (
    begins,
    by_number,
    danced_to,
    in_words,
    joined,
    music,
    noun,
    of,
    out_of,
    pick,
    so_many,
    stop,
    times,
)
from mirrorball.recap.words.sums import made_of, parts_of
from mirrorball.sentences import NOT_KNOWN, listed, number

MOST_NAMED = 3
TWO = 2


def week_story(story: Story, told: ToldWeek) -> list[str]:
    """Two to six sentences on a week; one where it is still to come."""
    if not is_told(story, told):
        return [f"Week {told.week.number} is not danced yet."]
    said = [
        _led(story, told),
        _sat(story, told),
        _best(story, told),
        *_contests(told),
        _ended(story, told),
        _named(story, told),
    ]
    return [sentence for sentence in said if sentence]


def _led(story: Story, told: ToldWeek) -> str:
    """Who had the most points, with what."""
    known = placed(told)
    if not known or not whole(told):
        return _unled(told, len(known))
    many = begins(so_many(len(told.lines), "couple"))
    if len(known) == 1:
        return stop(f"{known[0].star} danced alone, {_for_what(story, known[0])}")
    if level(told):
        return f"{many} danced, and the panel had them level with {_had(story, known[0])} each."
    front = first(told)
    if len(front) > MOST_NAMED:
        return f"{many} danced, and {in_words(len(front))} shared the lead with {_had(story, front[0])} each."
    return _together(story, told, front) if front[1:] else _alone(story, told, front[0])


def _unled(told: ToldWeek, known: int) -> str:
    """That points are not known, of some couples or of all."""
    if not told.lines:
        return f"What was danced in week {told.week.number} is {NOT_KNOWN}."
    many = begins(so_many(len(told.lines), "couple"))
    if not known:
        return f"{many} danced. {'The' if len(told.lines) == 1 else 'Their'} points are {NOT_KNOWN}."
    return f"{many} danced. The points of {in_words(len(told.lines) - known)} of them are {NOT_KNOWN}."


def _alone(story: Story, told: ToldWeek, line: Line) -> str:
    many = so_many(len(told.lines), "couple")
    what = _for_what(story, line)
    ways = (
        f"{line.star} led the board of {many}, {what}",
        f"{begins(many)} danced, and nobody had more from the panel than {line.star}, {what}",
        f"First with the panel among {many} was {line.star}, {what}",
        f"Of {many} the panel had {line.star} in front, {what}",
    )
    return stop(pick(story, "led", ways, told.week.number))


def _together(story: Story, told: ToldWeek, front: tuple[Line, ...]) -> str:
    who, many, had = listed([line.star for line in front]), so_many(len(told.lines), "couple"), _had(story, front[0])
    ways = (
        f"{who} shared the lead of {many}, with {had} each.",
        f"{begins(many)} danced, and {who} led together, with {had} each.",
        f"First with the panel among {many} were {who}, with {had} each.",
    )
    said = pick(story, "led together", ways, told.week.number)
    if all(_plain(story, line) and line.danced[0].routine.style for line in front):
        danced = [
            f"{line.star} {'danced ' if not nth else ''}{danced_to(line.danced[0].routine)}"
            for nth, line in enumerate(front)
        ]
        said = f"{said} {stop('; '.join(danced))}"
    return said


def _plain(story: Story, line: Line) -> bool:
    """Whether a couple's night is one routine and nothing else."""
    night = line.night
    simple = len(line.danced) == 1 and not night.bonuses and night.carried is None and not night.stated
    return simple and not story.season.averaged and line.danced[0].share is not None


def _had(story: Story, line: Line) -> str:
    """What a couple had: ``22 of 30``, ``42 points``."""
    if _plain(story, line):
        return out_of(line.danced[0])
    return f"{number(line.night.points or Fraction(0))} point{'' if line.night.points == 1 else 's'}"


def _for_what(story: Story, line: Line) -> str:
    """What a couple had and for what: ``with 22 of 30 for a tango``, ``with 42 points: 37 for the tango and ...``."""
    had = f"with {_had(story, line)}"
    if _plain(story, line):
        routine = line.danced[0].routine
        if not routine.style and not routine.songs:
            return had
        return f"{had} for {danced_to(routine)}"
    return f"{had}: {made_of(line)}" if len(parts_of(line)) > 1 and not story.season.averaged else had


def _sat(story: Story, told: ToldWeek) -> str:
    sat = guests(story, told)
    if not sat:
        return ""
    if sat[1:]:
        return f"{listed(sat)} sat on the panel as guests."
    ways = (f"{sat[0]} sat on the panel as a guest.", f"The guest on the panel was {sat[0]}.")
    return stop(pick(story, "guest", ways, told.week.number))


def _best(story: Story, told: ToldWeek) -> str:
    """The best routine of the night, or those with full marks; nothing where the board has told it already."""
    if story.season.averaged:
        return ""
    known = [(stars, one) for stars, one in turns(told) if one.share is not None]
    best = max((one.share for _, one in known if one.share is not None), default=None)
    if best is None or len(known) <= 1:
        return ""
    at_best = [(stars, one) for stars, one in known if one.share == best]
    if best == 1:
        return _full(story, told, at_best)
    stars, one = at_best[0]
    if len(at_best) != 1 or _told_already(story, told, stars) or not one.routine.style:
        return ""
    if one.routine.team:
        return stop(f"The best marked was {_team(stars)}, with {out_of(one)}")
    return stop(f"The best routine was {of(stars[0])} {noun(one.routine)}{_to(one)}, with {out_of(one)}")


def _told_already(story: Story, told: ToldWeek, stars: tuple[str, ...]) -> bool:
    """Whether the sentence on the board holds this routine."""
    front = first(told)
    mine = [line for line in front if line.star in stars]
    return bool(mine) and len(front) <= MOST_NAMED and _plain(story, mine[0])


def _full(story: Story, told: ToldWeek, full: list[tuple[tuple[str, ...], Danced]]) -> str:
    teams = [_team(stars) for stars, one in full if one.routine.team]
    own = [(stars[0], one) for stars, one in full if not one.routine.team]
    who = Counter(star for star, _ in own)
    if not own:
        return stop(f"Full marks went to {joined(teams)}")
    if len(full) == 1:
        return _only_full(story, told, *own[0])
    if len(who) == len(own) and len(full) <= MOST_NAMED + 1:
        return stop(f"Full marks went to {joined([*teams, listed(list(who))])}")
    return stop(f"Full marks came {times(len(full))}{_shared_out(who, teams)}")


def _shared_out(who: Counter[str], teams: list[str]) -> str:
    """For whom full marks came; nothing where the list would be long."""
    if len(who) > MOST_NAMED + 1:
        return ""
    if len(who) == 1 and not teams:
        (star, many), *_ = who.items()
        return f", {'both times' if many == TWO else 'each time'} for {star}"
    shared = [f"{times(many)}{' each' if stars[1:] else ''} for {listed(stars)}" for many, stars in by_number(who)]
    return f": {joined([*shared, *(f'once for {team}' for team in teams)])}"


def _only_full(story: Story, told: ToldWeek, star: str, one: Danced) -> str:
    if not _told_already(story, told, (star,)):
        return stop(f"Full marks went to {star} for {danced_to(one.routine)}")
    return (
        "Every judge gave the highest mark." if set(one.routine.marks.values()) == {story.season.scale.highest} else ""
    )


def _team(stars: tuple[str, ...]) -> str:
    return f"the team of {listed(stars)}" if stars[1:] else f"the team in which {stars[0]} danced"


def _to(one: Danced) -> str:
    return f" to {music(one.routine.songs)}" if one.routine.songs else ""


def _contests(told: ToldWeek) -> list[str]:
    """What each contest beside the marks brought, by name."""
    found: dict[str, list[Bonus]] = {}
    for line in told.lines:
        for bonus in line.night.bonuses:
            found.setdefault(bonus.contest, []).append(bonus)
    return [sentence for contest, given in found.items() for sentence in _contest(contest, given)]


def _contest(contest: str, given: list[Bonus]) -> list[str]:
    said = []
    gained: dict[Fraction, list[str]] = {}
    for bonus in given:
        gained.setdefault(bonus.points, []).append(bonus.star)
    above = sorted((value for value in gained if value > 0), reverse=True)
    if above:
        stars, point = gained[above[0]], "point" if above[0] == 1 else "points"
        most = "the most, " if above[1:] else ""
        each = " each" if stars[1:] else ""
        said.append(f"The {contest} brought {listed(stars)} {most}{number(above[0])} {point}{each}.")
    for value, stars in gained.items():
        if value < 0:
            point = "point" if value == -1 else "points"
            each = " each" if stars[1:] else ""
            said.append(f"The {contest} cost {listed(stars)} {number(abs(value))} {point}{each}.")
    return said


def _ended(story: Story, told: ToldWeek) -> str:
    """Who left, and how that lies to the board; in a final, who came where."""
    if told.week.final:
        return _places(story, told)
    out, gone = eliminated(told), withdrew(told)
    said = [f"{listed(gone)} withdrew"] if gone else []
    if len(out) == 1:
        said.append(_left(story, told, out[0]))
    elif out:
        said.append(f"{listed(out)} left")
    if said:
        return stop(", and ".join(said))
    return _nobody(story, told)


def _nobody(story: Story, told: ToldWeek) -> str:
    settled = story.over or any(result.week > told.week.number for result in story.season.results)
    if not settled and told.week.leave:
        return "Who left is not recorded."
    many = len(told.lines)
    ways = ("Nobody left.", f"Nobody left: all {in_words(many)} danced on." if many > TWO else "Nobody left.")
    return pick(story, "nobody", ways if story.over else ways[:1], told.week.number)


def _left(story: Story, told: ToldWeek, star: str) -> str:
    last = lowest(told)
    if not this_board_decides(told):
        return f"{star} left"
    if [line.star for line in last] == [star] and last[0].night.points is not None:
        points = number(last[0].night.points)
        ways = (f"{star} had the fewest points, {points}, and left", f"{star}, last on the board with {points}, left")
        return pick(story, "last", ways, told.week.number)
    behind = went_on(told, below(told, star))
    if not behind:
        return f"{star} left"
    many = so_many(len(behind), "couple")
    ways = (
        f"{star} left, with {many} behind on points",
        f"{star} left, although {many} had fewer points",
    )
    return pick(story, "left", ways, told.week.number)


def _places(story: Story, told: ToldWeek) -> str:
    here = [one for one in story.finalists if one.result and one.result.week == told.week.number]
    said = ended(by_place(here)[: MOST_NAMED + TWO])
    return stop(joined(said)) if said else ""


def _named(story: Story, told: ToldWeek) -> str:
    """Who was named in jeopardy on air; those named are not always the lowest, so nothing more is said of them."""
    named = told.week.named_in_jeopardy
    if not named:
        return ""
    who, was = listed(named), "were" if named[1:] else "was"
    ways = (
        f"On air {who} {was} named in jeopardy; those named are not always the lowest.",
        f"{who} {was} named in jeopardy on air, which does not always mean the lowest.",
        f"Named in jeopardy on air {was} {who}, who need not have been lowest.",
    )
    return pick(story, "jeopardy", ways, told.week.number)
