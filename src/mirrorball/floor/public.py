"""What the public's screens show, as values: board, graphics, feeds and static files are readings of one of these.

Everything in here may be known to everybody at its moment. A mark stands here once its sheet is locked, a place once
its step is told, and couples whose step is still to come stand in the order of the cast, which says nothing. How many
steps there are is not here either: it would say whether somebody leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from mirrorball.floor.screens import Shown


class Scene(Enum):
    """What the room looks at."""

    WAITING = "waiting"  # before the first segment
    FILM = "film"
    ITEM = "item"
    DANCE = "dance"
    MARKS = "marks"  # the sheet of the routine is locked
    VOTE = "vote"  # the window is open and nobody dances
    COUNTING = "counting"  # the vote is closed and no step is told
    REVEAL = "reveal"
    CORRECTION = "correction"  # what was told is taken back, and nothing is told anew
    CHAMPIONS = "champions"
    LOOK_BACK = "look back"  # the rundown is over and everything is told


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNight:
    """What stands over every public screen."""

    title: str
    week: int
    theme: str
    date: str  # as a person reads it; empty where it is not known
    hosts: tuple[str, ...]
    panel: tuple[str, ...]
    trophy: str
    final: bool
    rehearsal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CoupleShown:
    """A couple from its one row of the cast. ``number`` is that of the ballot; ``monogram`` stands in for a photo."""

    number: int
    star: str
    pro: str
    couple: str
    keyword: str
    known_for: str
    monogram: str
    photo: str  # an address under the night's own, or empty
    photo_credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMark:
    """One seat of the panel. ``mark`` is None until the sheet is locked; ``given`` says only that there is one."""

    judge: str
    given: bool
    absent: bool
    mark: Shown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDance:
    """The routine on the floor, or the one danced last. ``corrected``: a mark was changed after the lock."""

    number: int
    of: int
    round: str
    couple: CoupleShown
    style: str
    music: str
    marks: tuple[PublicMark, ...]
    total: Shown | None
    locked: bool
    corrected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLine:
    """A couple on a leaderboard. ``place`` is said; it is empty while points are open. ``out``: left, and when."""

    place: str
    couple: CoupleShown
    points: Shown | None
    made_of: str
    out: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HowToVote:
    """One way of voting, in a sentence."""

    name: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicVote:
    """The window. ``state``: not open yet, open, closed, void. ``closes_at`` is in milliseconds since 1970."""

    state: str
    says: str
    closes_at: int | None
    extended: bool
    address: str  # of the vote page; empty where there is none
    ways: tuple[HowToVote, ...]
    couples: tuple[CoupleShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStep:
    """A step that was told. ``kind`` is a ``StepKind`` value; ``place`` is said ("3rd"), or empty."""

    number: int
    kind: str
    couples: tuple[CoupleShown, ...]
    place: str
    says: str  # one sentence, as the host says it


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSave:
    """Whom a judge saved, in front of everybody."""

    judge: str
    couple: CoupleShown


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReveal:
    """The outcome as far as it is told. ``uncalled`` stand in the order of the cast."""

    steps: tuple[PublicStep, ...]
    saves: tuple[PublicSave, ...]
    uncalled: tuple[CoupleShown, ...]
    told: bool  # everything
    corrected: bool  # told anew after what was told first was taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class Champions:
    """Who holds the trophy."""

    couples: tuple[CoupleShown, ...]
    score: Shown | None  # of the night, where they have one score
    says: str  # with the one exclamation mark


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBackLine:
    """A star of the season in the gallery, best first."""

    couple: CoupleShown
    place: str
    says: str  # how far the couple came


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicScreen:
    """The public's screen of a night. ``sequence`` counts how often it has changed; empty strings and None: nothing."""

    sequence: int
    night: PublicNight
    scene: str  # a ``Scene`` value
    held: bool  # the night stands still; why is the desk's
    correction: str  # why what was told is taken back; empty if nothing is
    film: str
    dance: PublicDance | None
    board: tuple[PublicLine, ...]  # tonight
    season: tuple[PublicLine, ...]  # all who danced, with the points of the season
    vote: PublicVote
    reveal: PublicReveal
    champions: Champions | None
    look_back: tuple[LookBackLine, ...]
