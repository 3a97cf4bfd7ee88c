"""A box is counted alike by three hands, however its ballots lie in files and blocks."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorball.box import chunks, compiled, counting, recount
from mirrorball.box.ballot import Ballot, When
from mirrorball.box.block import NO_AGE, Kind
from mirrorball.box.contents import contents
from mirrorball.box.counting import count_box
from mirrorball.box.recount import recount_box
from mirrorball.box.tally import Count, count
from mirrorball.core.channel import Way
from tests.box.boxes import CHANNELS, CLOSES, OPENS, STARS, Row, Writing, by_machine, name, rules, voter

RULES = rules()
TIMES = st.integers(OPENS - 3, OPENS + 6) | st.integers(CLOSES - 3, CLOSES + 5_003)
AGES = st.just(NO_AGE) | st.integers(0, 5_005) | st.sampled_from([0, NO_AGE - 1])
VOTES = st.tuples(*[st.integers(0, 12)] * len(STARS))
FEW_VOTERS = st.integers(0, 3).map(voter)
ROWS = st.builds(Row, FEW_VOTERS, st.integers(0, 6).map(name), TIMES, st.integers(0, len(CHANNELS) - 1), VOTES, AGES)
PHASES = st.sampled_from([When.EARLY, *[When.IN_TIME] * 4, When.LATE])
CAST = st.lists(st.tuples(ROWS, PHASES), max_size=25)
RANDOMS = st.randoms(use_true_random=False)


@contextmanager
def small_machine(memory: int = 200, chunk: int = 500, piece: int = 4_000) -> Iterator[None]:
    """Both counts as on a machine with next to no memory: many chunks, many rounds, many slices."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "CHUNK", chunk)
        patch.setattr(chunks, "PIECE", piece)
        patch.setattr(chunks, "ROWS", 2)
        patch.setattr(compiled, "MEMORY", memory)
        patch.setattr(counting, "LEAST_BITS", 4)
        patch.setattr(recount, "TOGETHER", 500)
        yield


def lies(row: Row, phase: When) -> When:
    """How a ballot lies that was written in this part of a file, by the rule of grace word for word."""
    channel = CHANNELS[row.channel]
    has_grace = channel.way in (Way.RELAY, Way.DONATION) and channel.grace > 0 and row.age != NO_AGE
    if phase is When.LATE and has_grace and row.at <= CLOSES + channel.grace and row.at - row.age <= CLOSES:
        return When.IN_TIME
    return phase


def values(cast: Sequence[tuple[Row, When]]) -> list[Ballot]:
    """These ballots as values."""
    return [row.value(RULES, lies(row, phase)) for row, phase in cast]


def write(folder: Path, cast: Sequence[tuple[Row, When]], rng: random.Random, files: int = 3) -> None:
    """Deal ballots to files and blocks by chance; how wide a vote is written, too."""
    dealt: list[list[tuple[Row, When]]] = [[] for _ in range(files)]
    for one in cast:
        rng.choice(dealt).append(one)
    for nth, mine in enumerate(dealt):
        writing = Writing(nth.to_bytes(8, "big"))
        for phase in When:
            if phase is When.IN_TIME:
                writing.open(RULES)
            elif phase is When.LATE:
                writing.close()
            rows = [row for row, of in mine if of is phase]
            rng.shuffle(rows)
            while rows:
                size = rng.randint(1, 4)
                writing.ballots(rows[:size], width=rng.choice([1, 2, 4]))
                rows = rows[size:]
        writing.save(folder, f"{rng.randrange(1 << 30)} {nth}")


@given(CAST, RANDOMS, st.booleans())
def test_three_hands_count_alike(cast: list[tuple[Row, When]], rng: random.Random, small: bool) -> None:  # noqa: FBT001
    """The compiled count, the recount from the bytes and the rule on values, in any split."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write(folder, cast, rng)
        by_rule = count(values(cast), CHANNELS)
        if small:
            with small_machine():
                fast, plain = by_machine(folder), recount_box(folder)
        else:
            fast, plain = by_machine(folder), recount_box(folder)
        held = contents(folder)

        assert fast.count == by_rule
        assert plain.count == by_rule
        assert Counter((b, b.when) for b in held.ballots) == Counter((b, b.when) for b in values(cast))
        assert fast == plain
        assert (fast.parts, fast.notes, fast.damages) == (held.parts, held.notes, held.damages)


@given(CAST, RANDOMS, st.data())
def test_any_split_order_and_duplication_gives_the_same_tally(
    cast: list[tuple[Row, When]], rng: random.Random, more: st.DataObject
) -> None:
    """Ballots may be resent, blocks may come twice, files may be copied."""
    again = more.draw(st.lists(st.sampled_from(cast), max_size=20)) if cast else []
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        write(Path(one), cast, rng, files=1)
        write(Path(other), [*cast, *again], rng, files=4)
        copied = next(Path(other).iterdir())
        (Path(other) / "a copy.box").write_bytes(copied.read_bytes())

        once, often = by_machine(Path(one)).count, by_machine(Path(other)).count

    assert counted(often) == counted(once)


@given(st.lists(ROWS, max_size=40), RANDOMS)
def test_no_voter_gets_past_a_limit(rows: list[Row], rng: random.Random) -> None:
    """Whatever a voter sends, and over how many files."""
    with TemporaryDirectory() as scratch:
        only_one = [(Row(voter(0), r.name, r.at, r.channel, r.votes), When.IN_TIME) for r in rows]
        write(Path(scratch), only_one, rng)
        found = by_machine(Path(scratch)).count

    for channel in CHANNELS:
        votes = [found.counted(star, channel.name) for star in STARS]
        used = max(votes) if channel.per.value == "couple" else sum(votes)
        assert channel.limit is None or used <= channel.limit


def counted(of: Count) -> dict[tuple[str, str], int]:
    """What counts, by channel and couple."""
    return {(channel, star): votes for (channel, star, why), votes in of.fates.items() if why is None and votes}


NAMES = st.sampled_from(["Kim", "kim ", "Lou", "Max"])
TEXT_AT = st.integers(OPENS, CLOSES)
RULE = st.fixed_dictionaries(
    {
        "channel": st.none() | st.sampled_from(["web", "last", "gift", "nowhere"]),
        "voters": st.none() | st.lists(FEW_VOTERS.map(bytes.hex), max_size=2, unique=True),
        "from": st.none() | TIMES,
        "until": st.none() | TIMES,
    }
)
EXCLUDES = st.lists(
    st.fixed_dictionaries({"rule": RULE, "reason": st.sampled_from(["a burst", "a test"]), "by": NAMES, "at": TEXT_AT}),
    max_size=5,
)
PAID = st.builds(
    lambda payment, who, star, amount, at: {
        "payment": f"{payment:02x}",
        "voter": voter(who).hex(),
        "id": name(payment).hex(),
        "at": at,
        "channel": "gift",
        "star": star,
        "amount": amount,
        "currency": "EUR",
    },
    st.integers(0, 6),
    st.integers(0, 3),
    st.sampled_from(STARS),
    st.integers(0, 700),
    TEXT_AT,
)
REFUNDS = st.builds(
    lambda payment, refund, amount, at: {"payment": f"{payment:02x}", "refund": refund, "amount": amount, "at": at},
    st.integers(0, 7),
    st.sampled_from(["aa", "bb", "cc"]),
    st.integers(0, 400),
    TEXT_AT,
)
TYPED = st.builds(
    lambda paper, by, votes, at: {
        "paper": f"paper {paper}",
        "by": by,
        "votes": dict(zip(STARS, votes, strict=True)),
        "voter": voter(paper).hex(),
        "id": name(paper).hex(),
        "at": at,
    },
    st.integers(0, 1),
    NAMES,
    st.sampled_from([(1, 2, 3), (0, 0, 12), (3, 0, 0)]),
    TEXT_AT,
)
UNREAD = st.builds(
    lambda channel, nth, at: {
        "channel": channel,
        "voter": voter(0).hex(),
        "id": name(nth).hex(),
        "at": at,
        "text": "?",
    },
    st.sampled_from(["app", "gift"]),
    st.integers(0, 3),
    TEXT_AT,
)


@dataclass(frozen=True, slots=True)
class Said:
    """Notes of each kind."""

    excludes: list[dict[str, object]]
    money: list[dict[str, object]]
    papers: list[dict[str, object]]
    unread: list[dict[str, object]]


SAID = st.builds(Said, EXCLUDES, st.lists(PAID | REFUNDS, max_size=8), st.lists(TYPED, max_size=6), st.lists(UNREAD))


@given(st.lists(ROWS, max_size=25), SAID, RANDOMS)
def test_notes_change_both_counts_alike(rows: list[Row], said: Said, rng: random.Random) -> None:
    """Rules that two people signed, money paid back, paper typed twice, messages that nobody could read."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for nth in range(2):
            writing = Writing(nth.to_bytes(8, "big")).open(RULES)
            writing.ballots(row for at, row in enumerate(rows) if at % 2 == nth)
            for kind, notes in (
                (Kind.EXCLUDE, said.excludes),
                (Kind.MONEY, said.money),
                (Kind.PAPER, said.papers),
                (Kind.UNREAD, said.unread),
            ):
                mine = [note for note in notes if rng.random() < 0.7]  # some in both files, some in none
                for note in mine:
                    writing.note(kind, OPENS, note)
            writing.close().save(folder)
        fast, plain, small = by_machine(folder), recount_box(folder), count_box(folder)

    assert fast == plain == small
    brought = sum(fast.count.ballots.values())
    assert brought >= len(rows)


def test_the_laws_would_notice(tmp_path: Path) -> None:
    """A row more in one file is seen by all three hands."""
    rows = [Row(voter(nth), name(nth), OPENS, 0, (1, 0, 0)) for nth in range(3)]
    more: Callable[[int], Path] = lambda n: Writing().open(RULES).ballots(rows[:n]).save(tmp_path)  # noqa: E731
    more(2)
    before = by_machine(tmp_path).count, recount_box(tmp_path).count, count(contents(tmp_path).ballots, CHANNELS)
    more(3)
    after = by_machine(tmp_path).count, recount_box(tmp_path).count, count(contents(tmp_path).ballots, CHANNELS)

    assert [one.counted("Ada", "web") for one in before] == [2, 2, 2]
    assert [one.counted("Ada", "web") for one in after] == [3, 3, 3]
