"""What the demo says at each step of the night."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from mirrorball import look, sentences
from mirrorball.core.book import Combine
from mirrorball.core.combine import standing
from mirrorball.core.events import ChampionsCrowned, MarksLocked, PlaceRevealed
from mirrorball.core.marks import night, nights, points
from mirrorball.core.outcome import leaving, rules_of
from mirrorball.core.reach import reach
from mirrorball.core.season import Couple, Routine, Season
from mirrorball.core.show import Show, result_of
from mirrorball.core.votes import recorded_tally
from mirrorball.terminal.rehearse import BALLOTS, Audience

GOLD, QUIET = f"bold {look.TERMINAL['spotlight']}", look.TERMINAL["quiet"]
FACETS = "◆◇◆"


def opening(console: Console, season: Season, number: int, seed: int, *, free: bool) -> None:
    """Who dances, who judges, and what is real about this night."""
    week = season.week(number)
    console.print()
    console.print(Text.assemble((FACETS, GOLD), f" {_title(season)}: ", (week.title or f"week {number}", "bold")))
    console.print(Padding(_what_is_real(seed, free=free), (1, 0)))
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style=QUIET)
    facts.add_column()
    facts.add_row("Couples", "\n".join(season.couple(star).name for star in season.field(number)))
    facts.add_row("Judges", sentences.listed(week.panel))
    facts.add_row("Hosts", sentences.listed(season.hosts))
    facts.add_row("Trophy", season.trophy)
    facts.add_row("Book", sentences.book_sentence(rules_of(week)))
    for package in season.packages:
        if package.week == number:
            facts.add_row("Film", f"{package.title}: {sentences.listed(package.people)}")
    console.print(facts)


def carried(console: Console, show: Show) -> None:
    """What each couple brings from the week that is carried over."""
    earlier = show.week.carry
    if earlier is None:
        return
    book = rules_of(show.week)
    brought = {star: night(show.season, book, earlier, star).points for star in show.season.field(show.number)}
    _heading(console, f"Carried over from week {earlier}")
    for star in sorted(brought, key=lambda s: brought[s] or Fraction(0), reverse=True):
        console.print(_row(console, show.season.couple(star).name, _points(brought[star])))


def routine(console: Console, show: Show, event: MarksLocked) -> None:
    """One routine, its music, its marks and its total."""
    danced = show.routine(event.round, event.star)
    if danced is None:
        return
    if not any((r.round, r.star) in show.locked for r in show.running_order if r.round == event.round and r is not danced):
        _heading(console, f"The {event.round}")
    marks = " ".join(f"{sentences.number(danced.marks[judge]):>2}" for judge in show.week.panel)
    console.print(_row(console, show.season.couple(event.star).name, f"{marks}  {sentences.number(event.total):>3}"))
    console.print(Text(f"  {_danced(danced)}", style=QUIET))


def judges_board(console: Console, show: Show) -> None:
    """The judges' board once the last sheet is locked."""
    book = rules_of(show.week)
    tonight = nights(show.season, book, show.number)
    given = points(tonight)
    if given is None:
        return
    _heading(console, "The judges' board")
    for row in standing(book, given, None).rows:
        name = f"{sentences.ordinal(row.panel.place):>5}  {show.season.couple(row.star).name}"
        console.print(_row(console, name, sentences.number(row.panel.given)))
        console.print(Text(f"         {sentences.points_made_of(tonight[row.star])}", style=QUIET))


def vote_ahead(console: Console, show: Show) -> None:
    """What the vote can still do, before the window opens."""
    given = points(nights(show.season, rules_of(show.week), show.number))
    if given is None:
        return
    _heading(console, "What the vote can still do")
    leave = leaving(show.season, show.week)
    for sentence in sentences.what_the_vote_could_change(reach(show.week, leave, given), show.week, leave):
        console.print(sentence)


def count(console: Console, show: Show, drawn: Audience) -> None:
    """How the ballots were counted. Whom they were for stays sealed."""
    tally = show.tally
    if tally is None:
        return
    _heading(console, "The vote")
    console.print(_row(console, "Ballots drawn", f"{len(drawn.ballots):,}"))
    by_channel: dict[str, int] = {}
    for votes in tally.counted.values():
        for channel, n in votes.items():
            by_channel[channel] = by_channel.get(channel, 0) + n
    for channel, n in by_channel.items():
        console.print(_row(console, f"Votes counted, {channel}", f"{n:,}"))
    for reason, n in sorted(tally.not_counted.items(), key=lambda item: item[0].value):
        console.print(_row(console, f"Votes not counted, {reason.value}", f"{n:,}"))
    if drawn.carried:
        week = drawn.carried[0].week
        console.print(_row(console, f"Votes carried from week {week}, drawn too", f"{sum(v.votes for v in drawn.carried):,}"))
    console.print(Text("Tally and result are sealed. Nobody has been told a place.", style=QUIET))


def place(console: Console, show: Show, event: PlaceRevealed) -> None:
    """One couple hears its place, and why."""
    if len(show.revealed) == 1:
        _heading(console, "The reveal")
    result = result_of(show.season, show.number)
    if result is None:
        return
    style = GOLD if event.place.first == 1 else "bold"
    console.print(Text(f"{sentences.ordinal(event.place):>5}  {show.season.couple(event.star).name}", style=style))
    reason = sentences.why_here(rules_of(show.week), result.standing, event.star)
    console.print(Padding(Text(reason, style=QUIET), (0, 0, 0, 7)))


def crown(console: Console, show: Show, event: ChampionsCrowned) -> None:
    """The champions."""
    names = sentences.listed([show.season.couple(star).name for star in event.stars])
    console.print()
    console.print(Rule(Text(f"{FACETS}  {names}  {FACETS}", style=GOLD), style=QUIET))
    console.print(Text(f"Champions, with {_final_score(show, event.stars[0])}!", style="bold"), justify="center")
    console.print(Text(f"They hold the {event.trophy}.", style=QUIET), justify="center")


def result(console: Console, show: Show) -> None:
    """The joined figures in one table, for whoever wants to add them up again."""
    book = rules_of(show.week)
    outcome = result_of(show.season, show.number)
    if outcome is None:
        return
    _heading(console, "Marks and votes joined")
    table = Table(box=None, padding=(0, 1), header_style=QUIET)
    table.add_column("Place", justify="right")
    table.add_column("Couple")
    for head in ("Points", "Votes", "By marks", "By votes", "Joined"):
        table.add_column(head, justify="right")
    shown = sentences.percent if book.combine is Combine.PERCENT else sentences.number
    for row in outcome.standing.rows:
        by_votes = (f"{int(row.audience.given):,}", shown(row.audience.value)) if row.audience else ("", "")
        figures = (sentences.number(row.panel.given), by_votes[0], shown(row.panel.value), by_votes[1], shown(row.combined))
        table.add_row(str(row.place), row.star, *figures)
    console.print(table)


def look_back(console: Console, season: Season, show: Show) -> None:
    """Everyone who danced, from the champions to the first who left."""
    _heading(console, "Everyone who danced")
    places = dict(show.sealed.places) if show.sealed else {}
    for earlier in season.results:
        if earlier.place is not None:
            places.setdefault(earlier.star, earlier.place)
    for couple in sorted(season.couples, key=lambda c: places[c.star].first if c.star in places else len(places) + 1):
        where = sentences.ordinal(places[couple.star]) if couple.star in places else ""
        console.print(Text.assemble((f"{where:>5}  ", "bold"), (couple.star, "bold"), f" with {couple.pro}"))
        console.print(Padding(Text(_road(season, couple), style=QUIET), (0, 0, 0, 7)))


def record(console: Console, folder: Path, disagreements: list[str]) -> None:
    """Where the record lies, and whether it comes to the same result when read by itself."""
    console.print()
    console.print(f"The record of the night is in {folder}.")
    if disagreements:
        for sentence in disagreements:
            console.print(Text(f"✗ {sentence}", style="bold"))
    else:
        console.print("✓ Worked out again from that record alone: the same tally, the same places, the same champions.")


def for_people(show: Show, drawn: Audience, seed: int, *, free: bool) -> dict[str, str]:
    """The files of the record that are for people and for other programs."""
    outcome = result_of(show.season, show.number)
    tally = recorded_tally(show.season, rules_of(show.week), show.number)
    if outcome is None or tally is None:
        return {}
    book = rules_of(show.week)
    told = [
        f"{_title(show.season)}: {show.week.title or f'week {show.number}'}. {_what_is_real(seed, free=free)}",
        sentences.book_sentence(book),
        *(
            f"{sentences.ordinal(row.place)}: {show.season.couple(row.star).name}. "
            f"{sentences.why_here(book, outcome.standing, row.star)}"
            for row in outcome.standing.rows
        ),
        *(
            f"{row.star}: {sentences.points_made_of(n)}"
            for row in outcome.standing.rows
            for n in [night(show.season, book, show.number, row.star)]
        ),
    ]
    figures = {
        "seed": seed,
        "free": free,
        "ballots": len(drawn.ballots),
        "votes": tally.votes,
        "not_counted": {reason.value: n for reason, n in tally.not_counted.items()}
        | ({r.value: n for r, n in show.tally.not_counted.items()} if show.tally else {}),
        "standing": [
            {
                "star": row.star,
                "place": str(row.place),
                "points": str(row.panel.given),
                "votes": str(row.audience.given) if row.audience else None,
                "combined": str(row.combined),
            }
            for row in outcome.standing.rows
        ],
        "separations": [
            {"ahead": s.ahead, "behind": s.behind, "by": s.by.value, "figures": [str(s.ahead_figure), str(s.behind_figure)]}
            for s in outcome.standing.separations
        ],
    }
    return {
        "README.txt": _README,
        "result.txt": "\n\n".join(told) + "\n",
        "result.json": json.dumps(figures, indent=2, ensure_ascii=False) + "\n",
    }


_README = """\
This folder is the record of a rehearsed night.

events.jsonl    everything that happened, in order, one line each
ballots.jsonl   every ballot that was cast; they are drawn, nobody voted like this
carried.json    votes of an earlier week that count in this night, drawn too, and the window of the vote
result.txt      the result with the reason for each place
result.json     the same figures for programs
"""


def _what_is_real(seed: int, *, free: bool) -> str:
    if free:
        return (
            f"A rehearsal. The marks are real. The votes are drawn from seed {seed} without regard to the real result, "
            "so anyone may win."
        )
    return (
        "A rehearsal. The marks and the places are real. The real votes were never published: these are drawn from "
        f"seed {seed} so that they fit the recorded result. Other votes would fit as well."
    )


def _title(season: Season) -> str:
    return f"{season.title}, season {season.number}" if season.number is not None else season.title


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text.assemble(("◆ ", GOLD), (text[0].upper() + text[1:], "bold")))


def _row(console: Console, left: str, right: str) -> Table:
    """A name on the left and its figure on the right, over a width that the eye can follow."""
    table = Table.grid(expand=False)
    width = min(console.width, 72)
    table.add_column(width=width - 18)
    table.add_column(width=18, justify="right")
    table.add_row(left, right)
    return table


def _points(known: Fraction | None) -> str:
    return sentences.NOT_KNOWN if known is None else sentences.number(known)


def _danced(danced: Routine) -> str:
    return f"{danced.style or 'style not known'} to {sentences.songs(danced.songs)}"


def _final_score(show: Show, star: str) -> str:
    return _points(night(show.season, rules_of(show.week), show.number, star).points)


def _road(season: Season, couple: Couple) -> str:
    """What a star is known for, and the best routine of the season."""
    totals = [(night_sheet.total, night_sheet.routine) for week in season.weeks for night_sheet in _sheets(season, week.number, couple)]
    known = [(total, len(season.week(r.week).panel), r) for total, r in totals if total is not None and not r.team]
    if not known:
        return couple.known_for
    total, judges, best = max(known, key=lambda entry: entry[0] / entry[1])
    of = sentences.number(judges * season.scale.highest)
    return f"{couple.known_for}. Best: {_danced(best)}, week {best.week}, {sentences.number(total)} of {of}."


def _sheets(season: Season, number: int, couple: Couple):  # type: ignore[no-untyped-def]
    return night(season, season.week(number).book, number, couple.star).sheets


_ = BALLOTS
