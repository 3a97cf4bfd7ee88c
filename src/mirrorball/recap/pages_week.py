"""What a night's pages are made of: its board, who left and why, votes where they are published, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mirrorball import sentences
from mirrorball.core.outcome import rules_of
from mirrorball.core.season import Couple, Exit, Package
from mirrorball.recap import words
from mirrorball.recap.shown import Dance, columns_of, in_round, rounds_of
from mirrorball.recap.story import Journey, Line, Story, ToldWeek

BONUS, CARRIED = "bonus", "carried over"
NOTHING = "\N{EN DASH}"  # in a cell of a couple that did not dance in a round, or has no further points


@dataclass(frozen=True, slots=True)
class Row:
    """One couple on a board, as text. ``made`` says what the cells cannot; ``gold`` is whoever the board is about."""

    place: str
    star: str
    pro: str
    parts: tuple[str, ...]
    points: str
    made: str
    gold: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A board. ``columns`` are what the points are the sum of, in that order."""

    caption: str
    columns: tuple[str, ...]
    sum: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Who left in a week, and why."""

    couple: Couple
    why: str


@dataclass(frozen=True, slots=True)
class Voted:
    """One couple's votes, where they are published, and why it stands there."""

    star: str
    votes: str
    why: str


@dataclass(frozen=True, slots=True)
class Sourced:
    """Where the record of one routine comes from."""

    star: str
    what: str
    source: str
    confidence: str


def week_board(story: Story, told: ToldWeek) -> Board:
    """The board of a week: the most points first. A leader is gold, whoever shares the lead with it too."""
    columns = _columns(told)
    rows = tuple(
        _row(story, line, columns, sentences.tied(line.place) if line.place else "", gold=_leads(line))
        for line in told.lines
    )
    return Board(f"Week {told.week.number} by the points of the panel", columns, "Points", rows)


def final_board(story: Story, told: ToldWeek) -> Board:
    """The board of a final by the places in which it ended."""
    columns, rows = _columns(told), []
    for journey in story.finalists:
        line = told.line(journey.star)
        place = sentences.tied(journey.result.place) if journey.result and journey.result.place else ""
        if line:
            rows.append(_row(story, line, columns, place, gold=journey.champion))
        else:
            empty = tuple("not known" for _ in columns)
            couple = journey.couple
            rows.append(Row(place, couple.star, couple.pro, empty, "not known", "", journey.champion))
    return Board("The final by the places in which it ended", columns, "Final score", tuple(rows))


def left_of(story: Story, told: ToldWeek) -> tuple[Left, ...]:
    """Who left in a week, each with the reason."""
    return tuple(Left(story.season.couple(result.star), words.why_left(story, told, result)) for result in told.left)


def votes_of(told: ToldWeek) -> tuple[Voted, ...]:
    """Marks and votes together, where the votes are in the season; nothing otherwise."""
    if told.outcome is None:
        return ()
    standing, book = told.outcome.standing, rules_of(told.week)
    return tuple(
        Voted(
            row.star,
            sentences.number(row.audience.given) if row.audience else sentences.NOT_KNOWN,
            sentences.why_here(book, standing, row.star),
        )
        for row in standing.rows
    )


def sources_of(told: ToldWeek) -> tuple[Sourced, ...]:
    """Where each routine's record comes from, if it says so."""
    return tuple(
        Sourced(one.star, one.style or one.round, one.source, one.confidence)
        for one in (danced.routine for line in told.lines for danced in line.danced)
        if one.source
    )


def routines_of(story: Story, told: ToldWeek) -> dict[str, list[tuple[str, Dance]]]:
    """Each couple's dances of a night, each with the name of its round."""
    found: dict[str, list[tuple[str, Dance]]] = {couple.star: [] for couple in story.season.couples}
    for part in rounds_of(story.season, told):
        for dance in part.dances:
            for couple in dance.couples:
                found[couple.star].append((part.name, dance))
    return found


def films_of(story: Story, told: ToldWeek | None) -> tuple[dict[str, list[Package]], list[Package]]:
    """The films of a night by the star that they are about, and those about nobody of the final."""
    mine: dict[str, list[Package]] = {couple.star: [] for couple in story.season.couples}
    shown = {journey.star for journey in story.finalists}
    others = []
    for film in told.packages if told else ():
        if film.star in shown:
            mine[film.star].append(film)
        else:
            others.append(film)
    return mine, others


def as_sum(sentence: str) -> tuple[str, str]:
    """The figures of a sum and the words for them, where a sentence begins with a sum; else all of it as words."""
    figures, colon, rest = sentence.partition(": ")
    return (figures, rest) if colon and "=" in figures and not any(map(str.isalpha, figures)) else ("", sentence)


def settled(story: Story, told: ToldWeek) -> bool:
    """Whether it is known that nobody left: something later is told, or nobody was to leave."""
    later = any(result.week > told.week.number for result in story.season.results)
    return later or told.week.leave == 0


def standing_of(story: Story) -> Mapping[str, str]:
    """How far each star came, in a few words."""
    return {journey.star: "".join(_standing(journey)) for journey in story.journeys}


def _standing(journey: Journey) -> Iterator[str]:
    result = journey.result
    if result is None:
        yield "Still in"
    elif journey.champion:
        yield "Champion"
    elif result.exit is Exit.FINAL:
        yield f"{sentences.ordinal(result.place)} place" if result.place else "Finalist"
    else:
        yield f"{'Withdrew' if result.exit is Exit.WITHDREW else 'Left'} in week {result.week}"
        if result.place:
            yield f", {sentences.ordinal(result.place)} place"


def _columns(told: ToldWeek) -> tuple[str, ...]:
    """What the points are the sum of, in the order of a sum; none where they are one round's total."""
    rounds = columns_of(told)
    carried = (CARRIED,) if any(line.night.carried for line in told.lines) else ()
    bonus = (BONUS,) if any(line.night.bonuses for line in told.lines) else ()
    return (*carried, *rounds, *bonus) if carried or bonus or len(rounds) > 1 else ()


def _row(story: Story, line: Line, columns: tuple[str, ...], place: str, *, gold: bool) -> Row:
    couple = story.season.couple(line.star)
    made = sentences.points_made_of(line.night) if line.night.stated else ""
    parts = tuple(_cell(line, name) for name in columns)
    return Row(place, couple.star, couple.pro, parts, sentences.points(line.night.points), made, gold)


def _cell(line: Line, name: str) -> str:
    """What a couple has in a column."""
    if name == BONUS:
        return sentences.number(line.night.bonus) if line.night.bonuses else NOTHING
    if name == CARRIED:
        return sentences.points(line.night.carried.points) if line.night.carried else NOTHING
    totals = in_round(line, name)
    return sentences.points(totals[0]) if totals else NOTHING


def _leads(line: Line) -> bool:
    return line.place is not None and line.place.first == 1
