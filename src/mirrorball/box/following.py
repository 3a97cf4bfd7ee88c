"""Notes of a box that grows: what has been read is kept, and each look reads on from where the last one ended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from mirrorball.box.block import Block, Damage, Kind, walk
from mirrorball.box.contents import Note, Reading, files, rules_of
from mirrorball.box.rules import Rules


@dataclass(slots=True)
class _File:
    """How far one file has been read, and the notes that were there."""

    reading: Reading
    end: int = 0
    notes: list[Note] = field(default_factory=list)


class Following:
    """The notes of these kinds in a box. Its files only grow, and are many times as big as such notes."""

    def __init__(self, folder: Path, kinds: Collection[Kind]) -> None:
        """Begin with nothing read."""
        self._folder, self._kinds = folder, frozenset(kinds)
        self._rules: Rules | None = None
        self._files: dict[Path, _File] = {}
        self._lock = Lock()

    def notes(self) -> tuple[Note, ...]:
        """All notes that are on the disk now, file by file. Raises ``NoBox``."""
        with self._lock:
            paths = files(self._folder)
            if self._rules is None:
                self._rules = rules_of(paths)
            for path in paths:
                self._read_on(self._files.setdefault(path, _File(Reading(path, self._rules))))
            return tuple(note for path in paths for note in self._files[path].notes)

    def _read_on(self, of: _File) -> None:
        """Past the last whole block. What is no block yet may be one that is being written: it is looked at again."""
        begun = of.end
        with of.reading.path.open("rb") as file:
            file.seek(begun)
            gap: Damage | None = None
            for offset, entry in walk(file):
                if isinstance(entry, Damage):
                    gap = entry
                    continue
                if gap is not None:
                    of.reading.take(gap)
                    gap = None
                of.reading.take(entry)
                of.notes += self._in(of.reading, entry)
                of.end = begun + offset + entry.size

    def _in(self, reading: Reading, block: Block) -> list[Note]:
        return list(reading.notes(block)) if block.kind in self._kinds else []
