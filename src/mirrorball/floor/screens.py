"""What each screen shows, as values: a show goes in, a judge's or the desk's screen comes out. Nothing here is asked.

A judge's screen holds that judge's marks and nobody else's. Hints on the panel are on the scrutineer's screen alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A number twice: ``exact`` as a machine sends it back (``17/2``), ``text`` as a person reads it (8½)."""

    exact: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What stands over every screen."""

    title: str  # of the season
    week: int
    theme: str
    held: str | None  # why the night stands still, or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dance:
    """A routine as a judge or the desk reads it. ``number`` counts tonight's running order from 1."""

    number: int
    round: str
    star: str
    couple: str  # both full names
    style: str
    music: str
    called: bool
    locked: bool
    out: str  # why it is not danced: "scratched: ...", "withdrew: ..." or "skipped: ..."; empty if it is


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleShown:
    """The marks that there are. ``marks`` lists them, lowest first, if they are at most 41; else it is empty."""

    lowest: Shown
    highest: Shown
    step: Shown
    marks: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMark:
    """One routine on a judge's screen.

    ``state`` is one of: open, stored, locked. ``asked`` is the correction that waits for the scrutineer, None if there
    is none; its ``exact`` is empty where the mark is to be struck.
    """

    round: str
    star: str
    mark: Shown | None
    state: str
    asked: Shown | None
    from_paper: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceShown:
    """One of the two couples between whom the judges choose, in front of everybody."""

    star: str
    couple: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeScreen:
    """A judge's tablet. ``now`` is the routine to mark; None if nobody has the floor.

    ``choosing`` are the two couples of whom this judge saves one, while the judges choose; ``saved`` is the star whom
    this judge has saved tonight, or empty. Whom others saved is not here.
    """

    position: int
    night: Night
    judge: str
    sits: bool  # False: excused, or somebody else has the seat
    now: Dance | None
    order: tuple[Dance, ...]
    scale: ScaleShown
    mine: tuple[OwnMark, ...]  # one for each routine of ``order``
    choosing: tuple[ChoiceShown, ...]
    saved: str
    troubles: tuple[TroubleLine, ...]  # this judge's own


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleLine:
    """A trouble; ``settled`` is empty while it is open."""

    number: int
    by: str
    text: str
    settled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentLine:
    """A segment of the rundown. ``status``: taken, on, next, waiting, skipped, out."""

    number: int
    kind: str
    title: str
    round: str
    star: str
    couple: str
    note: str
    status: str
    why: str  # why it is skipped or out


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatMark:
    """One seat on one sheet. ``state``: missing, given, paper, absent, typed (waits for a second person), asked.

    The mark of an absent seat, if there is one, has no effect by this week's book.
    """

    seat: str
    judge: str  # who gave the mark from this seat, or who sits there now if nobody did
    mark: Shown | None
    state: str
    typed: Shown | None
    typed_by: str
    asked: Shown | None
    asked_by: str
    asked_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """The sheet of a routine. ``status``: waiting, dancing, marking, ready (all marks in), locked, out."""

    dance: Dance
    status: str
    seats: tuple[SeatMark, ...]
    total: Shown | None
    so_far: Shown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """A couple on the judges' board as it stands. ``place`` is said (1st, 2nd to 3rd); empty while points are open."""

    place: str
    star: str
    couple: str
    points: Shown | None
    made_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """A seat of the panel."""

    seat: str
    judge: str
    absent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusLine:
    """Points beside the marks, or a penalty."""

    contest: str
    points: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class CoupleLine:
    """A couple tonight."""

    star: str
    couple: str
    withdrew: bool
    immune: bool
    bonuses: tuple[BonusLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachReport:
    """What the vote can still do. ``ready``: every mark is locked, so the answer is exact.

    ``stuck`` are the couples for whom the vote cannot matter, or in a final who cannot win; while they are unsigned the
    vote does not open.
    """

    ready: bool
    sentences: tuple[str, ...]
    stuck: tuple[str, ...]
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """A way in. ``key`` unlocks nothing."""

    key: str
    role: str
    holder: str
    revoked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoLine:
    """Something of tonight that can be undone: what happened, what undoing does, and the command for it."""

    position: int
    says: str
    undo: str
    command: dict[str, object]  # as the edge reads commands, without id


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedLine:
    """What no rule decides and somebody has proposed. ``decision`` is a ``Decision`` value."""

    decision: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveLine:
    """Whom a judge saved, in front of everybody."""

    judge: str
    couple: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultShown:
    """Where the result stands, for both at the desk alike.

    It holds what the room has heard and nothing else of the result: of what is still to come only whether a step
    follows. ``state``: early (the night is not ready for it), open, confirmed (waits for a second person), sealed,
    telling, choosing (the judges choose), told, crowned. ``step`` is how many steps are told, ``told`` says each of
    them. ``digest`` is the hash of what is sealed. ``decisions`` are those that can be proposed now.
    """

    state: str
    confirmed_by: str
    sealed_by: str
    digest: str
    step: int
    told: tuple[str, ...]
    follows: bool
    choosing: tuple[ChoiceShown, ...]
    saves: tuple[SaveLine, ...]
    may_crown: bool
    champions: tuple[str, ...]
    proposed: tuple[ProposedLine, ...]
    decisions: tuple[str, ...]
    reopened: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskScreen:
    """The desk: producer and scrutineer. ``hints`` is empty for the producer."""

    position: int
    night: Night
    role: str
    holder: str
    segments: tuple[SegmentLine, ...]
    on: int | None
    next: int | None
    sheets: tuple[SheetLine, ...]
    board: tuple[BoardLine, ...]
    panel: tuple[SeatLine, ...]
    couples: tuple[CoupleLine, ...]
    scale: ScaleShown
    vote: str
    closes_at: int | None  # when the open window is planned to close, in ms since 1970; None: by hand
    reach: ReachReport
    result: ResultShown
    troubles: tuple[TroubleLine, ...]
    keys: tuple[KeyLine, ...]
    undo: tuple[UndoLine, ...]
    hints: tuple[str, ...]
