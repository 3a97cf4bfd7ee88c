"""A box file that is being written: whole blocks, each on the disk before anybody hears of it."""

from __future__ import annotations

import os
from pathlib import Path

from mirrorball.box.block import Block, Kind, packed

SUFFIX = ".box"


class NotKept(Exception):
    """The disk did not take a block (it is full, say). The file is as it was before; sending again is safe."""


class BoxFile:
    """One file of a box. It belongs to one process for one life: a restart begins another file."""

    def __init__(self, folder: Path, box: bytes) -> None:
        """Begin a file. Raises ``OSError``, and ``FileExistsError`` where a box of this name lies."""
        self.box = box
        self.path = folder / f"{box.hex()}{SUFFIX}"
        self.number = 0  # of the next block
        self._size = 0
        self._file = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        _keep_name(folder)

    def append(self, *parts: Part) -> int:
        """Write blocks and wait for the disk; the number of the first. Raises ``NotKept``."""
        first = self.number
        held = b"".join(
            packed(Block(p.kind, self.box, first + nth, p.at, p.body, p.count, p.couples, p.width))
            for nth, p in enumerate(parts)
        )
        try:
            written = os.pwrite(self._file, held, self._size)
            while written < len(held):
                written += os.pwrite(self._file, held[written:], self._size + written)
            os.fdatasync(self._file)
        except OSError as error:
            self._back_to_the_last_block()
            message = f"the box could not be written ({error.strerror})"
            raise NotKept(message) from error
        self._size += len(held)
        self.number += len(parts)
        return first

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def _back_to_the_last_block(self) -> None:
        """Whatever part of a block was written is taken off again; if even that fails, the next block covers it."""
        try:
            os.ftruncate(self._file, self._size)
        except OSError:
            return


class Part:
    """A block before it has its number."""

    __slots__ = ("at", "body", "count", "couples", "kind", "width")

    def __init__(  # noqa: PLR0913  # what a block is made of
        self, kind: Kind, at: int, body: bytes, *, count: int = 0, couples: int = 0, width: int = 0
    ) -> None:
        """See ``Block``."""
        self.kind, self.at, self.body = kind, at, body
        self.count, self.couples, self.width = count, couples, width


def _keep_name(folder: Path) -> None:
    """The folder holds the file's name after a power cut, too."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
