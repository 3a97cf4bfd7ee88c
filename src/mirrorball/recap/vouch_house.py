"""The house's own words: what pages may write with a capital although it stands in no season, each with its reason."""

from __future__ import annotations

from mirrorball.recap.vouch_numbers import MONTHS

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"

# Who made the page, and the names of forms in which it can be taken along.
_OURS = "Mirrorball SVG PNG JSON RSS Atom CSV HTML XML ID FOLDER URL"

# The ways through the site, and headings of tables, which stand with a capital wherever they stand.
_WAYS = "Finale Weeks Stars Pictures Music About Home Week Stories Season Cover Gallery Panel Judges"

# Words of the language with a capital of their own.
_ENGLISH = "I The US UK British American English Latin TV"

HOUSE = frozenset(f"{_OURS} {_WAYS} {_ENGLISH} {_DAYS}".split()) | frozenset(MONTHS)

# Words that open a heading, a label or a cell. A word that opens a sentence need not stand here.
_LABELS = (
    "All Ahead Before Begin Behind Best Carried Checked Drawn Eliminated Executive Film Films Final Highest Immune Keep"
    " Known Left Level Lowest Mark Marks Mean Named Next Nobody None Not One Place Places Points Professional Routine"
    " Routines Skip Standings Take The Theme Tied Title Total Totals Under Verdict Votes Watched What When Where"
    " Whether Who Why Winner"
)
_PEOPLE = "Champion Champions Couple Couples Finalist Host Hosts Judge Runner-up Star Withdrew"
_THINGS = "Age Bonus Book Dance Danced Date How Photo Rule Scale Source Sources Trophy Viewers"

OPENERS = frozenset(f"{_LABELS} {_PEOPLE} {_THINGS}".split())
