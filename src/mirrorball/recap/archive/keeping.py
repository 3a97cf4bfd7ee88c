"""What is kept from one build to the next, so that nothing is worked out twice: verdicts, tables, and what pages hold.

Whatever lies there is only ever a shortcut: a file that is missing, damaged or from another version is worked out anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Keep:
    """A folder of values by their digests; without a folder nothing is kept."""

    folder: Path | None

    def get(self, name: str, kind: type[T]) -> T | None:
        """The value of this name, or None if there is none that reads."""
        if self.folder is None:
            return None
        try:
            return msgspec.json.decode((self.folder / name).read_bytes(), type=kind, dec_hook=_read)
        except (OSError, msgspec.DecodeError, ValueError):
            return None

    def put(self, name: str, value: object) -> None:
        """Keep a value under this name. A folder that cannot be written costs time at the next build, and no more."""
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            beside = self.folder / f"{name}.{os.getpid()}"
            beside.write_bytes(msgspec.json.encode(value, enc_hook=_written))
            beside.replace(self.folder / name)

    def only(self, names: Iterable[str]) -> None:
        """Forget all but these."""
        wanted = set(names)
        if self.folder is None or not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            if path.is_file() and path.name not in wanted:
                with suppress(OSError):
                    path.unlink()


def _written(value: object) -> str:
    """A fraction as a text: 29/3, 8."""
    if isinstance(value, Fraction):
        return str(value)
    message = f"{type(value).__name__} cannot be kept"
    raise NotImplementedError(message)


def _read(kind: type, value: object) -> object:
    if kind is Fraction and isinstance(value, str):
        return Fraction(value)
    message = f"{kind.__name__} cannot be read"
    raise NotImplementedError(message)
