"""The count by example; ``tests/laws/test_tally_laws.py`` says what holds for all ballots."""

from __future__ import annotations

from collections import Counter

from mirrorball.box.ballot import Ballot, When
from mirrorball.box.tally import Count, count
from mirrorball.core.channel import Channel, LimitPer
from mirrorball.core.votes import NotCounted

STARS = ("Ada", "Bo")
WEB, SMS = Channel("web", 10), Channel("sms", 10)


def ballot(at: int, name: bytes, *votes: tuple[str, int], channel: str = "web", when: When = When.IN_TIME) -> Ballot:
    return Ballot(at, name, b"v", channel, votes, when)


def counted(found: Count, channel: str = "web") -> list[int]:
    return [found.counted(star, channel) for star in STARS]


def test_the_first_votes_count_and_the_rest_are_over_the_limit() -> None:
    found = count([ballot(5, b"b", ("Ada", 8)), ballot(1, b"a", ("Ada", 7))], [WEB])

    assert counted(found) == [10, 0]
    assert found.why_not() == {NotCounted.OVER_LIMIT: 5}


def test_a_limit_per_ballot_is_shared_by_all_couples() -> None:
    only_ten = Channel("web", 10, LimitPer.BALLOT)

    assert counted(count([ballot(1, b"a", ("Ada", 7), ("Bo", 7))], [only_ten])) == [7, 3]


def test_a_channel_has_its_own_limit_and_no_limit_is_none() -> None:
    cast = [
        ballot(1, b"a", ("Ada", 10)),
        ballot(2, b"b", ("Ada", 10), channel="sms"),
        ballot(3, b"c", ("Ada", 99), channel="paper"),
    ]
    tally = count(cast, [WEB, SMS, Channel("paper")]).tally(STARS, [WEB, SMS, Channel("paper")])

    assert tally.counted["Ada"] == {"web": 10, "sms": 10, "paper": 99}


def test_a_later_ballot_takes_the_place_of_an_earlier_one_where_the_channel_says_so() -> None:
    last = Channel("web", 10, replaceable=True)
    found = count([ballot(2, b"a", ("Bo", 3)), ballot(1, b"b", ("Ada", 9)), ballot(2, b"c", ("Ada", 2))], [last])

    assert counted(found) == [2, 0]
    assert found.why_not() == {NotCounted.REPLACED: 12}


def test_ballots_count_in_the_window_only() -> None:
    cast = [ballot(nth, bytes([nth]), ("Ada", 1), when=when) for nth, when in enumerate([*When, When.IN_TIME])]
    found = count(cast, [WEB])

    assert counted(found) == [2, 0]
    assert found.why_not() == {NotCounted.EARLY: 1, NotCounted.LATE: 1}


def test_the_first_of_two_with_one_id_counts() -> None:
    found = count([ballot(3, b"a", ("Ada", 4)), ballot(2, b"a", ("Ada", 3))], [WEB])

    assert counted(found) == [3, 0]
    assert found.why_not() == {NotCounted.DUPLICATE: 4}


def test_an_id_is_one_voter_s_on_one_channel() -> None:
    cast = [ballot(1, b"a", ("Ada", 1)), ballot(1, b"a", ("Ada", 1), channel="sms")]

    assert count(cast, [WEB, SMS]).why_not() == {}


def test_votes_for_a_couple_that_left_are_told_apart() -> None:
    tally = count([ballot(1, b"a", ("Cy", 2), ("Ada", 3))], [WEB]).tally(STARS, [WEB])

    assert tally.votes == {"Ada": 3, "Bo": 0}
    assert tally.not_counted == {NotCounted.UNKNOWN_COUPLE: 2}


def test_what_a_signed_rule_leaves_out_neither_counts_nor_replaces() -> None:
    last = Channel("web", 10, replaceable=True)
    cast = [ballot(1, b"a", ("Ada", 2)), ballot(2, b"b", ("Bo", 5))]
    found = count(cast, [last], excluded=lambda one: one.at == 2)

    assert counted(found) == [2, 0]
    assert found.why_not() == {NotCounted.EXCLUDED: 5}


def test_votes_that_were_paid_back_make_room_for_others() -> None:
    cast = [ballot(1, b"a", ("Ada", 8)), ballot(2, b"b", ("Ada", 6))]
    found = count(cast, [WEB], back={(b"v", b"a"): 5})

    assert counted(found) == [9, 0]
    assert found.why_not() == {NotCounted.VOIDED: 5}


def test_reasons_can_be_asked_for_one_channel() -> None:
    cast = [ballot(1, b"a", ("Ada", 12)), ballot(1, b"a", ("Ada", 11), channel="sms")]
    found = count(cast, [WEB, SMS])

    assert found.why_not("web") == {NotCounted.OVER_LIMIT: 2}
    assert found.why_not() == {NotCounted.OVER_LIMIT: 3}


def test_reasons_stand_in_one_order_whichever_was_met_first() -> None:
    """Two threads count a big box, so which reason comes first is chance; what is sealed must not be."""
    met = [("web", "Ada", NotCounted.OVER_LIMIT), ("web", "Ada", NotCounted.LATE), ("web", "Ada", NotCounted.REPLACED)]
    one, other = (Count(Counter(dict.fromkeys(order, 1))) for order in (met, met[::-1]))

    assert list(one.tally((), ()).not_counted) == list(other.tally((), ()).not_counted)
