"""Commands as they travel."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest

from mirrorball.core.commands import (
    AskCorrection,
    ChangeMusic,
    Command,
    ExcuseJudge,
    ExtendVote,
    GiveMark,
    IssueKey,
    Move,
    OpenVote,
    SealTally,
)
from mirrorball.core.people import Role
from mirrorball.core.result_commands import PlanReveal, TakeBack, TypeHandSheet
from mirrorball.core.reveals import RevealOrder
from mirrorball.core.season import Song
from mirrorball.core.votes import NotCounted, Tally
from mirrorball.floor.command_names import COMMAND_NAMES, name_of, to_wire

NAMES = """
take back-out skip unskip move hold resume call-routine give-mark type-mark confirm-mark drop-typed ask-correction
grant-correction decline-correction lock-marks excuse-judge return-judge substitute-judge scratch-routine
restore-routine withdraw reinstate change-music give-bonus take-bonus grant-immunity revoke-immunity sign-reach
open-vote extend-vote close-vote seal-tally name-save plan-reveal type-hand-sheet drop-hand-sheet propose-decision
agree-decision drop-decision confirm-result seal-result reveal-next take-back crown report-trouble settle-trouble
issue-key revoke-key
"""


def test_the_names_are_these_for_ever() -> None:
    assert list(COMMAND_NAMES) == NAMES.split()


@pytest.mark.parametrize(
    ("command", "written"),
    [
        (OpenVote(), {"ask": "open-vote", "closes_at": None}),
        (ExtendVote(9, "late", "scrutineer Sue"), {"ask": "extend-vote", "closes_at": 9, "reason": "late"}),
        (Move(4, 0), {"ask": "move", "segment": 4, "before": 0}),
        (
            GiveMark("Ida", "waltz", "Ada", Fraction(17, 2)),
            {"ask": "give-mark", "judge": "Ida", "round": "waltz", "star": "Ada", "mark": "17/2"},
        ),
        (
            AskCorrection("Ida", "waltz", "Ada", None, "slip", "judge Ida"),
            {
                "ask": "ask-correction",
                "judge": "Ida",
                "round": "waltz",
                "star": "Ada",
                "mark": None,
                "reason": "slip",
            },
        ),
        (
            PlanReveal(RevealOrder.PICKED, "producer Pat", ("Bo",)),
            {"ask": "plan-reveal", "order": "as picked", "stars": ["Bo"], "seed": ""},
        ),
        (TypeHandSheet({"Ada": 1}, "scrutineer Sue"), {"ask": "type-hand-sheet", "places": {"Ada": 1}}),
        (TakeBack(3), {"ask": "take-back", "step": 3}),
        (IssueKey("k", Role.JUDGE, "Ida"), {"ask": "issue-key", "key": "k", "role": "judge", "holder": "Ida"}),
        (
            ChangeMusic("waltz", "Ada", (Song("Moon", ("Bo",)),)),
            {
                "ask": "change-music",
                "round": "waltz",
                "star": "Ada",
                "songs": [{"title": "Moon", "artists": ["Bo"], "featured": []}],
            },
        ),
        (
            SealTally(Tally({"Ada": {"web": 3}}, {NotCounted.LATE: 1})),
            {
                "ask": "seal-tally",
                "tally": {"counted": {"Ada": {"web": 3}}, "not_counted": {"after the window closed": 1}},
            },
        ),
    ],
)
def test_a_command_is_written_by_its_name_and_fields_without_who_asks(
    command: Command, written: dict[str, object]
) -> None:
    assert msgspec.json.decode(msgspec.json.encode(to_wire(command))) == written


def test_a_command_has_the_name_of_its_verb() -> None:
    assert name_of(ExcuseJudge("Ida", "ill")) == "excuse-judge"
