"""A request of a relay: what is taken, who may send and when, and what is told where disk or crowd stand in the way."""

from __future__ import annotations

import errno
import json

import pytest

from mirrorball.box import intake as intake_module
from mirrorball.box.ballot import When
from mirrorball.box.block import Kind
from mirrorball.box.receipt import Spot, is_receipt, spot_box, spot_of
from mirrorball.box.tally import count
from mirrorball.box.voters import Voters
from mirrorball.core.channel import Unit
from mirrorball.core.votes import NotCounted
from mirrorball.door.asking import NotTaken
from mirrorball.door.page import Stage
from mirrorball.door.relay import relay_key
from tests.door.relayed import (
    BOX,
    FOXX,
    LYNN,
    NOW,
    PHONE,
    REGGIE,
    RULES,
    VOTERS,
    Door,
    ballot,
    gift,
    refund,
    signed,
    votes_of,
)

# What is taken.


def test_a_ballot_is_in_the_box_under_the_names_that_only_the_key_leads_to(door: Door) -> None:
    (answer,) = door.send("sms", ballot({"3": 10, FOXX: 2}))

    (lies,) = door.box().ballots
    assert votes_of(lies) == {REGGIE: 10, FOXX: 2}
    assert (lies.channel, lies.at, lies.when) == ("sms", NOW, When.IN_TIME)
    assert (lies.voter, lies.id) == (VOTERS.voter(Unit.PHONE, PHONE), VOTERS.ballot("gate/b1"))
    assert (answer["id"], answer["kept"]) == ("b1", True)
    assert is_receipt(VOTERS.receipt, answer["receipt"], Spot(spot_box(BOX), 1, 0), lies.voter, lies.id)


def test_a_batch_is_written_at_once_and_every_ballot_has_its_own_receipt(door: Door) -> None:
    answers = door.send("sms", *(ballot({"3": 1 + n % 10}, f"b{n}", f"+1415555{n:04}") for n in range(1000)))

    assert [answer["id"] for answer in answers] == [f"b{n}" for n in range(1000)]
    lies = door.box().ballots
    assert [votes_of(one)[REGGIE] for one in lies] == [1 + n % 10 for n in range(1000)]
    spots = [spot_of(answer["receipt"]) for answer in answers]
    assert [(spot.block, spot.place) for spot in spots if spot] == [(1, n) for n in range(1000)]
    assert door.counts.offered["sms"] == door.counts.taken["sms"] == 1000


def test_a_relay_that_wants_no_receipts_gets_none_and_its_ballots_are_kept(door: Door) -> None:
    """Also where one ballot of the request does not read, so that each is read alone."""
    good, bad = ballot({"3": 1}), {"id": 7}
    for nth, ballots in enumerate(([good], [good, bad]), 1):
        asked = {"channel": "sms", "receipts": False, "ballots": ballots}
        status, answer = door.post(json.dumps(asked).encode())

        assert (status, answer["ballots"][0]["kept"]) == (200, True)
        assert "receipt" not in answer["ballots"][0]
        assert len(door.box().ballots) == nth


def test_a_text_is_read_and_the_relay_is_told_as_what(door: Door) -> None:
    (answer,) = door.send("sms", ballot(text="Jamie-Lynn x5"))

    assert (answer["star"], answer["votes"], answer["kept"]) == (LYNN, 5, True)
    assert [votes_of(one) for one in door.box().ballots] == [{LYNN: 5}]


def test_a_text_that_is_not_clear_is_kept_as_unread_and_answered_with_help(door: Door) -> None:
    text = "JAMIE " + "\N{PARTY POPPER}" * 50
    (answer,) = door.send("sms", ballot(text=text, at=NOW - 5))

    assert answer["unread"] is True
    assert f"5 {LYNN} or 7 {FOXX}" in answer["help"]
    note = door.box().notes[-1]
    assert (note.kind, note.when) == (Kind.UNREAD, When.IN_TIME)
    voter, name = VOTERS.voter(Unit.PHONE, PHONE).hex(), VOTERS.ballot("gate/b1").hex()
    assert note.value == {"channel": "sms", "voter": voter, "id": name, "text": text[:40], "at": NOW, "age": 5}
    assert door.box().ballots == ()


def test_very_many_unread_texts_take_several_notes(door: Door) -> None:
    answers = door.send("sms", *(ballot(None, f"b{n}", text="x" * 40) for n in range(1000)))

    assert all(answer["unread"] for answer in answers)
    assert sum(note.kind is Kind.UNREAD for note in door.box().notes) == 1000


def test_the_same_ballot_again_is_answered_again_and_counts_once(door: Door) -> None:
    for _ in range(50):
        (answer,) = door.send("sms", ballot({"3": 2}))
        assert answer["kept"] is True

    counted = count(door.box().ballots, RULES.channels)
    assert counted.counted(REGGIE, "sms") == 2
    assert counted.why_not()[NotCounted.DUPLICATE] == 98


@pytest.mark.parametrize("typed", ["+1 (415) 555-0101", "+14155550101 ", "+1.415.555.0101", "+114155550101"])
def test_one_phone_is_one_voter_however_it_is_written(door: Door, typed: str) -> None:
    door.send("sms", ballot({"3": 10}), ballot({"3": 10}, "b2", typed))

    assert len({one.voter for one in door.box().ballots}) == 1
    assert count(door.box().ballots, RULES.channels).counted(REGGIE, "sms") == 10


def test_one_address_is_one_voter_however_it_is_written(door: Door) -> None:
    door.send("kiosk", ballot({"3": 1}, voter="Ann@Example.org"), ballot({"3": 1}, "b2", " ann@example.ORG "))

    assert len({one.voter for one in door.box().ballots}) == 1


def test_accounts_and_ids_of_two_relays_are_apart(door: Door) -> None:
    body = json.dumps({"channel": "app", "ballots": [ballot({"3": 1}, voter="ann")]}).encode()
    door.post(body)
    door.post(body, signed(body, NOW // 1000, name="other"))

    first, second = door.box().ballots
    assert first.voter != second.voter
    assert first.id != second.id


def test_a_channel_without_a_limit_takes_any_number_that_a_ballot_can_hold(door: Door) -> None:
    most = 2**32 - 1
    kept, refused = door.send("open", ballot({"3": most}), ballot({"3": most + 1}, "b2"))

    assert kept["kept"] is True
    assert "holds 0 to 4,294,967,295" in refused["refused"]
    assert [votes_of(one) for one in door.box().ballots] == [{REGGIE: most}]


# What is refused: the whole request.


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"mirrorball-signature": ""},
        {"mirrorball-signature": "t=1,k=gate,v=00"},
        {"mirrorball-signature": f"t={NOW // 1000},k=gate,v={'0' * 64}"},
        {"mirrorball-signature": f"t={NOW // 1000},k=gate,v=\N{LATIN SMALL LETTER E WITH ACUTE}" + "0" * 63},
        signed(b"{}", NOW // 1000, key=relay_key(Voters(b"another night"), "gate")),
        signed(b"{} ", NOW // 1000),
        {
            "mirrorball-signature": signed(b"{}", NOW // 1000, name="gate")["mirrorball-signature"].replace(
                "gate", "gat"
            )
        },
        {"mirrorball-signature": signed(b"{}", NOW // 1000)["mirrorball-signature"].replace("t=17", "t=16")},
    ],
)
def test_what_is_not_signed_by_a_relay_of_this_night_is_refused(door: Door, headers: dict[str, str]) -> None:
    with pytest.raises(NotTaken, match=r"is not signed as it should be|is not that of this relay") as refused:
        door.post(b"{}", headers)

    assert refused.value.status == 401


@pytest.mark.parametrize("apart", [-301, 301, 86_400])
def test_a_request_is_good_for_five_minutes_and_then_refused(door: Door, apart: int) -> None:
    body = json.dumps({"channel": "sms", "ballots": [ballot({"3": 1})]}).encode()
    headers = signed(body, NOW // 1000)
    assert door.post(body, headers)[0] == 200
    door.now += apart * 1000

    with pytest.raises(NotTaken, match=f"signed {abs(apart):,} seconds from now, and 300 is the most") as refused:
        door.post(body, headers)
    assert refused.value.status == 401
    assert len(door.box().ballots) == 1


@pytest.mark.parametrize("apart", [-300, 300])
def test_a_request_replayed_within_five_minutes_is_the_same_ballot_again(door: Door, apart: int) -> None:
    body = json.dumps({"channel": "sms", "ballots": [ballot({"3": 1})]}).encode()
    headers = signed(body, NOW // 1000)
    door.post(body, headers)
    door.now += apart * 1000

    status, answer = door.post(body, headers)

    assert (status, answer["ballots"][0]["kept"]) == (200, True)
    assert count(door.box().ballots, RULES.channels).counted(REGGIE, "sms") == 1


@pytest.mark.parametrize(
    ("asked", "status", "why"),
    [
        ({"channel": "tv", "ballots": []}, 400, "'tv' is no channel of this vote, and a relay cannot send to it"),
        ({"channel": "web", "ballots": []}, 400, "web is a channel by page"),
        ({"channel": "hall", "ballots": []}, 400, "Channels of relays: sms, app, kiosk, open, gifts, cents."),
        ({"channel": "sms", "ballots": [ballot({"3": 1})] * 1001}, 413, "1,001 ballots, and 1,000 is the most"),
        ({"channel": "sms", "ballots": [7] * 1001}, 413, "1,000 is the most"),
        ({"channel": "gifts", "refunds": [refund("1")] * 1001}, 413, "1,000 is the most"),
        ({"ballots": []}, 400, "missing required field `channel`"),
        ({"channel": "sms", "ballots": {}}, 400, "The request does not read"),
        ([], 400, "The request does not read"),
    ],
)
def test_a_request_that_is_none_is_refused_whole(door: Door, asked: object, status: int, why: str) -> None:
    with pytest.raises(NotTaken) as refused:
        door.post(json.dumps(asked).encode())

    assert refused.value.status == status
    assert why in str(refused.value)
    assert door.box().ballots == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b'{"channel":"sms","x":' + b"[" * 100_000,
        b'{"channel":"sms","ballots":[{"id":"\xff","voter":"1"}]',
    ],
)
def test_bytes_that_are_no_json_are_refused_whole(door: Door, body: bytes) -> None:
    with pytest.raises(NotTaken, match="The request does not read"):
        door.post(body)


@pytest.mark.parametrize("inner", [b'"\xff"', b'"\\ud800"', b'"\\u0000"', b"[" * 5000 + b"]" * 5000])
def test_letters_that_are_none_refuse_their_ballot_at_most(door: Door, inner: bytes) -> None:
    good = json.dumps(ballot({"3": 1}, "b9")).encode()
    body = b'{"channel":"app","ballots":[%b,{"id":"b1","voter":%b,"votes":{"3":1}}]}' % (good, inner)
    try:
        status, answer = door.post(body)
    except NotTaken as refused:
        assert "does not read" in str(refused)  # noqa: PT017  # both ways are right
    else:
        assert (status, answer["ballots"][0]["kept"]) == (200, True)


def test_before_the_window_nothing_is_taken(door: Door) -> None:
    with pytest.raises(NotTaken, match="Voting has not opened yet") as refused:
        door.send("sms", ballot({"3": 1}), stage=Stage.BEFORE)

    assert refused.value.status == 409
    assert door.box().ballots == ()


# After the close.


def test_after_the_close_ballots_are_kept_as_late(door: Door) -> None:
    door.mark(Kind.CLOSE)
    without_time, app = (door.send(channel, ballot({"3": 1}), stage=Stage.CLOSED)[0] for channel in ("sms", "app"))

    assert without_time["late"] is app["late"] is True
    assert [one.when for one in door.box().ballots] == [When.LATE, When.LATE]


@pytest.mark.parametrize(
    ("after", "age", "when"),
    [
        (60_000, 60_000, When.IN_TIME),
        (60_000, 59_999, When.LATE),  # given to the relay a millisecond after the close
        (60_001, 60_001, When.LATE),  # the grace is over
        (1, 1, When.IN_TIME),
        (1, -1000, When.LATE),  # a relay's clock that is ahead moves nothing
    ],
)
def test_grace_is_for_what_a_relay_was_given_before_the_close(door: Door, after: int, age: int, when: When) -> None:
    door.mark(Kind.CLOSE)
    door.now += after
    (answer,) = door.send("sms", ballot({"3": 1}, at=door.now - age), stage=Stage.CLOSED)

    assert answer["grace"] is True
    assert "late" not in answer
    assert [one.when for one in door.box().ballots] == [when]


# Trouble.


def test_when_too_many_wait_the_rest_is_told_to_come_again(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "MOST_WAITING", 2)

    answers = door.send("sms", *(ballot({"3": 1}, f"b{n}") for n in range(4)))

    assert [one.get("kept", False) for one in answers] == [True, True, False, False]
    assert all(one["again"] and "send it again under the same id" in one["refused"] for one in answers[2:])
    assert len(door.box().ballots) == 2


@pytest.mark.parametrize(
    ("channel", "sent"),
    [("sms", ballot({"3": 1})), ("sms", ballot(text="?")), ("gifts", gift("5.00"))],
)
def test_what_the_disk_does_not_take_is_not_answered_as_kept(
    door: Door, monkeypatch: pytest.MonkeyPatch, channel: str, sent: dict[str, object]
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    body = json.dumps({"channel": channel, "ballots": [sent]}).encode()
    with monkeypatch.context() as broken:
        broken.setattr("os.pwrite", full)
        status, answer = door.post(body)

    (one,) = answer["ballots"]
    assert (status, one["again"]) == (503, True)
    assert "could not be written" in one["refused"]
    assert door.box().ballots == ()
    assert door.post(body)[0] == 200
