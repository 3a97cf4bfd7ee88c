"""Write docs/eliminations.md: could each elimination that the public table records have happened?

The table itself is third-party and does not lie here: name its file. The explanations are facts that the press and
the show's own pages gave, in our words.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from mirrorball.recap.archive.collect import collect
from mirrorball.recap.archive.links import links
from mirrorball.recap.archive.verdicts import markdown
from mirrorball.season.imports.mcm import mcm
from mirrorball.season.write import write

PAGE = Path(__file__).resolve().parents[1] / "docs" / "eliminations.md"

BEFORE = """\
# Was each recorded elimination possible?

For every week of the public table of 34 US seasons: is there a vote after which exactly those leave who left, or,
in a final, the finalists stand as they were placed? The question is settled exactly, with such a vote, under the
book that the season is taken to have had ([rules and sources](rules/television.md)). This page is written by
`python tools/eliminations.py 2026_MCM_Problem_C_Data.csv`; the file is a contest's and not ours to ship.

"""

AFTER = """

## What this proves, and what not

Less than it seems to. Where shares are added, enough votes outweigh any marks, and where ranks are added and votes
break ties, nearly anybody can leave: putting every other couple in the place of who left, 1,921 of 1,921 exits came
out possible as well. The one question with force is the order of a final under ranks: of 464 orders tried, 266 are
impossible, and none of these was recorded. So the table finds a slip of the pen and a wrong rule about ties, and it
does not tell which book a season had.

## The exceptions, explained

**Not known: season 19, week 1.** The book of seasons 18 to 25 tells an exit by the marks and votes of the week
before. In week 1 there is none, and yet Lolo Jones left. Either the first week of that season counted by itself, or
votes of the first night alone decided; no source says which, so the book is not bent to fit.

**Nobody left by the vote** in 42 weeks. In 21 seasons that is the first week, by plan. The others:

| season/week | why |
|---|---|
| 3/6, 7/3, 16/2, 18/3, 21/3, 21/10, 28/3 | somebody withdrew; in 7/3 the marks counted for the week after |
| 15/5, 15/7, 25/3 | a presidential debate; an election and a storm; the news of a shooting |
| 17/6 | a wrong display while the vote was open: the votes were void, and the marks were carried on |
| 18/4, 19/5, 21/5, 22/5 | couples changed partners for a week |
| 23/5, 27/5, 28/5 | planned without an exit |
| 32/10, 33/8, 34/5 | no note was found; of 32/10 marks and votes were carried into the final |

**More than one left.** 7/1, 9/1, 21/2, 25/2 and 30/4 are two nights in one week of the table. 18/2: Diana Nyad left
with the marks of week 1 alone. 26/1 to 26/3: two, two and three by plan. 29/8 was planned as two, one of whom
withdrew. The others are double eliminations, announced as such.

**Withdrawals** are taken to fall in the week after the last dance. Where the places of the table say that a couple
was gone before that week's exit, it is that week itself (9/3 Tom DeLay, 31/5 Selma Blair). Dorothy Hamill (16) is
known to have gone in week 2; the table cannot tell, and says 3.

**A place in the final.** In seasons 16, 17, 18, 19, 21, 23 and 25 the table calls a finalist "Eliminated Week n" in
the week of the final; that is taken as the place. In 1/5 and 3/9 it gives "3rd Place" to somebody who left before
the final; that is taken as the exit.

Immunity, and which weeks were carried into others, do not stand in the table; so they are not in these seasons
either.
"""


def main(file: Path) -> int:
    """Write the page from the public file."""
    brought = mcm(file)
    if not brought.whole:
        print(*(remark.sentence for remark in brought.remarks), sep="\n", file=sys.stderr)
        return 2
    with TemporaryDirectory() as scratch:
        for season in brought.seasons:
            write(season, Path(scratch) / f"us-{season.number:02}")
        tables = collect(Path(scratch)).tables
    PAGE.write_text(BEFORE + markdown(tables, links(tables.seasons, tables.couples)) + AFTER, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
