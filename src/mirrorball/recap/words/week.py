"""A week in a few sentences: who led, the best routine, what the vote could change, who left and how."""

from __future__ import annotations

from fractions import Fraction

from mirrorball.core.outcome import leaving
from mirrorball.core.reach import Fate
from mirrorball.core.season import Exit, Result
from mirrorball.recap.story import Danced, Line, Story, ToldWeek
from mirrorball.recap.words.said import begins, danced_to, in_words, of, pick, placed, so_many
from mirrorball.recap.words.season import full_marks
from mirrorball.sentences import NOT_KNOWN, listed, number, what_the_vote_could_change, who_leaves

MOST_NAMED = 3


def week_story(story: Story, told: ToldWeek) -> list[str]:
    """Two to six sentences on a week; one where nothing is danced yet."""
    if not told.danced:
        return [f"Week {told.week.number} is not danced yet."]
    said = [
        _field(story, told),
        _led(story, told),
        _best(story, told),
        _lowest(told),
        *_contests(told),
        _gone(story, told),
    ]
    return [sentence for sentence in said if sentence]


def could_change(story: Story, told: ToldWeek) -> list[str]:
    """What the vote could change in a week, whatever it was; nothing where nobody can say."""
    if not told.verdict.reach:
        return []
    return what_the_vote_could_change(told.verdict.reach, told.week, leaving(story.season, told.week))


def why_left(story: Story, told: ToldWeek, result: Result) -> str:
    """How a couple's season ended, and what is known of why."""
    couple, line = story.season.couple(result.star), told.line(result.star)
    place = f", in {placed(result.place)} place" if result.place else ""
    if result.exit is Exit.WITHDREW:
        return f"{couple.name} withdrew{place}."
    if result.exit is Exit.FINAL:
        return _in_the_final(story, told, result)
    if told.outcome is not None and told.outcome.save is not None and result.star in told.outcome.out:
        return f"{couple.name} left{place}. {who_leaves(told.outcome)}"
    return " ".join([f"{couple.name} left{place}.", *_with_the_panel(told, line, result.star)])


def _in_the_final(story: Story, told: ToldWeek, result: Result) -> str:
    line, name = told.line(result.star), story.season.couple(result.star).name
    came = f"came {placed(result.place)}" if result.place else f"danced in the final; their place is {NOT_KNOWN}"
    if result.place is not None and result.place.first == 1:
        came = "won" if not result.place.shared else "won, level with others"
    if line is None or line.place is None or result.place is None:
        return f"{name} {came}."
    agrees = line.place.first <= result.place.first <= line.place.last
    stood = f"The panel's points had them {placed(line.place)}"
    return f"{name} {came}. {stood}{'.' if agrees else ', and the votes moved them.'}"


def _with_the_panel(told: ToldWeek, line: Line | None, star: str) -> list[str]:
    """Where a couple that left stood with the panel, and whether a vote could have kept it."""
    said = []
    if line is not None and line.place is not None and line.night.points is not None:
        last = max(other.place.last for other in told.lines if other.place)
        lower = last - line.place.last
        where = "lowest" if not lower else f"{placed(line.place)} of {last}"
        said.append(f"With {number(line.night.points)} points they stood {where} with the panel.")
        if lower and told.verdict.by_record is False:
            said.append(f"{begins(so_many(lower, 'couple'))} stood lower.")
    fate = next((one for one in told.verdict.reach if one.star == star), None)
    if fate is not None and fate.can_stay and fate.fate is Fate.OPEN:
        said.append("Another vote would have kept them.")
    if fate is not None and fate.fate is Fate.OUT:
        said.append("No vote could have kept them.")
    return said


def _field(story: Story, told: ToldWeek) -> str:
    many = len(told.lines)
    routines = sum(1 for line in told.lines for one in line.danced)
    if story.season.averaged or routines == many:
        return f"{begins(so_many(many, 'couple'))} danced."
    teams = {one.routine.team for line in told.lines for one in line.danced if one.routine.team}
    more = f", {in_words(len(teams))} of the dances as teams" if teams else ""
    own = routines - sum(1 for line in told.lines for one in line.danced if one.routine.team) + len(teams)
    return f"{begins(so_many(many, 'couple'))} danced {so_many(own, 'routine')}{more}."


def _led(story: Story, told: ToldWeek) -> str:
    first = [line for line in told.lines if line.place is not None and line.place.first == 1]
    if not first or first[0].night.points is None:
        return ""
    points = number(first[0].night.points)
    if len(first) > MOST_NAMED:
        return f"{begins(so_many(len(first), 'couple'))} shared the lead, with {points} points each."
    who = listed([line.star for line in first])
    if len(first) > 1:
        return f"{who} shared the lead, with {points} points each."
    carried = first[0].night.carried
    more = ""
    if carried is not None and carried.points is not None:
        more = f", {number(carried.points)} of them carried over from week {carried.week}"
    ways = (
        f"{who} led the panel's board with {points} points{more}.",
        f"The panel had {who} in front, with {points} points{more}.",
        f"Nobody had more from the panel than {who}: {points} points{more}.",
    )
    return pick(story, ("led", told.week.number), ways)


def _best(story: Story, told: ToldWeek) -> str:
    """The best routine; nothing where a couple's night is one routine, since the board has said it."""
    if story.season.averaged:
        return ""
    full = [(line, one) for line, one in full_marks(told.lines) if not one.routine.team]
    if full:
        return _full(full)
    known = [(one.share, line, one) for line in told.lines for one in line.danced if one.share and not one.routine.team]
    best = max((share for share, _, _ in known), default=None)
    at_best = [(line, one) for share, line, one in known if share == best]
    if len(at_best) != 1:
        return ""
    line, one = at_best[0]
    return f"The best routine of the night was {of(line.star)}: {danced_to(one)}."


def _full(full: list[tuple[Line, Danced]]) -> str:
    if len(full) == 1:
        line, one = full[0]
        return f"Full marks went to {line.star} for {danced_to(one)}."
    stars = list(dict.fromkeys(line.star for line, _ in full))
    if len(stars) > MOST_NAMED:
        return f"{begins(in_words(len(full)))} routines got full marks."
    return f"{begins(in_words(len(full)))} routines got full marks, danced by {listed(stars)}."


def _lowest(told: ToldWeek) -> str:
    known = [line for line in told.lines if line.place is not None and line.night.points is not None]
    if len({line.night.points for line in known}) < MOST_NAMED:
        return ""
    last = max(line.place.last for line in known if line.place)
    lowest = [line for line in known if line.place and line.place.last == last]
    if len(lowest) > MOST_NAMED or lowest[0].night.points is None:
        return ""
    return f"{listed([line.star for line in lowest])} had the fewest, {number(lowest[0].night.points)}."


def _contests(told: ToldWeek) -> list[str]:
    """What each contest beside the marks brought, by name."""
    found: dict[str, dict[Fraction, list[str]]] = {}
    for line in told.lines:
        for bonus in line.night.bonuses:
            found.setdefault(bonus.contest, {}).setdefault(bonus.points, []).append(line.star)
    return [f"Points beside the marks, {contest}: {_shared_out(given)}." for contest, given in found.items()]


def _shared_out(given: dict[Fraction, list[str]]) -> str:
    """Who got how much, the most first; who got nothing is not named."""
    told = [
        f"{number(points)}{' each' if len(stars) > 1 else ''} to {listed(stars)}"
        for points, stars in sorted(given.items(), reverse=True)
        if points
    ]
    return "; ".join(told) or "none were given"


def _gone(story: Story, told: ToldWeek) -> str:
    left = [story.season.couple(result.star).star for result in told.left if result.exit is Exit.ELIMINATED]
    withdrew = [result.star for result in told.left if result.exit is Exit.WITHDREW]
    said = []
    if withdrew:
        said.append(f"{listed(withdrew)} withdrew.")
    if left:
        said.append(f"{listed(left)} left.")
    last = max((t.week.number for t in story.weeks if t.danced), default=0)
    if not left and not told.week.final and (told.week.number < last or story.over):
        said.append("Nobody was voted out.")
    if told.week.named_in_jeopardy:
        named = listed(list(told.week.named_in_jeopardy))
        said.append(f"Named on air as in jeopardy: {named}; that is not always the lowest.")
    return " ".join(said)
