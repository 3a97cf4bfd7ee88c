"""The second path comes to what the core comes to, on whatever season; and where one of them waits, both do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from fractions import Fraction
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from mirrorball.core.book import Absent, Book, Carry, Combine, Decider, Sum, TieBreak
from mirrorball.core.refusals import Refusal
from mirrorball.core.reveals import Finding
from mirrorball.core.sealing import found_tonight
from mirrorball.core.season import Season, Week
from mirrorball.core.show import Show
from mirrorball.core.ties import Convention, Place
from mirrorball.proof import plain, plain_points
from mirrorball.proof.plain import NotPlain, plain_finding
from tests.laws import season_strategies as made

# One that differs is enough, and it need not be small.
HUNT = settings(
    max_examples=6_000,
    phases=[Phase.generate],
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    deadline=None,
)

# Books whose casting vote is needed now and then.
JUDGED = made.all_settings().map(
    lambda book: replace(book, combine=Combine.VOTES, votes_lag=0, decider=Decider.JUDGES, head_judge=made.JUDGES[0])
)

# For each setting of a book, others that it may have. Whoever reads the book with one of them comes to another result.
OTHERS: Mapping[str, tuple[object, ...]] = {
    "combine": tuple(Combine),
    "panel_weight": (Fraction(3),),
    "audience_weight": (Fraction(3),),
    "panel_ties": tuple(Convention),
    "audience_ties": tuple(Convention),
    "combined_tie": ((), (TieBreak.PANEL,)),
    "routine": tuple(Sum),
    "night": tuple(Sum),
    "drop_high": (0, 1),
    "drop_low": (0, 1),
    "marks_lag": (0, 1),
    "votes_lag": (0, 1),
    "carry": tuple(Carry),
    "absent": tuple(Absent),
    "decider": tuple(Decider),
    "head_judge": ("", made.JUDGES[1]),
    "immune_excluded": (False, True),
    "withdrawal_replaces_elimination": (False, True),
    "final": (None, *Combine),
}


def by_hand(show: Show) -> Finding | None:
    """What the second path finds; None where it waits."""
    try:
        return plain_finding(show)
    except NotPlain:
        return None


def by_the_core(show: Show) -> Finding | None:
    """What the core finds; None where it waits."""
    found = found_tonight(show)
    return None if isinstance(found, Refusal) else found


@given(made.shows())
def test_both_paths_come_to_the_same(show: Show) -> None:
    """Places, jeopardy, who leaves, between whom the judges choose, and whether anything is missing."""
    assert by_hand(show) == by_the_core(show)


def with_book(show: Show, **changes: object) -> Show:
    """The night as if the book of every week were another."""
    weeks = tuple(replace(week, book=replace(week.book, **changes)) for week in show.season.weeks)  # type: ignore[arg-type]
    return replace(show, season=replace(show.season, weeks=weeks))


def test_every_setting_that_decides_is_tried() -> None:
    """The rest of a book are words, and the number in jeopardy, which stands in the week."""
    assert set(OTHERS) == {setting.name for setting in fields(Book)} - set(plain_points.NOT_COUNTED)


@pytest.mark.parametrize("setting", OTHERS)
def test_a_second_path_that_read_a_setting_otherwise_would_be_seen(setting: str) -> None:
    """There is a night on which the two would disagree: no setting is read by neither of them."""

    def seen(show: Show) -> bool:
        right = by_the_core(show)
        return right is not None and any(
            by_hand(with_book(show, **{setting: other})) not in (right, None) for other in OTHERS[setting]
        )

    assert find(made.shows(JUDGED if setting == "head_judge" else None), seen, settings=HUNT)


def no_substitutes(read: Callable[..., Any]) -> Callable[..., Any]:
    """Marks of substitutes are overlooked."""
    return lambda week, routine, seat: read(replace(week, substitutes={}), routine, seat)


def nobody_gone(_: Callable[..., Any]) -> Callable[..., Any]:
    """Who left or withdrew is placed all the same."""

    def whole_cast(season: Season, number: int) -> list[str]:
        del number
        return [couple.star for couple in season.couples]

    return whole_cast


def as_planned(_: Callable[..., Any]) -> Callable[..., Any]:
    """Withdrawals replace nothing."""

    def how_many(season: Season, week: Week) -> int:
        del season
        return week.leave

    return how_many


def best_place_only(place: Callable[..., Any]) -> Callable[..., Any]:
    """Ties are told as if the first of them stood there alone."""

    def first(*asked: object) -> Place:
        found = place(*asked)
        return Place(found.first, found.first)

    return first


def never_spoken(_: Callable[..., Any]) -> Callable[..., Any]:
    """The judges' choice is not looked at."""
    return lambda *_: ""


def no_stated(read: Callable[..., Any]) -> Callable[..., Any]:
    """What a source states for the night is overlooked."""
    return lambda season, *more: read(replace(season, stated=()), *more)


def no_bonus(read: Callable[..., Any]) -> Callable[..., Any]:
    """Points beside the marks are overlooked."""
    return lambda season, *more: read(replace(season, bonuses=()), *more)


def nobody_immune(read: Callable[..., Any]) -> Callable[..., Any]:
    """Immunity is overlooked."""

    def blind(season: Season, number: int, **more: bool) -> Finding:
        weeks = tuple(replace(week, immune=()) for week in season.weeks)
        found: Finding = read(replace(season, weeks=weeks), number, **more)
        return found

    return blind


@pytest.mark.parametrize(
    ("where", "name", "wrong"),
    [
        (plain_points, "_from_seat", no_substitutes),
        (plain_points, "_marks", no_stated),
        (plain_points, "_points", no_bonus),
        (plain, "who_can_be_placed", nobody_gone),
        (plain, "_how_many_leave", as_planned),
        (plain, "_place", best_place_only),
        (plain, "_lost", never_spoken),
        (plain, "plain_week", nobody_immune),
    ],
)
def test_a_mistake_in_one_path_is_seen(
    monkeypatch: pytest.MonkeyPatch,
    where: ModuleType,
    name: str,
    wrong: Callable[[Callable[..., Any]], Callable[..., Any]],
) -> None:
    """The law can fail: each of these readings is wrong, and there is a night that shows it."""
    mistaken = wrong(getattr(where, name))
    for module in (plain, plain_points):
        monkeypatch.setattr(module, name, mistaken, raising=module is where)

    assert find(made.shows(), lambda show: by_hand(show) != by_the_core(show), settings=HUNT)
