"""``mirrorball box`` and ``mirrorball recount``: what is shown of a box and what is not, and what a bad one meets."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from mirrorball.box.block import HEAD, Block, Kind, packed
from mirrorball.box.contents import contents
from mirrorball.box.counting import Counted
from mirrorball.box.exclusion import Exclusion, signature
from mirrorball.box.recount import recount_box
from mirrorball.box.tally import Count, count
from mirrorball.core.events import Event, TallySealed, VoteClosed
from mirrorball.core.votes import Tally
from mirrorball.log.port import Entry
from mirrorball.log.sqlite import SqliteLog, entries
from mirrorball.terminal.box import Again, Asked, Publishing, box, differences, from_sealed, recount
from mirrorball.terminal.box_page import bars
from tests.box.crowds import OPENS, RULES, STARS, Crowd, honest, write

FIRST = f"{bytes([1] * 8).hex()}.box"
MANY = Exclusion("sms", None, OPENS + 400_000, OPENS + 430_000, "a machine sent texts")


@pytest.fixture(autouse=True)
def _at_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times of day are those of where the box is read; lines are as long as a page is wide at most."""
    monkeypatch.setenv("TZ", "UTC0")
    monkeypatch.setenv("COLUMNS", "100")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def drawn(seed: int) -> Callable[[int], bytes]:
    """Chance that comes again."""
    return Random(seed).randbytes  # noqa: S311


def crowd() -> Crowd:
    """Some are late, some over their limit; one voter sends very often."""
    found = honest(1, 6_000)
    found.voter %= 2_000
    found.at[:50] = OPENS + 900_500
    rng = np.random.default_rng(1)
    return found.with_more(OPENS + 1 + rng.integers(0, 899_000, 300), 1, 999_999)


def signed(folder: Path, rule: Exclusion, *names: str) -> None:
    """Names under a rule, in a file of the box that an intake wrote after the close."""
    lines = [signature(rule, by, OPENS + 950_000 + nth) for nth, by in enumerate(names)]
    blocks = [packed(Block(Kind.EXCLUDE, b"\3" * 8, nth, OPENS + 950_000, line, 1)) for nth, line in enumerate(lines)]
    (folder / "0303030303030303.box").write_bytes(b"".join(blocks))


def look(folder: Path) -> int:
    return box(Asked(folder))


def again(folder: Path) -> int:
    return recount(Again(folder))


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_page_tells_when_and_how_much_and_what_looks_odd(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "week-11-box", crowd())
    assert box(Asked(folder)) == 0
    out = capsys.readouterr().out

    assert "A small season, week 11" in out
    assert "Opened 21:00:00, closed 21:15:00. 6,300 ballots in " in out
    assert "most " in out
    assert "One voter sent 300 ballots by sms" in out
    assert out.count(FIRST) == 1


def test_for_whom_the_votes_are_is_shown_only_to_who_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And the page says why. What is odd about the votes of a channel names no couple either."""
    odd = crowd()
    odd.votes[odd.channel == 1] = [0, 0, 0, 0, 0, 3]
    folder = write(tmp_path / "box", odd)
    signed(folder, MANY, "Ida")
    for as_json in (False, True):
        box(Asked(folder, as_json=as_json))
        out = capsys.readouterr().out
        assert not any(star in out for star in STARS)
        assert as_json or "For whom the votes are is not shown: whoever knows it before it is told" in words(out)

        box(Asked(folder, votes=True, as_json=as_json))
        out = capsys.readouterr().out
        assert all(star in out for star in STARS)


def test_programs_get_what_people_get(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "box", crowd())
    box(Asked(folder, votes=True, as_json=True))
    told = json.loads(capsys.readouterr().out)
    held = contents(folder).ballots

    assert [channel["ballots"] for channel in told["channels"]] == [
        sum(ballot.channel == name for ballot in held) for name in ("web", "sms", "app")
    ]
    assert [sum(channel["votes"].values()) for channel in told["channels"]] == [
        sum(votes for ballot in held if ballot.channel == name for _, votes in ballot.votes)
        for name in ("web", "sms", "app")
    ]
    assert sum(sum(channel["a_minute"]) for channel in told["channels"]) == len(held) - 50
    assert [one["kind"] for one in told["anomalies"]] == ["voter"]
    assert len(told["anomalies"][0]["exclusion"]["rule"]["voters"]) == 1
    assert told["opened_at"] == OPENS
    assert sum(sum(cast.values()) for cast in told["counted"].values()) == sum(
        channel["votes"]["counted"] for channel in told["channels"]
    )


@pytest.mark.parametrize(("names", "state"), [(("Ida",), "waits"), (("Ida", "Jo"), "in force")])
def test_a_rule_is_shown_with_the_count_without_it_and_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], names: tuple[str, ...], state: str
) -> None:
    """The same two figures, whether it waits or is in force."""
    folder = write(tmp_path / "box", crowd())
    box(Asked(folder, as_json=True))
    before = json.loads(capsys.readouterr().out)["channels"][1]["votes"]["counted"]
    signed(folder, MANY, "Ida", "Jo")
    box(Asked(folder, as_json=True))
    after = json.loads(capsys.readouterr().out)["channels"][1]["votes"]["counted"]
    signed(folder, MANY, *names)
    box(Asked(folder))
    out = words(capsys.readouterr().out)

    assert before > after
    assert f"By sms {before:,} votes count without it, {after:,} with it." in out
    assert state in out
    assert "all ballots by sms from 21:06:40 until 21:07:10" in out


def test_what_people_typed_commands_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "box", honest(1, 300), replace(RULES, title="a\x1b[2Jtitle"))
    signed(folder, replace(MANY, reason="x\x1b[31m"), "Ida\x1b[1m")
    box(Asked(folder))

    assert "\x1b" not in capsys.readouterr().out


def test_an_open_window_is_shown_as_far_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    early = honest(1, 500)
    early.ends = False
    assert box(Asked(write(tmp_path / "box", early))) == 0
    assert "open; last block 21:1" in capsys.readouterr().out


def test_a_bar_is_seen_wherever_there_is_anything() -> None:
    assert bars([0, 1, 500, 1000]) == " ▁▄█"


# What is bad.


def test_a_damaged_block_is_named_and_the_rest_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File, block and byte; exit code 2, by both commands."""
    folder = write(tmp_path / "box", crowd())
    path = folder / FIRST
    held = bytearray(path.read_bytes())
    at = 0
    for _ in range(3):
        at += HEAD.unpack_from(held, at)[1]
    size = HEAD.unpack_from(held, at)[1]
    held[at + 100] ^= 4
    path.write_bytes(held)
    for command in (look, again):
        assert command(folder) == 2
        told = capsys.readouterr()
        assert f"{path}: block 3 should stand at byte {at:,}; {size:,} bytes there are no whole block." in told.err
        assert "ballots" in told.out


def test_a_cut_tail_is_told_and_is_no_damage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody was answered for it."""
    folder = write(tmp_path / "box", crowd())
    path = folder / FIRST
    path.write_bytes(path.read_bytes()[:-9])
    assert box(Asked(folder)) == 0
    told = capsys.readouterr()

    assert "was cut while it was being written; nobody was told that it was kept" in words(told.out)
    assert told.err == ""


@pytest.mark.parametrize("command", [look, again])
@pytest.mark.parametrize("there", ["nothing", "a file", "an empty folder", "other files"])
def test_what_is_no_box_is_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: Callable[[Path], int], there: str
) -> None:
    """One clear sentence that names it."""
    folder = tmp_path / "there"
    if there == "a file":
        folder.write_text("x", "utf-8")
    elif there != "nothing":
        folder.mkdir()
        if there == "other files":
            (folder / "week.toml").write_text("x", "utf-8")
    assert command(folder) == 2
    told = capsys.readouterr()
    assert str(folder) in told.err
    assert ".box files" in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


def test_a_window_that_has_not_opened_is_said_not_to_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / FIRST).write_bytes(b"")
    assert box(Asked(tmp_path)) == 2
    assert "has not opened yet" in capsys.readouterr().err


# Twice.


def test_two_counts_that_agree_are_said_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "box", crowd())
    assert recount(Again(folder)) == 0
    out = capsys.readouterr().out
    assert "Both counts agree, by channel, couple and reason." in out
    assert "6,300 ballots" in out


def test_counts_that_differ_are_told_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second count that loses one vote."""

    def wrong(folder: Path, progress: Callable[[int, int], None] | None = None) -> Counted:
        found = recount_box(folder, progress)
        return replace(
            found, count=Count(found.count.fates - Counter({("web", STARS[0], None): 1}), found.count.ballots)
        )

    monkeypatch.setattr("mirrorball.terminal.box.recount_box", wrong)
    assert recount(Again(write(tmp_path / "box", crowd()))) == 2
    out = capsys.readouterr().out
    assert "The two counts differ:" in out
    assert f"{STARS[0]} by web, counted:" in out


def test_differences_in_ballots_and_unread_messages_are_told_too() -> None:
    one = Counted(Count(Counter(), Counter(web=2)), RULES, Counter(sms=1), (), (), ())
    other = Counted(Count(Counter(), Counter(web=3)), None, Counter(), (), (), ())

    assert differences(one, one) == []
    assert differences(one, other) == [
        "ballots by web: 2 compiled, 3 plain.",
        "unread messages by sms: 1 compiled, 0 plain.",
        "the rules of the vote are read differently.",
    ]


def kept(path: Path, *events: Event) -> Path:
    """A night's log of these events."""
    with closing(SqliteLog(path)) as log:
        log.append(0, [Entry(nth, event) for nth, event in enumerate(events, 1)])
    return path


def tally_of(folder: Path, stars: Sequence[str] = STARS) -> Tally:
    """What the box counts to, by the rule on values."""
    return count(contents(folder).ballots, RULES.channels).tally(stars, RULES.channels)


def test_the_tally_that_the_night_sealed_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The last one; a couple that left has ballots in the box, and is not asked."""
    folder = write(tmp_path / "box", crowd())
    right = tally_of(folder, STARS[:4])
    wrong = Tally({star: {**cast, "web": cast["web"] + (star == STARS[2])} for star, cast in right.counted.items()})
    good = kept(tmp_path / "good.sqlite", TallySealed(wrong), TallySealed(right))
    bad = kept(tmp_path / "bad.sqlite", TallySealed(wrong))
    none = kept(tmp_path / "none.sqlite", VoteClosed())

    assert recount(Again(folder, good, entries)) == 0
    assert "The tally sealed in good.sqlite is what the box counts to." in capsys.readouterr().out
    assert recount(Again(folder, bad, entries)) == 2
    out = capsys.readouterr().out
    assert "is not what the box counts to:" in out
    assert f"{STARS[2]} by web: " in out
    assert recount(Again(folder, none, entries)) == 0
    assert "holds no sealed tally yet" in words(capsys.readouterr().out)
    assert recount(Again(folder, tmp_path / "gone.sqlite", entries)) == 2
    assert "There is no log" in capsys.readouterr().err


def test_a_channel_that_the_tally_lacks_is_asked_too() -> None:
    counted = Count(Counter({("web", "Ada", None): 3, ("sms", "Ada", None): 2}))
    assert from_sealed(Tally({"Ada": {"web": 3}}), counted) == ["Ada by sms: 0 sealed, 2 in the box."]


# For everybody.


def test_a_box_is_published_and_counted_again_by_whoever_has_the_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = write(tmp_path / "box", crowd()), tmp_path / "public"
    assert box(Asked(folder, publish=Publishing(out, b"salt", drawn(1)))) == 0
    assert f"mirrorball recount {out}" in words(capsys.readouterr().out)
    assert recount(Again(out)) == 0
    assert "6,300 ballots were counted from their openings." in capsys.readouterr().out

    assert box(Asked(folder, publish=Publishing(out, b"salt", drawn(1)))) == 2
    assert "there already and not empty" in capsys.readouterr().err


def test_a_published_box_that_was_changed_is_not_agreed_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = write(tmp_path / "box", honest(1, 100)), tmp_path / "public"
    box(Asked(folder, publish=Publishing(out, b"salt", drawn(1))))
    path = out / "openings.txt"
    path.write_bytes(path.read_bytes().replace(b'"votes":[', b'"votes":[1', 1))
    capsys.readouterr()
    assert recount(Again(out)) == 2
    assert "line 1" in words(capsys.readouterr().out)
