"""What is written reads the same, and what does not read says where."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import count

import pytest

from mirrorball.core import events as e
from mirrorball.core.events import Event
from mirrorball.core.people import Role
from mirrorball.core.reveals import Decision, Finding, RevealOrder, RevealStep, StepKind
from mirrorball.core.season import Song
from mirrorball.core.ties import Place
from mirrorball.core.votes import NotCounted, Tally
from mirrorball.log import codec
from mirrorball.log.codec import NAMES, UPCAST, VERSIONS, Unreadable, decode, encode
from mirrorball.log.port import Entry

# Lines as they were first written. A recorded name keeps its meaning for ever: this list only grows, and what a line
# means may gain a default and lose nothing.
FIRST: list[tuple[str, str, Event]] = [
    ("routine called", '{"round":"freestyle","star":"Ada"}', e.RoutineCalled("freestyle", "Ada")),
    (
        "mark given",
        '{"judge":"Ida","round":"freestyle","star":"Ada","mark":"19/2"}',
        e.MarkGiven("Ida", "freestyle", "Ada", Fraction(19, 2), ""),
    ),
    (
        "marks locked",
        '{"round":"freestyle","star":"Ada","total":"28"}',
        e.MarksLocked("freestyle", "Ada", Fraction(28, 1)),
    ),
    ("vote opened", '{"stars":["Ada","Bo"]}', e.VoteOpened(("Ada", "Bo"))),
    (
        "vote extended",
        '{"closes_at":1700000000000,"reason":"late","by":"scrutineer Sue"}',
        e.VoteExtended(1_700_000_000_000, "late", "scrutineer Sue"),
    ),
    ("vote closed", "{}", e.VoteClosed()),
    (
        "tally sealed",
        '{"tally":{"counted":{"Ada":{"web":3}},"not_counted":{"after the window closed":2}}}',
        e.TallySealed(Tally({"Ada": {"web": 3}}, {NotCounted.LATE: 2})),
    ),
    ("save named", '{"judge":"Ida","star":"Ada"}', e.SaveNamed("Ida", "Ada")),
    (
        "result sealed",
        '{"order":["Ada","Bo"],"places":{"Ada":{"first":1,"last":2}},"out":["Bo"]}',
        e.ResultSealed(
            ("Ada", "Bo"),
            {"Ada": Place(1, 2)},
            ("Bo",),
            (RevealStep(StepKind.PLACE, ("Ada",), Place(1, 2)),),
            Finding({"Ada": Place(1, 2)}, out=("Bo",)),
            salt="",
            digest="",
            confirmed_by="",
            by="",
        ),
    ),
    (
        "reveal planned",
        '{"order":"as picked","by":"producer Pat","stars":["Bo"],"seed":""}',
        e.RevealPlanned(RevealOrder.PICKED, "producer Pat", ("Bo",)),
    ),
    ("hand sheet typed", '{"places":{"Ada":1},"by":"scrutineer Sue"}', e.HandSheetTyped({"Ada": 1}, "scrutineer Sue")),
    ("hand sheet dropped", '{"by":"scrutineer Sue"}', e.HandSheetDropped("scrutineer Sue")),
    (
        "decision proposed",
        '{"decision":"the votes are void","reason":"lines down","by":"producer Pat"}',
        e.DecisionProposed(Decision.VOTES_VOID, "lines down", "producer Pat"),
    ),
    (
        "decision agreed",
        ('{"decision":"nobody leaves","reason":"ill","proposed_by":"producer Pat","agreed_by":"scrutineer Sue"}'),
        e.DecisionAgreed(Decision.NOBODY_LEAVES, "ill", "producer Pat", "scrutineer Sue"),
    ),
    (
        "decision dropped",
        '{"decision":"the result is reopened","by":"producer Pat"}',
        e.DecisionDropped(Decision.REOPEN, "producer Pat"),
    ),
    (
        "result confirmed",
        (
            '{"found":{"places":{"Ada":{"first":1,"last":1}},"jeopardy":["Ada"],"out":[],"between":["Ada","Bo"]},'
            '"by":"producer Pat"}'
        ),
        e.ResultConfirmed(Finding({"Ada": Place(1, 1)}, ("Ada",), (), ("Ada", "Bo")), "producer Pat"),
    ),
    (
        "step revealed",
        '{"step":3,"kind":"jeopardy","stars":["Ada","Bo"],"place":null}',
        e.StepRevealed(3, StepKind.JEOPARDY, ("Ada", "Bo"), None),
    ),
    ("step taken back", '{"step":3}', e.StepTakenBack(3)),
    ("champions crowned", '{"stars":["Ada"],"trophy":"Mirrorball"}', e.ChampionsCrowned(("Ada",), "Mirrorball")),
    ("segment taken", '{"segment":3}', e.SegmentTaken(3)),
    ("segment backed out", '{"segment":3}', e.SegmentBackedOut(3)),
    ("segment skipped", '{"segment":4,"reason":"no time"}', e.SegmentSkipped(4, "no time")),
    ("segment unskipped", '{"segment":4}', e.SegmentUnskipped(4)),
    ("segment moved", '{"segment":5,"before":0}', e.SegmentMoved(5, 0)),
    ("night held", '{"reason":"fog"}', e.NightHeld("fog")),
    ("night resumed", "{}", e.NightResumed()),
    (
        "mark typed",
        '{"judge":"Ida","round":"freestyle","star":"Ada","mark":"9","by":"producer Pat"}',
        e.MarkTyped("Ida", "freestyle", "Ada", Fraction(9, 1), "producer Pat"),
    ),
    (
        "typed mark dropped",
        '{"judge":"Ida","round":"freestyle","star":"Ada"}',
        e.TypedMarkDropped("Ida", "freestyle", "Ada"),
    ),
    (
        "correction asked",
        '{"judge":"Ida","round":"freestyle","star":"Ada","mark":null,"reason":"slip","by":"judge Ida"}',
        e.CorrectionAsked("Ida", "freestyle", "Ada", None, "slip", "judge Ida"),
    ),
    (
        "mark corrected",
        (
            '{"judge":"Ida","round":"freestyle","star":"Ada","old":"19/2","new":null,"total":null,'
            '"reason":"slip","asked_by":"judge Ida","granted_by":"scrutineer Sue"}'
        ),
        e.MarkCorrected("Ida", "freestyle", "Ada", Fraction(19, 2), None, None, "slip", "judge Ida", "scrutineer Sue"),
    ),
    (
        "correction declined",
        '{"judge":"Ida","round":"freestyle","star":"Ada","reason":"no","by":"scrutineer Sue"}',
        e.CorrectionDeclined("Ida", "freestyle", "Ada", "no", "scrutineer Sue"),
    ),
    ("judge excused", '{"judge":"Ida","reason":"ill"}', e.JudgeExcused("Ida", "ill")),
    ("judge returned", '{"judge":"Ida"}', e.JudgeReturned("Ida")),
    ("judge substituted", '{"judge":"Ida","substitute":"Kit","reason":"ill"}', e.JudgeSubstituted("Ida", "Kit", "ill")),
    (
        "routine scratched",
        '{"round":"freestyle","star":"Ada","reason":"hurt"}',
        e.RoutineScratched("freestyle", "Ada", "hurt"),
    ),
    ("routine restored", '{"round":"freestyle","star":"Ada"}', e.RoutineRestored("freestyle", "Ada")),
    ("couple withdrew", '{"star":"Bo","reason":"hurt"}', e.CoupleWithdrew("Bo", "hurt")),
    ("couple reinstated", '{"star":"Bo"}', e.CoupleReinstated("Bo")),
    (
        "music changed",
        '{"round":"freestyle","star":"Ada","songs":[{"title":"Waterloo","artists":["ABBA"],"featured":["Cher"]}]}',
        e.MusicChanged("freestyle", "Ada", (Song("Waterloo", ("ABBA",), ("Cher",)),)),
    ),
    ("bonus given", '{"star":"Ada","contest":"relay","points":"-1/2"}', e.BonusGiven("Ada", "relay", Fraction(-1, 2))),
    ("bonus taken", '{"star":"Ada","contest":"relay"}', e.BonusTaken("Ada", "relay")),
    ("immunity granted", '{"star":"Ada"}', e.ImmunityGranted("Ada")),
    ("immunity revoked", '{"star":"Ada"}', e.ImmunityRevoked("Ada")),
    (
        "reach signed",
        '{"stars":["Ada"],"reason":"for fun","by":"scrutineer Sue"}',
        e.ReachSigned(("Ada",), "for fun", "scrutineer Sue"),
    ),
    ("trouble reported", '{"number":1,"text":"dark","by":"judge Ida"}', e.TroubleReported(1, "dark", "judge Ida")),
    (
        "trouble settled",
        '{"number":1,"note":"light","by":"producer Pat"}',
        e.TroubleSettled(1, "light", "producer Pat"),
    ),
    ("key issued", '{"key":"k1","role":"judge","holder":"Ida"}', e.KeyIssued("k1", Role.JUDGE, "Ida")),
    ("key revoked", '{"key":"k1"}', e.KeyRevoked("k1")),
]
# Lines of events that have another name now.
RENAMED: list[tuple[str, str, Event]] = [
    (
        "place revealed",
        '{"star":"Ada","place":{"first":1,"last":2}}',
        e.StepRevealed(0, StepKind.PLACE, ("Ada",), Place(1, 2)),
    ),
]
NIGHT = [event for _, _, event in FIRST]


def lines(events: list[Event]) -> list[bytes]:
    return [encode(Entry(position, event, 5, "c", "desk")) for position, event in enumerate(events, 1)]


def test_every_event_reads_as_it_was_written() -> None:
    assert decode(lines(NIGHT)) == [Entry(n, event, 5, "c", "desk") for n, event in enumerate(NIGHT, 1)]


@pytest.mark.parametrize(("name", "facts", "event"), FIRST + RENAMED, ids=[name for name, _, _ in FIRST + RENAMED])
def test_a_line_as_it_was_first_written_reads_for_ever(name: str, facts: str, event: Event) -> None:
    """The first logs wrote neither who asked, nor when, nor under which id."""
    written = f'{{"position":1,"event":"{name}","version":1,"facts":{facts}}}'
    asked = f'{written[:-1]},"at":5,"command":"c","by":"desk"}}'

    assert decode([written.encode()]) == [Entry(1, event)]
    assert decode([asked.encode()]) == [Entry(1, event, 5, "c", "desk")]


def test_recorded_names_do_not_change() -> None:
    assert [(name, type(event)) for name, _, event in FIRST] == list(NAMES.items())
    assert [name for name, _, _ in RENAMED] == list(codec.RENAMED)
    assert not codec.RENAMED.keys() & NAMES.keys()


def test_facts_of_every_version_are_brought_up_to_the_next() -> None:
    assert {(name, version) for name, newest in VERSIONS.items() for version in range(1, newest)} == set(UPCAST)
    assert VERSIONS.keys() == NAMES.keys()


def test_a_mark_from_paper_is_a_second_version() -> None:
    (line,) = lines([e.MarkGiven("Ida", "freestyle", "Ada", Fraction(9), "producer Pat")])

    assert b'"version":2' in line
    assert b'"confirmed_by":"producer Pat"' in line


def test_a_window_with_its_close_is_a_second_version() -> None:
    """Logs from before hold no close: somebody closed by hand."""
    (line,) = lines([e.VoteOpened(("Ada",), 1_700_000_000_000)])
    old = b'{"position":1,"event":"vote opened","version":1,"facts":{"stars":["Ada"]}}'

    assert b'"version":2,"facts":{"stars":["Ada"],"closes_at":1700000000000}' in line
    assert decode([old])[0].event == e.VoteOpened(("Ada",), None)


def test_a_result_of_two_people_is_a_second_version() -> None:
    """Before, one person sealed; couples were told from the last place up, and nothing was hashed."""
    found = Finding({"Bo": Place(1, 1), "Ada": Place(2, 2)})
    steps = (RevealStep(StepKind.PLACE, ("Ada",), Place(2, 2)), RevealStep(StepKind.PLACE, ("Bo",), Place(1, 1)))
    new = e.ResultSealed(
        ("Bo", "Ada"), found.places, (), steps, found, "5a17", "c0de", "producer Pat", "scrutineer Sue"
    )
    facts = '{"order":["Bo","Ada"],"places":{"Ada":{"first":2,"last":2},"Bo":{"first":1,"last":1}},"out":[]}'
    old = f'{{"position":1,"event":"result sealed","version":1,"facts":{facts}}}'
    (line,) = lines([new])

    assert b'"version":2' in line
    assert decode([line])[0].event == new
    assert decode([old.encode()])[0].event == replace(new, salt="", digest="", confirmed_by="", by="")


@pytest.mark.parametrize("event", ["place revealed", "result sealed"])
@pytest.mark.parametrize(
    "facts",
    ["{}", "[]", '{"star":3,"place":1}', '{"order":3,"places":{},"out":[]}', '{"order":[],"places":{"A":1},"out":[]}'],
)
def test_an_old_line_that_does_not_read_says_where(event: str, facts: str) -> None:
    with pytest.raises(Unreadable, match="line 1: "):
        decode([f'{{"position":1,"event":"{event}","version":1,"facts":{facts}}}'.encode()])


def test_a_name_that_an_event_had_once_was_there_in_its_first_version_only() -> None:
    with pytest.raises(Unreadable, match="does not know 'place revealed' in version 2"):
        decode([b'{"position":1,"event":"place revealed","version":2,"facts":{}}'])


def test_facts_go_through_every_version_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if "vote closed" had been changed twice."""
    steps = count(1)
    old = {("vote closed", 1): lambda facts: {**facts, "one": next(steps)}}
    new = {("vote closed", 2): lambda facts: {"stars": [f"{facts['one']}", f"{next(steps)}"]}}
    monkeypatch.setattr(codec, "UPCAST", old | new)
    monkeypatch.setattr(codec, "VERSIONS", {**VERSIONS, "vote closed": 3})
    monkeypatch.setattr(codec, "NAMES", {**NAMES, "vote closed": e.VoteOpened})

    assert decode([b'{"position":1,"event":"vote closed","version":1,"facts":{}}']) == [
        Entry(1, e.VoteOpened(("1", "2")))
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "line 1: "),
        (b"\xff", "line 1: "),
        (b'{"position":1,"event":"vote moved","version":1,"facts":{}}', "does not know 'vote moved'"),
        (b'{"position":1,"event":"vote closed","version":9,"facts":{}}', "in version 9"),
        (b'{"position":1,"event":"mark given","version":3,"facts":{}}', "in version 3"),
        (b'{"position":1,"event":"vote closed","version":0,"facts":{}}', "in version 0"),
        (b'{"position":2,"event":"vote closed","version":1,"facts":{}}', "found position 2, expected 1"),
        (b'{"position":1,"event":"mark given","version":1,"facts":[]}', "object"),
        (b'{"position":1,"event":"mark given","version":2,"facts":{"judge":"I"}}', "round"),
    ],
)
def test_a_line_that_does_not_read_says_where(line: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match="line 1") as caught:
        decode([line])

    assert says in str(caught.value)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("mark", ["9.5", "9", "null", '"x"', '"9.5"', '"9/0"', '"1e999999999"', '" 9"', '""'])
def test_a_mark_that_is_not_exact_text_is_found(version: int, mark: str) -> None:
    facts = f'{{"judge":"I","round":"r","star":"A","mark":{mark}}}'
    with pytest.raises(Unreadable, match="line 1"):
        decode([f'{{"position":1,"event":"mark given","version":{version},"facts":{facts}}}'.encode()])


def test_a_missing_line_is_found() -> None:
    with pytest.raises(Unreadable, match="line 3: found position 4"):
        decode(lines(NIGHT)[:2] + lines(NIGHT)[3:])
