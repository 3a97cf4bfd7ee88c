"""The count is a function of a set of ballots."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mirrorball.box.ballot import Ballot, When
from mirrorball.box.tally import Count, count
from mirrorball.core.channel import Channel, LimitPer
from mirrorball.core.votes import NotCounted
from tests.laws import strategies as made

STARS = (*made.STARS[:3], "Nobody")
BALLOTS = made.ballots()
IN_TIME = made.ballots(st.just(When.IN_TIME))
RANDOMS = st.randoms(use_true_random=False)


def counted(ballots: list[Ballot]) -> Count:
    """What becomes of these ballots."""
    return count(ballots, made.CHANNELS)


def that_count(of: Count) -> dict[tuple[str, str], int]:
    """Votes that count, by channel and couple."""
    return {(channel, star): votes for (channel, star, why), votes in of.fates.items() if why is None and votes}


def cast_on(ballots: list[Ballot]) -> int:
    """All votes on these ballots."""
    return sum(votes for ballot in ballots for _, votes in ballot.votes)


def literally(ballots: list[Ballot]) -> dict[tuple[str, str], int]:
    """The rule word for word, one voter, one channel and one vote at a time, the first to come first."""
    found: Counter[tuple[str, str]] = Counter()
    for voter in made.VOTERS:
        for channel in made.CHANNELS:
            mine = [b for b in ballots if (b.voter, b.channel, b.when) == (voter, channel.name, When.IN_TIME)]
            found += _literally_for_one(sorted(mine), channel)
    return dict(found)


def _literally_for_one(mine: list[Ballot], channel: Channel) -> Counter[tuple[str, str]]:
    stands: list[Ballot] = []
    for ballot in mine:
        if ballot.id not in [earlier.id for earlier in stands]:
            stands.append(ballot)
    kept: list[str] = []  # the star of each vote that counts
    for ballot in stands[-1:] if channel.replaceable else stands:
        for star, votes in ballot.votes:
            for _ in range(votes):
                used = len(kept) if channel.per is LimitPer.BALLOT else kept.count(star)
                if channel.limit is None or used < channel.limit:
                    kept.append(star)
    return Counter((channel.name, star) for star in kept)


@given(BALLOTS)
def test_the_rule_read_word_for_word_counts_the_same(ballots: list[Ballot]) -> None:
    """One vote at a time, in the order of receipt."""
    assert that_count(counted(ballots)) == literally(ballots)


@given(BALLOTS, RANDOMS)
def test_the_order_in_which_ballots_are_handed_in_does_not_matter(ballots: list[Ballot], rng: random.Random) -> None:
    """Blocks may be merged late and in any order."""
    shuffled = list(ballots)
    rng.shuffle(shuffled)

    assert counted(shuffled) == counted(ballots)


@given(IN_TIME, st.data())
def test_a_ballot_that_comes_again_changes_nothing(ballots: list[Ballot], more: st.DataObject) -> None:
    """To send again is safe: what counts and why the rest does not stay, and the copies are told apart."""
    again = more.draw(st.lists(st.sampled_from(ballots))) if ballots else []
    once, twice = counted(ballots), counted([*ballots, *again])

    assert that_count(twice) == that_count(once)
    told = twice.why_not()
    told[NotCounted.DUPLICATE] -= cast_on(again)
    assert told == once.why_not()


@given(BALLOTS)
def test_each_vote_is_counted_or_not_counted_once(ballots: list[Ballot]) -> None:
    """Nothing is lost and nothing is counted twice."""
    found = counted(ballots)
    tally = found.tally(STARS[:3], made.CHANNELS)

    assert sum(found.fates.values()) == cast_on(ballots)
    assert tally.total + sum(tally.not_counted.values()) == cast_on(ballots)
    assert found.ballots == Counter(ballot.channel for ballot in ballots)


@given(BALLOTS, BALLOTS)
def test_voters_are_counted_apart(ballots: list[Ballot], others: list[Ballot]) -> None:
    """What becomes of two crowds who share no voter is the sum of both."""
    others = [replace(b, voter=b"other " + b.voter) for b in others]
    both, one, other = counted([*ballots, *others]), counted(ballots), counted(others)

    assert both == Count(one.fates + other.fates, one.ballots + other.ballots)


@given(BALLOTS)
def test_no_voter_gets_past_the_limit_of_a_channel(ballots: list[Ballot]) -> None:
    """Per couple or over all couples, as the channel says."""
    for voter in made.VOTERS:
        found = counted([ballot for ballot in ballots if ballot.voter == voter])
        for channel in made.CHANNELS:
            votes = [found.counted(star, channel.name) for star in STARS]
            used = votes if channel.per is LimitPer.COUPLE else [sum(votes)]

            assert channel.limit is None or max(used) <= channel.limit


@given(BALLOTS, made.ballots(st.sampled_from([When.LATE, When.EARLY])))
def test_ballots_outside_of_the_window_change_nothing_that_counts(ballots: list[Ballot], out: list[Ballot]) -> None:
    """Not even where one carries the id of one in time, or comes before it."""
    assert that_count(counted([*ballots, *out])) == that_count(counted(ballots))


@given(IN_TIME, st.sampled_from(made.VOTERS))
def test_a_rule_that_leaves_a_voter_out_takes_the_votes_of_that_voter_only(ballots: list[Ballot], voter: bytes) -> None:
    """What the others have stays, and nothing vanishes."""
    found = count(ballots, made.CHANNELS, excluded=lambda ballot: ballot.voter == voter)

    assert that_count(found) == that_count(counted([b for b in ballots if b.voter != voter]))
    assert sum(found.fates.values()) == cast_on(ballots)


@given(IN_TIME, st.integers(0, 20))
def test_votes_that_were_paid_back_are_voided_and_no_more_than_there_were(ballots: list[Ballot], back: int) -> None:
    """One ballot, named by its voter and id."""
    if not ballots:
        return
    one = replace(ballots[0], voter=b"payer")
    found = count([one], made.CHANNELS, back={(b"payer", one.id): back})

    assert found.why_not()[NotCounted.VOIDED] == min(back, cast_on([one]))
    assert sum(found.fates.values()) == cast_on([one])
