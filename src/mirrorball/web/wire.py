"""Commands as they come in: JSON to a command, or all that is wrong with it at once.

Who asks is filled in here from the key by which that person came in, and cannot be sent.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from fractions import Fraction
from typing import Annotated, Any, ClassVar, get_type_hints

import msgspec

from mirrorball.core.commands import Command, ExtendVote, GiveMark, OpenVote
from mirrorball.core.people import Role
from mirrorball.core.refusals import Refusal
from mirrorball.core.reveals import Decision, RevealOrder
from mirrorball.core.season import Song
from mirrorball.core.votes import NotCounted, Tally
from mirrorball.floor.command_names import COMMAND_NAMES
from mirrorball.web.keys import ALLOWED, AT_THE_RESULT, DESK, NAME_LENGTH, Person

LONGEST = 500  # characters of a text
LONGEST_ID = 100
MOST_NUMBER = 10**6
MOST_VOTES = 10**12
LAST_MOMENT = 4_102_444_800_000  # ms since 1970: the year 2100, beyond which a time is a mistake
MOST_MS = 2**53  # what a browser counts exactly
MS = 1000
LONGEST_WINDOW = 7 * 24 * 60 * 60  # seconds
WITH_CLOSE = frozenset({"open-vote", "extend-vote"})
SHOWN = 40  # characters of what was found

# Text is what a person reads: nothing that commands a terminal or a printer, but new lines.
PRINTS = r"^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$"
FRACTION = r"^-?[0-9]{1,9}(/[1-9][0-9]{0,8})?$"

Text = Annotated[str, msgspec.Meta(max_length=LONGEST, pattern=PRINTS)]
KeyName = Annotated[str, msgspec.Meta(max_length=NAME_LENGTH, pattern=rf"^[A-Za-z0-9_-]{{{NAME_LENGTH}}}$")]
Number = Annotated[int, msgspec.Meta(ge=0, le=MOST_NUMBER)]
Nth = Annotated[int, msgspec.Meta(ge=1, le=MOST_NUMBER)]
Votes = Annotated[int, msgspec.Meta(ge=0, le=MOST_VOTES)]
Moment = Annotated[int, msgspec.Meta(ge=0, le=LAST_MOMENT)]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_ID, pattern=PRINTS)]


class SongSent(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A song as it is sent."""

    title: Text
    artists: tuple[Text, ...] = ()
    featured: tuple[Text, ...] = ()


class TallySent(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A tally as it is sent."""

    counted: dict[Text, dict[Text, Votes]]
    not_counted: dict[NotCounted, Votes] = {}


ROLES = "judge, producer, scrutineer or host"
# How each type of a command's field is sent. The text says what was expected where it was not.
SENT: Mapping[object, tuple[Any, str]] = {
    str: (Text, f"text of at most {LONGEST} characters that all print"),
    int: (Number, f"a whole number from 0 to {MOST_NUMBER}"),
    Fraction: (Fraction, 'a number as exact text, such as "9" or "17/2"'),
    Fraction | None: (Fraction | None, 'a number as exact text, such as "9" or "17/2", or null'),
    Role: (Role, ROLES),
    RevealOrder: (RevealOrder, f"one of: {', '.join(order.value for order in RevealOrder)}"),
    Decision: (Decision, f"one of: {', '.join(decision.value for decision in Decision)}"),
    tuple[str, ...]: (tuple[Text, ...], "a list of names"),
    Mapping[str, int]: (dict[Text, Nth], "each couple's place by its star, as a whole number from 1"),
    tuple[Song, ...]: (tuple[SongSent, ...], "a list of songs, each with a title, artists and featured"),
    Tally: (TallySent, "a tally: counted by couple and channel, and not_counted by reason"),
}
# Fields that are sent otherwise than others of their type, by name and type.
SENT_AS: Mapping[tuple[str, object], tuple[Any, str]] = {
    ("key", str): (KeyName, f"{NAME_LENGTH} letters, figures, - or _"),
    ("closes_at", int): (Moment, "milliseconds since 1970"),
    ("closes_at", int | None): (Moment | None, "milliseconds since 1970, or null"),
}
FILLED_IN = "by"
OWN = "judge"


_TYPED = "A mark is given by its judge. The desk types it from paper, and a second person confirms it."
_AT_THE_RESULT = "The result is confirmed and sealed at /desk/result, by two people who see it there."
_NOT_YOURS: Mapping[Role, str] = {
    Role.JUDGE: "A judge cannot ask for {name}. Ask the desk to do it.",
    Role.PRODUCER: "A producer cannot ask for {name}. Ask the scrutineer to do it.",
    Role.SCRUTINEER: "A scrutineer cannot ask for {name}.",
    Role.HOST: "A host cannot ask for {name}. Ask the desk to do it.",
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What is wrong with what was sent."""

    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotYours:
    """Whoever asks may not ask this."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it is sent. ``required`` is False where it may be left out."""

    name: str
    kind: Any
    expected: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Body:
    """The fields of a body."""

    fields: tuple[Field, ...]
    show_found: bool = True  # False where what was sent may be secret


def fields_of(kind: type[Command], *, own: bool) -> tuple[Field, ...]:
    """The fields of a command as they are sent. A judge's ``own`` command may leave out whose it is."""
    hints = get_type_hints(kind)
    found = []
    for one in fields(kind):
        if one.name != FILLED_IN:
            of_type = hints[one.name]
            sent, expected = SENT_AS.get((one.name, of_type)) or SENT[of_type]
            left_out = one.default is not MISSING or (own and one.name == OWN)
            found.append(Field(one.name, sent, expected, required=not left_out))
    return tuple(found)


def closing_at(found: object, now: int) -> object | Unreadable:
    """What was sent, with ``closes_in`` seconds from now as the time of the server's clock that they mean.

    People say for how long a vote is open, and the clock of a tablet may be wrong.
    """
    if not isinstance(found, dict) or "closes_in" not in found or found.get("ask") not in WITH_CLOSE:
        return found
    seconds = found["closes_in"]
    if "closes_at" in found or type(seconds) is not int or not 0 < seconds <= LONGEST_WINDOW:
        expected = f"a whole number of seconds from 1 to {LONGEST_WINDOW}, in the place of closes_at"
        return Unreadable((f"command.closes_in: found {_shown(seconds)}, expected {expected}.",))
    kept = {name: value for name, value in found.items() if name != "closes_in"}
    return {**kept, "closes_at": now + seconds * MS}


@dataclass(frozen=True, slots=True)
class NotAhead(Refusal):
    """The core knows no clock, so the edge sees to it that a window closes neither in the past nor ages ahead."""

    says: ClassVar[str] = "The vote cannot close at that time. Name one to come, at most a week from now."


def not_ahead(command: Command, now: int) -> NotAhead | None:
    """Why a window cannot close when this command says; None if it can, or the command says nothing of that."""
    closes_at = command.closes_at if isinstance(command, OpenVote | ExtendVote) else None
    return None if closes_at is None or now < closes_at <= now + LONGEST_WINDOW * MS else NotAhead()


def read_json(raw: bytes) -> object | Unreadable:
    """The value of a body."""
    try:
        return _whole(msgspec.json.decode(raw))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Unreadable((f"This is no JSON that can be read: {error}. Send one JSON object.",))


def _whole(value: object) -> object:
    """The same, with 3.0 as 3: to JSON they are one number, and some tools write the one for the other."""
    match value:
        case float():
            return int(value) if value.is_integer() and abs(value) <= MOST_MS else value
        case dict():
            return {name: _whole(one) for name, one in value.items()}
        case list():
            return [_whole(one) for one in value]
        case _:
            return value


def read_body(found: object, body: Body) -> dict[str, Any] | Unreadable:
    """The fields of a JSON object, or every problem with them."""
    if isinstance(found, Unreadable):
        return found
    if not isinstance(found, dict):
        return Unreadable((f"The body: found {_shown(found)}, expected a JSON object. Send an object.",))
    read, problems = _read(found, body.fields, show_found=body.show_found)
    return Unreadable(tuple(problems)) if problems else read


def command_of(found: object, person: Person) -> Command | Unreadable | NotYours:
    """The command that this person sent."""
    if not isinstance(found, dict):
        return Unreadable((f"command: found {_shown(found)}, expected a JSON object with ask.",))
    name = found.get("ask")
    kind = COMMAND_NAMES.get(name) if isinstance(name, str) else None
    if kind is None:
        advice = _did_you_mean(name, COMMAND_NAMES)
        return Unreadable((f"command.ask: found {_shown(name)}, expected the name of a command. {advice}",))
    if kind not in ALLOWED[person.role]:
        return NotYours(_why_not(kind, person.role).format(name=name))
    own = person.role is Role.JUDGE
    sent = {field: value for field, value in found.items() if field != "ask"}
    read, problems = _read(sent, fields_of(kind, own=own), within="command.")
    if problems:
        return Unreadable(tuple(problems))
    wanted = {field.name for field in fields(kind)}
    if own and OWN in wanted and read.setdefault(OWN, person.holder) != person.holder:
        return NotYours(f"You came in as {person.holder} and can ask this for {person.holder} only.")
    if FILLED_IN in wanted:
        read[FILLED_IN] = person.by
    return kind(**read)


def _why_not(kind: type[Command], role: Role) -> str:
    if role in DESK and kind in AT_THE_RESULT:
        return _AT_THE_RESULT
    return _TYPED if role in DESK and kind is GiveMark else _NOT_YOURS[role]


def _read(
    found: Mapping[object, object], wanted: Iterable[Field], within: str = "", *, show_found: bool = True
) -> tuple[dict[str, Any], list[str]]:
    """What could be read, and a sentence for each thing that could not."""
    known = {field.name: field for field in wanted}
    problems = [
        f"{within}{_name(name)}: there is no such field. {_did_you_mean(name, known)}"
        for name in found
        if name not in known
    ]
    read: dict[str, Any] = {}
    for name, field in known.items():
        if name not in found:
            if field.required:
                problems.append(f"{within}{name}: nothing was found, expected {field.expected}.")
            continue
        try:
            read[name] = _built(msgspec.convert(found[name], field.kind, dec_hook=_fraction))
        except msgspec.ValidationError as error:
            place = re.search(r"`\$(\S*)`$", str(error))
            shown = f"found {_shown(found[name])}, " if show_found else ""
            where = place.group(1) if place else ""
            problems.append(f"{within}{name}{where}: {shown}expected {field.expected}.")
    return read, problems


def _built(value: object) -> object:
    """What the core calls it."""
    match value:
        case TallySent():
            return Tally(value.counted, value.not_counted)
        case SongSent(title, artists, featured):
            return Song(title, artists, featured)
        case tuple():
            return tuple(map(_built, value))
        case _:
            return value


def _fraction(kind: type, value: object) -> object:
    if kind is Fraction and isinstance(value, str) and re.fullmatch(FRACTION, value):
        return Fraction(value)
    message = f"Expected `{kind.__name__}`"
    raise msgspec.ValidationError(message)


def _did_you_mean(name: object, known: Iterable[str]) -> str:
    known = list(known)
    near = difflib.get_close_matches(name, known, 1) if isinstance(name, str) else []
    return f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(known) or 'none'}."


def _shown(value: object) -> str:
    """What was found, in one line and not too long."""
    text = msgspec.json.encode(value).decode("utf-8", "replace")
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."


def _name(name: object) -> str:
    return _shown(name)[1:-1]


REQUEST = Body(
    (Field("id", Id, f"an id of 1 to {LONGEST_ID} characters"), Field("command", dict[str, Any], "an object"))
)
PREVIEW = Body((Field("command", dict[str, Any], "an object"),))
BEAT = Body(
    (
        Field("unsent", Number, "how many commands wait on the device"),
        Field("version", Text, "the version of the page"),
        Field("sent_at", Annotated[int, msgspec.Meta(ge=0, le=MOST_MS)], "milliseconds since 1970"),
        Field("battery", Annotated[int, msgspec.Meta(ge=0, le=100)] | None, "0 to 100, or null"),
    )
)
SESSION = Body(
    (Field("token", Text, "what stands in a link behind /in/"), Field("pin", Text, "six figures")), show_found=False
)
