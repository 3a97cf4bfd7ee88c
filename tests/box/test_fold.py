"""The compiled count at its edges; ``tests/laws/test_box_laws.py`` tries it on all kinds of boxes."""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest

from mirrorball.box.ballot import When
from mirrorball.box.block import MOST_VOTES, NO_AGE, Block, Kind, packed
from mirrorball.box.contents import NoBox, contents
from mirrorball.box.deal import mixed
from mirrorball.box.exclusion import Exclusion, signature
from mirrorball.box.recount import recount_box
from mirrorball.box.tally import Count, count
from mirrorball.core.channel import Channel, LimitPer
from mirrorball.core.votes import NotCounted
from tests.box.boxes import CLOSES, OPENS, Row, Writing, by_machine, name, rules, voter
from tests.laws.test_box_laws import small_machine

MANY_STARS = tuple(f"Star {nth}" for nth in range(19))  # votes on one byte fill two words and a part of the third
LIMITS = (
    Channel("couple", 10),
    Channel("ballot", 10, LimitPer.BALLOT),
    Channel("last", 10, replaceable=True),
    Channel("none"),
    Channel("nothing", 0),
    Channel("high", 40_000),
)


def box(folder: Path, rows: list[Row], *, stars: int = 3, width: int = 1) -> Count:
    """The count of a box of these rows, once all hands came to the same."""
    held = rules(LIMITS, MANY_STARS[:stars])
    writing = Writing().open(held)
    for begin in range(0, len(rows), 500):
        writing.ballots(rows[begin : begin + 500], stars, width)
    writing.close().save(folder)
    by_rule = count([row.value(held, When.IN_TIME) for row in rows], LIMITS)

    assert by_machine(folder).count == by_rule
    assert recount_box(folder).count == by_rule
    return by_rule


@pytest.mark.parametrize("channel", range(len(LIMITS)))
@pytest.mark.parametrize("ballots", [2, 24, 25, 128, 129, 257, 700, 3_000])
def test_one_voter_with_many_ballots(ballots: int, channel: int, tmp_path: Path) -> None:
    """At and behind each length at which the fold goes another way; ids and times meet, and copies differ."""
    rng = random.Random(ballots)  # noqa: S311
    ids = max(2, ballots * 2 // 3)
    rows = [
        Row(
            voter(0),
            name(rng.randrange(ids)),
            OPENS + rng.randrange(50),
            channel,
            (rng.randrange(256), 0, nth % 3),
        )
        for nth in range(ballots)
    ]
    found = box(tmp_path, rows)

    assert found.why_not()[NotCounted.DUPLICATE] > 0 or ballots == 2


@pytest.mark.parametrize("width", [1, 2, 4])
@pytest.mark.parametrize("stars", [1, 2, 4, 7, 8, 9, 16, 17, 19])
def test_votes_of_every_width_for_any_number_of_couples(stars: int, width: int, tmp_path: Path) -> None:
    rng = random.Random(stars)  # noqa: S311
    most = [0, 1, 10, 11, MOST_VOTES[width] - 1, MOST_VOTES[width]]
    rows = [
        Row(
            voter(rng.randrange(40)),
            name(nth),
            OPENS,
            rng.randrange(len(LIMITS)),
            tuple(rng.choice(most) for _ in range(stars)),
        )
        for nth in range(200)
    ]

    box(tmp_path, rows, stars=stars, width=width)


@pytest.mark.parametrize("channel", [3, 5])
def test_many_voters_with_many_votes_each_do_not_run_over(channel: int, tmp_path: Path) -> None:
    """More of the most that a byte holds than a lane of the fold can add up at once."""
    rows = [Row(voter(nth), name(0), OPENS, channel, (255, 0, nth % 256)) for nth in range(2_000)]

    assert box(tmp_path, rows).counted("Star 0", LIMITS[channel].name) == 255 * 2_000


@pytest.mark.parametrize("channel", ["couple", None])
def test_a_signed_rule_holds_from_its_first_to_before_its_last_millisecond(channel: str | None, tmp_path: Path) -> None:
    """No voter is named, so the compiled count itself leaves ballots out; channel and edges are exact."""
    times = [OPENS + 9, OPENS + 10, OPENS + 19, OPENS + 20]
    rows = [Row(voter(nth), name(0), at, on, (1, 0, 0)) for nth, at in enumerate(times) for on in (0, 3)]
    rule = Exclusion(channel, None, OPENS + 10, OPENS + 20, "a burst")
    writing = Writing().open(rules(LIMITS)).ballots(rows)
    for by in ("Kim", "Lou"):
        writing.note(Kind.EXCLUDE, OPENS, json.loads(signature(rule, by, OPENS)))
    writing.save(tmp_path)
    found = by_machine(tmp_path).count

    assert found == recount_box(tmp_path).count
    assert found.why_not("couple") == {NotCounted.EXCLUDED: 2}
    assert found.why_not("none") == ({} if channel else {NotCounted.EXCLUDED: 2})


def test_widths_may_change_from_block_to_block(tmp_path: Path) -> None:
    held = rules(LIMITS)
    writing = Writing().open(held)
    rows = [Row(voter(nth // 2), name(nth), OPENS, 3, (nth, 1, 2)) for nth in range(6)]
    for nth, width in enumerate([1, 4, 2]):
        writing.ballots(rows[2 * nth : 2 * nth + 2], width=width)
    writing.save(tmp_path)

    assert by_machine(tmp_path).count == count([r.value(held, When.IN_TIME) for r in rows], LIMITS)


def test_voters_are_told_apart_by_every_bit(tmp_path: Path) -> None:
    voters = [(1 << bit).to_bytes(16, "little") for bit in range(128)]
    rows = [Row(who, name(nth % 2), OPENS, 0, (10, 0, 0)) for nth, who in enumerate(voters * 2)]

    assert box(tmp_path, rows).counted("Star 0", "couple") == 10 * 128


def test_voters_whose_mixed_names_meet_are_told_apart(tmp_path: Path) -> None:
    """Found by search: half of the voter is the same, and so is all of the mixed name that a table keeps of it."""
    pairs = ((415596974657287045, 7653889917774571258), (8211213958569089524, 8506393352914544437))
    for nth, pair in enumerate(pairs):
        kept = {int(mixed(np.uint64(0), np.uint64(half))) & (0xFFFF_FFFF << 32 | 7) for half in pair}
        assert len(kept) == 1
        rows = [Row(bytes(8) + half.to_bytes(8, "little"), name(0), OPENS, 0, (6, 0, 0)) for half in pair]
        (tmp_path / str(nth)).mkdir()

        assert box(tmp_path / str(nth), rows).counted("Star 0", "couple") == 12


def test_ids_are_told_apart_by_every_bit_and_put_in_order_as_bytes(tmp_path: Path) -> None:
    ids = [(1 << bit).to_bytes(8, "little") for bit in range(64)]
    rows = [Row(voter(0), one, OPENS, 2, (nth % 10, 0, 1)) for nth, one in enumerate(ids)]

    assert box(tmp_path, rows).counted("Star 2", "last") == 1


def test_very_many_ballots_of_one_voter_are_no_heavier_than_those_of_many(tmp_path: Path) -> None:
    """Nobody makes the count slow by sending much: were it quadratic, this would take minutes."""
    size = 200_000
    writing = Writing().open(rules(LIMITS))
    rows = [Row(voter(0), name(nth * 7 % size), OPENS + nth % 1_000, 1, (1, 0, 0)) for nth in range(size)]
    for begin in range(0, size, 1_500):
        writing.ballots(rows[begin : begin + 1_500])
    writing.save(tmp_path)
    begun = perf_counter()
    found = by_machine(tmp_path).count

    assert perf_counter() - begun < 30
    assert found.counted("Ada", "ballot") == 10
    assert found.why_not() == {NotCounted.OVER_LIMIT: size - 10}


def test_what_does_not_fit_into_memory_at_once_is_counted_in_rounds(tmp_path: Path) -> None:
    rng = random.Random(5)  # noqa: S311
    rows = [Row(voter(rng.randrange(500)), name(nth), OPENS, nth % 6, (3, 4, 5)) for nth in range(2_000)]
    with small_machine(memory=5_000, chunk=9_000, piece=20_000):
        box(tmp_path, rows)


@pytest.mark.parametrize(
    ("late", "age", "channel", "counts"),
    [
        (5_000, 5_000, "app", True),  # given at the close, brought in the last millisecond of grace
        (5_001, 5_001, "app", False),
        (5_000, 4_999, "app", False),  # given a millisecond behind the close
        (1, 1, "app", True),
        (1, 0, "app", False),
        (1, NO_AGE, "app", False),  # no provider's time
        (1_000, 1_000, "gift", True),
        (1_001, 1_001, "gift", False),
        (1, 1, "web", False),  # a page has no grace
    ],
)
def test_grace_is_exact_to_the_millisecond(late: int, age: int, channel: str, counts: bool, tmp_path: Path) -> None:  # noqa: FBT001
    held = rules()
    row = Row(voter(0), name(0), CLOSES + late, held.channel(channel), (1, 0, 0), age)
    Writing().open(held).close().ballots([row]).save(tmp_path)

    by_rule = count(contents(tmp_path).ballots, held.channels)
    assert by_machine(tmp_path).count == recount_box(tmp_path).count == by_rule
    assert by_rule.counted("Ada", channel) == counts


def test_bytes_of_ballots_that_are_a_whole_block_themselves_mislead_nobody(tmp_path: Path) -> None:
    """Where a chunk begins is a guess; here every guess is wrong, and the file is read in one piece after all."""
    tried = (packed(Block(Kind.UNREAD, b"no block", nth, 0, b"")) for nth in itertools.count())
    inner = next(held for held in tried if held[32] < len(LIMITS) and held[33] == 0)
    rows = [Row(inner[:16], inner[16:24], OPENS, inner[32], (*inner[34:36], nth), age=0) for nth in range(60)]
    with small_machine(chunk=800):
        box(tmp_path, rows)

        assert by_machine(tmp_path).damages == ()
    assert inner in next(tmp_path.iterdir()).read_bytes()


def test_progress_is_told_to_its_end_and_never_past_it(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    box(tmp_path, [Row(voter(nth), name(nth), OPENS, 0, (1, 1, 1)) for nth in range(3_000)])
    with small_machine(memory=50_000, chunk=9_000, piece=60_000):
        by_machine(tmp_path, lambda gone, whole: told.append((gone, whole)))

    assert len(told) > 10
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_clocks_that_lie_ages_apart_are_counted_all_the_same(tmp_path: Path) -> None:
    at = [-(1 << 62), 0, OPENS, 1 << 62]
    held = rules(LIMITS)
    writing = Writing().open(held)
    rows = [Row(voter(0), name(nth), when, 2, (nth, 0, 0)) for nth, when in enumerate(at)]
    for row in rows:
        writing.ballots([row])
    writing.save(tmp_path)

    assert by_machine(tmp_path).count == count([r.value(held, When.IN_TIME) for r in rows], LIMITS)
    assert by_machine(tmp_path).count.counted("Ada", "last") == 3


@pytest.mark.parametrize("counting", [by_machine, recount_box, contents])
@pytest.mark.parametrize("row", [Row(voter(0), name(0), OPENS, 6, (1, 0, 0)), Row(voter(0), name(0), OPENS, 0, (1, 0))])
def test_ballots_of_another_vote_are_refused_by_file_and_block(row: Row, counting: object, tmp_path: Path) -> None:
    assert callable(counting)
    Writing().open(rules(LIMITS)).ballots([row], len(row.votes)).save(tmp_path, "strange")

    with pytest.raises(NoBox, match=r"strange\.box: block 2 "):
        counting(tmp_path)


def test_a_small_box_is_counted_without_machine_code_and_a_warm_count_has_it(tmp_path: Path) -> None:
    """Importing the count is quick, a gala never waits for a compiler, and a show may have it ready beforehand."""
    Writing().open(rules(LIMITS)).ballots([Row(voter(0), name(0), OPENS, 0, (1, 0, 0))]).save(tmp_path)
    asked = f"""
import sys, pathlib
from mirrorball.box import counting
votes = counting.count_box(pathlib.Path({str(tmp_path)!r})).count.counted("Ada", "couple")
print(votes, "numba" in sys.modules)
counting.warm()
from mirrorball.box import deal, fold
print(*(len(f.signatures) for f in (deal.survey, deal.deal, fold.fold, fold.set_aside)))
counting.count_box(pathlib.Path({str(tmp_path)!r}), few=0)
print(*(len(f.signatures) for f in (deal.survey, deal.deal, fold.fold, fold.set_aside)))
"""
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["1 False", "1 1 1 1", "1 1 1 1"]
