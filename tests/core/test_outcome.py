"""Who is safe, in jeopardy, out: the cases that the laws leave to be seen one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from mirrorball.core.book import Decider
from mirrorball.core.books import BOOKS
from mirrorball.core.combine import Standing, standing
from mirrorball.core.outcome import Awaits, Outcome, Save, SavedBy, leaving, outcome, protected, rules_of
from mirrorball.core.season import Exit, Result, Week
from mirrorball.core.ties import Place
from tests.core.stage import PANEL, a_season, a_week

ORDER = ("Ada", "Bo", "Cy", "Dee", "Eli")
LOWEST = a_week()
JUDGED = a_week(book="us-28-29")


def in_order(*groups: str) -> Standing:
    """A standing of couples from best to worst; a group with a ``=`` is a tie."""
    points = {star: Fraction(len(groups) - nth) for nth, group in enumerate(groups) for star in group.split("=")}
    return standing(replace(BOOKS["gala-marks"], name="order"), points, None)


def of(week: Week, leave: int, *groups: str, saves: Mapping[str, str] | None = None) -> Outcome:
    """The outcome of such a standing."""
    return outcome(week, leave, in_order(*(groups or ORDER)), saves)


def agreed(star: str) -> dict[str, str]:
    """All judges save one couple."""
    return dict.fromkeys(PANEL, star)


def test_the_lowest_leaves_and_is_given_the_last_place() -> None:
    """The lowest two are named."""
    found = of(LOWEST, 1)

    assert (found.jeopardy, found.out) == (("Dee", "Eli"), ("Eli",))
    assert found.places == {"Eli": Place(5, 5)}
    assert (found.awaits, found.between, found.save, found.champions) == (Awaits.NOTHING, (), None, ())


def test_of_two_who_leave_the_worse_holds_the_lower_place() -> None:
    """Two leave at once (SPEC 1.8)."""
    assert of(LOWEST, 2).places == {"Dee": Place(4, 4), "Eli": Place(5, 5)}


def test_two_who_leave_and_tie_share_their_places() -> None:
    """Nothing has to be settled: both are out either way."""
    found = of(LOWEST, 2, "Ada", "Bo", "Cy", "Dee=Eli")

    assert (found.awaits, found.out) == (Awaits.NOTHING, ("Dee", "Eli"))
    assert found.places == {"Dee": Place(4, 5), "Eli": Place(4, 5)}


def test_where_nobody_is_to_leave_the_lowest_are_still_named() -> None:
    """A week without an exit."""
    found = of(LOWEST, 0)

    assert (found.jeopardy, found.out, dict(found.places)) == (("Dee", "Eli"), (), {})


@pytest.mark.parametrize(("named", "jeopardy"), [(0, "Eli"), (1, "Eli"), (3, "Cy Dee Eli"), (9, "Ada Bo Cy Dee Eli")])
def test_as_many_are_named_as_the_plan_says_and_all_who_leave(named: int, jeopardy: str) -> None:
    """Two are the habit, three have been named."""
    assert of(replace(LOWEST, jeopardy=named), 1).jeopardy == tuple(jeopardy.split())


def test_judges_save_one_of_the_lowest_two() -> None:
    """Until they have, nobody is out."""
    waiting = of(JUDGED, 1)
    assert (waiting.awaits, waiting.between, waiting.out) == (Awaits.JUDGES, ("Dee", "Eli"), ())

    found = of(JUDGED, 1, saves={**agreed("Eli"), "Ida": "Dee"})
    assert found.save == Save("Eli", "Dee", SavedBy.MAJORITY, 2, 1)
    assert (found.out, dict(found.places)) == (("Dee",), {"Dee": Place(5, 5)})


def test_of_two_who_leave_the_lowest_goes_at_once_and_judges_choose_between_the_next_two() -> None:
    """The lowest cannot be saved: to name it is to name nobody (SPEC 1.4)."""
    waiting = of(JUDGED, 2)
    assert (waiting.awaits, waiting.between, waiting.jeopardy) == (Awaits.JUDGES, ("Cy", "Dee"), ("Cy", "Dee", "Eli"))

    assert of(JUDGED, 2, saves=agreed("Eli")).awaits is Awaits.JUDGES
    found = of(JUDGED, 2, saves=agreed("Dee"))
    assert found.out == ("Cy", "Eli")
    assert found.places == {"Cy": Place(4, 4), "Eli": Place(5, 5)}


def test_the_weeks_casting_judge_goes_before_the_head_judge() -> None:
    """Two all. The book has a head judge; the plan of the week names another (2.5)."""
    panel = (*PANEL, "Lou")
    saves = {"Ida": "Dee", "Jo": "Dee", "Kit": "Eli", "Lou": "Eli"}
    book = replace(JUDGED.book, head_judge="Ida")
    week = replace(JUDGED, panel=panel, book=book)

    assert of(week, 1, saves=saves).out == ("Eli",)
    assert of(replace(week, casting_judge="Lou"), 1, saves=saves).out == ("Dee",)
    assert of(replace(week, book=JUDGED.book), 1, saves=saves).awaits is Awaits.JUDGES


def test_the_last_two_of_all_dance_off_for_one_place() -> None:
    """Two couples, one leaves, the other is alone."""
    assert of(JUDGED, 1, "Ada", "Bo", saves=agreed("Bo")).out == ("Ada",)


def test_nobody_is_saved_where_all_leave() -> None:
    """There is no second couple to choose from."""
    found = of(JUDGED, 1, "Ada")

    assert (found.awaits, found.out) == (Awaits.NOTHING, ("Ada",))


def test_the_final_settles_every_place_and_nobody_leaves() -> None:
    """Also where two tie, and whoever judges between weeks."""
    found = of(replace(JUDGED, final=True), 1, "Ada", "Bo=Cy", "Dee")

    assert (found.out, found.jeopardy, found.awaits) == ((), (), Awaits.NOTHING)
    assert found.places == {"Ada": Place(1, 1), "Bo": Place(2, 3), "Cy": Place(2, 3), "Dee": Place(4, 4)}
    assert found.champions == ("Ada",)


def test_two_who_tie_for_first_are_both_champions() -> None:
    """The book breaks no tie, so nobody does."""
    assert of(replace(LOWEST, final=True), 0, "Ada=Bo", "Cy").champions == ("Ada", "Bo")


def test_an_immune_couple_is_passed_over_and_keeps_its_place_in_the_standing() -> None:
    """Eli is lowest of all; Dee leaves (SPEC 1.6)."""
    found = of(replace(LOWEST, immune=("Eli",)), 1)

    assert (found.immune, found.jeopardy, found.out) == (("Eli",), ("Cy", "Dee"), ("Dee",))
    assert found.standing.row("Eli").place == Place(5, 5)
    assert found.places == {"Dee": Place(5, 5)}


def test_immunity_that_the_book_does_not_keep_is_none() -> None:
    """A setting of the book."""
    open_to_all = replace(LOWEST.book, immune_excluded=False)
    week = replace(LOWEST, immune=("Eli",), book=open_to_all)

    assert protected(open_to_all, week) == ()
    assert of(week, 1).out == ("Eli",)


def test_a_tie_with_an_immune_couple_is_no_tie_on_the_line() -> None:
    """Eli cannot leave, so there is nothing to settle."""
    found = of(replace(LOWEST, immune=("Eli",)), 1, "Ada", "Bo", "Cy", "Dee=Eli")

    assert (found.awaits, found.out) == (Awaits.NOTHING, ("Dee",))


def test_a_tie_on_the_line_waits_for_somebody() -> None:
    """Nobody is out by the order of a list."""
    found = of(LOWEST, 1, "Ada", "Bo", "Cy", "Dee=Eli")

    assert (found.awaits, found.between) == (Awaits.TIE, ("Dee", "Eli"))
    assert (found.out, dict(found.places)) == ((), {})


def test_a_tie_on_the_line_holds_all_who_tie() -> None:
    """Also those well above the line."""
    assert of(LOWEST, 2, "Ada", "Bo=Cy=Dee", "Eli").between == ("Bo", "Cy", "Dee")


def test_a_tie_above_the_line_settles_itself() -> None:
    """Both stay."""
    assert of(LOWEST, 1, "Ada", "Bo", "Cy=Dee", "Eli").out == ("Eli",)


def test_judges_cannot_choose_before_it_is_settled_between_whom() -> None:
    """A tie for the place above the two waits as a tie; one between the two does not matter."""
    above = of(JUDGED, 1, "Ada", "Bo", "Cy=Dee", "Eli", saves=agreed("Eli"))
    assert (above.awaits, above.between) == (Awaits.TIE, ("Cy", "Dee"))

    between = of(JUDGED, 1, "Ada", "Bo", "Cy", "Dee=Eli", saves=agreed("Eli"))
    assert (between.awaits, between.out) == (Awaits.NOTHING, ("Dee",))


def test_with_two_to_leave_a_tie_at_the_very_bottom_waits_too() -> None:
    """One would go at once and the other have a chance."""
    found = of(JUDGED, 2, "Ada", "Bo", "Cy", "Dee=Eli", saves=agreed("Cy"))

    assert (found.awaits, found.between) == (Awaits.TIE, ("Dee", "Eli"))


@pytest.mark.parametrize(
    ("leave", "withdrew", "replaces", "final", "expected"),
    [
        (1, 0, True, False, 1),
        (1, 1, True, False, 0),
        (1, 2, True, False, 0),
        (2, 1, True, False, 1),
        (1, 1, False, False, 1),
        (1, 0, True, True, 0),
    ],
)
def test_a_withdrawal_takes_the_place_of_an_exit(
    leave: int,
    withdrew: int,
    replaces: bool,  # noqa: FBT001
    final: bool,  # noqa: FBT001
    expected: int,
) -> None:
    """If the book says so, and never below none (SPEC 1.7)."""
    week = replace(
        LOWEST, leave=leave, final=final, book=replace(LOWEST.book, withdrawal_replaces_elimination=replaces)
    )
    gone = tuple(Result(star=star, exit=Exit.WITHDREW, week=1) for star in ORDER[:withdrew])

    assert leaving(replace(a_season(week), results=gone), week) == expected


def test_the_rules_of_a_final_are_those_of_the_book_in_the_final() -> None:
    """And no others."""
    week = a_week(book="uk-7")

    assert rules_of(week) is week.book
    assert rules_of(replace(week, final=True)).decider is Decider.LOWEST
