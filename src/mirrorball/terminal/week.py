"""``mirrorball show``: one week in a terminal, from the judges' board to who left."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mirrorball import look, sentences
from mirrorball.core.book import Combine
from mirrorball.core.combine import Standing, standing
from mirrorball.core.marks import deciding_week, nights, points
from mirrorball.core.outcome import leaving, rules_of
from mirrorball.core.season import Bonus, Exit, Package, Routine, Season, Week
from mirrorball.core.show import result_of
from mirrorball.floor.board import Line, board
from mirrorball.season.check import Report
from mirrorball.season.possible import WeekVerdict
from mirrorball.terminal.ink import GOLD, NAME, QUIET, heading, said, width
from mirrorball.terminal.report import verdict_sentence, votes_sentence

UNKNOWN = "?"


def title(season: Season) -> str:
    """The season as a host names it."""
    return f"{season.title}, season {season.number}" if season.number is not None else season.title


def cast(to: Console, season: Season) -> None:
    """The season at a glance."""
    year = f" ({season.year})" if season.year else ""
    to.print(Text.assemble((f"{look.FACETS} ", GOLD), (title(season), NAME), year))
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style=QUIET)
    facts.add_column()
    rows = {
        "Trophy": season.trophy,
        "Hosts": ", ".join(season.hosts),
        "Judges": ", ".join(season.judges),
        **{role.capitalize(): person for role, person in season.crew.items()},
        "Season": f"{sentences.counted(len(season.couples), 'couple')}, {sentences.counted(len(season.weeks), 'week')}",
    }
    for name, value in rows.items():
        facts.add_row(name, value or sentences.NOT_KNOWN)
    to.print(facts)


def week(to: Console, found: Report, number: int) -> None:
    """One week in full."""
    season = found.folder.season
    plan = season.week(number)
    when = plan.date.strftime("%-d %B %Y") if plan.date else "date not known"
    heading(to, f"Week {number}{f': {plan.title}' if plan.title else ''}", when)
    if plan.panel:
        said(to, f"Judges: {', '.join(f'{judge} ({short})' for judge, short in initials(plan.panel).items())}", QUIET)
    said(to, f"Book: {sentences.book_sentence(rules_of(plan))}", QUIET)
    for name, lines in board(season, number).items():
        _round(to, season, plan, name, lines)
    _contests(to, [bonus for bonus in season.bonuses if bonus.week == number])
    films(to, [film for film in season.packages if film.week == number])
    _standing(to, season, plan)
    _vote(to, season, plan, found)


def _round(to: Console, season: Season, plan: Week, name: str, lines: Sequence[Line]) -> None:
    """The board of one round."""
    short = initials(plan.panel)
    heads = [*short.values(), "Total", "Rank", "So far"]
    about_width = width(to) - 2 - sum(max(len(head), 3) + 2 for head in heads)
    table = Table(box=None, padding=(0, 1), header_style=QUIET)
    table.add_column(Text(_capital(name) if name else "Dances", style=NAME), width=about_width)
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True, min_width=3)
    for line in lines:
        danced = line.routine
        marks = [_figure(danced.marks.get(judge)) for judge in plan.panel]
        place = sentences.tied(line.place) if line.place else UNKNOWN
        first_of_team = next(other for other in lines if other.routine.team == danced.team)
        about = _dance(season, danced, with_music=not danced.team or first_of_team is line)
        table.add_row(about, *marks, Text(_figure(line.total), style=NAME), place, _figure(line.so_far))
    to.print()
    to.print(table)
    if any(line.so_far is None for line in lines):
        said(to, f"{UNKNOWN}  {sentences.NOT_KNOWN}", QUIET, indent=1)


def _dance(season: Season, danced: Routine, *, with_music: bool) -> Text:
    """Who danced what to which music, in two lines; a team's music is told once."""
    couple = season.couple(danced.star)
    pro = danced.danced_with or couple.pro
    name = f"{danced.star} and {pro}" if pro else danced.star
    told = [danced.team] if danced.team else []
    told += [sentences.dance(danced)] if with_music else []
    return Text.assemble((name, NAME), "\n", (": ".join(told), QUIET))


def _contests(to: Console, bonuses: Sequence[Bonus]) -> None:
    """Points beside the marks."""
    for contest in dict.fromkeys(bonus.contest for bonus in bonuses):
        of_contest = [bonus for bonus in bonuses if bonus.contest == contest]
        table = Table(box=None, padding=(0, 1), header_style=QUIET)
        table.add_column(Text(_capital(contest), style=NAME), min_width=36)
        table.add_column("Points", justify="right")
        table.add_column("")
        for bonus in sorted(of_contest, key=lambda b: b.points, reverse=True):
            against = f" against {bonus.opponent}" if bonus.opponent else ""
            table.add_row(
                bonus.star, sentences.number(bonus.points), Text(f"{bonus.result}{against}".strip(), style=QUIET)
            )
        to.print()
        to.print(table)


def films(to: Console, films: Sequence[Package]) -> None:
    """What was shown between the dances."""
    for name in dict.fromkeys(film.title for film in films):
        people: dict[str, list[str]] = {}
        for film in films:
            if film.title == name:
                people.setdefault(film.star, []).extend(film.people)
        shown = [_film(star, of_star) for star, of_star in people.items()]
        to.print()
        said(to, f"Film, {name}: {'; '.join(shown)}.", QUIET, indent=1)


def _film(star: str, people: Sequence[str]) -> str:
    """Who appears in a film, and for whom."""
    if not people:
        return star or sentences.NOT_KNOWN
    return sentences.listed(people) + (f" for {star}" if star and star not in people else "")


def _standing(to: Console, season: Season, plan: Week) -> None:
    """The couples in order, each with its reason: by the whole book if the votes are known, else by the panel."""
    book = rules_of(plan)
    deciding = deciding_week(season, plan.number, book.marks_lag)
    tonight = nights(season, book, plan.number)
    given = points(tonight)
    result = result_of(season, plan.number)
    if result is None and given is None:
        unknown = [star for star, night in tonight.items() if night.points is None]
        heading(to, "Standing")
        whose = sentences.listed(unknown) if len(unknown) < len(tonight) else "everybody"
        why = f"The points of {whose} are {sentences.NOT_KNOWN} yet, so there is no standing."
        said(to, why if unknown else "No marks decide this week yet.")
        return
    shown = result.standing if result else standing(book, given, None)
    beside = "by marks and votes" if result else f"by marks alone; the votes are {sentences.NOT_KNOWN}"
    if deciding and deciding.number != plan.number:
        beside += f"; the marks of week {deciding.number} decide"
    heading(to, "Standing", beside)
    table = Table(box=None, padding=(0, 1), show_header=False)
    table.add_column(justify="right", overflow="fold", width=9)
    table.add_column(width=width(to) - 23)
    table.add_column(justify="right", no_wrap=True, width=8)
    for row in shown.rows:
        reason = sentences.why_here(book, shown, row.star) if result else _by_marks(shown, row.star)
        made = sentences.points_made_of(tonight[row.star])
        about = Text.assemble((row.star, NAME), "\n", (f"{made}. {reason}", QUIET))
        table.add_row(sentences.ordinal(row.place), about, Text(sentences.points(tonight[row.star].points), style=NAME))
    to.print(table)
    if result:
        said(to, sentences.who_leaves(result))


def _by_marks(shown: Standing, star: str) -> str:
    """What separates a couple from the next where only the marks are known."""
    next_ = next((s for s in shown.separations if s.ahead == star), None)
    if next_ is None:
        return ""
    gap = next_.ahead_figure - next_.behind_figure
    return f"{sentences.number(gap)} ahead of {next_.behind}." if gap else f"Level with {next_.behind}."


def _vote(to: Console, season: Season, plan: Week, found: Report) -> None:
    """What the vote could and could not change, and what came of it."""
    verdict = next(v for v in found.verdicts if v.week == plan.number)
    if verdict.reach and rules_of(plan).combine is not Combine.MARKS:
        heading(to, "What the vote could change")
        for sentence in sentences.what_the_vote_could_change(verdict.reach, plan, leaving(season, plan)):
            said(to, sentence)
    heading(to, "Who left" if not plan.final else "The result")
    for sentence in _came_of_it(season, plan):
        said(to, sentence)
    _proof(to, found, verdict)
    seen = [f"{sentences.number(plan.viewers)} million viewers."] if plan.viewers is not None else []
    if seen or plan.note:
        said(to, " ".join([*seen, *([f"Note: {plan.note}"] if plan.note else [])]), QUIET)


def _proof(to: Console, found: Report, verdict: WeekVerdict) -> None:
    said(to, _capital(verdict_sentence(found, verdict)), QUIET)
    if verdict.votes is not None:
        said(to, votes_sentence(found, verdict), QUIET)


def _came_of_it(season: Season, plan: Week) -> list[str]:
    """Who left, or who took which place, as recorded."""
    placed = [(r.place, r.star) for r in season.results if r.exit is Exit.FINAL and r.week == plan.number and r.place]
    told = [f"{sentences.ordinal(place)}: {season.couple(star).name}." for place, star in sorted(placed)]
    for result in season.results:
        if result.week == plan.number and result.exit is not Exit.FINAL:
            how = "withdrew" if result.exit is Exit.WITHDREW else "left"
            place = f", {sentences.ordinal(result.place)}" if result.place else ""
            told.append(f"{season.couple(result.star).name} {how}{place}.")
    if plan.immune:
        told.append(f"{sentences.listed(plan.immune)} could not leave.")
    if plan.named_in_jeopardy:
        also = "Also named" if season.eliminated_in(plan.number) else "Named"
        told.append(f"{also} in jeopardy on air: {sentences.listed(plan.named_in_jeopardy)}.")
    return told


def initials(panel: Sequence[str]) -> dict[str, str]:
    """A short heading for each judge, different for each."""
    short: dict[str, str] = {}
    for judge in panel:
        letters = "".join(word[0] for word in judge.replace("-", " ").split())
        taken = sum(1 for other in short.values() if other.rstrip("0123456789") == letters)
        short[judge] = letters + (str(taken + 1) if taken else "")
    return short


def _figure(value: Fraction | None) -> str:
    return UNKNOWN if value is None else sentences.number(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
