"""Who left in the course of a season, and who left or stayed against the panel's points."""

from __future__ import annotations

from collections.abc import Sequence

from mirrorball.recap.story import Story, ToldWeek
from mirrorball.recap.words.board import below, eliminated, is_done, lowest, this_board_decides, went_on, withdrew
from mirrorball.recap.words.said import in_weeks, so_many
from mirrorball.sentences import listed

TWICE = 2


def leaving_told(story: Story, weeks: Sequence[ToldWeek]) -> list[str]:
    """Who left, week by week, and when nobody did."""
    gone = [(told.week.number, list(eliminated(told))) for told in weeks if eliminated(told)]
    quits = [(told.week.number, list(withdrew(told))) for told in weeks if withdrew(told)]
    said = []
    if gone:
        said.append(_first_out(gone[0]))
        said += _then(gone)
    said += [f"{listed(stars)} withdrew in week {week}." for week, stars in quits]
    last = max((result.week for result in story.season.results), default=0)
    none = [one.week.number for one in weeks if not one.left and not one.week.final and one.week.number < last]
    if gone and none:
        said.append(f"Nobody left in {in_weeks(none)}.")
    return said if said or is_done(story) else ["Nobody has left."]


def _first_out(gone: tuple[int, list[str]]) -> str:
    week, stars = gone
    return f"{listed(stars)} {'was' if len(stars) == 1 else 'were'} the first to leave, in week {week}."


def _then(gone: Sequence[tuple[int, list[str]]]) -> list[str]:
    """Those who left after the first, with the weeks where these do not follow from each other."""
    rest = gone[1:]
    if not rest:
        return []
    weeks = [week for week, _ in gone]
    if all(len(stars) == 1 for _, stars in rest) and weeks == list(range(weeks[0], weeks[-1] + 1)):
        names = listed([star for _, stars in rest for star in stars])
        if len(rest) == 1:
            return [f"{names} followed a week later."]
        return [f"{names} followed, one a week until week {weeks[-1]}."]
    then = [f"{listed(stars)} {'' if nth else 'followed '}in week {week}" for nth, (week, stars) in enumerate(rest)]
    return [f"{'; '.join(then)}."]


def against_the_board(weeks: Sequence[ToldWeek]) -> list[str]:
    """Who left with the most couples behind on points, and who stood last and danced on."""
    nights = [told for told in weeks if eliminated(told) and not told.week.final and this_board_decides(told)]
    return [*_highest_out(nights), *_lowest_in(nights)]


def _highest_out(nights: Sequence[ToldWeek]) -> list[str]:
    behind = [(len(went_on(told, below(told, star))), told, star) for told in nights for star in eliminated(told)]
    most = max((many for many, _, _ in behind), default=0)
    at_most = [(told, star) for many, told, star in behind if many == most]
    if most < TWICE or len(at_most) != 1:
        return []
    told, star = at_most[0]
    many = so_many(most, "couple")
    return [f"{star} left in week {told.week.number} with {many} behind on points; nobody who left had more behind."]


def _lowest_in(nights: Sequence[ToldWeek]) -> list[str]:
    stayed: dict[str, list[int]] = {}
    for told in nights:
        for line in went_on(told, lowest(told)):
            stayed.setdefault(line.star, []).append(told.week.number)
    most = max((len(weeks) for weeks in stayed.values()), default=0)
    who = [star for star, weeks in stayed.items() if len(weeks) == most]
    if most < TWICE or len(who) != 1:
        return []
    weeks = stayed[who[0]]
    level_ = any(lowest(told)[1:] for told in nights if told.week.number in weeks)
    alone = ", alone or level with others," if level_ else ""
    kept = "both times" if most == TWICE else "each time"
    return [f"{who[0]} had the fewest points{alone} in {in_weeks(weeks)}, and danced on {kept}."]
