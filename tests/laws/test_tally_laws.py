"""The count is a function of a set of ballots."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mirrorball.box.ballot import Ballot
from mirrorball.box.tally import count
from mirrorball.core.channel import LimitPer
from mirrorball.core.votes import NotCounted, Tally
from tests.laws import strategies as made

STARS = made.STARS[:3]
BALLOTS = made.ballots()
RANDOMS = st.randoms(use_true_random=False)


def counted(ballots: list[Ballot]) -> Tally:
    """The tally of these ballots."""
    return count(ballots, STARS, made.CHANNELS, made.WINDOW)


def cast_on(ballots: list[Ballot]) -> int:
    """All votes on these ballots."""
    return sum(votes for ballot in ballots for _, votes in ballot.votes)


def literally(ballots: list[Ballot]) -> dict[str, dict[str, int]]:
    """The rule word for word, one vote at a time, the first to come first."""
    in_time = sorted(ballots, key=lambda b: (b.at, b.id))
    kept: list[tuple[str, str, str]] = []  # voter, channel, star of each vote that counts
    for ballot in in_time:
        channel = next((c for c in made.CHANNELS if c.name == ballot.channel), None)
        if channel is None or not 0 <= ballot.at < made.WINDOW.closes_at:
            continue
        for star, votes in ballot.votes:
            for _ in range(votes):
                mine = [k for k in kept if k[:2] == (ballot.voter, channel.name)]
                if channel.per is LimitPer.COUPLE:
                    mine = [k for k in mine if k[2] == star]
                if star in STARS and (channel.limit is None or len(mine) < channel.limit):
                    kept.append((ballot.voter, channel.name, star))
    return {star: {c.name: sum(k[1:] == (c.name, star) for k in kept) for c in made.CHANNELS} for star in STARS}


@given(BALLOTS)
def test_the_rule_read_word_for_word_counts_the_same(ballots: list[Ballot]) -> None:
    """One vote at a time, in the order of receipt."""
    assert counted(ballots).counted == literally(ballots)


@given(BALLOTS, RANDOMS)
def test_the_order_in_which_ballots_are_handed_in_does_not_matter(ballots: list[Ballot], rng: random.Random) -> None:
    """Blocks may be merged late and in any order."""
    shuffled = list(ballots)
    rng.shuffle(shuffled)

    assert counted(shuffled) == counted(ballots)


@given(BALLOTS, st.data())
def test_a_ballot_that_comes_again_changes_nothing(ballots: list[Ballot], more: st.DataObject) -> None:
    """To send again is safe: what counts and why the rest does not stay, and the copies are told apart."""
    again = more.draw(st.lists(st.sampled_from(ballots))) if ballots else []
    once, twice = counted(ballots), counted([*ballots, *again])

    assert twice.counted == once.counted
    told = dict(twice.not_counted)
    copies = told.pop(NotCounted.DUPLICATE, 0)
    assert told == dict(once.not_counted)
    assert copies == cast_on(again)


@given(BALLOTS)
def test_each_vote_is_counted_or_not_counted_once(ballots: list[Ballot]) -> None:
    """Nothing is lost and nothing is counted twice."""
    tally = counted(ballots)

    assert tally.total + sum(tally.not_counted.values()) == cast_on(ballots)
    assert tally.total == sum(tally.votes.values())
    assert set(tally.counted) == set(STARS)


@given(BALLOTS, BALLOTS)
def test_voters_are_counted_apart(ballots: list[Ballot], others: list[Ballot]) -> None:
    """The tally of two crowds who share no voter and no ballot is the sum of both tallies."""
    others = [replace(b, id=f"other {b.id}", voter=f"other {b.voter}") for b in others]
    both = counted([*ballots, *others])
    summed = counted(ballots) + counted(others)

    assert both.votes == summed.votes
    assert Counter(both.not_counted) == Counter(summed.not_counted)


@given(BALLOTS)
def test_no_voter_gets_past_the_limit_of_a_channel(ballots: list[Ballot]) -> None:
    """Per couple or over all couples, as the channel says."""
    for voter in made.VOTERS:
        tally = counted([ballot for ballot in ballots if ballot.voter == voter])
        for channel in made.CHANNELS:
            votes = [by_channel[channel.name] for by_channel in tally.counted.values()]
            used = votes if channel.per is LimitPer.COUPLE else [sum(votes)]

            assert channel.limit is None or max(used) <= channel.limit


@given(BALLOTS, made.ballots(st.integers(1000, 1100)))
def test_late_ballots_change_nothing_that_counts(ballots: list[Ballot], late: list[Ballot]) -> None:
    """Not even where a late ballot carries the id of one in time."""
    assert counted([*ballots, *late]).counted == counted(ballots).counted


@given(BALLOTS, made.ballots(st.integers(-50, -1)))
def test_early_ballots_change_nothing_that_counts(ballots: list[Ballot], early: list[Ballot]) -> None:
    """A ballot from before the opening does not count; ids are new here."""
    early = [replace(ballot, id=f"early {ballot.id}") for ballot in early]

    assert counted([*ballots, *early]).counted == counted(ballots).counted
