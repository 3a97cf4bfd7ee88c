"""A value with some of its fields changed: ``dataclasses.replace`` for values that change often.

A night of thousands of events is added up when the program starts again, and every event replaces a show of twenty
fields. ``dataclasses.replace`` looks each of them up by name and runs the initializer; here the slots of the old value
are carried over as they are, which takes a third of the time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["replace"]

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import replace  # the same to a reader and to the type checker
else:

    def replace(value: T, /, **changes: object) -> T:
        """The value with these fields changed; it is a frozen dataclass with slots and initializes nothing itself."""
        kind = type(value)
        replaced = object.__new__(kind)
        slots = _slots(kind)
        for name, take, put in slots:
            put(replaced, changes.pop(name) if name in changes else take(value))
        if changes:
            message = f"{kind.__name__} has no field {', '.join(changes)}"
            raise TypeError(message)
        return replaced


@cache
def _slots(kind: type) -> tuple[tuple[str, Callable[[Any], Any], Callable[[Any, Any], None]], ...]:
    """The fields of a class, each with how its slot is read and written."""
    return tuple((f.name, kind.__dict__[f.name].__get__, kind.__dict__[f.name].__set__) for f in fields(kind))
