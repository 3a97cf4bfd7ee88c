"""The words: golden sentences of season 32, and laws over seasons of every kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorball.core.season import Exit, Result, Season
from mirrorball.core.ties import Place
from mirrorball.recap import words
from mirrorball.recap.story import Story, story, unvoted
from mirrorball.season.example import example
from mirrorball.season.read import read
from tests.laws.season_strategies import seasons

SEASON = unvoted(read(example("season-32")).season)
WRONG = re.compile(r"None|Fraction\(|  |!|\b(one|1) (week|couple|routine|song)s\b|\{|\}| ,| \.|\.\.|^[a-z]")


@pytest.fixture(scope="module")
def told() -> Story:
    return story(SEASON)


def all_of(whole: Story) -> dict[str, list[str]]:
    """Every sentence of a season, by what it is about."""
    final = whole.final
    said = {
        "lead": [words.lead(whole)],
        "road": words.road(whole),
        "not known": words.not_known(whole),
        "checked": [words.checked(whole)],
        "pictures": [
            one(whole)
            for one in (words.bump_sentence, words.heat_sentence, words.judges_sentence, words.music_sentence)
        ],
    }
    for week in whole.weeks:
        said[f"week {week.week.number}"] = [
            *words.week_story(whole, week),
            *words.could_change(whole, week),
            *(words.why_left(whole, week, result) for result in week.left),
        ]
    for journey in whole.journeys:
        said[journey.star] = words.star_line(whole, journey)
        if final and journey.result and journey.result.exit is Exit.FINAL:
            said[journey.star].append(words.why_left(whole, final, journey.result))
    said |= {judge.judge: [words.judge_line(whole, judge)] for judge in whole.judges}
    return said


def test_the_champions_and_how_their_points_came(told: Story) -> None:
    assert words.lead(told) == (
        "Xochitl Gomez and Val Chmerkovskiy won season 32 of Dancing With the Stars on 5 December 2023. "
        "Theirs is the Len Goodman Mirrorball Trophy. "
        "Their final score was 120: 60 carried over from week 10 + 30 foxtrot + 30 freestyle = 120. "
        "Jason Mraz and Daniella Karagach came second."
    )


def test_the_final_says_that_votes_moved_the_places(told: Story) -> None:
    assert words.road(told)[-1] == (
        "Five couples danced in the final. Their places do not all follow the panel's points, so the votes decided "
        "them: Jason Mraz stood 3rd-4th with the panel and came 2nd; "
        "Charity Lawson stood 2nd with the panel and came 4th."
    )


def test_a_stated_total_says_so(told: Story) -> None:
    line = told.week(10).line("Alyson Hannigan")
    assert line is not None
    assert words.how_points_came(line) == "51 from the panel"


def test_who_left_and_where_the_panel_had_them(told: Story) -> None:
    (left,) = told.week(7).left
    assert words.why_left(told, told.week(7), left) == (
        "Lele Pons and Brandon Armstrong left, in 8th place. With 73 points they stood 3rd of 8 with the panel. "
        "Five couples stood lower. Another vote would have kept them."
    )


def test_a_judge_against_the_others(told: Story) -> None:
    guest = next(judge for judge in told.judges if judge.judge == "Michael Strahan")
    assert words.judge_line(told, guest) == (
        "Michael Strahan gave 12 marks as a guest in week 3, 7.08 on average, from 5 to 9. "
        "For the same routines that is 0.47 above the others."
    )


def without_results(season: Season) -> Season:
    return replace(season, results=())


def two_champions(season: Season) -> Season:
    """The two best share the first place."""
    shared = [replace(r, place=Place(1, 2)) if r.place and r.place.first <= 2 else r for r in season.results]
    return replace(season, results=tuple(shared))


def a_withdrawal(season: Season) -> Season:
    rest = tuple(r for r in season.results if r.star != "Mira Sorvino")
    return replace(season, results=(*rest, Result(star="Mira Sorvino", exit=Exit.WITHDREW, week=5)))


def no_marks(season: Season) -> Season:
    return replace(season, routines=tuple(replace(r, marks={}) for r in season.routines), stated=())


def one_couple(season: Season) -> Season:
    return replace(
        season,
        couples=season.couples[:1],
        routines=tuple(r for r in season.routines if r.star == season.couples[0].star),
        bonuses=(),
        results=season.results[:1],
        packages=(),
    )


def averaged(season: Season) -> Season:
    halves = tuple(replace(r, marks={j: m + Fraction(1, 3) for j, m in r.marks.items()}) for r in season.routines)
    return replace(season, averaged=True, routines=halves)


def nothing_yet(season: Season) -> Season:
    return replace(season, routines=(), results=(), bonuses=(), stated=(), packages=())


@pytest.mark.parametrize(
    "change", [without_results, two_champions, a_withdrawal, no_marks, one_couple, averaged, nothing_yet]
)
def test_odd_seasons_read_well(change: Callable[[Season], Season]) -> None:
    whole = story(change(SEASON))
    sound(whole)
    prose = " ".join(sentence for said in all_of(whole).values() for sentence in said)
    if not whole.over:
        assert " won " not in prose


def sound(whole: Story) -> None:
    for about, said in all_of(whole).items():
        for sentence in said:
            assert sentence == sentence.strip(), about
            assert not WRONG.search(sentence), (about, sentence)
            assert sentence.endswith((".", "…")), (about, sentence)


@given(seasons())
def test_every_sentence_is_sound(season: Season) -> None:
    sound(story(unvoted(season)))


@given(st.data())
def test_one_mark_changes_only_what_is_said_of_its_week_couple_and_judge(told: Story, drawn: st.DataObject) -> None:
    nth = drawn.draw(st.sampled_from([n for n, r in enumerate(SEASON.routines) if r.marks and not r.team]))
    routine = SEASON.routines[nth]
    judge = drawn.draw(st.sampled_from(sorted(routine.marks)))
    other = replace(routine, marks={**routine.marks, judge: 11 - routine.marks[judge]})
    changed = replace(SEASON, routines=(*SEASON.routines[:nth], other, *SEASON.routines[nth + 1 :]))

    verdicts = [week.verdict for week in told.weeks]
    before, after = all_of(told), all_of(story(changed, verdicts))

    about = {about for about in before if before[about] != after[about]}
    carried = {f"week {week.number}" for week in SEASON.weeks if week.carry == routine.week}
    marked_with = set(routine.marks)
    finalists = {r.star for r in SEASON.results if r.exit is Exit.FINAL} if carried or routine.week == 11 else set()
    assert about <= {
        *("lead", "road", "pictures", "checked", f"week {routine.week}", routine.star),
        *carried,
        *marked_with,
        *finalists,
    }


def test_a_page_reads_the_same_each_time() -> None:
    assert all_of(story(SEASON)) == all_of(story(SEASON))
