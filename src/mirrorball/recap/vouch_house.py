"""The house's own words: what pages may write with a capital although it stands in no season, each with its reason."""

from __future__ import annotations

from mirrorball.recap.vouch_numbers import MONTHS

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"

# Who made the page, and the names of forms in which it can be taken along.
_OURS = "Mirrorball SVG PNG JSON RSS Atom CSV HTML XML ID"

# The ways through the site, and headings of tables, which stand with a capital wherever they stand.
_WAYS = "Finale Weeks Stars Pictures Music About Home Week Stories Season Cover Gallery Panel Judges"

# Words of the language with a capital of their own.
_ENGLISH = "I US UK British American English Latin TV"

HOUSE = frozenset(f"{_OURS} {_WAYS} {_ENGLISH} {_DAYS}".split()) | frozenset(MONTHS)
