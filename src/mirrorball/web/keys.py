"""Who may come in, and who may ask what. Pure: the night's secret, chance and time are handed in.

A key's name is public. What opens the door is worked out from the name and the night's secret, so nothing secret
stands in the log, and links, PINs and sessions are the same after a restart.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import get_args

from mirrorball.core.commands import (
    AskCorrection,
    Command,
    DeclineCorrection,
    GiveMark,
    GrantCorrection,
    NameSave,
    ReportTrouble,
    SignReach,
)
from mirrorball.core.people import Key, Role
from mirrorball.core.result_commands import ConfirmResult, DropHandSheet, SealResult, TypeHandSheet

SECRET_BYTES = 32
NAME_BYTES = 8  # drawn for a key's name
SESSION_BYTES = 16
NAME_LENGTH = 10
LINK_LENGTH = 22  # characters of a link's signature: 132 bits
KEY_NAME = re.compile(rf"[A-Za-z0-9_-]{{{NAME_LENGTH}}}")

MOST_TRIES = 5
BLOCKED_MS = 10 * 60 * 1000

_EVERYTHING = frozenset(get_args(Command))
AT_THE_RESULT: frozenset[type[Command]] = frozenset({ConfirmResult, SealResult})  # the server adds what it found
_OF_THE_DESK = _EVERYTHING - AT_THE_RESULT - {GiveMark}  # the desk types a mark and a second person confirms it
# A hand sheet is sealed, and whoever could type one and see whether the result agrees could guess the result.
_OF_THE_SCRUTINEER: frozenset[type[Command]] = frozenset(
    {GrantCorrection, DeclineCorrection, SignReach, TypeHandSheet, DropHandSheet}
)
ALLOWED: Mapping[Role, frozenset[type[Command]]] = {
    Role.JUDGE: frozenset({GiveMark, AskCorrection, NameSave, ReportTrouble}),
    Role.PRODUCER: _OF_THE_DESK - _OF_THE_SCRUTINEER,
    Role.SCRUTINEER: _OF_THE_DESK,
    Role.HOST: frozenset(),  # reads and asks nothing
}
DESK = frozenset({Role.PRODUCER, Role.SCRUTINEER})


@dataclass(frozen=True, slots=True)
class Session:
    """One device that came in by a key. ``id`` alone opens nothing."""

    id: str
    key: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: a session, and what its key says."""

    session: str
    key: str
    role: Role
    holder: str

    @property
    def by(self) -> str:
        """How the log names this person."""
        return f"{self.role.value} {self.holder}"

    @property
    def at_desk(self) -> bool:
        """Whether this person sits at the desk."""
        return self.role in DESK


def person_of(session: Session, keys: Mapping[str, Key]) -> Person | None:
    """Who came in by this session; None if its key was revoked or never issued."""
    key = keys.get(session.key)
    return None if key is None or key.revoked else Person(session.id, key.name, key.role, key.holder)


def may_see(person: Person, key: Key) -> bool:
    """Whether this person is shown link and PIN of a key, and may issue or revoke one like it.

    Two people stand behind a correction and behind a vote that cannot matter, so a producer cannot come in as the
    scrutineer.
    """
    return person.role is Role.SCRUTINEER or (person.role is Role.PRODUCER and key.role is not Role.SCRUTINEER)


def new_name(drawn: bytes) -> str:
    """The name of a new key, from bytes that were drawn for it."""
    return _text(drawn)[:NAME_LENGTH]


def link_token(secret: bytes, name: str) -> str:
    """What stands in the link of a key."""
    return f"{name}.{_signed(secret, f'link {name}')[:LINK_LENGTH]}"


def key_of_link(secret: bytes, token: str) -> str | None:
    """The key's name in a link, or None if this night did not sign it."""
    name, _, _ = token.partition(".")
    return name if KEY_NAME.fullmatch(name) and _same(token, link_token(secret, name)) else None


def pin_of(secret: bytes, name: str) -> str:
    """The six figures that a key asks for besides its link."""
    return f"{int.from_bytes(_mac(secret, f'pin {name}')) % 10**6:06}"


def is_pin(secret: bytes, name: str, typed: str) -> bool:
    """Whether somebody typed the PIN of this key; spaces between the figures do not matter."""
    return _same("".join(typed.split()), pin_of(secret, name))


def session_text(secret: bytes, session: Session) -> str:
    """A session as a cookie holds it."""
    return f"{session.id}.{session.key}.{_signed(secret, f'session {session.id} {session.key}')}"


def new_session(drawn: bytes, key: str) -> Session:
    """A new session of a key, from bytes that were drawn for it."""
    return Session(_text(drawn), key)


def read_session(secret: bytes, text: str) -> Session | None:
    """The session in a cookie, or None if this night did not sign it."""
    session = Session(*text.split(".")[:2]) if text.count(".") == 2 else None  # noqa: PLR2004  # id.key.signature
    return session if session and _same(text, session_text(secret, session)) else None


class Tries:
    """Wrong PINs, by key, in memory. After five a key takes none for ten minutes; whoever is in stays in.

    Times are milliseconds of a clock that nobody sets.
    """

    def __init__(self) -> None:
        """Begin with no wrong PIN."""
        self._wrong: dict[str, int] = {}
        self._until: dict[str, int] = {}

    def blocked_ms(self, key: str, now: int) -> int:
        """How long this key takes no PIN any more, in milliseconds; 0 if it takes one."""
        return max(0, self._until.get(key, now) - now)

    def wrong(self, key: str, now: int) -> int:
        """Somebody typed a wrong PIN. How many tries are left."""
        self._wrong[key] = self._wrong.get(key, 0) + 1
        left = MOST_TRIES - self._wrong[key]
        if left <= 0:
            self._wrong.pop(key)
            self._until[key] = now + BLOCKED_MS
        return max(0, left)

    def right(self, key: str) -> None:
        """Somebody typed the PIN: what was wrong before is forgotten."""
        self._wrong.pop(key, None)
        self._until.pop(key, None)


def _mac(secret: bytes, text: str) -> bytes:
    return hmac.digest(secret, text.encode(), sha256().name)


def _signed(secret: bytes, text: str) -> str:
    return _text(_mac(secret, text))


def _text(of: bytes) -> str:
    return urlsafe_b64encode(of).decode().rstrip("=")


def _same(one: str, other: str) -> bool:
    """Whether two texts are equal, told in a time that does not depend on where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode())
