"""Reading a season folder: a season, and everything that is wrong with the folder, each with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from mirrorball.core.book import Book
from mirrorball.core.season import (
    Bonus,
    Couple,
    Exit,
    Package,
    RecordedSave,
    RecordedVotes,
    Result,
    Round,
    Routine,
    Scale,
    Season,
    Song,
    StatedTotal,
    Week,
)
from mirrorball.season import format as folder_format
from mirrorball.season.books import books
from mirrorball.season.cells import Unreadable, averaged, names, number
from mirrorball.season.channels import channels
from mirrorball.season.format import FORMAT, MOST_COUPLES, MOST_WEEKS, SETTINGS
from mirrorball.season.problems import Problem, Severity, did_you_mean, quoted, same_but_for
from mirrorball.season.rundown import Plan, plan
from mirrorball.season.settings import Settings
from mirrorball.season.sheet import Cells
from mirrorball.season.tables import Reading, Row
from mirrorball.season.toml_file import parse

MOST_SONGS = 5
GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that was read. ``season`` holds what could be used; ``at[file][n]`` is where its nth value stands."""

    path: Path
    season: Season
    problems: tuple[Problem, ...]
    at: Mapping[str, Sequence[Cells]]

    @property
    def usable(self) -> bool:
        """Whether nothing is wrong that would make a result doubtful."""
        return not any(problem.severity is Severity.PROBLEM for problem in self.problems)


def read(path: Path) -> Folder:
    """The season of a folder and all that is wrong with its files. Never raises on what a file holds."""
    if not path.is_dir():
        found = "a file" if path.exists() else "no such folder"
        advice = "Give the folder that holds season.toml, or start one with: mirrorball new DIR"
        problem = Problem(file=str(path), line=None, found=found, expected="a season folder", advice=advice)
        return Folder(path, Season(title=""), (problem,), {})
    return _Builder(Reading(path)).folder()


class _Builder:
    """Builds a season part by part; each part is checked against the names of those before it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.at: dict[str, list[Cells]] = {}
        self.beyond: set[str] = set()  # stars of couples that are too many; that is told once
        self.has_settings = True
        self.settings = self._settings()
        self.top = self.settings.top()
        self.books, wrong = books(self.settings)
        self.reading.problems += wrong

    def folder(self) -> Folder:
        season = self._plan()
        season = replace(season, couples=self._couples())
        season = replace(season, weeks=self._weeks(season))
        season = self._facts(season)
        return Folder(self.reading.path, season, tuple(self.reading.problems), self.at)

    def _settings(self) -> Settings:
        text = self.reading.text(SETTINGS, required=True)
        values = {} if text is None else parse(SETTINGS, text)
        if isinstance(values, Problem):
            self.reading.problems.append(values)
        if text is None or isinstance(values, Problem):  # told already: no need to ask for each setting as well
            self.has_settings = False
            values = {"format": FORMAT, "title": "?", "book": "us-3-16"}
        settings = Settings(text or "", values, self.reading.problems)
        if settings.values.get("format", FORMAT) != FORMAT:
            found = settings.values["format"]
            advice = f"This program reads format {FORMAT}. Use a newer Mirrorball for a newer folder."
            settings.problems.append(settings.problem("", "format", f"format = {FORMAT}", advice, found=found))
        return settings

    def _plan(self) -> Season:
        """What stands in ``season.toml``."""
        settings, top = self.settings, self.top
        panel = settings.section("panel", folder_format.PANEL)
        rounds = settings.sections("rounds", folder_format.ROUND).values()
        crew = settings.crew()
        scale = Scale(**{bound: panel[bound] for bound in ("lowest", "highest", "step") if bound in panel})
        if scale.step <= 0 or scale.highest < scale.lowest or not scale.holds(scale.highest):
            found = f"{scale.lowest} to {scale.highest} in steps of {scale.step}"
            advice = "Choose a step above 0 that leads from the lowest mark to the highest."
            settings.problems.append(
                settings.problem("panel", "step", "a scale that ends at its highest mark", advice, found=found)
            )
            scale = Scale()
        return Season(
            title=top.get("title", ""),
            number=top.get("number"),
            year=top.get("year"),
            trophy=top.get("trophy", ""),
            hosts=top.get("hosts", ()),
            crew=crew,
            judges=panel.get("judges", ()),
            scale=scale,
            averaged=panel.get("averaged", False),
            styles=top.get("styles", ()),
            rounds=tuple(Round(r["name"], r.get("style"), r.get("repeats_style", False)) for r in rounds),
            channels=channels(settings),
            note=top.get("note", ""),
        )

    def _couples(self) -> tuple[Couple, ...]:
        every = self._some(folder_format.COUPLES)
        rows = self._few(every, MOST_COUPLES, "couples")
        self.beyond = {row["star"] for row in every[len(rows) :]}
        return self._built(folder_format.COUPLES.file, rows, lambda row: Couple(**row.values))

    def _weeks(self, season: Season) -> tuple[Week, ...]:
        default = self._book(self.top.get("book"))
        rows = self._few(self._some(folder_format.WEEKS), MOST_WEEKS, "weeks")
        rows = [row for row in rows if self._week_fits(row)]
        stars = [couple.star for couple in season.couples]
        rows.sort(key=lambda row: row["week"])

        def week(row: Row) -> Week:
            book = default
            named = self.books if self.has_settings else {}  # its own books are not known then
            if row["book"] and self._known(row, "book", row["book"], named, "a rule book"):
                book = self.books[row["book"]]
            blank_leaves = 0 if row["final"] else 1
            return Week(
                number=row["week"],
                panel=self._panel(row, season.judges),
                book=book,
                date=row["date"],
                title=row["title"],
                leave=blank_leaves if row["leave"] is None else row["leave"],
                jeopardy=book.jeopardy if row["jeopardy"] is None else row["jeopardy"],
                final=row["final"],
                carry=row["carry"],
                immune=self._all_known(row, "immune", stars),
                casting_judge=row["casting_judge"],
                named_in_jeopardy=self._all_known(row, "named_in_jeopardy", stars),
                viewers=row["viewers_millions"],
                note=row["note"],
            )

        return self._built(folder_format.WEEKS.file, rows, week)

    def _panel(self, row: Row, regular: Sequence[str]) -> tuple[str, ...]:
        """Who judges a week. A regular judge who is only spelt otherwise is told once and meant all the same."""
        meant = {
            judge: next((known for known in regular if same_but_for(judge, known)), judge) for judge in row["panel"]
        }
        for judge, known in meant.items():
            if judge != known:
                advice = f"Write '{known}' if that is who is meant; a guest judge may stay."
                expected = f"'{known}' or a guest judge"
                self.reading.problems.append(row.at.problem("panel", expected, advice, found=quoted(judge)))
        return tuple(meant.values()) or tuple(regular)

    def _facts(self, season: Season) -> Season:
        """What was danced, voted and decided."""
        tables = folder_format
        judges = list(dict.fromkeys([*season.judges, *(judge for week in season.weeks for judge in week.panel)]))
        songs = [f"{part}_{nth}" for nth in range(2, MOST_SONGS + 1) for part in ("song", "artists", "featured")]
        channels = ("", *(channel.name for channel in season.channels)) if self.has_settings else ()
        routines = self._rows(season, tables.ROUTINES, (*songs, *judges, GUEST))
        for row in routines:
            self._style(season, row)
        bonuses = self._rows(season, tables.BONUSES)
        for row in bonuses:
            self._style(season, row)
        votes = [
            r
            for r in self._rows(season, tables.VOTES)
            if self._known(r, "channel", r["channel"], channels, "a channel")
        ]
        saves = [r for r in self._rows(season, tables.SAVES) if self._known(r, "judge", r["judge"], judges, "a judge")]
        season = replace(
            season,
            routines=self._built(tables.ROUTINES.file, routines, lambda row: self._routine(season, row, judges)),
            bonuses=self._built(tables.BONUSES.file, bonuses, _bonus),
            packages=self._built(
                tables.PACKAGES.file, self._rows(season, tables.PACKAGES), lambda r: Package(**r.values)
            ),
            stated=self._built(
                tables.STATED.file, self._rows(season, tables.STATED), lambda r: StatedTotal(**r.values)
            ),
            saves=self._built(tables.SAVES.file, saves, lambda r: RecordedSave(**r.values)),
            votes=self._built(tables.VOTES.file, votes, lambda r: RecordedVotes(**r.values)),
            results=self._built(tables.RESULTS.file, self._rows(season, tables.RESULTS), _result),
        )
        planned = self._planned(season)
        self.at[tables.RUNDOWN.file] = [row.at for row in planned.rows]
        return replace(season, segments=planned.segments)

    def _planned(self, season: Season) -> Plan:
        """The rundowns. Where a dance did not read, that is told already, and nothing is missed in a rundown."""
        danced = folder_format.ROUTINES.file
        whole = not any(p.file == danced and p.severity is Severity.PROBLEM for p in self.reading.problems)
        planned = plan(season, self._rows(season, folder_format.RUNDOWN), all_danced_known=whole)
        self.reading.problems += planned.problems
        return planned

    def _rows(self, season: Season, table: folder_format.Table, further: Sequence[str] = ()) -> list[Row]:
        """The rows of a table whose week, star and opponent are known."""
        weeks = {week.number for week in season.weeks}
        stars = [couple.star for couple in season.couples]
        kept = []
        for row in self.reading.table(table, further):
            if row["week"] not in weeks and weeks:
                listed = f"a week of weeks.csv ({_spans(weeks)})"
                self.reading.problems.append(
                    row.at.problem("week", listed, "Correct the number, or add the week to weeks.csv.")
                )
            fits = row["week"] in weeks and self.beyond.isdisjoint({row.values.get("star"), row.values.get("opponent")})
            for who in ("star", "opponent"):
                if row.values.get(who) and row[who] not in self.beyond:
                    fits = self._known(row, who, row[who], stars, "a star of couples.csv") and fits
            if fits:
                kept.append(row)
        return kept

    def _routine(self, season: Season, row: Row, judges: Sequence[str]) -> Routine:
        values = dict(row.values)
        del values["total"]
        songs = [_song(values.pop("song"), values.pop("artists"), values.pop("featured"))]
        for nth in range(2, MOST_SONGS + 1):
            at = row.at
            songs.append(_song(at[f"song_{nth}"], names(at[f"artists_{nth}"]), names(at[f"featured_{nth}"])))
        values["style"] = values["style"] or None
        marks = self._marks(season, row, judges)
        return Routine(**values, songs=tuple(song for song in songs if song), marks=marks)

    def _marks(self, season: Season, row: Row, judges: Sequence[str]) -> dict[str, Fraction]:
        """The marks of a row, each checked against the panel of its week and the scale."""
        panel = season.week(row["week"]).panel
        without_column = [judge for judge in panel if judge not in row.at.columns]
        marks: dict[str, Fraction] = {}
        for column in (*judges, GUEST):
            if not row.at[column]:
                continue
            judge = column if column != GUEST else without_column[0] if len(without_column) == 1 else ""
            if judge not in panel and not self.has_settings:
                continue  # the regular panel is not known, which is told already
            if judge not in panel:
                who = f"a blank cell: the panel of week {row['week']} is {', '.join(panel) or 'not known'}"
                advice = did_you_mean(
                    column, panel, f"Move the mark, or add {column} to the panel of that week in weeks.csv."
                )
                if column == GUEST:
                    advice = "The column guest holds the marks of the one judge of the week who has no column."
                self.reading.problems.append(row.at.problem(column, who, advice))
                continue
            mark = (averaged if season.averaged else number)(row.at[column])
            scale = season.scale
            expected = f"a mark from {scale.lowest} to {scale.highest} in steps of {scale.step}"
            if season.averaged:
                expected = f"a judge's average of the night, from {scale.lowest} on"
            if isinstance(mark, Unreadable):
                self.reading.problems.append(row.at.problem(column, expected, mark.advice))
            elif not (mark >= scale.lowest if season.averaged else scale.holds(mark)):
                self.reading.problems.append(
                    row.at.problem(column, expected, "Correct the mark, or the scale in season.toml.")
                )
            else:
                marks[judge] = mark
        return marks

    def _style(self, season: Season, row: Row) -> None:
        if row["style"] and season.styles:
            self._known(row, "style", row["style"], season.styles, "a style of season.toml")

    def _book(self, name: object) -> Book:
        """The book of the season; if its name is not known that is told, and any book serves to read on."""
        if isinstance(name, str) and name in self.books:
            return self.books[name]
        if name is not None:
            advice = did_you_mean(str(name), self.books, f"Name one of: {', '.join(self.books)}.")
            self.reading.problems.append(
                self.settings.problem("", "book", "the name of a rule book", advice, found=name)
            )
        return next(iter(self.books.values()))

    def _week_fits(self, row: Row) -> bool:
        if 1 <= row["week"] <= MOST_WEEKS:
            return True
        self.reading.problems.append(row.at.problem("week", f"a week from 1 to {MOST_WEEKS}", "Correct the number."))
        return False

    def _some(self, table: folder_format.Table) -> list[Row]:
        """The rows of a table without which there is no season."""
        told = len(self.reading.problems)
        rows = self.reading.table(table)
        if not rows and len(self.reading.problems) == told:
            expected = f"at least one; {table.meaning[0].lower()}{table.meaning[1:]}"
            advice = "Fill the table. The other tables can only be read against it."
            self.reading.problems.append(
                Problem(file=table.file, line=1, found="no row", expected=expected, advice=advice)
            )
        return rows

    def _few(self, rows: list[Row], most: int, what: str) -> list[Row]:
        if len(rows) <= most:
            return rows
        beyond = rows[most].at
        self.reading.problems.append(
            Problem(
                file=beyond.file,
                line=beyond.line,
                found=f"{len(rows):,} {what}",
                expected=f"at most {most} in one season",
                advice="Check that this is the right table, or split the contest into several seasons.",
            )
        )
        return rows[:most]

    def _known(self, row: Row, column: str, name: str, valid: Collection[str], what: str) -> bool:
        """Whether a cell names something that exists; told if not, unless the list itself could not be read."""
        if name in valid:
            return True
        if not valid:
            return False
        advice = did_you_mean(name, valid, "Correct the name, or add it there.")
        self.reading.problems.append(row.at.problem(column, what, advice))
        return False

    def _all_known(self, row: Row, column: str, valid: Sequence[str]) -> tuple[str, ...]:
        return tuple(name for name in row[column] if self._known(row, column, name, valid, "stars of couples.csv"))

    def _built(self, file: str, rows: Sequence[Row], build: Any) -> tuple[Any, ...]:
        """The values of these rows, and the note of where each stands."""
        self.at[file] = [row.at for row in rows]
        return tuple(build(row) for row in rows)


def _song(title: str, artists: tuple[str, ...], featured: tuple[str, ...]) -> Song | None:
    return Song(title, artists, featured) if title or artists or featured else None


def _bonus(row: Row) -> Bonus:
    values = dict(row.values)
    song = _song(values.pop("song"), values.pop("artists"), values.pop("featured"))
    values["style"] = values["style"] or None
    return Bonus(**values, songs=(song,) if song else ())


def _result(row: Row) -> Result:
    return Result(**{**row.values, "exit": Exit(row["exit"])})


def _spans(weeks: Iterable[int]) -> str:
    known = sorted(weeks)
    if not known:
        return "there are none yet"
    whole = known == list(range(known[0], known[-1] + 1))
    return f"{known[0]} to {known[-1]}" if whole and len(known) > 1 else ", ".join(map(str, known))
