"""Laws of the words: over seasons of every kind, and over season 32 with one thing changed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorball.core.season import Couple, Exit, Season, Song
from mirrorball.core.ties import Place
from mirrorball.recap import words
from mirrorball.recap.shown import so_far
from mirrorball.recap.story import story, unvoted
from mirrorball.recap.words.said import in_words, nth_in_words, of, stop, times
from tests.laws.season_strategies import seasons
from tests.recap.seasons import SHIPPED, shipped, stopped
from tests.recap.spoken import all_of, unsound

MARKED = [nth for nth, routine in enumerate(SHIPPED.routines) if routine.marks]
STYLES = st.sampled_from([None, "Tango", "Argentine tango", "Jazz", "West Coast Swing", "!Kung", "Ôte-toi"])
SONGS = st.sampled_from(
    [(), (Song("Yeah!", ("Usher",), ("Lil Jon", "Ludacris")),), (Song("", ()), Song("Papi", ("J",)))]
)
PROS = st.sampled_from(["", "Robert Downey Jr.", "Iman Ross", "will.i.am", "王"])


@st.composite
def told_seasons(draw: st.DrawFn) -> Season:
    """A drawn season with pros, styles, music and places, as real ones have them; some hold averages only."""
    season = unvoted(draw(seasons())) if draw(st.booleans()) else draw(seasons())
    results = []
    for nth, result in enumerate(season.results, 1):
        place = draw(st.sampled_from([None, Place(nth, nth), Place(nth, nth + 1), Place(1, 1)]))
        exit_ = result.exit if season.week(result.week).final or result.exit is not Exit.FINAL else Exit.ELIMINATED
        results.append(replace(result, exit=exit_, place=place))
    return replace(
        season,
        number=draw(st.sampled_from([None, 1, 32])),
        trophy=draw(st.sampled_from(["", "The Glass Slipper"])),
        averaged=draw(st.integers(0, 4)) == 0,
        couples=tuple(Couple(star=couple.star, pro=draw(PROS)) for couple in season.couples),
        routines=tuple(replace(r, style=draw(STYLES), songs=draw(SONGS)) for r in season.routines),
        results=tuple(results),
    )


@settings(max_examples=80)
@given(told_seasons())
def test_every_sentence_is_sound(season: Season) -> None:
    assert unsound(story(season)) == []


@settings(max_examples=20)
@given(told_seasons())
def test_the_same_season_reads_the_same(season: Season) -> None:
    assert all_of(story(season)) == all_of(story(replace(season)))


@settings(max_examples=30)
@given(told_seasons(), st.integers(0, 3))
def test_what_is_planned_for_a_later_week_is_not_told(season: Season, until: int) -> None:
    """Music, styles and films of a week that is still to come change nothing that is said."""
    running = stopped(season, until)
    later = tuple(replace(r, marks={}) for r in season.routines if r.week > until)
    planned = replace(running, routines=running.routines + later, votes=(), results=running.results)
    bare = replace(planned, routines=running.routines)
    assert all_of(so_far(story(planned))) == all_of(so_far(story(bare)))
    with_plan, without = ({k: v for k, v in all_of(story(one)).items() if "week" not in k} for one in (planned, bare))
    assert with_plan == without
    for told in story(planned).weeks:
        danced = [one.week for one in running.routines]
        given_ = [*(one.week for one in running.stated), *(one.week for one in running.bonuses)]
        last = max([*danced, *given_, *(result.week for result in running.results)], default=0)
        if told.week.number > last:
            assert words.week_story(story(planned), told) == [f"Week {told.week.number} is not danced yet."]


@settings(max_examples=12)
@given(st.data())
def test_one_mark_changes_only_what_is_said_of_its_week_its_couples_and_its_judges(drawn: st.DataObject) -> None:
    nth = drawn.draw(st.sampled_from(MARKED))
    routine = SHIPPED.routines[nth]
    judge = drawn.draw(st.sampled_from(sorted(routine.marks)))
    other = replace(routine, marks={**routine.marks, judge: 11 - routine.marks[judge]})
    changed = replace(SHIPPED, routines=(*SHIPPED.routines[:nth], other, *SHIPPED.routines[nth + 1 :]))

    # A couple's standing follows from everybody's marks, so whoever danced that night may read otherwise.
    nights = {routine.week, *(week.number for week in SHIPPED.weeks if week.carry == routine.week)}
    verdicts = [told.verdict for told in shipped().weeks if told.week.number not in nights]
    before, after = all_of(shipped()), all_of(story(changed, verdicts))

    danced = {r.star for r in SHIPPED.routines if r.week in nights}
    whole = {"lead", "road", "bump", "heat", "judges"}
    about = {key for key in before if before[key] != after[key]}
    assert about <= {*whole, *(f"week {number}" for number in nights), *danced, *routine.marks}
    for week in {told.week.number for told in shipped().weeks} - nights:
        assert before[f"week {week}"] == after[f"week {week}"]


def test_numbers_places_and_possessives() -> None:
    assert [in_words(n) for n in (0, 1, 12, 20, 21, 1200)] == ["no", "one", "twelve", "twenty", "21", "1,200"]
    assert [nth_in_words(n) for n in (1, 12, 20, 21, 33)] == ["first", "twelfth", "twentieth", "21st", "33rd"]
    assert [times(n) for n in (1, 2, 3, 24)] == ["once", "twice", "three times", "24 times"]
    assert [of(name) for name in ("Matt Walsh", "Barry Williams")] == ["Matt Walsh's", "Barry Williams'"]
    assert [stop(name) for name in ("Ann Lee", "Robert Downey Jr.", "P!nk!")] == [
        "Ann Lee.",
        "Robert Downey Jr.",
        "P!nk!",
    ]
