"""The words of a look back: what a season, its weeks, its couples and its judges come to, as plain sentences.

Everything is said from the story alone. Where there are several ways to say a thing, which of them is taken follows
from the season and from what the sentence is about, so a page reads the same each time it is written.
"""

from __future__ import annotations

from mirrorball.recap.words.cast import judge_line, star_line
from mirrorball.recap.words.lead import lead
from mirrorball.recap.words.leaving import could_change, why_left
from mirrorball.recap.words.pictures import bump_sentence, heat_sentence, judges_sentence, music_sentence
from mirrorball.recap.words.record import checked, not_known
from mirrorball.recap.words.road import road
from mirrorball.recap.words.sums import how_points_came
from mirrorball.recap.words.week import week_story

__all__ = [
    "bump_sentence",
    "checked",
    "could_change",
    "heat_sentence",
    "how_points_came",
    "judge_line",
    "judges_sentence",
    "lead",
    "music_sentence",
    "not_known",
    "road",
    "star_line",
    "week_story",
    "why_left",
]
