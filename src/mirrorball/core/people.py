"""Who takes part in running a night: roles, and the keys by which people come in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from unicodedata import normalize


class Role(Enum):
    """What somebody does during a night; it says which commands and screens are theirs."""

    JUDGE = "judge"
    PRODUCER = "producer"
    SCRUTINEER = "scrutineer"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Key:
    """A way in for one person. ``name`` is public and unlocks nothing by itself; the edge signs it into a link."""

    name: str
    role: Role
    holder: str
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that somebody says is wrong. ``settled`` says how it was settled; it is empty until then."""

    number: int
    by: str
    text: str
    settled: str = ""
    settled_by: str = ""


def person(name: str) -> str:
    """A name as two people cannot both have it, however it is written and in whatever role somebody came in.

    What two people have to sign asks for two, and somebody may hold a producer's key and a scrutineer's.
    """
    first, *rest = normalize("NFKC", name).casefold().split() or [""]
    words = rest if rest and first in _ROLES else [first, *rest]
    return " ".join(words)


_ROLES = {role.value for role in Role}
