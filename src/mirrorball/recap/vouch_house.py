"""The house's own words: what pages may write with a capital although it stands in no season, each with its reason."""

from __future__ import annotations

from mirrorball.recap.vouch_numbers import MONTHS

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"

# Who made the page, and the names of forms in which it can be taken along.
_OURS = "Mirrorball SVG PNG JSON RSS Atom CSV HTML XML ID FOLDER URL"

# The ways through the site, and headings of tables, which stand with a capital wherever they stand.
_WAYS = "Finale Weeks Stars Pictures Music About Home Week Stories Season Cover Gallery Panel Judges"

# Words of the language with a capital of their own.
_ENGLISH = "I US UK British American English Latin TV"

HOUSE = frozenset(f"{_OURS} {_WAYS} {_ENGLISH} {_DAYS}".split()) | frozenset(MONTHS)

# Words that open a heading, a label or a cell, where each word would have a capital. Elsewhere they need none.
OPENERS = frozenset(
    "Skip Couple Couples Champion Champions Winner Host Hosts Executive Drawn Checked Photo Film Films Total Totals"
    " Named Votes Watched Trophy Judge Known Danced Before Next Take Final Bonus Points Place Places Star Routine"
    " Routines Dance How Why Who What When Where Marks Mark Mean Nobody None Not Age Book Verdict Theme Title Date"
    " Viewers Scale Rule Sources Source Under Whether Immune Runner-up Finalist Carried Best Lowest All The One Ahead Behind Tied Level Eliminated Withdrew Left".split()
)
