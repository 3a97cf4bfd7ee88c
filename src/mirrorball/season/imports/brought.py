"""What an import brings: seasons, and remarks on all that is odd, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mirrorball.core.season import Season
from mirrorball.season.problems import Problem, Severity

FEW = 3  # so many remarks of a kind are told one by one; more of them in a season are told as one, with their number


@dataclass(frozen=True, slots=True)
class Brought:
    """Seasons that can be used, and the remarks on the file. What a PROBLEM is about was not brought."""

    seasons: tuple[Season, ...]
    remarks: tuple[Problem, ...]

    def of(self, severity: Severity) -> tuple[Problem, ...]:
        """The remarks of one severity."""
        return tuple(remark for remark in self.remarks if remark.severity is severity)

    @property
    def whole(self) -> bool:
        """Whether everything in the file could be used."""
        return not self.of(Severity.PROBLEM)


@dataclass(frozen=True, slots=True)
class Oddity:
    """One remark with its ``kind`` and the season that it is about; None where it is about the whole file."""

    kind: str
    season: int | None
    remark: Problem


def gathered(oddities: Iterable[Oddity]) -> tuple[Problem, ...]:
    """The remarks in the order of the file; more than ``FEW`` of a kind in a season become one at the first place."""
    kinds: dict[tuple[str, int | None], list[Problem]] = {}
    for oddity in oddities:
        kinds.setdefault((oddity.kind, oddity.season), []).append(oddity.remark)
    told: list[Problem] = []
    for (_, season), remarks in kinds.items():
        if len(remarks) <= FEW:
            told += remarks
            continue
        first = min(remarks, key=_place)
        where = "this file" if season is None else f"season {season}"
        told.append(replace(first, found=f"{first.found} and {len(remarks) - 1} more like it in {where}"))
    return tuple(sorted(told, key=lambda remark: (_place(remark), remark.found)))


def _place(remark: Problem) -> tuple[str, int, int]:
    return remark.file, remark.line or 0, remark.column or 0
