"""Made seasons of any size, for pictures that have to hold them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mirrorball.core.books import BOOKS
from mirrorball.core.season import Couple, Exit, Result, Routine, Season, Week
from mirrorball.core.ties import Place
from mirrorball.recap.story import Story, story
from mirrorball.season.possible import Verdict, WeekVerdict

PANEL = ("Ann Ames", "Bob Blix", "Cy Cole")
SCRIPTS = (
    "Wolfeschlegelsteinhausenbergerdorff Jr",
    "محمد بن عبد الله",
    "Привет Иванович",
    "प्रिया शर्मा",
    "Cher",
    "王小明",
)
HOSTILE = ("<b>&amp;\"'</b>", "]]><script>x</script>", "a\x00b\x0bc \ud800 d", "--> & <!--")


def made(couples: int, weeks: int, names: Sequence[str] = (), judges: Sequence[str] = PANEL, rounds: int = 1) -> Season:
    """A season that is over: in each week some of the lowest leave, and the last week is the final."""
    book = BOOKS[min(BOOKS)]
    stars = [*names[:couples], *(f"Person {_letters(nth)} Longsurname" for nth in range(len(names), couples))]
    still, plan, danced, results = list(stars), [], [], []
    for week in range(1, weeks + 1):
        final = week == weeks
        plan.append(Week(number=week, panel=tuple(judges), book=book, title=f"Theme {week}", final=final))
        for round_ in range(rounds):
            for nth, star in enumerate(still):
                marks = {
                    judge: Fraction(3 + (nth * 7 + week * 5 + at * 3 + round_) % 8) for at, judge in enumerate(judges)
                }
                danced.append(Routine(week=week, star=star, round=f"dance {round_ + 1}", style="Samba", marks=marks))
        going = still[len(still) - max(1, (len(still) - 1) // (weeks - week)) :] if not final and len(still) > 1 else []
        results += [Result(star=star, exit=Exit.ELIMINATED, week=week) for star in going]
        still = [star for star in still if star not in going]
    results += [Result(star=star, exit=Exit.FINAL, week=weeks, place=Place(n, n)) for n, star in enumerate(still, 1)]
    return Season(
        title="A made season",
        judges=tuple(judges),
        couples=tuple(Couple(star=star, pro="") for star in stars),
        weeks=tuple(plan),
        routines=tuple(danced),
        results=tuple(results),
    )


def unjudged(season: Season) -> Story:
    """A season told without asking whether it was possible, which pictures do not tell and which takes its time."""
    return story(season, [WeekVerdict(week.number, Verdict.NOT_SETTLED) for week in season.weeks])


def _letters(nth: int) -> str:
    return f"{chr(ord('A') + nth % 26)}{'abc'[nth // 26 % 3]}"
