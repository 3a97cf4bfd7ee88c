"""What somebody from the trade would notice: facts of a season that do not go together. One function a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations, pairwise

from mirrorball.core.channel import Way
from mirrorball.core.marks import sheet
from mirrorball.core.rundown import rundown
from mirrorball.core.season import (
    Bonus,
    Exit,
    RecordedSave,
    RecordedVotes,
    Routine,
    Season,
    SegmentKind,
    StatedTotal,
)
from mirrorball.season import format as folder_format
from mirrorball.season.cells import averaged, number
from mirrorball.season.problems import Problem, Severity, nearest, plain, quoted, same_but_for
from mirrorball.season.read import GUEST, Folder
from mirrorball.season.sheet import Cells

WARNING = Severity.WARNING
Fact = Routine | Bonus | StatedTotal | RecordedSave | RecordedVotes


def trade(folder: Folder) -> list[Problem]:
    """All that does not go together, in the order of the questions."""
    return [problem for question in QUESTIONS for problem in question(folder)]


def alike_stars(folder: Folder) -> Iterator[Problem]:
    """Two couples whose stars differ only by accents, spaces or case."""
    at = _at(folder, folder_format.COUPLES)
    for (_, first), (second, other) in combinations(enumerate(folder.season.couples), 2):
        if same_but_for(first.star, other.star):
            advice = f"It is '{first.star}' but for accents, spaces or case. Keep one of the two couples."
            yield at[second].problem("star", "another star than those above", advice)


def ballot_names(folder: Folder) -> Iterator[Problem]:
    """Two couples that a vote for one of them could mean: one number, one keyword, or in text messages one name."""
    by_text = any(channel.way is Way.RELAY for channel in folder.season.channels)
    couples = list(zip(_at(folder, folder_format.COUPLES), folder.season.couples, strict=True))
    for (_, first), (row, other) in combinations(couples, 2):
        if other.number is not None and other.number == first.number:
            advice = f"{first.star} has it already. Give each couple a number of its own."
            yield row.problem("number", "a number that no other couple has", advice)
        if other.keyword and plain(other.keyword) == plain(first.keyword):
            advice = f"{first.star} has it already, so a message with it counts for nobody. Choose another word."
            yield row.problem("keyword", "a word that no other couple has", advice, WARNING)
        name, same = other.star.split()[:1], first.star.split()[:1]
        if by_text and name and same and plain(name[0]) == plain(same[0]) and other.star != first.star:
            advice = (
                f"A message {quoted(name[0])} could mean {first.star} too and counts for nobody. Ask for the number."
            )
            yield row.problem(
                "star", "a first name that no other couple has, since votes come by text", advice, WARNING
            )
    for row, couple in couples:
        if couple.number == 0:
            yield row.problem("number", "a number from 1", "Numbers on the ballot begin with 1.")


def alike_judges(folder: Folder) -> Iterator[Problem]:
    """A judge of a week who is probably one of the regular panel, written differently."""
    season, at = folder.season, _at(folder, folder_format.WEEKS)
    for row, week in zip(at, season.weeks, strict=True):
        for judge in week.panel:
            meant = None if judge in season.judges else nearest(judge, season.judges)
            if meant is None or meant in week.panel:
                continue
            advice = f"Write '{meant}' if that is who is meant; a guest judge may stay."
            expected = f"'{meant}' or a guest judge"
            yield row.problem("panel", expected, advice, WARNING, quoted(judge))


def carried_weeks(folder: Folder) -> Iterator[Problem]:
    """A week that carries a week which is not there, or which is not over by then."""
    season, at = folder.season, _at(folder, folder_format.WEEKS)
    numbers = {week.number: week for week in season.weeks}
    for row, week in zip(at, season.weeks, strict=True):
        if week.carry is None:
            continue
        if week.carry not in numbers:
            yield row.problem("carry", "a week of this table", "Correct the number, or leave the cell blank.")
        elif week.carry >= week.number:
            back = numbers[week.carry].carry
            circle = f" Week {week.carry} carries week {back} in turn, which goes round in a circle." if back else ""
            yield row.problem(
                "carry", f"a week before week {week.number}", f"A night can only take over an earlier one.{circle}"
            )


def casting_judges(folder: Folder) -> Iterator[Problem]:
    """A judge with the casting vote who does not judge that week."""
    for row, week in zip(_at(folder, folder_format.WEEKS), folder.season.weeks, strict=True):
        if week.casting_judge and week.casting_judge not in week.panel:
            meant = nearest(week.casting_judge, week.panel)
            advice = f"Did you mean '{meant}'?" if meant else "Name one of the panel."
            yield row.problem("casting_judge", f"a judge of that week: {', '.join(week.panel)}", advice)


def panels_that_spare(folder: Folder) -> Iterator[Problem]:
    """A book that leaves out as many marks as the panel has."""
    for row, week in zip(_at(folder, folder_format.WEEKS), folder.season.weeks, strict=True):
        dropped = week.book.drop_high + week.book.drop_low
        if dropped and week.panel and len(week.panel) <= dropped:
            expected = f"more than {dropped} judges, since the book {week.book.name} leaves out as many marks"
            found = f"a panel of {len(week.panel)}"
            yield row.problem("panel", expected, "Name more judges, or another book.", found=found)


def gone_couples(folder: Folder) -> Iterator[Problem]:
    """A fact about a couple in a week when it was out."""
    season = folder.season
    left = {r.star: r for r in season.results if r.exit is not Exit.FINAL}
    for file, facts in _facts_of(season).items():
        for row, fact in zip(folder.at.get(file, ()), facts, strict=True):
            result = left.get(fact.star)
            if result and fact.week > result.week:
                how = "withdrew" if result.exit is Exit.WITHDREW else "was eliminated"
                advice = f"{fact.star} {how} in week {result.week} (results.csv). Correct the star or the week."
                yield row.problem("star", f"a couple that is still in in week {fact.week}", advice)
    for row, week in zip(_at(folder, folder_format.WEEKS), season.weeks, strict=True):
        for column, stars in (("immune", week.immune), ("named_in_jeopardy", week.named_in_jeopardy)):
            for star in stars:
                if star not in season.in_at(week.number):
                    advice = f"{star} left in week {left[star].week} (results.csv)."
                    yield row.problem(column, f"couples that are still in in week {week.number}", advice)


def round_styles(folder: Folder) -> Iterator[Problem]:
    """A round whose style is set, or must have been danced before (the redemption dance of a finale)."""
    season = folder.season
    rounds = {round_.name: round_ for round_ in season.rounds}
    for row, danced in zip(_at(folder, folder_format.ROUTINES), season.routines, strict=True):
        rule = rounds.get(danced.round)
        if rule is None or danced.style is None or danced.star not in season.in_at(danced.week):
            continue
        if rule.style is not None and danced.style != rule.style:
            advice = "Correct the style, or the round's rule in season.toml."
            yield row.problem("style", f"'{rule.style}', the style of the {rule.name}", advice)
        before = _styles_before(season, danced)
        if rule.repeats_style and danced.style not in before:
            known = ", ".join(dict.fromkeys(before)) or "none that are known"
            advice = f"A {rule.name} repeats a style of an earlier week; {danced.star} danced: {known}."
            expected = f"a style that {danced.star} danced before week {danced.week}"
            yield row.problem(
                "style", expected, advice, WARNING if _some_style_unknown(season, danced) else Severity.PROBLEM
            )


def totals(folder: Folder) -> Iterator[Problem]:
    """A total that is not what the marks add up to."""
    season = folder.season
    judges = {*season.judges, *(judge for week in season.weeks for judge in week.panel), GUEST}
    for row, danced in zip(_at(folder, folder_format.ROUTINES), season.routines, strict=True):
        some_refused = sum(1 for judge in judges if row[judge]) > len(danced.marks)  # that is told already
        if not row["total"] or some_refused:
            continue
        worked_out = sheet(season, season.week(danced.week).book, danced).total
        if worked_out is not None and _exact(row["total"], season) not in (worked_out, None):
            marks = " + ".join(str(mark) for mark in danced.marks.values())
            yield row.problem("total", f"{worked_out}, from the marks {marks}", "Correct the marks or the total.")


def marks_each(folder: Folder) -> Iterator[Problem]:
    """A night on which some couples have fewer marks than others, so that sums cannot be compared (SPEC 1.1)."""
    season = folder.season
    at = _at(folder, folder_format.ROUTINES)
    for week in season.weeks:
        danced = Counter(routine.star for routine in season.danced_in(week.number))
        most = max(danced.values(), default=0)
        for star, times in danced.items():
            if times < most and star in season.field(week.number):
                nth = max(n for n, r in enumerate(season.routines) if (r.week, r.star) == (week.number, star))
                expected = f"{most}, as others have in week {week.number}"
                advice = "Add the routine that is missing, or check that this is right."
                yield at[nth].problem("star", expected, advice, WARNING, f"{_times(times)} of {star}")


def running_order(folder: Folder) -> Iterator[Problem]:
    """A position in the running order that two dances have."""
    seen: dict[tuple[int, str, int], Routine] = {}
    for row, danced in zip(_at(folder, folder_format.ROUTINES), folder.season.routines, strict=True):
        if danced.order is None:
            continue
        first = seen.setdefault((danced.week, danced.round, danced.order), danced)
        if first is not danced and (not danced.team or first.team != danced.team):
            advice = f"{first.star} has it already. Correct one of the two."
            yield row.problem("order", f"a position of its own in week {danced.week}", advice, WARNING)


def quick_changes(folder: Folder) -> Iterator[Problem]:
    """Somebody who dances twice with nothing in between, where the order is certain: no time to change (D38)."""
    season, at = folder.season, _at(folder, folder_format.ROUTINES)
    row_of = {(r.week, r.round, r.star): row for row, r in zip(at, season.routines, strict=True)}
    for week in season.weeks:
        for first, then in _straight_after(season, week.number):
            again = [name for routine in then for name in _dancers(season, routine)]
            both = [name for routine in first for name in _dancers(season, routine) if name in again]
            if both:
                one, other = first[0], then[0]
                expected = "another dance, or a film, between the two"
                advice = f"See that {' and '.join(both)} can change in time, or move one of the two."
                found = f"{' and '.join(both)} again straight after {_dance(one)}, in {_dance(other)}"
                row = row_of[other.week, other.round, other.star]
                yield row.problem("order", expected, advice, Severity.NOTE, found)


def exits(folder: Folder) -> Iterator[Problem]:
    """Results that do not fit the plan: who left, how many, and in which place."""
    season, at = folder.season, _at(folder, folder_format.RESULTS)
    over = max((result.week for result in season.results), default=0)
    for row, result in zip(at, season.results, strict=True):
        week = season.week(result.week)
        if (result.exit is Exit.FINAL) is not week.final and result.exit is not Exit.WITHDREW:
            kind = "final" if week.final else "no final"
            yield row.problem(
                "exit",
                f"an exit that week {week.number} can have; it is {kind}",
                "Correct the exit, or final in weeks.csv.",
            )
        elif result.exit is Exit.ELIMINATED and result.star in week.immune:
            yield row.problem(
                "star", "a couple that could leave", f"{result.star} was immune in week {week.number} (weeks.csv)."
            )
        expected = _places(season, result.week, result.exit)
        if result.place and expected and not (expected[0] <= result.place.first and result.place.last <= expected[1]):
            span = f"{expected[0]}" if expected[0] == expected[1] else f"{expected[0]} to {expected[1]}"
            yield row.problem(
                "place", f"place {span}, by the number of couples still in", "Correct the place or the week.", WARNING
            )
    for row, week in zip(_at(folder, folder_format.WEEKS), season.weeks, strict=True):
        out = season.eliminated_in(week.number)
        withdrew = season.withdrew_in(week.number) if week.book.withdrawal_replaces_elimination else ()
        if week.number < over and not week.final and len(out) != max(0, week.leave - len(withdrew)):
            named = ", ".join(out) or "nobody"
            were = len(out) + len(withdrew)
            advice = f"results.csv says that {named} was eliminated then. Write {were} here, or correct the results."
            yield row.problem("leave", f"{were}, as results.csv has it", advice, WARNING)


def places_of_final(folder: Folder) -> Iterator[Problem]:
    """Places of a final that leave a gap, or that more couples hold than the place has room for."""
    season = folder.season
    for week in season.weeks:
        of_week = [
            (row, result.place)
            for row, result in zip(_at(folder, folder_format.RESULTS), season.results, strict=True)
            if result.exit is Exit.FINAL and result.week == week.number and result.place
        ]
        if len(of_week) < len(season.field(week.number)):
            continue  # not every place is recorded yet
        following = 1
        for row, place in sorted(of_week, key=lambda entry: entry[1]):
            holders = sum(1 for _, other in of_week if other == place)
            room = place.last - place.first + 1
            if holders != room or place.first > following:
                advice = "Each place of the final goes to one couple, or is shared by name, such as 2-3."
                yield row.problem("place", "places from 1 on without gap or repeat", advice, WARNING)
            following = max(following, place.last + 1)


def unknown(folder: Folder) -> Iterator[Problem]:
    """A mark that nobody knows in a week that was danced, and whether a stated total stands in for it."""
    season = folder.season
    stated = {(total.week, total.star) for total in season.stated}
    for row, danced in zip(_at(folder, folder_format.ROUTINES), season.routines, strict=True):
        panel = season.week(danced.week).panel
        missing = [judge for judge in panel if judge not in danced.marks and not row[_column(row, judge)]]
        others_marked = any(other.marks for other in season.danced_in(danced.week))
        if missing and others_marked:
            instead = (danced.week, danced.star) in stated
            advice = (
                "The stated total of the night counts instead."
                if instead
                else "No standing of the week can be worked out."
            )
            found = f"no mark from {' and '.join(missing)}"
            yield row.problem("star", f"{len(panel)} marks for {danced.star}", advice, Severity.NOTE, found)


QUESTIONS: tuple[Callable[[Folder], Iterator[Problem]], ...] = (
    alike_stars,
    ballot_names,
    alike_judges,
    carried_weeks,
    casting_judges,
    panels_that_spare,
    gone_couples,
    round_styles,
    totals,
    marks_each,
    running_order,
    quick_changes,
    exits,
    places_of_final,
    unknown,
)


def _at(folder: Folder, table: folder_format.Table) -> list[Cells]:
    return list(folder.at.get(table.file, ()))


def _column(row: Cells, judge: str) -> str:
    """The column that holds this judge's marks."""
    return judge if judge in row.columns else GUEST


def _facts_of(season: Season) -> dict[str, tuple[Fact, ...]]:
    """The tables whose rows belong to a couple in a week."""
    return {
        folder_format.ROUTINES.file: season.routines,
        folder_format.BONUSES.file: season.bonuses,
        folder_format.STATED.file: season.stated,
        folder_format.SAVES.file: season.saves,
        folder_format.VOTES.file: season.votes,
    }


def _styles_before(season: Season, danced: Routine) -> list[str]:
    """The styles that a couple danced before this week, contests included."""
    earlier: list[Routine | Bonus] = [*season.routines, *season.bonuses]
    return [fact.style for fact in earlier if fact.star == danced.star and fact.week < danced.week and fact.style]


def _straight_after(season: Season, number: int) -> Iterator[tuple[list[Routine], list[Routine]]]:
    """Dances of a night that certainly follow one another with nothing in between; a team's rows are one dance."""
    planned = any(segment.week == number for segment in season.segments)
    danced = {(r.round, r.star): r for r in season.danced_in(number)}
    dances: list[list[Routine]] = []
    for segment in rundown(season, number):
        routine = danced.get((segment.round, segment.star)) if segment.kind is SegmentKind.ROUTINE else None
        last = dances[-1][-1] if dances and dances[-1] else None
        if routine is None:
            dances += [[]] if planned else []  # without a plan nobody knows when a film was shown
        elif last is not None and routine.team and (routine.team, routine.round) == (last.team, last.round):
            dances[-1].append(routine)
        else:
            dances.append([routine])
    for first, then in pairwise(dances):
        if first and then and (planned or _follows(season, first[0], then[0])):
            yield first, then


def _follows(season: Season, first: Routine, then: Routine) -> bool:
    """Whether the recorded positions say that one dance comes straight after another."""
    if first.order is None or then.order is None:
        return False
    if first.round == then.round:
        return then.order == first.order + 1
    orders = [r.order for r in season.danced_in(first.week) if r.round == first.round]
    return then.order == 1 and None not in orders


def _dancers(season: Season, routine: Routine) -> tuple[str, ...]:
    pro = routine.danced_with or season.couple(routine.star).pro
    return (routine.star, pro) if pro else (routine.star,)


def _dance(routine: Routine) -> str:
    return f"{routine.team or routine.star}'s {routine.round or 'dance'}"


def _some_style_unknown(season: Season, danced: Routine) -> bool:
    """Whether nobody knows what this couple danced in some earlier week, so that it may have been this style."""
    return any(r.style is None for r in season.routines if r.star == danced.star and r.week < danced.week)


def _places(season: Season, number: int, exit_: Exit) -> tuple[int, int] | None:
    """The places that somebody who goes in this week can hold; None for who withdrew, whose place the show chooses."""
    still_in = len(season.in_at(number))
    if exit_ is Exit.FINAL:
        return 1, still_in
    if exit_ is Exit.WITHDREW:
        return None
    gone = len(season.eliminated_in(number)) + len(season.withdrew_in(number))
    return still_in - gone + 1, still_in


def _exact(cell: str, season: Season) -> Fraction | None:
    read = (averaged if season.averaged else number)(cell)
    return read if isinstance(read, Fraction) else None


def _times(count: int) -> str:
    return "1 routine" if count == 1 else f"{count} routines"
