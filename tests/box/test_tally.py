"""The count is a pure function of a set of ballots."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mirrorball.box.ballot import Ballot, Window
from mirrorball.box.tally import count
from mirrorball.core.channel import Channel, LimitPer
from mirrorball.core.votes import NotCounted

STARS = ("Ada", "Bo")
WEB, SMS = Channel("web", 10), Channel("sms", 10)
WINDOW = Window(closes_at=1000)


def ballot(at: int, id_: str, *votes: tuple[str, int], voter: str = "v", channel: str = "web") -> Ballot:
    return Ballot(at, id_, voter, channel, votes)


ballots = st.lists(
    st.builds(
        Ballot,
        st.integers(-10, 1100),
        st.sampled_from("abcdefgh"),
        st.sampled_from(["v1", "v2"]),
        st.sampled_from(["web", "sms", "pigeon"]),
        st.lists(st.tuples(st.sampled_from([*STARS, "Cy"]), st.integers(0, 15)), max_size=3).map(tuple),
    ),
    max_size=12,
)


@given(ballots, st.randoms(use_true_random=False))
def test_the_order_in_which_ballots_arrive_does_not_matter(cast: list[Ballot], rng: object) -> None:
    shuffled = list(cast)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    assert count(cast, STARS, [WEB, SMS], WINDOW) == count(shuffled, STARS, [WEB, SMS], WINDOW)


@given(ballots)
def test_sending_everything_again_changes_no_vote(cast: list[Ballot]) -> None:
    once = count(cast, STARS, [WEB, SMS], WINDOW)

    assert once.votes == count([*cast, *cast], STARS, [WEB, SMS], WINDOW).votes


@given(ballots)
def test_each_vote_is_counted_or_not_counted_once(cast: list[Ballot]) -> None:
    tally = count(cast, STARS, [WEB, SMS], WINDOW)

    assert tally.total + sum(tally.not_counted.values()) == sum(n for b in cast for _, n in b.votes)


@given(ballots)
def test_no_voter_gets_past_the_limit_of_a_channel(cast: list[Ballot]) -> None:
    for voter in ("v1", "v2"):
        tally = count([b for b in cast if b.voter == voter], STARS, [WEB, SMS], WINDOW)

        assert all(votes <= 10 for by_channel in tally.counted.values() for votes in by_channel.values())


def test_the_first_votes_count_and_the_rest_are_over_the_limit() -> None:
    tally = count([ballot(5, "b", ("Ada", 8)), ballot(1, "a", ("Ada", 7))], STARS, [WEB], WINDOW)

    assert tally.counted == {"Ada": {"web": 10}, "Bo": {"web": 0}}
    assert tally.not_counted == {NotCounted.OVER_LIMIT: 5}


def test_a_limit_per_ballot_is_shared_by_all_couples() -> None:
    only_ten = Channel("web", 10, LimitPer.BALLOT)
    tally = count([ballot(1, "a", ("Ada", 7), ("Bo", 7))], STARS, [only_ten], WINDOW)

    assert tally.votes == {"Ada": 7, "Bo": 3}


def test_a_channel_has_its_own_limit_and_no_limit_is_none() -> None:
    free = Channel("paper")
    cast = [
        ballot(1, "a", ("Ada", 10)),
        ballot(2, "b", ("Ada", 10), channel="sms"),
        ballot(3, "c", ("Ada", 99), channel="paper"),
    ]

    assert count(cast, STARS, [WEB, SMS, free], WINDOW).votes["Ada"] == 119


def test_ballots_count_from_the_opening_until_before_the_close() -> None:
    cast = [ballot(at, str(at), ("Ada", 1)) for at in (-1, 0, 999, 1000)]
    tally = count(cast, STARS, [WEB], WINDOW)

    assert tally.votes["Ada"] == 2
    assert tally.not_counted == {NotCounted.EARLY: 1, NotCounted.LATE: 1}


def test_strangers_are_told_apart() -> None:
    cast = [ballot(1, "a", ("Cy", 2)), ballot(2, "b", ("Ada", 3), channel="pigeon"), ballot(3, "a", ("Ada", 4))]

    assert count(cast, STARS, [WEB], WINDOW).not_counted == {
        NotCounted.UNKNOWN_COUPLE: 2,
        NotCounted.UNKNOWN_CHANNEL: 3,
        NotCounted.DUPLICATE: 4,
    }
