"""What the vote could change in a week, and how a couple's season ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mirrorball.core.book import Carry, Combine, Decider
from mirrorball.core.outcome import Awaits, Outcome, Save, SavedBy, leaving, protected, rules_of
from mirrorball.core.reach import Fate, Reach
from mirrorball.core.season import Exit, Result
from mirrorball.recap.story import Line, Story, ToldWeek
from mirrorball.recap.words.board import below, is_told, lowest, this_board_decides, went_on, whole
from mirrorball.recap.words.final import in_the_final
from mirrorball.recap.words.said import begins, in_place, in_words, nth_in_words, of, pick, ranked, so_many, stop
from mirrorball.season.possible import Verdict
from mirrorball.sentences import listed, number, why_here

_FATES = {
    Fate.SAFE: "safe whatever the vote",
    Fate.IN_JEOPARDY: "among the lowest whatever the vote",
    Fate.OUT: "out whatever the vote",
}


def could_change(story: Story, told: ToldWeek) -> list[str]:
    """What the vote could change in a week, told afterwards; nothing where nobody can say.

    ``sentences.what_the_vote_could_change`` says the same while the vote is still to come.
    """
    reach, week = told.verdict.reach, told.week
    if not reach or not is_told(story, told):
        return []
    if rules_of(week).combine is Combine.MARKS:
        return ["By the book of this week the marks alone decided, and no vote was asked."]
    said = _in_a_final(reach) if week.final else _in_a_week(story, told, reach)
    immune = [star for star in protected(rules_of(week), week) if star in story.season.in_at(week.number)]
    if immune and not week.final and leaving(story.season, week):
        said.append(f"{listed(immune)} {'were' if immune[1:] else 'was'} immune and could not leave.")
    return said


def why_left(story: Story, told: ToldWeek, result: Result) -> str:
    """How a couple's season ended, and what is known of why."""
    name = story.season.couple(result.star).name
    if result.exit is Exit.FINAL:
        return " ".join(in_the_final(told, result, story.season.couple(result.star)))
    if result.exit is Exit.WITHDREW:
        return stop(f"{name} withdrew{in_place(result.place)}")
    earlier = any(other.week < result.week for other in story.season.results if other.exit is not Exit.FINAL)
    alone = len(told.left) == 1
    if earlier or not alone:
        ended = f"{name} left{in_place(result.place)}"
    else:
        whose = "were" if story.season.couple(result.star).pro else "was"
        ended = f"{name} {whose} the first to leave{in_place(result.place)}"
    return " ".join([stop(ended), *_why(story, told, result.star)])


def _in_a_final(reach: Sequence[Reach]) -> list[str]:
    can = [one.star for one in reach if one.can_win]
    others = [one for one in reach if not one.can_win]
    if len(can) == 1:
        said = [f"No vote could take first place from {can[0]}."] if others else []
    elif not others:
        said = [f"Any of the {in_words(len(can))} couples could win by the vote."]
    else:
        said = [f"By the vote {in_words(len(can))} of {in_words(len(reach))} could win: {listed(can)}."]
    for one in others:
        best, worst = nth_in_words(one.best), nth_in_words(one.worst)
        if one.vote_matters:
            said.append(f"{one.star} could come {best} to {worst}, and could not win whatever the vote.")
        else:
            said.append(f"{one.star} was to come {best} whatever the vote.")
    return said


def _in_a_week(story: Story, told: ToldWeek, reach: Sequence[Reach]) -> list[str]:
    leave = leaving(story.season, told.week)
    if not leave:
        return [_nobody_was_to_leave(story, told)]
    if told.verdict.verdict is Verdict.NOBODY_LEFT:
        were = f"{so_many(leave, 'couple')} {'was' if leave == 1 else 'were'}"
        return [f"By the plan {were} to leave, and nobody was voted out."]
    can = [one.star for one in reach if one.can_leave and one.can_stay]
    said = [_open(story, told, can, len(reach))]
    for fate, words in _FATES.items():
        who = [one.star for one in reach if one.fate is fate]
        if who:
            said.append(f"{listed(who)} {'were' if who[1:] else 'was'} {words}.")
    return said


def _open(story: Story, told: ToldWeek, can: Sequence[str], many: int) -> str:
    if not can:
        return "The vote could decide nothing."
    alone = rules_of(told.week).decider is Decider.LOWEST
    by = "by the vote" if alone else "by the vote and the judges' choice"
    if len(can) < many or many == 1:
        return f"{begins(by)} {listed(can)} could leave or stay."
    ways = (
        f"The marks alone settled nothing: any of the {in_words(many)} couples could leave, and any could stay.",
        f"Nobody was safe by marks alone; each of the {in_words(many)} couples could leave or stay {by}.",
        f"Everything was open: the vote could send out any of the {in_words(many)} couples, and keep any of them in.",
    )
    return pick(story, "open", ways if alone else ways[:2], told.week.number)


def _nobody_was_to_leave(story: Story, told: ToldWeek) -> str:
    number_of = told.week.number
    later = [one.week for one in story.weeks if one.week.carry == number_of and is_told(story, one)]
    if not later:
        return "Nobody was to leave in this week."
    both = rules_of(later[0]).carry is Carry.MARKS_AND_VOTES
    what = "its marks and votes" if both else "its marks"
    return f"Nobody was to leave in this week; {what} were carried over to week {later[0].number}."


def _why(story: Story, told: ToldWeek, star: str) -> list[str]:
    """What is known of why a couple left: what the votes came to, whom the judges saved, where the panel had it."""
    counted = told.outcome
    if counted is not None and counted.awaits is Awaits.NOTHING and star in counted.out:
        return _by_votes(told, counted, star)
    said = _with_the_panel(story, told, star)
    saved = _saved(story, told)
    return [*said, saved] if saved else said


def _by_votes(told: ToldWeek, counted: Outcome, star: str) -> list[str]:
    said = [why_here(rules_of(told.week), counted.standing, star)]
    return [*said, _choice(counted.save)] if counted.save else said


def _choice(save: Save) -> str:
    match save.by:
        case SavedBy.ALL:
            return f"All the judges saved {save.saved}."
        case SavedBy.MAJORITY:
            return f"The judges saved {save.saved}, {save.for_saved} to {save.for_lost}."
        case SavedBy.CASTING_VOTE:
            return f"The judges were even, and the casting vote saved {save.saved}."


def _saved(story: Story, told: ToldWeek) -> str:
    """Whom the judges saved by the record, where it tells of one choice between two and of a majority."""
    named = Counter(save.star for save in story.season.saves if save.week == told.week.number)
    gone = {result.star for result in told.left}
    if not named or len(named) > 2 or named.most_common()[0][0] in gone:  # noqa: PLR2004  # a choice between two
        return ""
    (star, many), *rest = named.most_common()
    few = sum(count for _, count in rest)
    if many == few:
        return ""
    return f"The judges saved {star}, {many} to {few}." if few else f"The judges saved {star}."


def _with_the_panel(story: Story, told: ToldWeek, star: str) -> list[str]:
    """Where a couple that left stood with the panel, who had fewer and stayed, and what decided."""
    line = told.line(star)
    if line is None or line.place is None or line.night.points is None or not whole(told) or len(told.lines) == 1:
        return []
    points = f"{number(line.night.points)} point{'' if line.night.points == 1 else 's'}"
    if line in lowest(told):
        return _last(story, told, line, points)
    they = "they" if story.season.couple(star).pro else star
    stood = f"With {points} {they} stood {ranked(line.place)} of {in_words(len(told.lines))} with the panel."
    behind = went_on(told, below(told, star))
    if not behind:
        return [stood]
    fewer = f"{begins(so_many(len(behind), 'couple'))} had fewer points and stayed"
    if not this_board_decides(told):
        return [stood, f"{fewer}."]
    ways = (
        f"{fewer}: the votes decided, and those are not published.",
        f"{fewer}. How the votes fell, which decided it, is not published.",
    )
    return [stood, f"{fewer}: the votes decided." if told.outcome else pick(story, "fewer", ways, told.week.number)]


def _last(story: Story, told: ToldWeek, line: Line, points: str) -> list[str]:
    """A couple that had the fewest points, alone or level with others."""
    pair = bool(story.season.couple(line.star).pro)
    they_were, them = ("they were", "them") if pair else (f"{line.star} was", line.star)
    stayed = [other.star for other in went_on(told, lowest(told)) if other.star != line.star]
    if stayed:
        between = "; the votes decided between them" if this_board_decides(told) else ""
        return [f"With {points} {they_were} last on the board, level with {listed(stayed)}{between}."]
    fate = next((one for one in told.verdict.reach if one.star == line.star), None)
    ways = (
        f"Nobody had fewer than {'their' if pair else of(line.star)} {points}.",
        f"With {points} {they_were} last on the board.",
    )
    said = [pick(story, "lowest", ways, told.week.number)]
    if fate is None or not this_board_decides(told):
        return said
    if not fate.can_stay:
        return [*said, f"No vote could have kept {them}."]
    return [*said, f"Even so, enough votes could have kept {them}."]
