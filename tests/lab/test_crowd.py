"""A drawn audience: the same seed draws the same, and what is drawn fits what was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorball.box.tally import count
from mirrorball.box.voters import Voters
from mirrorball.core.channel import Channel, Unit, Way
from mirrorball.core.votes import NotCounted, Tally
from mirrorball.lab import crowd
from mirrorball.lab.crowd import Cast, NoSuchVotes, as_ballots, carried_votes, cast, draw_shares

STARS = ("Ada", "Bo", "Cy", "Dee", "Eli")
CHANNELS = (Channel("web", 10, replaceable=True), Channel("sms", 10, way=Way.RELAY, unit=Unit.PHONE))
SHARES = {"Ada": 500, "Bo": 300, "Cy": 120, "Dee": 80}
seeds = st.integers(0, 10**9)


def anything(_: dict[str, int]) -> bool:
    return True


def drawn(seed: int, ballots: int = 500) -> list[Cast]:
    return list(cast(Random(seed), SHARES, CHANNELS, ballots))  # noqa: S311  # repeatable on purpose


def counted(sent: list[Cast]) -> Tally:
    return count(as_ballots(sent, CHANNELS, Voters(b"")), CHANNELS).tally(tuple(SHARES), CHANNELS)


def shares_of(seed: int, fits: Callable[[dict[str, int]], bool] = anything) -> dict[str, int]:
    return draw_shares(Random(seed), STARS, fits)  # noqa: S311  # repeatable on purpose


@given(seeds)
def test_the_same_seed_draws_the_same(seed: int) -> None:
    assert shares_of(seed) == shares_of(seed)
    assert drawn(seed, 50) == drawn(seed, 50)


def test_other_seeds_draw_others() -> None:
    assert len({tuple(shares_of(seed).items()) for seed in range(50)}) > 45
    assert drawn(1) != drawn(2)


@given(seeds)
def test_shares_are_thousandths_that_keep_their_distance(seed: int) -> None:
    shares = shares_of(seed)

    assert list(shares) == list(STARS)
    assert abs(sum(shares.values()) - 1000) <= len(STARS)
    assert all(more - fewer >= 20 for fewer, more in pairwise(sorted([0, *shares.values()])))


@given(seeds, st.permutations(STARS))
def test_shares_fit_what_was_asked_for(seed: int, wanted: list[str]) -> None:
    shares = shares_of(seed, lambda got: sorted(got, key=got.__getitem__, reverse=True) == wanted)

    assert sorted(shares, key=shares.__getitem__, reverse=True) == wanted


def test_what_no_vote_can_be_is_said_and_not_sought_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "DRAWS", 1000)

    with pytest.raises(NoSuchVotes, match="1000 draws found no vote"):
        shares_of(1, lambda _: False)


@given(seeds, st.integers(0, 60))
def test_there_are_as_many_ballots_as_were_asked_for(seed: int, ballots: int) -> None:
    assert len(drawn(seed, ballots)) == ballots


def test_a_ballot_that_is_sent_twice_at_the_end_does_not_go_over() -> None:
    assert {len(drawn(seed, 3)) for seed in range(500)} == {3}


def test_ballots_are_such_as_real_ones_are() -> None:
    """Some come late and last, some are sent twice, some come back for more, and most are none of this."""
    ballots = drawn(32, 20_000)
    tally = counted(ballots)

    assert {ballot.channel for ballot in ballots} == {"web", "sms"}
    assert [ballot.late for ballot in ballots] == sorted(ballot.late for ballot in ballots)
    assert all(1 <= votes <= 10 and star in SHARES for ballot in ballots for star, votes in ballot.votes)
    assert set(tally.not_counted) == {
        NotCounted.LATE,
        NotCounted.DUPLICATE,
        NotCounted.OVER_LIMIT,
        NotCounted.REPLACED,
    }
    assert 0.005 < sum(ballot.late for ballot in ballots) / len(ballots) < 0.02
    assert 0.01 < 1 - len({ballot.name for ballot in ballots}) / len(ballots) < 0.03
    assert tally.total > 0.6 * sum(votes for ballot in ballots for _, votes in ballot.votes)


def test_what_is_sent_twice_is_the_same_ballot() -> None:
    again = [id_ for id_, times in Counter(ballot.name for ballot in drawn(7, 2000)).items() if times > 1]
    ballots = drawn(7, 2000)

    assert again
    assert all(len({ballot for ballot in ballots if ballot.name == id_}) == 1 for id_ in again)


def test_the_count_stands_near_the_shares() -> None:
    """Not on them: limits take most from those who are liked most."""
    tally = counted(drawn(5, 20_000))
    whole = tally.total

    assert sorted(tally.votes, key=tally.votes.__getitem__, reverse=True) == list(SHARES)
    for star, share in SHARES.items():
        assert abs(tally.votes[star] / whole - share / 1000) < 0.08


@given(st.dictionaries(st.sampled_from(STARS), st.integers(1, 999), min_size=1), st.integers(1, 10**6))
def test_carried_votes_keep_the_shares(shares: dict[str, int], total: int) -> None:
    votes = carried_votes(shares, total)

    assert list(votes) == list(shares)
    assert sum(votes.values()) == total
    assert all(
        abs(votes[star] - Fraction(share * total, sum(shares.values()))) < len(shares) for star, share in shares.items()
    )
