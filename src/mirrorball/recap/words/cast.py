"""The people: a star's season and a judge's in a few sentences."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mirrorball.core.season import Exit
from mirrorball.recap.shown import told_weeks
from mirrorball.recap.story import Journey, JudgeTold, Line, Story, ToldWeek
from mirrorball.recap.words.board import eliminated, first, is_done, lowest, this_board_decides, went_on, whole
from mirrorball.recap.words.said import (
    begins,
    came,
    danced_to,
    in_weeks,
    in_words,
    nth_in_words,
    of,
    out_of,
    pick,
    so_many,
    stop,
    times,
)
from mirrorball.sentences import NOT_KNOWN, mark, number

TWICE = 2
MOST_WEEKS = 4  # week numbers in a row before they are counted
ROSE = 1  # points a judge, from the first night to the last, before it is worth a word


def star_line(story: Story, journey: Journey) -> list[str]:
    """How far a star came, where it stood with the panel, and how its marks went: two to four sentences."""
    weeks = [told for told in told_weeks(story) if told.line(journey.star)]
    said = [
        _how_far(story, journey, weeks),
        _stood(story, journey, weeks),
        _marks(story, journey, weeks),
        _other_pro(journey, weeks),
    ]
    told = [sentence for sentence in said if sentence]
    return told if told[1:] else [*told, *_best(journey, weeks)]


def judge_line(story: Story, judge: JudgeTold) -> str:
    """How many marks a judge gave, how high, and how they lie against the others' for the same routines."""
    lowest_, highest = judge.spread
    given = f"{judge.marks:,} mark{'' if judge.marks == 1 else 's'}"
    sat = "" if story.season.averaged else " as a guest"  # else a judge is known by the seat alone
    guest = "" if judge.regular or not story.season.judges else f"{sat} in {in_weeks(judge.weeks)}"
    between = f", between {mark(lowest_)} and {mark(highest)}" if lowest_ != highest else ""
    each = ", each an average over the dances of a night" if story.season.averaged else ""
    said = [f"{judge.judge} gave {given}{guest}{each}: {number(judge.mean)} on average{between}."]
    if judge.lean is not None:
        size = number(abs(judge.lean))
        gave = "just as much" if size == "0" else f"{size} {'less' if judge.lean > 0 else 'more'}"
        said.append(f"For the same {'nights' if story.season.averaged else 'routines'} the others gave {gave}.")
    if judge.highest and not story.season.averaged and lowest_ != highest:
        said.append(f"A {mark(story.season.scale.highest)} came {times(judge.highest)}.")
    return " ".join(said)


def _how_far(story: Story, journey: Journey, weeks: Sequence[ToldWeek]) -> str:
    """How long a star danced, with whom, and how it ended."""
    star, pro, result = journey.star, journey.couple.pro, journey.result
    beside = f" with {pro}" if pro else ""
    if not weeks:
        return stop(f"{journey.couple.name} {_ended(journey)}" if result else f"{star} is to dance{beside}")
    long = so_many(len(weeks), "week") if _unbroken(story, weeks) else f"in {so_many(len(weeks), 'week')}"
    if result is None:
        if is_done(story):
            return stop(f"{star} danced {long}{beside}; how it ended is {NOT_KNOWN}")
        return stop(f"{star} has danced {long}{beside} and is still in")
    ended = _ended(journey)
    if len(weeks) == 1:
        return stop(f"{star} danced one night{beside} and {ended}")
    ways = (
        f"{star} danced {long}{beside} and {ended}",
        f"{_reached(journey)} {so_many(len(weeks), 'week')}{beside}, {star} {_got(journey, ended)}",
    )
    return stop(pick(story, "far", ways, _nth(story, journey)))


def _ended(journey: Journey) -> str:
    result = journey.result
    if result is None:
        return ""
    if result.exit is Exit.WITHDREW:
        return "withdrew"
    if result.exit is Exit.FINAL and result.place is None:
        return f"reached the final; the place is {NOT_KNOWN}"
    if journey.champion and result.place and not result.place.shared:
        return "won"
    return came(result.place) if result.place else f"left in week {result.week}"


def _on_the_way(journey: Journey) -> bool:
    """Whether a couple left with a place of its own, before the final."""
    result = journey.result
    return bool(result and result.exit is Exit.ELIMINATED and result.place and not result.place.shared)


def _reached(journey: Journey) -> str:
    return "In" if _on_the_way(journey) else "After"


def _got(journey: Journey, ended: str) -> str:
    """The same where the weeks have been named first."""
    place = journey.result.place if journey.result else None
    return f"got as far as {nth_in_words(place.first)} place" if place and _on_the_way(journey) else ended


def _stood(story: Story, journey: Journey, weeks: Sequence[ToldWeek]) -> str:
    """Where a couple stood with the panel: first, or last and kept in, or as high as ever."""
    led = [told.week.number for told in weeks if journey.star in {line.star for line in first(told)}]
    if led:
        when = in_weeks(led) if len(led) <= MOST_WEEKS else f"{in_words(len(led))} of {so_many(len(weeks), 'week')}"
        alone = any(first(told)[1:] for told in weeks if told.week.number in led)
        level = ", alone or level with others" if alone and len(led) > 1 else ", level with others" if alone else ""
        ways = (f"The panel had them first in {when}{level}.", f"They stood first with the panel in {when}{level}.")
        return _theirs(journey, pick(story, "first", ways, _nth(story, journey)))
    kept = [told.week.number for told in weeks if _kept(told, journey.star)]
    if len(kept) >= TWICE:
        each = "both times" if len(kept) == TWICE else "each time"
        return (
            f"In {in_weeks(kept)} nobody had fewer points, and {each} the votes kept {of(journey.star)} season going."
        )
    return _highest(journey, weeks)


def _kept(told: ToldWeek, star: str) -> bool:
    """Whether a couple stood last, somebody else was eliminated, and the votes of this week had a part in that."""
    last = {line.star for line in went_on(told, lowest(told))}
    return star in last and bool(eliminated(told)) and not told.week.final and this_board_decides(told)


def _highest(journey: Journey, weeks: Sequence[ToldWeek]) -> str:
    """The highest place with the panel, and when."""
    held = [
        (line.place.first, told.week.number, len(told.lines))
        for told in weeks
        if whole(told) and (line := told.line(journey.star)) and line.place and not _all_level(told, line)
    ]
    best = min((place for place, _, _ in held), default=0)
    when = [week for place, week, _ in held if place == best]
    high = any(2 * place <= many for place, _, many in held if place == best)
    if not high or len(when) > MOST_WEEKS or best == 1:
        return ""
    return f"The best place with the panel was {nth_in_words(best)}, in {in_weeks(when)}."


def _all_level(told: ToldWeek, line: Line) -> bool:
    return line.place is not None and line.place.last - line.place.first + 1 == len(told.lines)


def _marks(story: Story, journey: Journey, weeks: Sequence[ToldWeek]) -> str:
    """How the marks rose from the first night to the last, and how often a routine got all there was."""
    nights = [mean for told in weeks if (mean := _mean(told.line(journey.star))) is not None]
    full = 0 if story.season.averaged else sum(1 for one in journey.danced if one.share == 1)
    got = f"{so_many(full, 'routine')} got full marks" if full else ""
    if len(nights) > 1 and nights[-1] - nights[0] >= ROSE:
        rose = f"from {number(nights[0])} on average on the first night to {number(nights[-1])} on the last"
        ways = (f"Their marks went {rose}", f"The judges' marks rose {rose}")
        said = _theirs(journey, pick(story, "rose", ways, _nth(story, journey)))
        return f"{said}, and {got}." if got else f"{said}."
    return f"{begins(got)}." if got else ""


def _mean(line: Line | None) -> Fraction | None:
    marks = [mark_ for one in line.danced for mark_ in one.routine.marks.values()] if line else []
    return sum(marks, Fraction(0)) / len(marks) if marks else None


def _best(journey: Journey, weeks: Sequence[ToldWeek]) -> list[str]:
    """The best routine, where there is little else to tell."""
    one = journey.best
    if one is None or not one.routine.style:
        return []
    if sum(len(line.danced) for told in weeks if (line := told.line(journey.star))) == 1:
        return [stop(f"The one dance was {danced_to(one.routine)}, for {out_of(one)}")]
    return [stop(f"Best marked was {danced_to(one.routine)}, in week {one.routine.week}: {out_of(one)}")]


def _other_pro(journey: Journey, weeks: Sequence[ToldWeek]) -> str:
    """Who else danced with a star, and when."""
    if not journey.couple.pro:
        return ""
    found: dict[str, list[int]] = {}
    for told in weeks:
        line = told.line(journey.star)
        for one in line.danced if line else ():
            other = one.routine.danced_with
            if other and other != journey.couple.pro and told.week.number not in found.setdefault(other, []):
                found[other].append(told.week.number)
    said = [f"{other} danced with {journey.star} in {in_weeks(when)}" for other, when in found.items()]
    return stop("; ".join(said)) if said else ""


def _theirs(journey: Journey, sentence: str) -> str:
    """The same of a couple, or of a star who has no pro, by name."""
    if journey.couple.pro:
        return sentence
    star = journey.star
    return (
        sentence.replace("They stood", f"{star} stood")
        .replace(" had them ", f" had {star} ")
        .replace("Their ", f"{of(star)} ")
    )


def _unbroken(story: Story, weeks: Sequence[ToldWeek]) -> bool:
    """Whether a couple danced in every week from its first to its last."""
    numbers = [told.week.number for told in weeks]
    every = [told.week.number for told in story.weeks if numbers[0] <= told.week.number <= numbers[-1]]
    return numbers == every


def _nth(story: Story, journey: Journey) -> int:
    return [couple.star for couple in story.season.couples].index(journey.star)
