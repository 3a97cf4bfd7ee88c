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
from mirrorball.core.events import ChampionsCrowned, MarksLocked, ReachSigned, StepRevealed
from mirrorball.core.marks import night, nights, points
from mirrorball.core.outcome import leaving, rules_of
from mirrorball.core.reach import reach
from mirrorball.core.season import Season
from mirrorball.core.show import Show, result_tonight
from mirrorball.core.votes import recorded_tally
from mirrorball.terminal.figures import standing_json
from mirrorball.terminal.ink import GOLD, QUIET, heading, said, width
from mirrorball.terminal.rehearse import Audience
from mirrorball.terminal.week import films, initials, title


def opening(console: Console, season: Season, number: int, seed: int, *, free: bool) -> None:
    """Who dances, who judges, and what is real about this night."""
    week = season.week(number)
    console.print()
    console.print(Text.assemble((look.FACETS, GOLD), f" {title(season)}: ", (week.title or f"week {number}", "bold")))
    console.print(Padding(_what_is_real(seed, free=free), (1, 0)))
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style=QUIET)
    facts.add_column()
    facts.add_row("Couples", "\n".join(season.couple(star).name for star in season.field(number)))
    facts.add_row("Judges", sentences.listed(week.panel))
    facts.add_row("Hosts", sentences.listed(season.hosts))
    facts.add_row("Trophy", season.trophy)
    facts.add_row("Book", sentences.book_sentence(rules_of(week)))
    console.print(facts)
    films(console, [film for film in season.packages if film.week == number])


def carried(console: Console, show: Show) -> None:
    """What each couple brings from the week that is carried over."""
    earlier = show.week.carry
    if earlier is None:
        return
    book = rules_of(show.week)
    brought = {star: night(show.season, book, earlier, star).points for star in show.season.field(show.number)}
    heading(console, f"Carried over from week {earlier}")
    for star in sorted(brought, key=lambda s: brought[s] or Fraction(0), reverse=True):
        console.print(_row(console, show.season.couple(star).name, sentences.points(brought[star])))


def routine(console: Console, show: Show, event: MarksLocked) -> None:
    """One routine, its music, its marks and its total."""
    danced = show.routine(event.round, event.star)
    if danced is None:
        return
    if not any(
        (r.round, r.star) in show.locked for r in show.running_order if r.round == event.round and r is not danced
    ):
        heading(console, f"The {event.round}")
        console.print(_row(console, "", _columns(*initials(show.week.panel).values(), "Total")), style=QUIET)
    marks = [sentences.number(danced.marks[judge]) for judge in show.week.panel]
    console.print(_row(console, show.season.couple(event.star).name, _columns(*marks, sentences.number(event.total))))
    said(console, sentences.dance(danced), QUIET)


def judges_board(console: Console, show: Show) -> None:
    """The judges' board once the last sheet is locked."""
    book = rules_of(show.week)
    tonight = nights(show.season, book, show.number)
    given = points(tonight)
    if given is None:
        return
    heading(console, "The judges' board")
    for row in standing(book, given, None).rows:
        name = f"{sentences.ordinal(row.place):>7}  {show.season.couple(row.star).name}"
        console.print(_row(console, name, sentences.number(given[row.star])))
        said(console, sentences.points_made_of(tonight[row.star]), QUIET, indent=9)


def vote_ahead(console: Console, show: Show) -> None:
    """What the vote can still do, before the window opens."""
    given = points(nights(show.season, rules_of(show.week), show.number))
    if given is None:
        return
    heading(console, "What the vote can still do")
    leave = leaving(show.season, show.week)
    for sentence in sentences.what_the_vote_could_change(reach(show.week, leave, given), show.week, leave):
        said(console, sentence)


def signed(console: Console, event: ReachSigned) -> None:
    """That the vote opens although it cannot matter for everybody, and why (10.8)."""
    stars = sentences.listed(event.stars)
    said(
        console, f"A vote that cannot change the night for {stars} opens only once it is signed. Signed: {event.reason}"
    )


def count(console: Console, show: Show, drawn: Audience) -> None:
    """How the ballots were counted. Whom they were for stays sealed."""
    tally = show.tally
    if tally is None:
        return
    heading(console, "The vote")
    console.print(_row(console, "Ballots drawn", f"{len(drawn.sent):,}"))
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
        console.print(
            _row(console, f"Votes carried from week {week}, drawn too", f"{sum(v.votes for v in drawn.carried):,}")
        )
    console.print(Text("Tally and result are sealed. Nobody has been told a place.", style=QUIET))


def step(console: Console, show: Show, event: StepRevealed) -> None:
    """Who is told now hears the place, and why; couples that share a place hear it together."""
    if len(show.revealed) == 1:
        heading(console, "The reveal")
    result = result_tonight(show)
    if result is None or event.place is None:
        return
    style = GOLD if event.place.first == 1 else "bold"
    for star in event.stars:
        console.print(Text(f"{sentences.ordinal(event.place):>7}  {show.season.couple(star).name}", style=style))
        said(console, sentences.why_here(rules_of(show.week), result.standing, star), QUIET, indent=9)


def crown(console: Console, show: Show, event: ChampionsCrowned) -> None:
    """The champions."""
    names = sentences.listed([show.season.couple(star).name for star in event.stars])
    console.print()
    console.print(Rule(Text(f"{look.FACETS}  {names}  {look.FACETS}", style=GOLD), style=QUIET), width=width(console))
    console.print(
        Text(f"Champions, with {_final_score(show, event.stars[0])}!", style="bold"),
        justify="center",
        width=width(console),
    )
    console.print(Text(f"They hold the {event.trophy}.", style=QUIET), justify="center", width=width(console))


def result(console: Console, show: Show) -> None:
    """The joined figures in one table, for whoever wants to add them up again."""
    book = rules_of(show.week)
    outcome = result_tonight(show)
    if outcome is None:
        return
    heading(console, "Marks and votes joined")
    table = Table(box=None, padding=(0, 1), header_style=QUIET)
    table.add_column("Place", justify="right")
    table.add_column("Star", overflow="fold")
    for head in ("Points", "Votes", "By marks", "By votes", "Joined"):
        table.add_column(head, justify="right")
    shown = sentences.percent if book.combine is Combine.PERCENT else sentences.number
    for row in outcome.standing.rows:
        halves = [(sentences.number(h.given), shown(h.value)) if h else ("", "") for h in (row.panel, row.audience)]
        (given, by_marks), (votes, by_votes) = halves
        table.add_row(str(row.place), row.star, given, votes, by_marks, by_votes, shown(row.combined))
    console.print(table)


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
    outcome = result_tonight(show)
    tally = recorded_tally(show.season, rules_of(show.week), show.number)
    if outcome is None or tally is None:
        return {}
    book = rules_of(show.week)
    told = [
        f"{title(show.season)}: {show.week.title or f'week {show.number}'}. {_what_is_real(seed, free=free)}",
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
        "ballots": len(drawn.sent),
        "votes": tally.votes,
        "not_counted": {reason.value: n for reason, n in tally.not_counted.items()}
        | ({r.value: n for r, n in show.tally.not_counted.items()} if show.tally else {}),
        "standing": standing_json(outcome.standing),
    }
    return {
        "README.txt": _README,
        "result.txt": "\n\n".join(told) + "\n",
        "result.json": json.dumps(figures, indent=2, ensure_ascii=False) + "\n",
    }


_README = """\
This folder is the record of a rehearsed night.

night.sqlite    the log of the night, as it was kept while it ran
events.jsonl    the same log, in order, one line each
box             the ballot box: every ballot that came through the door; they are drawn, nobody voted like this
carried.json    votes of an earlier week that count in this night, drawn too
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


def _row(console: Console, left: str, right: str) -> Table:
    """A name on the left and its figure on the right, over a width that the eye can follow."""
    table = Table.grid(expand=False)
    wide = min(console.width, 76)
    table.add_column(width=wide - 26)
    table.add_column(width=26, justify="right")
    table.add_row(left, right)
    return table


def _columns(*figures: str) -> str:
    """Figures under each other from row to row."""
    *marks, total = figures
    return "".join(f"{mark:>4}" for mark in marks) + f"{total:>7}"


def _final_score(show: Show, star: str) -> str:
    return sentences.points(night(show.season, rules_of(show.week), show.number, star).points)
