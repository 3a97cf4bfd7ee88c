"""The people: a star's season and a judge's in a few sentences."""

from __future__ import annotations

from mirrorball.core.season import Exit
from mirrorball.recap.story import Journey, JudgeTold, Story
from mirrorball.recap.words.said import begins, out_of, pick, placed, so_many, times
from mirrorball.sentences import listed, mark, number

FEW = 2


def star_line(story: Story, journey: Journey) -> list[str]:
    """How far a star came, from where to where, and how often the panel gave all it had."""
    said = [_how_far(story, journey)]
    own = [one for one in journey.danced if one.share is not None and not one.routine.team]
    if story.season.averaged:
        return [*said, *_mean(story, journey)]
    if len(own) >= FEW and own[0].share != own[-1].share:
        first, last = own[0], own[-1]
        ways = (
            f"It began with {out_of(first)} in week {first.routine.week} and ended with {out_of(last)}.",
            f"From {out_of(first)} in week {first.routine.week} it went to {out_of(last)} in week {last.routine.week}.",
        )
        said.append(pick(story, ("star", journey.star), ways))
    full = sum(1 for one in own if one.share == 1)
    if full:
        said.append(f"{begins(so_many(full, 'routine'))} got full marks.")
    return [*said, *_mean(story, journey)]


def judge_line(story: Story, judge: JudgeTold) -> str:
    """How many marks a judge gave, how high, and how they lie against the others' for the same routines."""
    lowest, highest = judge.spread
    given = "mark" if judge.marks == 1 else "marks"
    guest = ""
    if not judge.regular:
        weeks = "week" if len(judge.weeks) == 1 else "weeks"
        guest = f" as a guest in {weeks} {listed([str(number_of) for number_of in judge.weeks])}"
    said = [f"{judge.judge} gave {judge.marks:,} {given}{guest}, {number(judge.mean)} on average"]
    if lowest != highest:
        said[0] += f", from {mark(lowest)} to {mark(highest)}"
    said[0] += "."
    if judge.lean is not None:
        size = number(abs(judge.lean))
        side = "above" if judge.lean > 0 else "below"
        level = size == "0"
        said.append(
            "For the same routines that is level with the others."
            if level
            else f"For the same routines that is {size} {side} the others."
        )
    if judge.highest and not story.season.averaged:
        top = mark(story.season.scale.highest)
        said.append(f"The {top} was given {times(judge.highest)}.")
    return " ".join(said)


def _how_far(story: Story, journey: Journey) -> str:
    couple, result = journey.couple, journey.result
    beside = f" with {couple.pro}" if couple.pro else ""
    if result is None:
        return f"{couple.star} dances{beside} and is still in." if not story.over else f"{couple.star} danced{beside}."
    place = f", in {placed(result.place)} place" if result.place else ""
    if journey.champion:
        trophy = f" and holds the {story.season.trophy}" if story.season.trophy else ""
        shared = ", level with others" if result.place and result.place.shared else ""
        return f"{couple.star} won{beside}{shared}{trophy}."
    if result.exit is Exit.FINAL:
        where = f" and came {placed(result.place)}" if result.place else ""
        return f"{couple.star} reached the final{beside}{where}."
    if result.exit is Exit.WITHDREW:
        return f"{couple.star} danced{beside} and withdrew in week {result.week}{place}."
    return f"{couple.star} danced{beside} until week {result.week}{place}."


def _mean(story: Story, journey: Journey) -> list[str]:
    if journey.mean is None:
        return []
    what = "Over all nights a judge gave" if story.season.averaged else "The average mark was"
    return [f"{what} {number(journey.mean)}{' on average' if story.season.averaged else ''}."]
