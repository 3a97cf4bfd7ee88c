"""docs/archive.md, written from the tables themselves: every table, every column, and questions that run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from mirrorball.recap.archive.exact import EXACT, PLACES
from mirrorball.recap.archive.rows import columns, kinds

KINDS = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    date: "date",
    Fraction: "number",
}

OPENING = f"""# The archive's tables

This page is written from the program's own tables (`python tools/archive_page.py`); a test keeps it true.

An archive is a folder of season folders ([what a season folder holds](season-folder.md)). `mirrorball query` asks it in
SQL; the same tables go out as Parquet, a file a table, and as one SQLite database. DuckDB answers, in memory: a
question can read these tables and nothing else. It changes nothing, opens no file and asks no network.

- **Nothing is guessed.** What nobody knows is `NULL`, never 0. Texts are empty rather than `NULL`.
- **Numbers are exact, twice.** Each column of the kind *number* is a decimal with {PLACES} places, rounded half
  away from zero, and has a second column whose name ends in `{EXACT}`: a text with the fraction, such as `29/3`.
  Whole numbers, halves and quarters are exact in both; thirds are exact in the second alone. SQLite turns the decimals
  into its own numbers.
- **`season` is the name of the folder** in plain letters, such as "us-32". Season, week and star lead from table to
  table; `round` beside them where a couple danced more than once.
- **People are joined by the exact name.** Names that differ by accents, spaces or case are reported and kept apart.
- **Averages.** Where `seasons.averaged` is true, each mark is a judge's average over the dances of a night, with bonus
  points in it. Such marks may lie above the scale. Do not mix them with single marks.
- **No votes.** Recorded votes are left out of an archive.
- Rows stand by season, in the order of the folders' names ("us-2" before "us-10"), then as the season has them.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A question that the page shows, and what it answers."""

    title: str
    sql: str


EXAMPLES = (
    Example(
        "Which pros had the highest mean over at least three seasons?",
        """SELECT pro, count(*) AS seasons, round(sum(mean * marks) / sum(marks), 2) AS mean_mark
FROM couples
WHERE pro <> '' AND mean IS NOT NULL
GROUP BY pro
HAVING count(*) >= 3
ORDER BY mean_mark DESC, pro""",
    ),
    Example(
        "How often did the couple that led on the first night win?",
        """SELECT count(*) AS leaders, count(*) FILTER (WHERE couples.champion) AS won
FROM nights
JOIN couples USING (season, star)
JOIN seasons USING (season)
WHERE nights.week = 1 AND nights.place_first = 1 AND seasons.finished""",
    ),
    Example(
        "Which judges give more than those beside them? A team dance counts once.",
        """SELECT judge, count(*) AS marks, round(avg(mark - others), 3) AS lean, min(mark) AS low, max(mark) AS high
FROM (
  SELECT DISTINCT season, week, round, if(team = '', star, team) AS who, judge, mark, others
  FROM marks
  WHERE named AND others IS NOT NULL
)
GROUP BY judge
ORDER BY lean DESC, judge""",
    ),
    Example(
        "Who stood lowest by the panel in a week, alone, and stayed?",
        """SELECT nights.season, nights.week, nights.star, nights.points, verdicts.out
FROM nights
JOIN weeks USING (season, week)
JOIN verdicts USING (season, week)
WHERE verdicts.out <> '' AND weeks.marks_of_week = weeks.week
  AND nights.place_first = (
    SELECT max(place_first) FROM nights AS beside WHERE beside.season = nights.season AND beside.week = nights.week
  )
  AND nights.place_first = nights.place_last
  AND NOT list_contains(string_split(verdicts.out, '; '), nights.star)
ORDER BY nights.season, nights.week""",
    ),
    Example(
        "In how many weeks of each season is the recorded result possible?",
        """SELECT season, count(*) FILTER (WHERE verdict = 'possible') AS possible,
  count(*) FILTER (WHERE verdict IN ('impossible', 'not settled', 'not known')) AS exceptions,
  string_agg(DISTINCT book || ' (' || confidence || ')', ', ' ORDER BY book || ' (' || confidence || ')') AS books
FROM verdicts
GROUP BY season
ORDER BY season""",
    ),
)


def page() -> str:
    """The whole page."""
    parts = [OPENING, *_tables(), "## Five questions\n", *_examples()]
    return "\n".join(parts)


def _tables() -> Iterator[str]:
    for name, kind in kinds().items():
        yield f"## {name}\n"
        yield f"{(kind.__doc__ or '').strip()}\n"
        yield "| column | holds | meaning |\n|---|---|---|"
        for one in columns(kind):
            holds = KINDS[one.kind] + (", or NULL" if one.may_be_nothing else "")
            meaning = one.meaning.replace("|", r"\|")
            yield f"| `{one.name}` | {holds} | {meaning} |"
        yield ""


def _examples() -> Iterator[str]:
    for one in EXAMPLES:
        yield f"{one.title}\n\n```sql\n{one.sql}\n```\n"
