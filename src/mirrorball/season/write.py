"""Writing a season as a season folder that reads as the same season, whole or not at all."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from mirrorball.core.season import Season
from mirrorball.season import format as folder_format
from mirrorball.season.format import SETTINGS, TABLES, Table
from mirrorball.season.new import FolderTaken
from mirrorball.season.placing import beside, put
from mirrorball.season.problems import Severity
from mirrorball.season.read import MOST_SONGS, read
from mirrorball.season.written_settings import Unsayable, settings
from mirrorball.season.written_tables import rows

__all__ = ["FolderTaken", "Unsayable", "write"]

MUSIC = ("song", "artists", "featured")
OURS = frozenset([SETTINGS, *(table.file for table in TABLES)])


def write(season: Season, folder: Path, *, replace: bool = False) -> list[Path]:
    """Write a season as a folder and return its files; reading the folder gives exactly this season.

    The folder is made beside its place and moved there once it is whole and was read back. A folder that holds files
    already is refused with ``FolderTaken``; with ``replace``, a season folder there is replaced, and its other files
    (photos, notes) are kept. ``Unsayable`` says what the format cannot hold. When either is raised, or an ``OSError``,
    nothing has changed.
    """
    _may_be_written(folder, replace=replace)
    place = folder.resolve()
    texts = _texts(season)
    with beside(place) as made:
        for file, text in texts.items():
            (made / file).write_bytes(_encoded(file, text))
        _reads_back(season, made)
        if place.is_dir():
            _keep_others(place, made)
        put(made, place)
    return [folder / file for file in texts]


def _texts(season: Season) -> dict[str, str]:
    """Each file of the folder: the required ones, and tables that have rows."""
    texts = {SETTINGS: settings(season)}
    filled = {table: rows(season, table) for table in TABLES}
    texts |= {table.file: _csv(season, table, found) for table, found in filled.items() if found or table.required}
    return texts


def _csv(season: Season, table: Table, found: Sequence[Mapping[str, str]]) -> str:
    """The text of a table; of its optional columns those that hold something."""
    columns = [column.name for column in table.columns]
    if table is folder_format.ROUTINES:
        at = columns.index("featured") + 1
        columns[at:at] = [f"{part}_{nth}" for nth in range(2, MOST_SONGS + 1) for part in MUSIC]
        at = columns.index("total")
        columns[at:at] = _judges(season)
    strange = next((name for row in found for name in row if name not in columns), None)
    if strange is not None:
        message = (
            f"{table.file} can have no column {strange!r}, which is on no panel and no part of {MOST_SONGS} songs."
        )
        raise Unsayable(message)
    must = {column.name for column in table.columns if column.required}
    kept = [name for name in columns if name in must or any(row.get(name) for row in found)]
    text = io.StringIO(newline="")
    written = csv.writer(text, lineterminator="\n")
    written.writerow(kept)
    written.writerows([row.get(name, "") for name in kept] for row in found)
    return text.getvalue()


def _judges(season: Season) -> list[str]:
    """Every judge who may have a column, the regular panel first."""
    return list(dict.fromkeys([*season.judges, *(judge for week in season.weeks for judge in week.panel)]))


def _encoded(file: str, text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        message = f"{file} would hold a character that no file can: {error.object[error.start]!a}."
        raise Unsayable(message) from error


def _reads_back(season: Season, made: Path) -> None:
    """Raise ``Unsayable`` unless the folder reads as this season."""
    again = read(made)
    told = next((p.sentence for p in again.problems if p.severity is Severity.PROBLEM), None)
    other = [f.name for f in fields(Season) if getattr(season, f.name) != getattr(again.season, f.name)]
    if told is not None or other:
        parts = f"The folder would hold other {', '.join(other)} than the season" if other else "It does not read"
        message = f"The season folder cannot say this season. {parts}{f': {told}' if told else '.'}"
        raise Unsayable(message)


def _may_be_written(folder: Path, *, replace: bool) -> None:
    """Raise ``FolderTaken`` if something is there that would be lost."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not replace or not folder.is_dir():
        message = f"{folder} is there already and not empty. Name a new or empty folder."
        raise FolderTaken(message)
    if not (folder / SETTINGS).is_file():
        message = f"{folder} is no season folder: it holds files, and no {SETTINGS}. Name another folder."
        raise FolderTaken(message)


def _keep_others(folder: Path, made: Path) -> None:
    """Copy what is no table of the season, such as photos, so that replacing loses nothing."""
    for path in sorted(folder.iterdir()):
        if path.name in OURS:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, made / path.name, symlinks=True)
        else:
            shutil.copy2(path, made / path.name, follow_symlinks=False)
