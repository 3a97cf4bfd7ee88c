"""The season in one paragraph: who won, with what, and who came behind; or where a season stands that still runs."""

from __future__ import annotations

from mirrorball.recap.shown import still_in, told_weeks
from mirrorball.recap.story import Story
from mirrorball.recap.words.board import first, in_full
from mirrorball.recap.words.final import agrees, by_place, ended, places_follow, why_not
from mirrorball.recap.words.said import begins, couples, day, in_words, joined, of, season_named, so_many, stop
from mirrorball.recap.words.sums import made_of, parts_of
from mirrorball.sentences import NOT_KNOWN, listed, number

MOST_NAMED = 3  # names in a row before a sentence becomes a list
MOST_PLACES = 5  # places behind the champions that one sentence can carry


def lead(story: Story) -> str:
    """Who won, with what, and who came behind; or where a season stands that still runs."""
    if not story.over:
        return _running(story)
    return " ".join([_won(story), *_final_score(story), *_behind(story), *_votes_decided(story)])


def _won(story: Story) -> str:
    names = [one.star for one in story.champions]
    when = f" on {day(story.final.week.date)}" if story.final and story.final.week.date else ""
    trophy = story.season.trophy.removeprefix("The ").removeprefix("the ")
    if not names[1:]:
        prize = f", and with it the {trophy}" if trophy else ""
        return stop(f"{couples(story, names)} won {season_named(story)}{when}{prize}")
    every = "both" if len(names) == 2 else f"all {in_words(len(names))}"  # noqa: PLR2004  # a pair
    prize = f". The {trophy} went to {every}" if trophy else ""
    comma = "," if any(story.season.couple(name).pro for name in names) else ""
    return stop(f"{couples(story, names)}{comma} shared first place in {season_named(story)}{when}{prize}")


def _final_score(story: Story) -> list[str]:
    """The final score of who won, and what it was made of."""
    final = story.final
    lines = [line for one in story.champions if final and (line := final.line(one.star))]
    told = []
    for line in lines:
        whose = "Their" if not lines[1:] and story.season.couple(line.star).pro else of(line.star)
        if line.night.points is None:
            told.append(f"{whose} final score is {NOT_KNOWN}.")
            continue
        everything = ", all that there was to have" if in_full(story, line) else ""
        kind = ", by the judges' averages," if story.season.averaged else ""
        made = f": {made_of(line)}" if len(parts_of(line)) > 1 or line.night.stated else ""
        told.append(stop(f"{whose} final score{kind} was {number(line.night.points)}{everything}{made}"))
    return told


def _behind(story: Story) -> list[str]:
    """Who came behind the champions, by place."""
    groups = by_place([one for one in story.finalists if not one.champion])
    if not groups:
        return []
    said = ended(groups[:MOST_PLACES], lambda stars: couples(story, stars))
    more = sum(len(group) for group in groups[MOST_PLACES:])
    rest = f"; {so_many(more, 'couple')} followed" if more else ""
    return [stop(f"{joined(said)}{rest}")]


def _votes_decided(story: Story) -> list[str]:
    """That the places do not follow the panel's points, in one sentence; the road tells which."""
    if story.final is None or places_follow(story) is not False:
        return []
    lines = [(one.result, story.final.line(one.star)) for one in story.champions]
    behind = all(result and line and agrees(result, line) for result, line in lines)
    where = "Behind them the places" if behind else "The places"
    return [f"{where} did not follow the points from the panel: {why_not(story.final)}."]


def _running(story: Story) -> str:
    weeks = told_weeks(story)
    title = begins(season_named(story)) if story.season.number is not None else story.season.title
    if not weeks:
        return f"{title} has not begun. {begins(so_many(len(story.journeys), 'couple'))} will dance."
    if weeks[-1].week.final:
        return f"The final of {season_named(story)} is danced. Who won is not recorded."
    still = still_in(story)
    are = "is" if len(still) == 1 else "are"
    said = [
        f"{title} is still running. After week {weeks[-1].week.number} {so_many(len(still), 'couple')} {are} still in."
    ]
    front = first(weeks[-1])
    if front and not front[MOST_NAMED:] and front[0].night.points is not None:
        each = " each" if front[1:] else ""
        points = number(front[0].night.points)
        said.append(f"{listed([line.star for line in front])} led that night's board with {points} points{each}.")
    return " ".join(said)
