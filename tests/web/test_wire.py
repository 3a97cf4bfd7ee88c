"""Commands as they come in: what is read, what is filled in, and every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorball.core.commands import (
    AskCorrection,
    ChangeMusic,
    Command,
    ExtendVote,
    GiveMark,
    IssueKey,
    OpenVote,
    ReportTrouble,
    SealTally,
    Take,
    TypeMark,
)
from mirrorball.core.people import Role
from mirrorball.core.result_commands import PlanReveal, ProposeDecision, RevealNext, TypeHandSheet
from mirrorball.core.reveals import Decision, RevealOrder
from mirrorball.core.season import Song
from mirrorball.core.votes import NotCounted, Tally
from mirrorball.floor.command_names import COMMAND_NAMES, to_wire
from mirrorball.web import wire
from mirrorball.web.keys import ALLOWED, Person
from mirrorball.web.wire import NotYours, Unreadable

ANSWERS = (Unreadable, NotYours, *get_args(Command))
IDA = Person("s", "idakey0000", Role.JUDGE, "Ida")
DESK = Person("s", "scrutkey00", Role.SCRUTINEER, "Sam")
PRODUCER = Person("s", "prodkey000", Role.PRODUCER, "Pat")
WALTZ = {"round": "waltz", "star": "Ada"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("sent", "person", "read"),
    [
        ({"ask": "take", "segment": 3}, DESK, Take(3)),
        ({"ask": "open-vote"}, DESK, OpenVote()),
        ({"ask": "open-vote", "closes_at": None}, DESK, OpenVote()),
        ({"ask": "open-vote", "closes_at": 1_700_000_000_000}, PRODUCER, OpenVote(1_700_000_000_000)),
        (
            {"ask": "extend-vote", "closes_at": 1_700_000_000_000, "reason": "late"},
            PRODUCER,
            ExtendVote(1_700_000_000_000, "late", "producer Pat"),
        ),
        ({"ask": "give-mark", **WALTZ, "mark": "17/2"}, IDA, GiveMark("Ida", "waltz", "Ada", Fraction(17, 2))),
        ({"ask": "give-mark", "judge": "Ida", **WALTZ, "mark": "9"}, IDA, GiveMark("Ida", "waltz", "Ada", Fraction(9))),
        (
            {"ask": "ask-correction", **WALTZ, "mark": None, "reason": "slip"},
            IDA,
            AskCorrection("Ida", "waltz", "Ada", None, "slip", "judge Ida"),
        ),
        (
            {"ask": "type-mark", "judge": "Jo", **WALTZ, "mark": "-9/1"},
            DESK,
            TypeMark("Jo", "waltz", "Ada", Fraction(-9), "scrutineer Sam"),
        ),
        ({"ask": "report-trouble", "text": "One.\nTwo."}, IDA, ReportTrouble("One.\nTwo.", "judge Ida")),
        (
            {"ask": "issue-key", "key": "0123456789", "role": "judge", "holder": "José 👑"},
            DESK,
            IssueKey("0123456789", Role.JUDGE, "José 👑"),
        ),
        (
            {"ask": "change-music", **WALTZ, "songs": [{"title": "Moon", "artists": ["Bo"]}]},
            DESK,
            ChangeMusic("waltz", "Ada", (Song("Moon", ("Bo",)),)),
        ),
        ({"ask": "change-music", **WALTZ, "songs": []}, DESK, ChangeMusic("waltz", "Ada", ())),
        (
            {"ask": "seal-tally", "tally": {"counted": {"Ada": {"web": 3}}, "not_counted": {"over the limit": 2}}},
            DESK,
            SealTally(Tally({"Ada": {"web": 3}}, {NotCounted.OVER_LIMIT: 2})),
        ),
        (
            {"ask": "plan-reveal", "order": "as picked", "stars": ["Bo", "Ada"]},
            PRODUCER,
            PlanReveal(RevealOrder.PICKED, PRODUCER.by, ("Bo", "Ada")),
        ),
        (
            {"ask": "type-hand-sheet", "places": {"Ada": 1, "Bo": 1}},
            DESK,
            TypeHandSheet({"Ada": 1, "Bo": 1}, DESK.by),
        ),
        (
            {"ask": "propose-decision", "decision": "nobody leaves", "reason": "one is ill"},
            PRODUCER,
            ProposeDecision(Decision.NOBODY_LEAVES, "one is ill", PRODUCER.by),
        ),
        ({"ask": "reveal-next", "step": 3}, PRODUCER, RevealNext(3)),
    ],
)
def test_a_command_is_read(sent: dict[str, object], person: Person, read: Command) -> None:
    assert wire.command_of(sent, person) == read


def test_every_command_that_the_floor_writes_is_read_again() -> None:
    """What stands beside a step that can be undone is sent back as it is."""
    examples: dict[object, Any] = {
        str: "text",
        int: 3,
        int | None: 1_700_000_000_000,
        Fraction: Fraction(17, 2),
        Fraction | None: None,
        Role: Role.JUDGE,
    }
    examples |= {RevealOrder: RevealOrder.SUSPENSE, Decision: Decision.REOPEN}
    examples |= {tuple[str, ...]: ("Ada", "Bo"), Mapping[str, int]: {"Ada": 1, "Bo": 2}}
    examples |= {tuple[Song, ...]: (Song("Moon"),), Tally: Tally({"Ada": {"web": 1}})}
    for name, kind in COMMAND_NAMES.items():
        if kind not in ALLOWED[Role.SCRUTINEER]:
            continue
        hints = get_type_hints(kind)
        given: dict[str, Any] = {
            f.name: "0123456789" if f.name == "key" else examples[hints[f.name]] for f in fields(kind)
        }
        if "by" in given:
            given["by"] = DESK.by
        command = kind(**given)
        sent = msgspec.json.decode(msgspec.json.encode(to_wire(command)))
        assert wire.command_of(sent, DESK) == command, name


NOW = 1_700_000_000_000


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ({"ask": "open-vote", "closes_in": 60}, {"ask": "open-vote", "closes_at": NOW + 60_000}),
        (
            {"ask": "extend-vote", "closes_in": 1, "reason": "late"},
            {"ask": "extend-vote", "closes_at": NOW + 1000, "reason": "late"},
        ),
        ({"ask": "open-vote"}, {"ask": "open-vote"}),
        ({"ask": "take", "closes_in": 60}, {"ask": "take", "closes_in": 60}),
        (None, None),
    ],
)
def test_how_long_a_vote_is_open_is_told_by_the_clock_of_the_server(sent: object, meant: object) -> None:
    assert wire.closing_at(sent, NOW) == meant


@pytest.mark.parametrize("seconds", [0, -1, 604_801, 1.5, "60", None, True])
def test_a_window_of_no_length_is_told(seconds: object) -> None:
    found = wire.closing_at({"ask": "open-vote", "closes_in": seconds}, NOW)

    assert isinstance(found, Unreadable)
    assert "expected a whole number of seconds from 1 to 604800" in found.problems[0]


def test_a_window_has_one_close() -> None:
    found = wire.closing_at({"ask": "open-vote", "closes_in": 60, "closes_at": NOW + 1}, NOW)

    assert isinstance(found, Unreadable)


@pytest.mark.parametrize(
    ("command", "is_ahead"),
    [
        (OpenVote(), True),
        (OpenVote(NOW), False),
        (OpenVote(NOW + 1), True),
        (ExtendVote(NOW, "late", "Sue"), False),
        (ExtendVote(NOW + 604_800_000, "late", "Sue"), True),
        (ExtendVote(NOW + 604_800_001, "late", "Sue"), False),
        (Take(1), True),
    ],
)
def test_a_window_closes_at_a_time_to_come(command: Command, is_ahead: bool) -> None:  # noqa: FBT001  # a case
    assert (wire.not_ahead(command, NOW) is None) == is_ahead


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (None, ["command: found null, expected a JSON object with ask."]),
        ({"ask": "give-mrk"}, ["Did you mean give-mark?"]),
        ({"ask": 5}, ["command.ask: found 5"]),
        ({}, ["command.ask: found null"]),
        ({"ask": "give-mark", **WALTZ, "mark": 8.5}, ["command.mark: found 8.5, expected a number as exact text"]),
        ({"ask": "give-mark", **WALTZ, "mark": 9}, ["command.mark: found 9"]),
        ({"ask": "give-mark", **WALTZ, "mark": "8.5"}, ["command.mark"]),
        ({"ask": "give-mark", **WALTZ, "mark": "1e9"}, ["command.mark"]),
        ({"ask": "give-mark", **WALTZ, "mark": "9/0"}, ["command.mark"]),
        ({"ask": "give-mark", **WALTZ, "mark": "٩"}, ["command.mark"]),
        ({"ask": "give-mark", **WALTZ, "mark": "9\n"}, ["command.mark"]),
        ({"ask": "give-mark", **WALTZ, "mark": None}, ["command.mark: found null"]),
        ({"ask": "give-mark", **WALTZ, "mark": "9", "by": "judge Jo"}, ["command.by: there is no such field."]),
        ({"ask": "report-trouble", "text": "\u001b[2J"}, ["command.text"]),
        ({"ask": "report-trouble", "text": "x" * 501}, ["command.text", "at most 500 characters"]),
        (
            {"ask": "give-mark", "rond": "waltz", "star": 3, "mark": 9},
            [
                "command.rond: there is no such field. Did you mean round?",
                "command.round",
                "command.star",
                "command.mark",
            ],
        ),
    ],
)
def test_all_that_is_wrong_is_told_at_once(sent: object, says: list[str]) -> None:
    found = wire.command_of(sent, IDA)

    assert isinstance(found, Unreadable)
    assert len(found.problems) == len({problem.partition(":")[0] for problem in found.problems})
    for part in says:
        assert any(part in problem for problem in found.problems), found.problems


@pytest.mark.parametrize(
    "sent",
    [
        {"ask": "take", "segment": True},
        {"ask": "take", "segment": -1},
        {"ask": "take", "segment": 10**9},
        {"ask": "revoke-key", "key": "short"},
        {"ask": "revoke-key", "key": "012345678\n"},
        {"ask": "revoke-key", "key": "01234.6789"},
        {"ask": "seal-tally", "tally": {"counted": {"Ada": {"web": -1}}}},
        {"ask": "seal-tally", "tally": {"counted": {"Ada": {"web": 1.5}}}},
        {"ask": "seal-tally", "tally": {"counted": {}, "not_counted": {"because": 1}}},
        {"ask": "change-music", **WALTZ, "songs": [{"title": "Moon", "year": 1990}]},
        {"ask": "issue-key", "key": "0123456789", "role": "owner", "holder": "Al"},
        {"ask": "plan-reveal", "order": "backwards"},
        {"ask": "plan-reveal", "order": "as picked", "stars": "Ada"},
        {"ask": "type-hand-sheet", "places": {"Ada": 0}},
        {"ask": "type-hand-sheet", "places": {"Ada": "1"}},
        {"ask": "type-hand-sheet", "places": [["Ada", 1]]},
        {"ask": "propose-decision", "decision": "VOTES_VOID", "reason": "storm"},
        {"ask": "reveal-next"},  # two who press at once have to name their step
        {"ask": "take-back", "step": "1"},
        {"ask": "ask-correction", **WALTZ, "mark": "9", "reason": "slip"},  # the desk has to say whose mark it is
    ],
)
def test_what_the_desk_sends_is_read_as_strictly(sent: object) -> None:
    assert isinstance(wire.command_of(sent, DESK), Unreadable)


@pytest.mark.parametrize("name", COMMAND_NAMES)
def test_a_judge_asks_for_what_is_a_judges_and_no_more(name: str) -> None:
    found = wire.command_of({"ask": name}, IDA)
    own = name in {"give-mark", "ask-correction", "name-save", "report-trouble"}

    assert isinstance(found, Unreadable if own else NotYours)


@pytest.mark.parametrize("name", ["give-mark", "ask-correction", "name-save"])
def test_a_judge_asks_for_nobody_else(name: str) -> None:
    rest = {"give-mark": {**WALTZ, "mark": "9"}, "ask-correction": {**WALTZ, "mark": "9", "reason": "x"}}
    found = wire.command_of({"ask": name, "judge": "Jo", **rest.get(name, {"star": "Ada"})}, IDA)

    assert found == NotYours("You came in as Ida and can ask this for Ida only.")


def test_the_desk_gives_no_mark_and_only_the_scrutineer_settles() -> None:
    for person in (DESK, PRODUCER):
        assert isinstance(wire.command_of({"ask": "give-mark", "judge": "Ida", **WALTZ, "mark": "9"}, person), NotYours)
    for name in ("grant-correction", "decline-correction", "sign-reach", "type-hand-sheet", "drop-hand-sheet"):
        assert isinstance(wire.command_of({"ask": name}, PRODUCER), NotYours)


@pytest.mark.parametrize("name", ["confirm-result", "seal-result"])
def test_a_result_is_confirmed_and_sealed_on_its_own_page(name: str) -> None:
    """What the second path comes to is for the server to say, so it cannot be sent."""
    sent = {"ask": name, "second": {"places": {}}, "salt": "5a17"}
    says = "The result is confirmed and sealed at /desk/result, by two people who see it there."

    assert wire.command_of(sent, DESK) == wire.command_of(sent, PRODUCER) == NotYours(says)
    assert wire.command_of(sent, IDA) == NotYours(f"A judge cannot ask for {name}. Ask the desk to do it.")


@pytest.mark.parametrize("name", COMMAND_NAMES)
def test_a_host_asks_for_nothing(name: str) -> None:
    host = Person("s5", "hostkey000", Role.HOST, "Alfonso")

    assert wire.command_of({"ask": name}, host) == NotYours(f"A host cannot ask for {name}. Ask the desk to do it.")


def test_what_is_wrong_with_a_role_or_an_order_names_those_that_there_are() -> None:
    role = wire.command_of({"ask": "issue-key", "key": "0123456789", "role": "owner", "holder": "Al"}, DESK)
    order = wire.command_of({"ask": "plan-reveal", "order": "backwards"}, DESK)

    assert role == Unreadable(('command.role: found "owner", expected judge, producer, scrutineer or host.',))
    assert isinstance(order, Unreadable)
    assert "one of: by the book, in no particular order, for suspense, in groups, as picked." in order.problems[0]


@given(JSON, st.sampled_from([IDA, DESK, PRODUCER]))
def test_whatever_comes_in_is_answered(sent: object, person: Person) -> None:
    assert isinstance(wire.command_of(sent, person), ANSWERS)


@given(st.sampled_from(sorted(COMMAND_NAMES)), st.dictionaries(st.text(max_size=8), JSON, max_size=5))
def test_whatever_fields_come_in_are_answered(name: str, sent: dict[str, object]) -> None:
    assert isinstance(wire.command_of({**sent, "ask": name}, DESK), ANSWERS)


@given(st.binary(max_size=200))
def test_whatever_bytes_come_in_are_answered(raw: bytes) -> None:
    wire.read_body(wire.read_json(raw), wire.REQUEST)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[" * 100_000, b"\xff", b'"\\ud800"', b"1e400", b"NaN", b"null", b"[]", b"7"]
)
def test_what_is_no_object_is_unreadable(raw: bytes) -> None:
    found = wire.read_body(wire.read_json(raw), wire.REQUEST)

    assert isinstance(found, Unreadable)
    assert len(found.problems) == 1
    assert len(found.problems[0]) < 300


def test_a_whole_number_may_be_written_with_a_point() -> None:
    found = wire.read_body(wire.read_json(b'{"command": {"ask": "take", "segment": 3.0}}'), wire.PREVIEW)

    assert isinstance(found, dict)
    assert wire.command_of(found["command"], DESK) == Take(3)
    assert isinstance(wire.command_of({"ask": "take", "segment": 3.5}, DESK), Unreadable)


def test_what_may_be_secret_is_not_repeated() -> None:
    found = wire.read_body({"token": 12345, "pin": 654321, "pim": "777777"}, wire.SESSION)

    assert isinstance(found, Unreadable)
    assert not any(secret in " ".join(found.problems) for secret in ("12345", "654321", "777777"))
