"""A seat is not a person: judges excused and substituted, and what the book makes of an empty seat."""

from __future__ import annotations

from fractions import Fraction

from mirrorball.core.commands import CallRoutine, ExcuseJudge, LockMarks, SubstituteJudge
from mirrorball.core.marks import nights
from tests.core.stage import MARKS, WALTZ, after, averaging, mark, refusal_of, sheets, the_night


def test_a_judge_who_is_excused_counts_for_nobody() -> None:
    """All couples are marked by the same panel: 9 + 9 and 8 + 8 of two judges, although Kit marked Ada (10.1)."""
    show = after(
        the_night(), *sheets(("Ada",)), ExcuseJudge("Kit", "ill"), *sheets(("Bo",))[:3], LockMarks(WALTZ, "Bo")
    )
    tonight = nights(show.season, show.week.book, 1)

    assert (tonight["Ada"].points, tonight["Bo"].points) == (Fraction(18), Fraction(16))


def test_a_book_may_average_for_who_is_absent() -> None:
    """Kit's mark for Ada stays; for Bo it is the mean of 8 and 7."""
    show = after(averaging(), *sheets(("Ada",)), ExcuseJudge("Kit", "ill"))
    show = after(show, CallRoutine(WALTZ, "Bo"), mark("Ida", "Bo", 8), mark("Jo", "Bo", 7), LockMarks(WALTZ, "Bo"))
    tonight = nights(show.season, show.week.book, 1)

    assert (tonight["Ada"].points, tonight["Bo"].points) == (Fraction(27), Fraction(45, 2))


def test_a_substitute_marks_from_the_seat_and_earlier_marks_stay() -> None:
    show = after(the_night(), *sheets(("Ada",)), SubstituteJudge("Kit", "Lou", "ill"), CallRoutine(WALTZ, "Bo"))
    assert refusal_of(show, mark("Kit", "Bo")).sentence.startswith("Kit is not on tonight's panel.")
    show = after(show, mark("Lou", "Bo", 5), mark("Ida", "Bo", 8), mark("Jo", "Bo", 8), LockMarks(WALTZ, "Bo"))

    assert nights(show.season, show.week.book, 1)["Ada"].points == 3 * MARKS["Ada"]
    assert nights(show.season, show.week.book, 1)["Bo"].points == 21
    assert after(show, SubstituteJudge("Kit", "Kit", "back")).seat_of("Kit") == "Kit"
