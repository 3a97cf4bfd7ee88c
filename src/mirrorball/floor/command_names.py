"""The names under which commands travel, and a command as it is written there."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import get_args

import msgspec

from mirrorball.core.commands import Command

# The name of a command on the wire follows from the name of its class. tests/floor/test_command_names.py holds them
# all, so that renaming a class does not rename what a venue's own tool sends.
COMMAND_NAMES: Mapping[str, type[Command]] = {
    "".join(f"-{c.lower()}" if c.isupper() else c for c in command.__name__).removeprefix("-"): command
    for command in get_args(Command)
}

_name_of = {command: name for name, command in COMMAND_NAMES.items()}


def name_of(command: Command) -> str:
    """The name of a command on the wire: ``give-mark``."""
    return _name_of[type(command)]


def to_wire(command: Command) -> dict[str, object]:
    """A command as the edge reads it: its name under ``ask``, then its fields, fractions as text.

    Who asks is left out: the edge knows that from the key by which somebody came in.
    """
    fields: dict[str, object] = msgspec.to_builtins(command, enc_hook=_write, str_keys=True)
    fields.pop("by", None)
    return {"ask": name_of(command), **fields}


def _write(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(type(value))
