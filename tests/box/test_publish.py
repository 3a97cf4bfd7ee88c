"""The published box: anybody counts it again, a change is found and named, and no voter of the box is in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorball.box.block import Block, Kind, packed
from mirrorball.box.contents import contents, entries
from mirrorball.box.exclusion import Exclusion, signature
from mirrorball.box.publish import (
    BUCKET,
    LEAST,
    NotPublished,
    check_published,
    commitment,
    is_published,
    publish,
)
from mirrorball.box.recount import recount_box
from mirrorball.box.tally import count
from mirrorball.core.channel import Channel, Price, Unit, Way
from mirrorball.core.votes import NotCounted
from tests.box.crowds import CHANNELS, LASTS, OPENS, RULES, STARS, Crowd, honest, write

SALT = bytes(range(32))


def crowded(seed: int = 1, ballots: int = 600) -> Crowd:
    """Few voters, so that limits are met and ballots replaced."""
    crowd = honest(seed, ballots)
    crowd.voter %= max(1, ballots // 8)
    return crowd


def drawn(seed: int) -> Callable[[int], bytes]:
    """Chance that comes again."""
    return Random(seed).randbytes  # noqa: S311


def published(folder: Path, crowd: Crowd | None = None) -> tuple[Path, Path]:
    """A box and what was published of it."""
    box, out = write(folder / "box", crowd or crowded()), folder / "out"
    publish(box, SALT, drawn(1), out)
    return box, out


def openings(out: Path) -> list[dict[str, object]]:
    lines = (out / "openings.txt").read_text("utf-8").splitlines()
    return [json.loads(line.partition(" ")[2]) for line in lines]


def change(out: Path, name: str, line: int, found: str, wrong: str) -> None:
    """Change one thing in one line of a published file; lines count from 1."""
    lines = (out / name).read_text("utf-8").splitlines(keepends=True)
    assert found in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(found, wrong, 1)
    (out / name).write_text("".join(lines), "utf-8")


def test_whoever_has_the_folder_counts_what_the_box_counts(tmp_path: Path) -> None:
    box, out = published(tmp_path)
    held = contents(box)
    found, problems = check_published(out)

    assert problems == ()
    assert found == count(held.ballots, CHANNELS)
    assert found.why_not().total() > 0


def test_a_few_lines_without_our_code_find_every_commitment(tmp_path: Path) -> None:
    _, out = published(tmp_path)
    committed = {line.split()[3] for line in (out / "commitments.txt").read_text("ascii").splitlines()}
    for line in (out / "openings.txt").read_bytes().splitlines():
        salt, _, opened = line.partition(b" ")
        committed.remove(sha256(b"mirrorball ballot v1" + bytes.fromhex(salt.decode()) + opened).hexdigest())

    assert committed == set()


def test_no_name_of_the_box_and_no_exact_time_is_in_it(tmp_path: Path) -> None:
    box, out = published(tmp_path)
    ballots = contents(box).ballots
    held = b"".join(path.read_bytes() for path in sorted(out.iterdir()))
    for ballot in ballots:
        for name in (ballot.voter, ballot.id):
            assert name not in held
            assert name.hex().encode() not in held
        assert str(ballot.at).encode() not in held or ballot.at % BUCKET == 0


def test_a_name_drawn_for_one_folder_is_not_that_of_another(tmp_path: Path) -> None:
    box, out = published(tmp_path)
    again = tmp_path / "again"
    publish(box, SALT, drawn(2), again)

    assert {one["voter"] for one in openings(out)}.isdisjoint({one["voter"] for one in openings(again)})
    assert check_published(again)[1] == ()


def test_each_bucket_is_a_minute_or_more_and_holds_twenty_ballots_or_more(tmp_path: Path) -> None:
    crowd = crowded(ballots=300)
    crowd.at[:150] = OPENS + 1 + np.arange(150)
    _, out = published(tmp_path, crowd)
    told = [int(str(one["at"])) for one in openings(out)]

    assert all(at % BUCKET == 0 for at in told)
    assert min(told.count(at) for at in set(told)) >= LEAST
    assert len(set(told)) > 5
    assert told == sorted(told)


def test_a_last_bucket_that_would_be_small_joins_the_one_before(tmp_path: Path) -> None:
    crowd = crowded(ballots=100)
    crowd.at = OPENS + 1 + np.where(np.arange(100) < 95, 0, 5 * BUCKET)
    _, out = published(tmp_path, crowd)

    assert {one["at"] for one in openings(out)} == {OPENS}


def test_within_a_bucket_the_order_is_not_that_of_the_box(tmp_path: Path) -> None:
    """One bucket: nothing but chance orders it."""
    crowd = crowded()
    crowd.at = OPENS + 1 + np.arange(len(crowd.at))
    box, out = published(tmp_path, crowd)
    lying = [[votes for _, votes in ballot.votes] for ballot in sorted(contents(box).ballots)]

    assert [one["votes"] for one in openings(out)] != lying
    assert [one["votes"] for one in openings(out)] != [[n for _, n in one.votes] for one in contents(box).ballots]
    assert sorted(one["votes"] for one in openings(out)) == sorted(lying)  # type: ignore[type-var]


def test_a_changed_opening_is_found_and_named(tmp_path: Path) -> None:
    """And the commitment that nothing opens any more, and the count that no longer fits."""
    _, out = published(tmp_path)
    there = openings(out)[4]
    change(out, "openings.txt", 5, '"votes":[', '"votes":[9')
    _, problems = check_published(out)

    assert problems[0].startswith(
        f"{out / 'openings.txt'}, line 5: ballot {there['nth']} of voter {there['voter']} fits no"
    )
    assert "commitments.txt, line " in problems[1]
    assert "no opening fits it" in problems[1]


@pytest.mark.parametrize(
    ("name", "found", "wrong", "says"),
    [
        ("openings.txt", "{", "[", "expected a salt and an opening"),
        ("openings.txt", " ", "zz ", "expected a salt and an opening"),
        ("commitments.txt", " ", "", "expected file, block, place and commitment"),
        ("openings.txt", '"nth"', '"name"', "expected a salt and an opening"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, name: str, found: str, wrong: str, says: str) -> None:
    _, out = published(tmp_path)
    change(out, name, 3, found, wrong)
    _, problems = check_published(out)

    assert any(f"{name}, line 3: {says}" in problem for problem in problems)


def test_an_opening_left_out_and_one_added_are_named(tmp_path: Path) -> None:
    _, out = published(tmp_path)
    path = out / "openings.txt"
    first, second, *rest = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([second, second, *rest]), "utf-8")
    _, problems = check_published(out)

    assert any("openings.txt, line 2: ballot" in problem and "or added" in problem for problem in problems)
    assert any("no opening fits it" in problem for problem in problems)
    assert first not in rest


def test_a_claim_that_the_openings_do_not_bear_is_named(tmp_path: Path) -> None:
    _, out = published(tmp_path)
    about = json.loads((out / "box.json").read_text("utf-8"))
    claim = next(one for one in about["count"] if one["why_not"] is None)
    claim["votes"] += 1
    about["ballots"]["sms"] += 1
    (out / "box.json").write_text(json.dumps(about), "utf-8")
    _, problems = check_published(out)

    assert len(problems) == 2
    assert f"{claim['votes']:,} votes for {claim['star']} by {claim['channel']} (counted)" in problems[0]
    assert "ballots by sms" in problems[1]


def test_what_a_signed_rule_leaves_out_is_left_out_there_too_and_no_voter_is_named(tmp_path: Path) -> None:
    box = write(tmp_path / "box", crowded())
    voter = contents(box).ballots[0].voter
    rule = Exclusion(None, frozenset({voter}), None, None, "a machine")
    lines = [signature(rule, by, OPENS + nth) for nth, by in enumerate(("Ida", "Jo"))]
    blocks = [packed(Block(Kind.EXCLUDE, b"\3" * 8, nth, OPENS, line, 1)) for nth, line in enumerate(lines)]
    (box / "0303030303030303.box").write_bytes(b"".join(blocks))
    claimed = publish(box, SALT, drawn(1), tmp_path / "out")
    found, problems = check_published(tmp_path / "out")
    about = json.loads((tmp_path / "out" / "box.json").read_text("utf-8"))

    assert problems == ()
    assert found == claimed == count(contents(box).ballots, CHANNELS, rule.holds)
    assert found != count(contents(box).ballots, CHANNELS)
    assert about["left_out"] == [
        {"channel": None, "voters": 1, "from": None, "until": None, "reason": "a machine", "by": ["Ida", "Jo"]}
    ]


def test_a_second_ballot_in_the_place_of_a_first_is_named_even_where_it_is_committed_to(tmp_path: Path) -> None:
    """Whoever publishes could have written both."""
    _, out = published(tmp_path)
    salt, _, opened = (out / "openings.txt").read_bytes().splitlines()[0].partition(b" ")
    forged = opened.replace(b'"votes":[', b'"votes":[7')
    with (out / "openings.txt").open("ab") as file:
        file.write(salt + b" " + forged + b"\n")
    with (out / "commitments.txt").open("ab") as file:
        file.write(b"0101010101010101 9999 1 " + commitment(bytes.fromhex(salt.decode()), forged).encode() + b"\n")
    _, problems = check_published(out)

    assert "openings.txt, line 601: ballot " in problems[0]
    assert problems[0].endswith("is there a second time.")


def test_paper_and_money_paid_back_count_there_too(tmp_path: Path) -> None:
    """As in the count of the box itself."""
    paper = Channel("paper", 5, way=Way.PAPER, unit=Unit.PAPER)
    gift = Channel("gift", None, way=Way.DONATION, unit=Unit.PAYMENT, price=Price(100, "EUR"))
    crowd = crowded()
    rules = replace(RULES, channels=(CHANNELS[0], gift, paper))
    box = write(tmp_path / "box", crowd.without(crowd.channel == 2), rules)
    paid = next(ballot for ballot in contents(box).ballots if ballot.channel == "gift")
    typed = {"paper": "17", "voter": "ab" * 16, "id": "cd" * 8, "at": OPENS, "votes": {STARS[1]: 4}}
    votes = sum(n for _, n in paid.votes)
    payment = {
        "payment": "01",
        "voter": paid.voter.hex(),
        "id": paid.id.hex(),
        "at": paid.at,
        "channel": "gift",
        "star": STARS[0],
        "amount": votes * 100,
        "currency": "EUR",
    }
    refund = {"payment": "01", "refund": "02", "amount": votes * 100, "at": OPENS + LASTS, "currency": "EUR"}
    notes = [
        (Kind.PAPER, typed | {"by": "Ida"}),
        (Kind.PAPER, typed | {"by": "Jo"}),
        (Kind.MONEY, payment),
        (Kind.MONEY, refund),
    ]
    first = box / f"{bytes([1] * 8).hex()}.box"
    held = [packed(block) for block in entries(first) if isinstance(block, Block)]
    told = [packed(Block(kind, b"\1" * 8, 500, OPENS, json.dumps(value).encode(), 1)) for kind, value in notes]
    first.write_bytes(b"".join([*held[:-1], *told, held[-1]]))
    publish(box, SALT, drawn(1), tmp_path / "out")
    found, problems = check_published(tmp_path / "out")

    assert problems == ()
    assert +found.fates == +recount_box(box).count.fates
    assert found.counted(STARS[1], "paper") == 4
    assert found.why_not()[NotCounted.VOIDED] == votes


def test_late_ballots_are_late_there_too(tmp_path: Path) -> None:
    crowd = crowded()
    crowd.at[:100] = OPENS + LASTS + 5
    _, out = published(tmp_path, crowd)
    found, problems = check_published(out)

    assert problems == ()
    assert found.why_not()[NotCounted.LATE] == crowd.votes[:100].sum()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    box, out = published(tmp_path)
    with pytest.raises(NotPublished, match="there already"):
        publish(box, SALT, drawn(1), out)


@pytest.mark.parametrize("name", ["box.json", "commitments.txt", "openings.txt"])
def test_a_folder_that_lacks_a_file_is_said_to(tmp_path: Path, name: str) -> None:
    _, out = published(tmp_path)
    (out / name).unlink()

    assert is_published(out) is (name != "box.json")
    with pytest.raises(NotPublished, match=name):
        check_published(out)


@pytest.mark.parametrize("wrong", [b"{", b"{}", b"[]", b"\xff"])
def test_a_box_json_that_is_none_is_said_to_be(tmp_path: Path, wrong: bytes) -> None:
    _, out = published(tmp_path)
    (out / "box.json").write_bytes(wrong)
    with pytest.raises(NotPublished, match="cannot be read"):
        check_published(out)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_box_counts_alike_before_and_after(more: st.DataObject) -> None:
    """Few voters, few moments, the same ballot at several places: order and duplicates survive the rounding."""
    number = more.draw(st.integers(0, 24))
    crowd = honest(more.draw(st.integers(0, 1000)), number)
    several = st.lists(st.integers(0, 2), min_size=number, max_size=number)
    crowd.voter = np.array(more.draw(several), np.int64)
    crowd.at = (
        OPENS + 1 + np.array(more.draw(several), np.int64) * more.draw(st.sampled_from([1, BUCKET, LASTS // 3, LASTS]))
    )
    with TemporaryDirectory() as folder:
        box = write(Path(folder) / "box", crowd)
        if more.draw(st.booleans()):
            first = min(box.iterdir())
            (box / "copy.box").write_bytes(first.read_bytes())
        claimed = publish(box, SALT, drawn(more.draw(st.integers(0, 9))), Path(folder) / "out")
        found, problems = check_published(Path(folder) / "out")

        held = contents(box).ballots
        assert problems == ()
        assert +found.fates == +claimed.fates == +count(held, CHANNELS).fates
        assert found.ballots == claimed.ballots
