"""Who is in, and how their devices are. It is kept in memory: after a restart devices tell it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from unicodedata import category, normalize

from mirrorball.core.people import Key

MOST_DEVICES = 20  # of one key; beyond that the one that was quiet longest is forgotten
MOST_SCREENS = 40  # in the room
LONGEST_NAME = 40  # characters
FORGOTTEN = 60_000  # milliseconds of silence after which a room screen makes way for a new one
SHOWN = 6  # characters of a session's id, enough to tell two tablets of one judge apart


@dataclass(slots=True)
class Device:
    """One browser that came in. ``offset_ms`` is how far its clock is ahead of ours."""

    seen_at: int
    unsent: int = 0
    version: str = ""
    offset_ms: int | None = None
    battery: int | None = None
    streams: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceLine:
    """A device as the desk reads it; a key by which nobody is in has an empty session and was not seen."""

    key: str
    role: str
    holder: str
    session: str
    last_seen_ms_ago: int | None
    unsent: int
    version: str
    offset_ms: int | None
    battery: int | None
    streams: int
    pin_blocked: bool


class Presence:
    """Devices by key and session. Times are milliseconds of a clock that nobody sets."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._devices: dict[str, dict[str, Device]] = {}

    def seen(self, key: str, session: str, now: int) -> Device:
        """A device asked for something."""
        of_key = self._devices.setdefault(key, {})
        device = of_key.get(session)
        if device is None:
            if len(of_key) >= MOST_DEVICES:
                quiet = min(of_key, key=lambda one: (of_key[one].streams, of_key[one].seen_at))
                del of_key[quiet]
            device = of_key[session] = Device(now)
        device.seen_at = now
        return device

    def left(self, key: str, session: str) -> None:
        """Somebody went out."""
        self._devices.get(key, {}).pop(session, None)

    def lines(self, keys: Iterable[Key], blocked: Mapping[str, int], now: int) -> tuple[DeviceLine, ...]:
        """Every key that is open, with each device that came in by it. ``blocked`` says for how long, by key."""
        return tuple(
            line
            for key in keys
            if not key.revoked
            for line in self._of(key, pin_blocked=blocked[key.name] > 0, now=now)
        )

    def _of(self, key: Key, *, pin_blocked: bool, now: int) -> Iterable[DeviceLine]:
        known: Mapping[str, Device | None] = self._devices.get(key.name) or {"": None}
        for session, device in known.items():
            yield DeviceLine(
                key=key.name,
                role=key.role.value,
                holder=key.holder,
                session=session[:SHOWN],
                last_seen_ms_ago=None if device is None else now - device.seen_at,
                unsent=device.unsent if device else 0,
                version=device.version if device else "",
                offset_ms=device.offset_ms if device else None,
                battery=device.battery if device else None,
                streams=device.streams if device else 0,
                pin_blocked=pin_blocked,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomScreenLine:
    """A screen in the room as the desk reads it. ``behind`` is how many changes it has not shown yet."""

    name: str
    sequence: int
    behind: int
    seen_ms_ago: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedLine:
    """How the static pages are: the sequence that lies there, and why a newer one does not; empty if it does."""

    sequence: int
    trouble: str


class RoomScreens:
    """The screens in the room that tell what they show. Anybody may say so, so they are few and their names short."""

    def __init__(self) -> None:
        """Begin with none."""
        self._seen: dict[str, tuple[int, int]] = {}  # by name: the sequence it showed, and when it said so

    def heard(self, name: str, sequence: int, now: int) -> bool:
        """A screen says what it shows; False if there are too many, or if it has no name."""
        kept = screen_name(name)
        if not kept:
            return False
        if kept not in self._seen and len(self._seen) >= MOST_SCREENS:
            quiet = min(self._seen, key=lambda one: self._seen[one][1])
            if now - self._seen[quiet][1] < FORGOTTEN:
                return False
            del self._seen[quiet]
        self._seen[kept] = (sequence, now)
        return True

    def lines(self, newest: int, now: int) -> tuple[RoomScreenLine, ...]:
        """All of them, by name. ``newest`` is the sequence that stands now."""
        return tuple(
            RoomScreenLine(name=name, sequence=sequence, behind=max(0, newest - sequence), seen_ms_ago=now - seen_at)
            for name, (sequence, seen_at) in sorted(self._seen.items())
        )


def screen_name(name: str) -> str:
    """The name of a room screen as it is shown: one short line, without marks that nobody sees."""
    seen = "".join(letter if category(letter)[0] != "C" else " " for letter in normalize("NFC", name))
    return " ".join(seen.split())[:LONGEST_NAME].rstrip()
