"""What the desk sees at the steps of a small night."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction

import msgspec
import pytest

from mirrorball.core.book import Absent, Combine
from mirrorball.core.commands import (
    AskCorrection,
    CallRoutine,
    Command,
    ConfirmMark,
    ExcuseJudge,
    GiveBonus,
    GiveMark,
    GrantCorrection,
    GrantImmunity,
    Hold,
    IssueKey,
    LockMarks,
    RevokeKey,
    ScratchRoutine,
    SignReach,
    Skip,
    SubstituteJudge,
    Take,
    TypeMark,
    Withdraw,
)
from mirrorball.core.people import Role
from mirrorball.core.season import Routine
from mirrorball.core.show import Show, open_night
from mirrorball.floor.desk_screen import desk_screen
from mirrorball.floor.judge_screen import judge_screen
from mirrorball.floor.screens import DeskScreen, SeatMark, SheetLine
from mirrorball.floor.shown import shown
from tests.core.stage import FINAL, MARKS, PANEL, STARS, WALTZ, a_season, a_week, after, mark, sheets, the_night

JUDGE_JO = "judge Jo"
BEA, ANN = "producer Bea", "scrutineer Ann"


def desk(show: Show, role: Role = Role.PRODUCER) -> DeskScreen:
    return desk_screen(show, role, "Bea", 7)


def sheet_of(show: Show, star: str = "Ada") -> SheetLine:
    return next(line for line in desk(show).sheets if line.dance.star == star)


def seat_on(show: Show, seat: str, star: str = "Ada") -> SeatMark:
    return next(line for line in sheet_of(show, star).seats if line.seat == seat)


def statuses(show: Show) -> list[str]:
    return [line.status for line in desk(show).segments]


def two_rounds() -> Show:
    """A night of a waltz and a jive for each couple."""
    season = a_season()
    jives = tuple(Routine(week=1, star=star, round="jive") for star in STARS)
    return open_night(replace(season, routines=(*season.routines, *jives)), 1)


# The desk: rundown and sheets.


def test_the_rundown_at_the_desk() -> None:
    show = after(the_night(), Take(1), Skip(3, "late"), Withdraw("Bo", "knee"))

    assert statuses(show) == ["on", "out", "skipped", "next", "waiting", "waiting", "waiting"]
    assert (desk(show).on, desk(show).next) == (1, 4)
    assert [line.why for line in desk(show).segments[:4]] == ["", "withdrew: knee", "skipped: late", ""]
    assert statuses(after(show, Take(4))) == ["taken", "out", "skipped", "on", "next", "waiting", "waiting"]


def test_a_segment_that_was_taken_stays_so_when_its_couple_leaves() -> None:
    show = after(the_night(), Take(1), Take(2), Withdraw("Ada", "knee"), Withdraw("Bo", "ankle"))

    assert statuses(show)[:2] == ["taken", "on"]
    assert [line.why for line in desk(show).segments[:2]] == ["withdrew: knee", "withdrew: ankle"]


def test_a_sheet_from_waiting_to_locked() -> None:
    show, seen = the_night(), [sheet_of(the_night()).status]
    for step in (
        CallRoutine(WALTZ, "Ada"),
        mark("Ida", "Ada", 9),
        mark("Jo", "Ada", 8),
        mark("Kit", "Ada", 8),
        LockMarks(WALTZ, "Ada"),
    ):
        show = after(show, step)
        seen.append(sheet_of(show).status)

    assert seen == ["waiting", "dancing", "marking", "marking", "ready", "locked"]
    assert sheet_of(show).total == shown(Fraction(25))
    assert sheet_of(show).so_far == shown(Fraction(25))


def test_a_sheet_without_a_mark_waits_for_marks_once_another_couple_dances() -> None:
    show = after(the_night(), CallRoutine(WALTZ, "Ada"), CallRoutine(WALTZ, "Bo"))

    assert (sheet_of(show).status, sheet_of(show, "Bo").status) == ("marking", "dancing")


def test_a_scratched_routine_keeps_its_marks_and_has_no_total() -> None:
    show = after(the_night(), *sheets(("Ada",)), ScratchRoutine(WALTZ, "Ada", "no music"))
    line = sheet_of(show)

    assert (line.status, line.total, line.so_far) == ("out", None, None)
    assert [seat.mark for seat in line.seats] == [shown(Fraction(9))] * 3


def test_the_seats_of_a_sheet() -> None:
    show = after(
        the_night(),
        CallRoutine(WALTZ, "Ada"),
        TypeMark("Ida", WALTZ, "Ada", Fraction(9), BEA),
        mark("Jo", "Ada", 7),
        AskCorrection("Jo", WALTZ, "Ada", Fraction(8), "slip", JUDGE_JO),
    )
    ida, jo, kit = (seat_on(show, seat) for seat in PANEL)

    assert (ida.state, ida.mark, ida.typed, ida.typed_by) == ("typed", None, shown(Fraction(9)), BEA)
    assert (jo.state, jo.mark, jo.asked, jo.asked_by, jo.asked_reason) == (
        "asked",
        shown(Fraction(7)),
        shown(Fraction(8)),
        JUDGE_JO,
        "slip",
    )
    assert (kit.state, kit.judge) == ("missing", "Kit")
    confirmed = after(show, ConfirmMark("Ida", WALTZ, "Ada", Fraction(9), ANN))
    assert seat_on(confirmed, "Ida").state == "paper"
    assert seat_on(after(show, mark("Kit", "Ada")), "Kit").state == "given"


def test_a_seat_names_who_gave_the_mark_and_then_who_sits_there() -> None:
    show = after(the_night(), CallRoutine(WALTZ, "Ada"), mark("Ida", "Ada", 9), SubstituteJudge("Ida", "Zed", "ill"))

    assert (seat_on(show, "Ida").judge, seat_on(show, "Ida", "Bo").judge) == ("Ida", "Zed")
    assert next((line.seat, line.judge, line.absent) for line in desk(show).panel) == ("Ida", "Zed", False)


@pytest.mark.parametrize(
    ("rule", "states", "total"),
    [
        (Absent.WITHOUT, ["absent", "given", "given"], Fraction(15)),
        (Absent.AVERAGE, ["given", "given", "given"], Fraction(24)),
        (Absent.WAIT, ["given", "given", "given"], Fraction(24)),
    ],
)
def test_an_absent_seat_by_the_book(rule: Absent, states: list[str], total: Fraction) -> None:
    week = a_week()
    show = after(
        the_night(replace(week, book=replace(week.book, absent=rule))),
        CallRoutine(WALTZ, "Ada"),
        mark("Ida", "Ada", 9),
        mark("Jo", "Ada", 8),
        mark("Kit", "Ada", 7),
        ExcuseJudge("Ida", "ill"),
    )

    assert [seat.state for seat in sheet_of(show).seats] == states
    assert sheet_of(show).total == shown(total)
    assert desk(show).panel[0].absent
    assert seat_on(show, "Ida", "Bo").state == "absent"


# The desk: points.


def test_points_and_places_once_they_can_be_compared() -> None:
    half = after(the_night(), *sheets(("Bo", "Ada")))
    assert [(line.star, line.points and line.points.exact, line.place) for line in desk(half).board] == [
        ("Ada", "27", ""),
        ("Bo", "24", ""),
        ("Cy", None, ""),
        ("Dee", None, ""),
    ]
    assert [line.made_of for line in desk(half).board] == ["27", "24", "nothing locked yet", "nothing locked yet"]

    whole = after(half, *sheets(("Cy", "Dee")))
    assert [(line.star, line.place) for line in desk(whole).board] == list(
        zip(STARS, ["1st", "2nd", "3rd", "4th"], strict=True)
    )


def test_between_two_rounds_there_are_places_and_within_one_there_are_none() -> None:
    show = after(two_rounds(), *sheets())
    assert [line.place for line in desk(show).board] == ["1st", "2nd", "3rd", "4th"]

    show = after(show, CallRoutine("jive", "Dee"), *(GiveMark(judge, "jive", "Dee", Fraction(10)) for judge in PANEL))
    assert [line.place for line in desk(show).board] == ["1st", "2nd", "3rd", "4th"]

    show = after(show, LockMarks("jive", "Dee"))
    assert next((line.star, line.place, line.made_of) for line in desk(show).board) == ("Dee", "", "18 + 30")
    assert {line.place for line in desk(show).board} == {""}


def test_shared_places_are_said() -> None:
    steps = [mark("Jo", "Bo", 9) if step == mark("Jo", "Bo", MARKS["Bo"]) else step for step in sheets()]
    steps = [mark("Jo", "Ada", 7) if step == mark("Jo", "Ada", MARKS["Ada"]) else step for step in steps]
    show = after(the_night(), *steps)

    assert [line.place for line in desk(show).board] == ["1st to 2nd", "1st to 2nd", "3rd", "4th"]


def test_what_was_carried_over_is_there_before_the_first_dance() -> None:
    first, second = a_week(1), replace(a_week(2), carry=1)
    season = a_season(first, second)
    danced = tuple(
        replace(r, marks={judge: Fraction(MARKS[r.star]) for judge in PANEL}) if r.week == 1 else r
        for r in season.routines
    )
    show = open_night(replace(season, routines=danced), 2)
    assert next((line.star, line.points and line.points.exact, line.made_of) for line in desk(show).board) == (
        "Ada",
        "27",
        "27 carried over from week 1",
    )
    assert desk(show).board[0].place == "1st"

    show = after(show, GiveBonus("Ada", "marathon", Fraction(5, 2)))
    assert desk(show).board[0].points == shown(Fraction(59, 2))
    assert desk(show).board[0].made_of == "2.5 marathon + 27 carried over from week 1"

    show = after(show, *sheets(("Ada",)))
    assert desk(show).board[0].made_of == "27 + 2.5 marathon + 27 carried over from week 1"
    assert sheet_of(show).so_far == shown(Fraction(54))


def test_points_after_each_routine_of_a_couple() -> None:
    show = after(
        two_rounds(),
        *sheets(("Ada",)),
        CallRoutine("jive", "Ada"),
        *(GiveMark(judge, "jive", "Ada", Fraction(10)) for judge in PANEL),
    )
    ada = [line for line in desk(show).sheets if line.dance.star == "Ada"]

    assert [(line.total, line.so_far) for line in ada] == [
        (shown(Fraction(27)), shown(Fraction(27))),
        (shown(Fraction(30)), shown(Fraction(57))),
    ]


def test_points_after_a_routine_are_open_while_an_earlier_one_is() -> None:
    jive: list[Command] = [
        CallRoutine("jive", "Ada"),
        *(GiveMark(judge, "jive", "Ada", Fraction(10)) for judge in PANEL),
    ]
    ada = [line for line in desk(after(two_rounds(), *jive)).sheets if line.dance.star == "Ada"]

    assert [(line.total, line.so_far) for line in ada] == [(None, None), (shown(Fraction(30)), None)]


def test_a_couple_with_its_bonuses() -> None:
    show = after(
        the_night(),
        GiveBonus("Ada", "marathon", Fraction(5)),
        GiveBonus("Ada", "lift", Fraction(-1)),
        GrantImmunity("Bo"),
        Withdraw("Cy", "knee"),
    )
    ada, bo, cy, _ = desk(show).couples

    assert [(b.contest, b.points.text) for b in ada.bonuses] == [("marathon", "5"), ("lift", "-1")]
    assert (bo.immune, ada.immune) == (True, False)
    assert (cy.withdrew, ada.withdrew) == (True, False)
    assert [line.star for line in desk(show).board] == ["Ada", "Bo", "Dee"]


# The desk: what the vote can still do, keys, hints.


def test_the_report_waits_for_the_last_lock() -> None:
    *most, last = sheets()
    show = after(the_night(), *most)
    assert desk(show).reach.ready is False
    assert desk(show).reach.sentences == ("Still open: the marks of Dee.",)

    show = after(show, last)
    assert desk(show).reach.ready is True
    assert desk(show).reach.sentences[0] == "Each of the 4 couples can leave or stay by the vote."
    assert desk(show).reach.stuck == ()


def hopeless() -> Show:
    """A final in which Cy and Dee cannot win: the panel's half counts twenty times the audience's."""
    week = replace(FINAL, book=replace(FINAL.book, panel_weight=Fraction(20)))
    return after(the_night(week), *sheets())


def test_couples_for_whom_the_vote_cannot_matter_are_named_until_that_is_signed() -> None:
    show = hopeless()
    assert desk(show).reach.stuck == ("Cy", "Dee")
    assert desk(show).reach.signed is False

    assert desk(after(show, SignReach("told the producer", ANN))).reach.signed is True


def test_a_signature_is_for_what_was_signed() -> None:
    show = after(hopeless(), SignReach("told the producer", ANN))
    corrected = after(
        show,
        *(
            step
            for judge in PANEL
            for step in (
                AskCorrection(judge, WALTZ, "Dee", Fraction(9), "wrong couple", f"judge {judge}"),
                GrantCorrection(judge, WALTZ, "Dee", ANN),
            )
        ),
    )

    assert desk(corrected).reach.stuck == ("Cy",)
    assert desk(corrected).reach.signed is False


def test_a_new_mark_is_a_new_question() -> None:
    """What was worked out for other points is not shown again."""
    show = hopeless()
    before = desk(show).reach
    helped = after(show, GiveBonus("Dee", "marathon", Fraction(20)))

    assert desk(helped).reach.stuck != before.stuck
    assert desk(show).reach == before


def test_where_votes_decide_later_the_report_says_so() -> None:
    week = a_week(2)
    book = replace(week.book, marks_lag=1, votes_lag=1)
    season = a_season(a_week(1), replace(week, book=book))
    danced = tuple(
        replace(r, marks={judge: Fraction(MARKS[r.star]) for judge in PANEL}) if r.week == 1 else r
        for r in season.routines
    )
    show = after(open_night(replace(season, routines=danced), 2), *sheets())

    assert desk(show).reach.sentences == ("Votes of tonight decide what is told in a later week.",)
    assert desk(show).reach.stuck == ()


def test_where_votes_alone_decide_no_points_are_needed() -> None:
    """Nobody danced in this week, and each of the four can still leave or stay."""
    week = a_week()
    season = replace(a_season(replace(week, book=replace(week.book, combine=Combine.VOTES))), routines=())

    assert desk(open_night(season, 1)).reach.ready
    assert desk(open_night(season, 1)).reach.sentences == ("Each of the 4 couples can leave or stay by the vote.",)


def test_keys_are_listed_and_hold_no_secret() -> None:
    show = after(the_night(), IssueKey("k1", Role.JUDGE, "Ida"), IssueKey("k2", Role.PRODUCER, "Bea"), RevokeKey("k1"))

    assert [(k.key, k.role, k.holder, k.revoked) for k in desk(show).keys] == [
        ("k1", "judge", "Ida", True),
        ("k2", "producer", "Bea", False),
    ]


def test_hints_are_for_the_scrutineer() -> None:
    show = after(
        the_night(), CallRoutine(WALTZ, "Ada"), mark("Ida", "Ada", 4), mark("Jo", "Ada", 9), mark("Kit", "Ada", 9)
    )

    assert desk(show, Role.SCRUTINEER).hints == ("Ida gave Ada's waltz 4; the others stand at 9.",)
    assert desk(show).hints == ()


def test_a_held_night_says_why_on_every_screen() -> None:
    show = after(the_night(), Hold("power cut"))

    assert desk(show).night.held == judge_screen(show, "Ida", 1).night.held == "power cut"


def test_a_screen_is_json_with_every_field() -> None:
    told = msgspec.json.decode(msgspec.json.encode(desk(the_night())))

    assert (told["position"], told["role"], told["holder"], told["on"]) == (7, "producer", "Bea", None)
    assert set(told) == {field.name for field in fields(DeskScreen)}
