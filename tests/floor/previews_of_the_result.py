"""What a preview says of the commands around the result: cases of ``test_preview``."""

from __future__ import annotations

from mirrorball.core.commands import Command, NameSave
from mirrorball.core.result_commands import (
    AgreeDecision,
    ConfirmResult,
    Crown,
    DropDecision,
    DropHandSheet,
    PlanReveal,
    ProposeDecision,
    RevealNext,
    TakeBack,
    TypeHandSheet,
)
from mirrorball.core.reveals import Decision, RevealOrder
from mirrorball.core.show import Show
from mirrorball.floor.preview import NEXT_STEP
from tests.core.stage import (
    STARS,
    after,
    choosing_show,
    closed_show,
    confirmed,
    found,
    seal,
    sealed_final,
    the_night,
    told,
    told_final,
)

BEA, ANN = "producer Bea", "scrutineer Ann"
UNDONE, NOT_UNDONE = "This can be undone.", "This cannot be undone."
PLANNED_AGAIN = "It can be planned otherwise until the count is sealed."

OF_THE_RESULT: list[tuple[Show, Command, list[str]]] = [
    (
        the_night(),
        PlanReveal(RevealOrder.NO_ORDER, BEA, seed="d1ce"),
        ["The outcome is told in no particular order.", PLANNED_AGAIN],
    ),
    (
        the_night(),
        PlanReveal(RevealOrder.PICKED, BEA, ("Bo", "Ada")),
        ["The outcome is told as picked: Bo and Ada.", PLANNED_AGAIN],
    ),
    (
        told(),
        TypeHandSheet(dict.fromkeys(STARS, 1), ANN),
        [
            "Scrutineer Ann has typed the hand sheet. The result is compared with it.",
            "It can be typed again or dropped until the result is sealed.",
        ],
    ),
    (
        after(told(), TypeHandSheet(dict.fromkeys(STARS, 1), ANN)),
        DropHandSheet(ANN),
        ["No hand sheet is compared with the result.", "It can be typed again until the result is sealed."],
    ),
    (
        closed_show(),
        ProposeDecision(Decision.VOTES_VOID, "a storm.", BEA),
        ["Producer Bea proposes that the votes are void: a storm.", "Nothing changes until a second person agrees."],
    ),
    (
        after(closed_show(), ProposeDecision(Decision.VOTES_VOID, "a storm", BEA)),
        AgreeDecision(Decision.VOTES_VOID, ANN),
        ["The votes are void: a storm.", "No place is told tonight, and nobody leaves by these votes.", NOT_UNDONE],
    ),
    (
        after(told(), ProposeDecision(Decision.NOBODY_LEAVES, "a storm", BEA)),
        AgreeDecision(Decision.NOBODY_LEAVES, ANN),
        ["Nobody leaves: a storm.", NOT_UNDONE],
    ),
    (
        after(told_final(), Crown(), ProposeDecision(Decision.REOPEN, "a slip", BEA)),
        AgreeDecision(Decision.REOPEN, ANN),
        [
            "The result is reopened: a slip.",
            (
                "All that was told counts as not told, on every screen. Marks can be corrected; "
                "confirm and seal it anew."
            ),
            NOT_UNDONE,
        ],
    ),
    (
        after(told(), ProposeDecision(Decision.NOBODY_LEAVES, "a storm", BEA)),
        DropDecision(Decision.NOBODY_LEAVES, ANN),
        ["What was proposed is dropped, that nobody leaves.", "It can be proposed again."],
    ),
    (
        told(),
        ConfirmResult(found(told()), BEA),
        ["Producer Bea has confirmed the result.", "It is fixed once a second person seals it."],
    ),
    (confirmed(told()), seal(told()), ["The result is fixed.", "After that only two people can reopen it."]),
    (sealed_final(), RevealNext(1), [NEXT_STEP, UNDONE]),
    (
        after(sealed_final(), RevealNext(1)),
        TakeBack(1),
        ["Step 1 counts as not told, on every screen.", UNDONE],
    ),
    (
        after(choosing_show(), NameSave("Ida", "Cy")),
        TakeBack(4),
        ["Step 4 counts as not told, on every screen.", "Whom the judges saved is taken back with it.", UNDONE],
    ),
    (
        told_final(),
        Crown(),
        [
            "The small trophy goes to Dee.",
            "After that only two people can take it back, by reopening the result.",
        ],
    ),
]
