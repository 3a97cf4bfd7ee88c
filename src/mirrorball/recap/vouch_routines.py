"""Marks, totals, means and counts of some routines: of a week, a couple, a judge, or of all together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from mirrorball.core.marks import sheet
from mirrorball.core.outcome import rules_of
from mirrorball.core.season import Routine, Season
from mirrorball.recap.vouch_kinds import Fact, Kind, Subjects, counts


def most_of(season: Season, routine: Routine) -> Fraction | None:
    """The most that those who marked a routine could give for it."""
    book = rules_of(season.week(routine.week))
    left = len(routine.marks) - book.drop_high - book.drop_low
    return left * season.scale.highest if left > 0 else None


def sheets_once(routines: Iterable[Routine]) -> list[Routine]:
    """Routines, a team dance once however many couples danced in it."""
    found: dict[tuple[int, str, str, bool], Routine] = {}
    for routine in routines:
        found.setdefault((routine.week, routine.round, routine.team or routine.star, bool(routine.team)), routine)
    return list(found.values())


def slices(about: Subjects, routines: Sequence[Routine]) -> Iterator[tuple[Subjects, Sequence[Routine]]]:
    """Routines as they are summed up: all of them, then those that one judge marked, then one by one."""
    yield about, routines
    for judge in dict.fromkeys(judge for routine in routines for judge in routine.marks):
        marked = [routine for routine in routines if judge in routine.marks]
        yield about | {judge}, marked
        for star in dict.fromkeys(routine.star for routine in marked) if len(about) <= 1 else ():
            if star not in about:
                yield about | {judge, star}, [routine for routine in marked if routine.star == star]
    if any(subject.startswith("week ") for subject in about):
        for star in dict.fromkeys(routine.star for routine in routines):
            yield about | {star}, [routine for routine in routines if routine.star == star]


def of_routines(season: Season, about: Subjects, routines: Sequence[Routine]) -> Iterator[Fact]:
    """Marks, totals, means and counts of some routines. If ``about`` names a judge, of that judge's marks alone."""
    judges = [judge for judge in dict.fromkeys(j for r in routines for j in r.marks) if judge in about]
    once = sheets_once(routines)
    one_couple = len({routine.star for routine in routines}) == 1
    given = [m for r in (routines if one_couple else once) for j, m in r.marks.items() if not judges or j in judges]
    for mark in {min(given), max(given), *(given if judges else ())} if given else ():
        yield Fact(Kind.MARK, mark, about)
    if given:
        yield Fact(Kind.MEAN, sum(given, Fraction(0)) / len(given), about)
    highest, lowest = season.scale.highest, season.scale.lowest
    yield from counts(about, ("mark", (len(given), given.count(highest), given.count(lowest))))
    yield from counts(about, ("time", (given.count(highest), given.count(lowest))))
    if judges:
        yield from _of_a_judge(about, judges[0], once)
        yield from counts(about, ("week", (len({routine.week for routine in routines}),)))
        yield from counts(about, ("routine", (len(routines), len(once))))
        return
    totals = {id(routine): _total(season, routine) for routine in routines}
    perfect = {id(r) for r in routines if totals[id(r)] is not None and totals[id(r)] == most_of(season, r)}
    for some in (routines, once):
        titles = {song.title for r in some for song in r.songs}
        artists = {artist for r in some for song in r.songs for artist in (*song.artists, *song.featured)}
        yield from counts(
            about,
            ("routine", (len(some), sum(not r.team for r in some), sum(bool(r.team) for r in some))),
            ("routine", (sum(id(r) in perfect for r in some), sum(not r.marks for r in some))),
            ("routine", (sum(id(r) in perfect and not r.team for r in some), len({r.team for r in some if r.team}))),
            ("routine", (sum(totals[id(r)] is None for r in some), sum(bool(r.songs) for r in some))),
            ("routine", _alike(season, some, totals)),
            ("time", (sum(id(r) in perfect for r in some), sum(id(r) in perfect and not r.team for r in some))),
            ("style", (len({r.style for r in some if r.style}),)),
            ("song", (len(titles), sum(len(r.songs) for r in some), sum(len(r.songs) > 1 for r in some))),
            ("song", (sum(not r.songs for r in some), sum(bool(s.featured) for r in some for s in r.songs))),
            ("artist", (len(artists),)),
            ("week", (len({r.week for r in some}),)),
        )
    yield from _as_good(season, about, [(r, totals[id(r)]) for r in routines if not r.team])
    for routine in routines:
        total, most = totals[id(routine)], most_of(season, routine)
        if about & {routine.star} or total in {min(_known(totals)), max(_known(totals))}:
            if most is not None:
                yield Fact(Kind.MOST, most, about)
            if total is not None:
                yield Fact(Kind.POINTS, total, about)
            if total is not None and most:
                yield Fact(Kind.SHARE, total / most, about)


def _alike(season: Season, some: Sequence[Routine], totals: Mapping[int, Fraction | None]) -> tuple[int, int]:
    """How many routines of a couple's own are as good as the best of them, and as low as the lowest."""
    both = [(totals[id(r)], most_of(season, r)) for r in some if not r.team]
    shares = [total / most for total, most in both if total is not None and most]
    return (shares.count(max(shares)), shares.count(min(shares))) if shares else (0, 0)


def _of_a_judge(about: Subjects, judge: str, routines: Sequence[Routine]) -> Iterator[Fact]:
    """How a judge leans against the others, over routines that others marked too."""
    leans, others = [], []
    for routine in routines:
        rest = [mark for who, mark in routine.marks.items() if who != judge]
        if rest:
            leans.append(routine.marks[judge] - sum(rest, Fraction(0)) / len(rest))
            others.append(sum(rest, Fraction(0)) / len(rest))
    if leans:
        yield Fact(Kind.LEAN, sum(leans, Fraction(0)) / len(leans), about)
        yield Fact(Kind.OTHERS, sum(others, Fraction(0)) / len(others), about)
        yield from counts(about, ("routine", (len(leans),)), ("mark", (len(leans),)))


def _total(season: Season, routine: Routine) -> Fraction | None:
    """The total of one routine's sheet, by the book of its week."""
    return sheet(season, rules_of(season.week(routine.week)), routine).total


def _known(totals: Mapping[int, Fraction | None]) -> Collection[Fraction]:
    return [total for total in totals.values() if total is not None] or [Fraction(0)]


def _as_good(season: Season, about: Subjects, danced: Sequence[tuple[Routine, Fraction | None]]) -> Iterator[Fact]:
    """How many routines share the best and the lowest part of what there was to have."""
    most = [(total, most_of(season, routine)) for routine, total in danced]
    shares = [total / of for total, of in most if total is not None and of]
    if shares:
        yield from counts(about, ("routine", (shares.count(max(shares)), shares.count(min(shares)))))
