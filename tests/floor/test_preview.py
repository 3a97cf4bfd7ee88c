"""What a command would change, before it is sent: every command says something, and what it says is so."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import get_args

import pytest

from mirrorball import sentences
from mirrorball.core.commands import (
    AskCorrection,
    BackOut,
    CallRoutine,
    ChangeMusic,
    CloseVote,
    Command,
    ConfirmMark,
    DeclineCorrection,
    DropTyped,
    ExcuseJudge,
    ExtendVote,
    GiveBonus,
    GrantCorrection,
    GrantImmunity,
    Hold,
    IssueKey,
    LockMarks,
    Move,
    NameSave,
    OpenVote,
    Reinstate,
    ReportTrouble,
    RestoreRoutine,
    Resume,
    ReturnJudge,
    RevokeImmunity,
    RevokeKey,
    ScratchRoutine,
    SealTally,
    SettleTrouble,
    SignReach,
    Skip,
    SubstituteJudge,
    Take,
    TakeBonus,
    TypeMark,
    Unskip,
    Withdraw,
)
from mirrorball.core.decide import decide
from mirrorball.core.people import Role
from mirrorball.core.refusals import Refusal
from mirrorball.core.season import Song
from mirrorball.core.show import Show
from mirrorball.core.votes import Tally
from mirrorball.floor.preview import preview
from tests.core.stage import (
    FINAL,
    STARS,
    WALTZ,
    after,
    choosing_show,
    closed_show,
    mark,
    marked_show,
    sheets,
    the_night,
)
from tests.floor.previews_of_the_result import ANN, BEA, NOT_UNDONE, OF_THE_RESULT, UNDONE

AT = 1_700_000_000_000
AT_TIME = sentences.clock_time(AT)
IDA = "judge Ida"
NOTHING_YET = "Nothing changes until a second person grants it."


def said(show: Show, command: Command) -> tuple[str, ...]:
    """What the preview says of a command that is not refused."""
    told_ = preview(show, command)
    assert not isinstance(told_, Refusal), told_.sentence
    return told_


def hopeless() -> Show:
    """A final in which Cy and Dee cannot win: the panel's half counts twenty times the audience's."""
    return after(the_night(replace(FINAL, book=replace(FINAL.book, panel_weight=Fraction(20)))), *sheets())


def locked(*stars: str) -> Show:
    return after(the_night(), *sheets(stars or STARS))


asked = after(marked_show(), AskCorrection("Ida", WALTZ, "Ada", Fraction(8), "slip", IDA))
typed = after(the_night(), CallRoutine(WALTZ, "Ada"), TypeMark("Jo", WALTZ, "Ada", Fraction(7), BEA))
full = after(marked_show(), mark("Jo", "Ada"), mark("Kit", "Ada"))

CASES: list[tuple[Show, Command, list[str]]] = [
    (the_night(), Take(1), ["Ada's waltz has the floor.", "Next comes Bo's waltz.", UNDONE]),
    (
        locked(),
        Take(5),
        ["“The vote” is on.", "Next comes “The results are worked out”.", "Nobody has the floor then.", UNDONE],
    ),
    (
        after(the_night(), Take(1)),
        BackOut(1),
        [
            "Ada's waltz counts as not taken.",
            "Next comes Ada's waltz.",
            "Nobody has the floor then.",
            "It can be taken again.",
        ],
    ),
    (
        the_night(),
        Skip(1, "late"),
        [
            "Ada's waltz is left out tonight: late.",
            "Next comes Bo's waltz.",
            "Ada's waltz stays due: if it is not danced at all, scratch it.",
            UNDONE,
        ],
    ),
    (the_night(), Skip(6, "late."), ["“The results are worked out” is left out tonight: late.", UNDONE]),
    (
        after(the_night(), Skip(1, "late")),
        Unskip(1),
        ["Ada's waltz is in the rundown again.", "Next comes Ada's waltz.", UNDONE],
    ),
    (the_night(), Move(2, 1), ["Bo's waltz comes before Ada's waltz.", "Next comes Bo's waltz.", UNDONE]),
    (the_night(), Move(1, 0), ["Ada's waltz comes last.", "Next comes Bo's waltz.", UNDONE]),
    (the_night(), Hold("power cut"), ["The night is on hold: power cut.", UNDONE]),
    (after(the_night(), Hold("power cut")), Resume(), ["The night goes on.", UNDONE]),
    (the_night(), CallRoutine(WALTZ, "Bo"), ["Bo's waltz has the floor.", "Next comes Cy's waltz.", UNDONE]),
    (
        marked_show(),
        mark("Jo", "Ada", 9),
        ["Jo gives 9 for Ada's waltz.", "After that it changes only by a correction that a second person grants."],
    ),
    (
        marked_show(),
        TypeMark("Jo", WALTZ, "Ada", Fraction(9), BEA),
        ["Jo's 9 for Ada's waltz is typed from paper and waits for a second person.", UNDONE],
    ),
    (
        typed,
        ConfirmMark("Jo", WALTZ, "Ada", Fraction(7), ANN),
        [
            "Jo gives 7 for Ada's waltz, typed from paper and confirmed by scrutineer Ann.",
            "After that it changes only by a correction that a second person grants.",
        ],
    ),
    (
        typed,
        DropTyped("Jo", WALTZ, "Ada"),
        ["What was typed for Jo and Ada's waltz is dropped.", "It can be typed again."],
    ),
    (
        marked_show(),
        AskCorrection("Ida", WALTZ, "Ada", Fraction(8), "slip", IDA),
        ["Ida's mark for Ada's waltz is to become 8: slip.", NOTHING_YET],
    ),
    (
        marked_show(),
        AskCorrection("Ida", WALTZ, "Ada", None, "wrong couple!", IDA),
        ["Ida's mark for Ada's waltz is to be struck: wrong couple!", NOTHING_YET],
    ),
    (
        asked,
        GrantCorrection("Ida", WALTZ, "Ada", ANN),
        ["Ida's mark for Ada's waltz is 8 instead of 9: slip.", "It can be corrected again."],
    ),
    (
        asked,
        DeclineCorrection("Ida", WALTZ, "Ada", "it was meant", ANN),
        ["Ida's mark for Ada's waltz stays: it was meant.", "It can be asked for again."],
    ),
    (
        full,
        LockMarks(WALTZ, "Ada"),
        [
            "The sheet of Ada's waltz is locked with a total of 25.",
            "Points change: Ada from not known to 25.",
            "After that its marks change only by corrections that a second person grants.",
        ],
    ),
    (
        locked("Ada", "Bo"),
        ExcuseJudge("Ida", "ill"),
        [
            "Ida does not mark any more tonight: ill.",
            "Marking from then on: Jo and Kit.",
            "The night counts without that seat, for every couple alike.",
            "2 marks given before are without effect.",
            "Points change: Ada from 27 to 18 and Bo from 24 to 16.",
            UNDONE,
        ],
    ),
    (
        after(locked("Ada"), ExcuseJudge("Ida", "ill")),
        ReturnJudge("Ida"),
        [
            "Ida marks again.",
            "Marking from then on: Ida, Jo and Kit.",
            "1 mark given before is counted again.",
            "Points change: Ada from 18 to 27.",
            UNDONE,
        ],
    ),
    (
        locked("Ada"),
        SubstituteJudge("Ida", "Zed", "ill"),
        ["Zed has the seat of Ida: ill.", "Marking from then on: Zed, Jo and Kit.", UNDONE],
    ),
    (
        locked("Ada"),
        ScratchRoutine(WALTZ, "Ada", "fall"),
        [
            "Ada's waltz is scratched: fall.",
            "Nobody has the floor then.",
            "Out of the count: Ada's waltz.",
            "3 marks given before are without effect.",
            "Points change: Ada from 27 to not known.",
            UNDONE,
        ],
    ),
    (
        after(locked("Ada"), ScratchRoutine(WALTZ, "Ada", "fall")),
        RestoreRoutine(WALTZ, "Ada"),
        [
            "Ada's waltz is danced after all.",
            "Counting again: Ada's waltz.",
            "3 marks given before are counted again.",
            "Points change: Ada from not known to 27.",
            UNDONE,
        ],
    ),
    (
        locked("Ada"),
        Withdraw("Ada", "knee"),
        [
            "Ada has withdrawn: knee.",
            "Out of the count: Ada's waltz.",
            "3 marks given before are without effect.",
            "Nobody is to leave tonight.",
            UNDONE,
        ],
    ),
    (
        after(the_night(), Withdraw("Ada", "knee")),
        Reinstate("Ada"),
        [
            "Ada is in again.",
            "Next comes Ada's waltz.",
            "Counting again: Ada's waltz.",
            "1 couple to leave tonight.",
            UNDONE,
        ],
    ),
    (
        the_night(),
        ChangeMusic(WALTZ, "Ada", (Song("Moon"), Song("Sun", ("Bo",)))),
        ["Ada's waltz is danced to “Moon” + “Sun” by Bo.", UNDONE],
    ),
    (
        locked("Ada"),
        GiveBonus("Ada", "marathon", Fraction(5, 2)),
        ["Ada has 2½ from marathon.", "Points change: Ada from 27 to 29½.", UNDONE],
    ),
    (
        after(locked("Ada"), GiveBonus("Ada", "marathon", Fraction(5, 2))),
        TakeBonus("Ada", "marathon"),
        ["Ada has nothing from marathon.", "Points change: Ada from 29½ to 27.", UNDONE],
    ),
    (the_night(), GrantImmunity("Ada"), ["Ada cannot leave tonight.", UNDONE]),
    (after(the_night(), GrantImmunity("Ada")), RevokeImmunity("Ada"), ["Ada has no immunity tonight.", UNDONE]),
    (
        hopeless(),
        SignReach("told the producer", ANN),
        ["It is signed that the vote cannot matter for Cy and Dee: told the producer.", NOT_UNDONE],
    ),
    (
        the_night(),
        OpenVote(),
        [
            "Votes for Ada, Bo, Cy and Dee count from now on.",
            "Not every sheet is locked, so nobody can say yet for whom the vote matters.",
            NOT_UNDONE,
        ],
    ),
    (
        the_night(),
        OpenVote(AT),
        [
            f"Votes for Ada, Bo, Cy and Dee count from now on, until {AT_TIME}.",
            "Not every sheet is locked, so nobody can say yet for whom the vote matters.",
            NOT_UNDONE,
        ],
    ),
    (
        after(the_night(), OpenVote()),
        ExtendVote(AT, "the gateway was late.", ANN),
        [f"The vote stays open until {AT_TIME}: the gateway was late.", "It can be extended again."],
    ),
    (after(the_night(), OpenVote()), CloseVote(), ["Votes from now on are late.", NOT_UNDONE]),
    (
        closed_show(),
        SealTally(Tally({"Ada": {"web": 2}, "Bo": {"web": 1}})),
        ["The count is fixed at 3 votes.", NOT_UNDONE],
    ),
    (choosing_show(), NameSave("Ida", "Cy"), ["Ida saves Cy.", NOT_UNDONE]),
    *OF_THE_RESULT,
    (
        the_night(),
        ReportTrouble("No light.", IDA),
        ["Judge Ida says that something is wrong: No light.", "It stays open until somebody settles it."],
    ),
    (
        after(the_night(), ReportTrouble("No light.", IDA)),
        SettleTrouble(1, "lamp changed", BEA),
        ["Trouble 1 is settled: lamp changed.", NOT_UNDONE],
    ),
    (the_night(), IssueKey("k", Role.JUDGE, "Ida"), ["Ida has a way in as judge.", "The key can be revoked."]),
    (
        after(the_night(), IssueKey("k", Role.JUDGE, "Ida")),
        RevokeKey("k"),
        [
            "Ida (judge) is locked out.",
            "Everybody who came in by it is out at once. A new key can be issued.",
        ],
    ),
]


@pytest.mark.parametrize(
    ("show", "command", "told"), CASES, ids=[f"{nth} {type(case[1]).__name__}" for nth, case in enumerate(CASES)]
)
def test_what_a_preview_says(show: Show, command: Command, told: list[str]) -> None:
    assert list(said(show, command)) == told


def test_every_command_has_a_preview_here() -> None:
    assert {type(command) for _, command, _ in CASES} == set(get_args(Command))


def test_a_refused_command_is_refused_in_the_preview() -> None:
    command = LockMarks(WALTZ, "Ada")

    assert preview(the_night(), command) == decide(the_night(), command)
    assert isinstance(preview(the_night(), command), Refusal)
