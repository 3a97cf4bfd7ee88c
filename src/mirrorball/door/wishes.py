"""What the keeper of a night and a door say to each other, a line of JSON each, over the door's standard streams.

Nobody else can speak there, and a door whose keeper is gone hears it at once.
"""

from __future__ import annotations

import msgspec

from mirrorball.box.rules import Rules

FINISHED = "finished"  # closed, and nothing more is written into the box
PORT_TAKEN = 3  # how a door ends whose port another program has


class Begin(msgspec.Struct, frozen=True, tag=True):
    """The first line that a door hears: all that it needs to begin. Nothing secret stands on its command line."""

    secret: str  # hexadecimal
    folder: str  # of the box
    host: str
    port: int
    rules: Rules
    address: str  # what links begin with
    version: str
    tls: str = ""  # a file with key and certificates
    rehearsal: bool = False
    stage: str = "before"  # the word of a ``page.Stage``, or ``FINISHED``
    closes_at: int | None = None
    closed_at: int | None = None
    shut: bool = False
    gone: tuple[str, ...] = ()


class OpenWindow(msgspec.Struct, frozen=True, tag=True):
    """Take ballots from now on."""

    closes_at: int | None = None


class ExtendWindow(msgspec.Struct, frozen=True, tag=True):
    """The window closes at another time."""

    closes_at: int
    reason: str
    by: str


class CloseWindow(msgspec.Struct, frozen=True, tag=True):
    """What comes from now on is late. ``at`` is when the night closed the window."""

    at: int


class Shut(msgspec.Struct, frozen=True, tag=True):
    """Ballots cannot count any more: keep none, not even as late. Notes are still written."""


class Finish(msgspec.Struct, frozen=True, tag=True):
    """Write nothing more into the box."""


class Gone(msgspec.Struct, frozen=True, tag=True):
    """These couples take no votes any more."""

    stars: tuple[str, ...]


class Put(msgspec.Struct, frozen=True, tag=True):
    """Write a note into the box; ``kind`` is the number of a ``box.block.Kind``."""

    kind: int
    note: msgspec.Raw


Wish = OpenWindow | ExtendWindow | CloseWindow | Shut | Finish | Gone | Put


class Asked(msgspec.Struct, frozen=True):
    """A wish and the number under which it is answered."""

    number: int
    wish: Wish


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The door takes requests at this port."""

    port: int


class Done(msgspec.Struct, frozen=True, tag=True):
    """A wish has been carried out, or ``why`` not; ``block`` is where that stands in the box."""

    number: int
    block: int | None = None
    why: str = ""


class Traffic(msgspec.Struct, frozen=True):
    """Ballots of one channel so far: how many were offered, how many are on the disk, how many were refused."""

    offered: int = 0
    taken: int = 0
    refused: int = 0


class State(msgspec.Struct, frozen=True, tag=True):
    """How a door is, every half second."""

    at: int
    waiting: int
    trouble: str
    traffic: dict[str, Traffic]


Said = Ready | Done | State

decode_begin = msgspec.json.Decoder(Begin).decode
decode_asked = msgspec.json.Decoder(Asked).decode
decode_said = msgspec.json.Decoder(Said).decode
encode = msgspec.json.encode
