"""The numbers that a season vouches for: each with its kind and with whom it is about.

Worked out from the season and the functions of ``core`` alone, beside whatever writes the pages. Subjects are the names
that ``data-about`` holds: a star, a judge, ``week 3``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, permutations
from math import ceil

from mirrorball.core.marks import Night, night
from mirrorball.core.outcome import leaving, rules_of
from mirrorball.core.season import Bonus, Exit, Routine, Season, StatedTotal, Week
from mirrorball.core.ties import Place, groups, places
from mirrorball.recap.story import Story
from mirrorball.recap.vouch_kinds import NOBODY, Fact, Kind, Subjects, counts, week_named
from mirrorball.recap.vouch_routines import most_of, of_routines, sheets_once, slices
from mirrorball.season.possible import Verdict


def facts(story: Story) -> Iterator[Fact]:
    """Every number that may stand on a page about this season."""
    season = story.season
    stars = {couple.star for couple in season.couples}
    nights = {week.number: _nights(season, week) for week in season.weeks}
    yield from _of_the_season(season)
    yield from _of_the_cast(season)
    yield from _of_the_leads(nights)
    for week in season.weeks:
        for fact in _of_a_week(season, week, nights[week.number]):
            yield fact
            if week.final and fact.subjects & stars:  # what is said of the final may do without the number of its week
                yield replace(fact, subjects=fact.subjects - {week_named(week.number)})
    for couple in season.couples:
        yield from _of_a_season_danced(season, couple.star, nights)
    yield from _of_the_vote(story)


def _nights(season: Season, week: Week) -> dict[str, Night]:
    """What each couple danced or was given in a week."""
    book = rules_of(week)
    found = {star: night(season, book, week.number, star) for star in season.in_at(week.number)}
    return {star: one for star, one in found.items() if one.sheets or one.points is not None}


def _of_the_season(season: Season) -> Iterator[Fact]:
    if season.number is not None:
        yield Fact(Kind.NUMBER, Fraction(season.number), NOBODY)
    for year in {season.year, *(week.date.year for week in season.weeks if week.date)} - {None}:
        yield Fact(Kind.YEAR, Fraction(year or 0), NOBODY)
    yield from _of_the_rules(season)
    danced = [week for week in season.weeks if any(r.marks for r in season.danced_in(week.number))]
    gone = [result for result in season.results if result.exit is not Exit.FINAL]
    final = [result for result in season.results if result.exit is Exit.FINAL]
    guests = {judge for week in season.weeks for judge in week.panel} - set(season.judges)
    yield from counts(
        NOBODY,
        ("couple", (len(season.couples), len(season.couples) - len(gone), len(final), len(gone))),
        ("couple", (sum(r.exit is Exit.ELIMINATED for r in gone), sum(r.exit is Exit.WITHDREW for r in gone))),
        ("couple", (sum(1 for r in final if r.place and r.place.first == 1),)),
        ("week", (len(season.weeks), len(danced), len(season.weeks) - len(danced))),
        ("week", (sum(week.viewers is not None for week in season.weeks),)),
        ("judge", (len({judge for routine in season.routines for judge in routine.marks}),)),
        ("judge", (len(season.judges), len(guests), len(season.judges) + len(guests))),
        ("host", (len(season.hosts),)),
        ("package", (len(season.packages),)),
    )
    yield from _of_the_record(season)
    for subjects, routines in slices(NOBODY, season.routines):
        yield from of_routines(season, subjects, routines)


def _of_the_rules(season: Season) -> Iterator[Fact]:
    """The scale of marks, limits of channels and weights of books, and what stands along the side of a picture."""
    scale = season.scale
    for value in (scale.lowest, scale.highest, scale.step):
        yield Fact(Kind.RULE, value, NOBODY)
    for channel in season.channels:
        if channel.limit is not None:
            yield Fact(Kind.RULE, Fraction(channel.limit), NOBODY)
    for week in season.weeks:
        for weight in (week.book.panel_weight, week.book.audience_weight):
            yield Fact(Kind.RULE, weight, NOBODY)
    for number in range(1, len(season.couples) + 1):  # the scale of a picture of places
        yield Fact(Kind.SCALE, Fraction(number), NOBODY)
    marks = [mark for routine in season.routines for mark in routine.marks.values()]
    for number in range(int(season.scale.lowest), ceil(max((season.scale.highest, *marks))) + 1):
        yield Fact(Kind.SCALE, Fraction(number), NOBODY)


def _of_the_record(season: Season) -> Iterator[Fact]:
    """How much of what was danced is not known, and who was heard most."""
    danced = {week.number for week in season.weeks if any(r.marks for r in season.danced_in(week.number))}
    told = range(max(danced, default=0) + 1)
    routines = [routine for routine in season.routines if routine.week in danced]
    for some in (routines, sheets_once(routines)):
        gaps = (
            sum(len(r.marks) < len(season.week(r.week).panel) for r in some),
            sum(not r.style for r in some),
            sum(not r.songs for r in some),
            sum(bool(r.songs) and not all(song.artists for song in r.songs) for r in some),
        )
        yield from counts(NOBODY, ("routine", gaps))
    rows: tuple[Routine | Bonus | StatedTotal, ...] = (*season.routines, *season.bonuses, *season.stated)
    yield from counts(NOBODY, ("source", (len({row.source for row in rows if row.source and row.week in told}),)))
    once = sheets_once(season.routines)
    heard = [artist for r in once for song in r.songs for artist in dict.fromkeys(song.artists)]
    most = max((heard.count(artist) for artist in set(heard)), default=0)
    yield from counts(
        NOBODY, ("time", (most,)), ("song", (len({(s.title, s.artists) for r in once for s in r.songs}),))
    )


def _of_the_leads(nights: Mapping[int, Mapping[str, Night]]) -> Iterator[Fact]:
    """How many couples led by points, and in how many weeks that is known."""
    for strict in (False, True):
        led: list[str] = []
        weeks = 0
        for here in nights.values():
            known = {star: one.points for star, one in here.items() if one.points is not None}
            if strict and not _tells_places(here, known):
                continue
            weeks += bool(known)
            led += [star for star, points in known.items() if points == max(known.values())]
        often = max((led.count(star) for star in led), default=0)
        top = {star for star in led if led.count(star) == often}
        yield from counts(NOBODY, ("couple", (len(set(led)), len(set(led) - top), len(top))), ("week", (weeks,)))


def _tells_places(here: Mapping[str, Night], known: Mapping[str, Fraction]) -> bool:
    """Whether all points of a week are known and not all are level, so that somebody stands first and somebody last."""
    return len(known) == len(here) and len(set(known.values())) > 1


def _of_the_cast(season: Season) -> Iterator[Fact]:
    ages = [couple.age for couple in season.couples if couple.age is not None]
    for couple in season.couples:
        about = frozenset({couple.star})
        if couple.age is not None:
            yield Fact(Kind.AGE, Fraction(couple.age), about)
        if couple.number is not None:
            yield Fact(Kind.NUMBER, Fraction(couple.number), about)
    for age in (min(ages, default=None), max(ages, default=None)):
        if age is not None:
            yield Fact(Kind.AGE, Fraction(age), NOBODY)
    for result in season.results:
        about = frozenset({result.star})
        yield Fact(Kind.WEEK, Fraction(result.week), about)
        if result.place is not None:
            for place in {result.place.first, result.place.last}:
                yield Fact(Kind.PLACE, Fraction(place), about)
                yield Fact(Kind.PLACE, Fraction(place), about | {week_named(result.week)})


def _of_a_week(season: Season, week: Week, danced: Mapping[str, Night]) -> Iterator[Fact]:
    about = frozenset({week_named(week.number)})
    yield Fact(Kind.WEEK, Fraction(week.number), about)
    if week.viewers is not None:
        yield Fact(Kind.VIEWERS, week.viewers, about)
        yield Fact(Kind.VIEWERS, week.viewers * 1_000_000, about)
    for result in season.results:
        if result.week == week.number and result.place is not None:
            yield Fact(Kind.PLACE, Fraction(result.place.first), about)
    routines = season.danced_in(week.number)
    for subjects, some in slices(about, routines):
        yield from of_routines(season, subjects, some)
    for routine in routines:
        if routine.order is not None:
            yield Fact(Kind.NUMBER, Fraction(routine.order), about | {routine.star})
    here = season.in_at(week.number)
    out = [result for result in season.results if result.week == week.number and result.exit is not Exit.FINAL]
    later = [other.number for other in season.weeks if other.number > week.number]
    yield from counts(
        about,
        ("couple", (len(here), len(season.field(week.number)), len(danced), len(here) - len(out), len(out))),
        ("couple", (leaving(season, week), week.jeopardy, len(week.named_in_jeopardy), len(week.immune))),
        ("couple", (len(season.couples) - len(here), len({r.star for r in routines}))),
        ("judge", (len(week.panel), len(set(week.panel) - set(season.judges)), len(week.absent))),
        ("week", (len(later), week.number)),
        ("package", (sum(package.week == week.number for package in season.packages),)),
    )
    yield from _of_points(about, {star: one.points for star, one in danced.items()})
    yield from _of_who_stayed(about, {star: one.points for star, one in danced.items()}, {one.star for one in out})
    yield from _of_points(about, {star: _given(one) for star, one in danced.items()}, ranked=False)
    for star, one in danced.items():
        yield from _of_a_night(season, about | {star}, one)
    for bonus in season.bonuses:
        if bonus.week == week.number:
            opponent = frozenset({bonus.opponent} if bonus.opponent else ())
            yield from (Fact(Kind.BONUS, bonus.points, about | {bonus.star} | who) for who in (NOBODY, opponent))


def _of_points(about: Subjects, points: Mapping[str, Fraction | None], *, ranked: bool = True) -> Iterator[Fact]:
    """Ranks by points, and what lies between two couples."""
    known = {star: value for star, value in points.items() if value is not None}
    in_order = groups(known, known.__getitem__)
    for star, place in places(in_order).items():
        if ranked:
            yield from (Fact(Kind.RANK, Fraction(nth), about | {star}) for nth in {place.first, place.last})
    for group in in_order:
        value = known[group[0]]
        yield from counts(about, ("couple", (len(group),)))
        yield from (Fact(Kind.POINTS, value, about) for _ in group[:1] if group in (in_order[0], in_order[-1]))
    lowest = len(known)
    for star, place in places(in_order).items():
        yield from counts(about | {star}, ("couple", (lowest, lowest - place.last, place.first - 1)))
    for (one, mine), (other, theirs) in permutations(known.items(), 2):
        if mine >= theirs:
            yield Fact(Kind.GAP, mine - theirs, about | {one, other})
    for above, below in pairwise(in_order):
        gap = known[above[0]] - known[below[0]]
        yield from (Fact(Kind.GAP, gap, about | {star}) for star in (*above, *below))
    if known:
        yield Fact(Kind.GAP, max(known.values()) - min(known.values()), about)
        yield Fact(Kind.MEAN, sum(known.values(), Fraction(0)) / len(known), about)


def _of_who_stayed(about: Subjects, points: Mapping[str, Fraction | None], out: Collection[str]) -> Iterator[Fact]:
    """How many had fewer points than somebody who left, and stayed."""
    for star in out:
        mine = points.get(star)
        if mine is not None:
            fewer = [who for who, theirs in points.items() if theirs is not None and theirs < mine and who not in out]
            yield from counts(about | {star}, ("couple", (len(fewer),)))


def _of_a_night(season: Season, about: Subjects, one: Night) -> Iterator[Fact]:
    """What a couple's points are made of."""
    carried = one.carried.points if one.carried else None
    for value in (one.marks, one.points, _given(one), carried):
        if value is not None:
            yield Fact(Kind.POINTS, value, about)
    if one.bonuses:
        yield Fact(Kind.BONUS, one.bonus, about)
    sheets = [most_of(season, danced.routine) for danced in one.sheets]
    if known := [most for most in sheets if most is not None]:
        most = sum(known, Fraction(0))
        yield Fact(Kind.MOST, most, about)
        got = [danced.total for danced in one.sheets if danced.total is not None]
        if len(known) == len(got) == len(sheets):
            yield Fact(Kind.SHARE, sum(got, Fraction(0)) / most, about)
    for nth in range(1, len(sheets) + 1):
        yield Fact(Kind.NTH, Fraction(nth), about)
    if one.carried is not None:
        earlier = week_named(one.carried.week)
        yield Fact(Kind.WEEK, Fraction(one.carried.week), about)
        if carried is not None:
            yield Fact(Kind.POINTS, carried, about | {earlier})
        before = [most_of(season, danced.routine) for danced in one.carried.sheets]
        whole = [most for most in (*sheets, *before) if most is not None]
        if whole and len(whole) == len(sheets) + len(before):
            yield Fact(Kind.MOST, sum(whole, Fraction(0)), about)
            yield Fact(Kind.MOST, sum(whole, Fraction(0)), about - {one.star})


def _of_a_season_danced(season: Season, star: str, nights: Mapping[int, Mapping[str, Night]]) -> Iterator[Fact]:
    """What a couple's whole season comes to."""
    about = frozenset({star})
    danced = [number for number, here in nights.items() if star in here]
    own = [routine for routine in season.routines if routine.star == star and routine.week in danced]
    for subjects, some in slices(about, own):
        yield from of_routines(season, subjects, some)
    led, low, sure = [], [], []
    for number in danced:
        known = {who: one.points for who, one in nights[number].items() if one.points is not None}
        if star in known:
            led += [number] * (known[star] == max(known.values()))
            low += [number] * (known[star] == min(known.values()))
            sure += [number] * _tells_places(nights[number], known)
    settled = [len(set(numbers) & set(sure)) for numbers in (led, low)]
    yield from counts(about, ("week", settled), ("time", settled))
    for number in {*danced[:1], *danced[-1:]}:
        marks = [mark for r in own if r.week == number for mark in r.marks.values()]
        if marks:
            yield Fact(Kind.MEAN, sum(marks, Fraction(0)) / len(marks), about)
        if (given := _given(nights[number][star])) is not None:
            yield Fact(Kind.POINTS, given, about)
    named = sum(star in week.named_in_jeopardy for week in season.weeks)
    last = season.result(star)
    left = [week.number for week in season.weeks if last is not None and week.number > last.week]
    yield from counts(about, ("week", (len(danced), len(led), len(low), named, len(left))))
    yield from counts(about, ("time", (len(led), len(low), named)))
    if last is not None and last.place is not None:
        yield from counts(about, ("couple", (len(season.couples) - last.place.last, last.place.first - 1)))
    totals = [given for number in danced if (given := _given(nights[number][star])) is not None]
    if totals:
        yield Fact(Kind.POINTS, sum(totals, Fraction(0)), about)
        yield Fact(Kind.MEAN, sum(totals, Fraction(0)) / len(totals), about)
        yield from (Fact(Kind.POINTS, value, about) for value in (min(totals), max(totals)))


def _of_the_vote(story: Story) -> Iterator[Fact]:
    """What the vote could change, as it was found out for the verdict; and votes, where they are published."""
    for told in story.weeks:
        week = frozenset({week_named(told.week.number)})
        reached = told.verdict.reach
        for one in reached:
            yield from (Fact(Kind.REACH, Fraction(n), week | {one.star}) for n in {one.best, one.worst})
        can = [sum(one.can_leave for one in reached), sum(one.can_leave and one.can_stay for one in reached)]
        more = [sum(one.can_win for one in reached), sum(one.vote_matters for one in reached), len(reached)]
        yield from counts(week, ("couple", (*can, *more, len(reached) - can[0])))
    told_of = [told.verdict.verdict for told in story.weeks]
    judged = sum(verdict in {Verdict.POSSIBLE, Verdict.IMPOSSIBLE} for verdict in told_of)
    open_ = sum(verdict in {Verdict.NOT_KNOWN, Verdict.NOT_SETTLED} for verdict in told_of)
    counted = [judged, open_, *(told_of.count(verdict) for verdict in Verdict)]
    yield from counts(NOBODY, ("result", counted), ("week", counted))
    for votes in story.season.votes:
        about = frozenset({week_named(votes.week), votes.star})
        yield Fact(Kind.VOTES, Fraction(votes.votes), about)
    for told in story.weeks:
        for row in told.outcome.standing.rows if told.outcome else ():
            about = frozenset({week_named(told.week.number), row.star})
            yield Fact(Kind.SHARE, row.combined, about)
            yield from _place(row.place, about)
            for half in (row.panel, row.audience):
                if half is not None:
                    yield Fact(Kind.SHARE, half.value, about)
                    yield Fact(Kind.POINTS, half.given, about)
                    yield from _place(half.place, about)


def _place(place: Place, about: Subjects) -> Iterator[Fact]:
    yield from (Fact(Kind.RANK, Fraction(nth), about) for nth in {place.first, place.last})


def _given(one: Night) -> Fraction | None:
    """What the night itself gave, nothing carried."""
    return None if one.marks is None else one.marks + one.bonus
