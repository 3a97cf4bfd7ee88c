"""The fact checker: reads the pages that were written, and says of each number and name whether the season vouches.

It is a second path. It imports nothing that writes pages; it reads the files, and works its facts out from the season
and ``core`` (of the ``Story`` it takes what the vote could do, as the verdict found it). A number is vouched for if a
fact of a fitting kind has it, about somebody whom the place is about; a name, if it stands in the season, and a style,
a song, an artist or a home if it stands there for this couple (and week).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mirrorball.recap.story import Story
from mirrorball.recap.vouch_claims import claims
from mirrorball.recap.vouch_facts import Fact, facts
from mirrorball.recap.vouch_judge import Season as Known
from mirrorball.recap.vouch_judge import doubts_in
from mirrorball.recap.vouch_names import names
from mirrorball.recap.vouch_text import Passage, passages
