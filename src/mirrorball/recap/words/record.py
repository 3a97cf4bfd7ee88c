"""What is sure about a season, and what nobody knows."""

from __future__ import annotations

from collections import Counter

from mirrorball.core.book import Combine
from mirrorball.core.outcome import rules_of
from mirrorball.core.season import Routine
from mirrorball.recap.story import Story
from mirrorball.recap.words.said import begins, so_many
from mirrorball.season.possible import Verdict
from mirrorball.sentences import NOT_KNOWN, listed


def not_known(story: Story) -> list[str]:
    """What the record of a season leaves open, a sentence each."""
    said = []
    season = story.season
    voted = [told for told in story.weeks if told.danced and rules_of(told.week).combine is not Combine.MARKS]
    if voted and not season.votes:
        said.append("How many votes each couple got is not published.")
    routines = [routine for routine in season.routines if story.week(routine.week).danced]
    said += _missing(routines, "marks", [r for r in routines if len(r.marks) < len(season.week(r.week).panel)])
    if season.averaged:
        said.append("Each mark is a judge's average over the dances of a night; single marks are not in the source.")
        return said
    said += _missing(routines, "style", [r for r in routines if not r.style])
    said += _missing(routines, "music", [r for r in routines if not r.songs])
    without = [r for r in routines if r.songs and not all(song.artists for song in r.songs)]
    said += _missing(routines, "performer of the music", without)
    return said


def checked(story: Story) -> str:
    """What holding each week's result against its book came to."""
    counts = Counter(told.verdict.verdict for told in story.weeks)
    judged = counts[Verdict.POSSIBLE] + counts[Verdict.IMPOSSIBLE]
    if not judged:
        return "No recorded result could be held against a book."
    said = [f"{begins(so_many(judged, 'recorded result'))} {'was' if judged == 1 else 'were'} held against the book."]
    weeks = [str(told.week.number) for told in story.weeks if told.verdict.verdict is Verdict.IMPOSSIBLE]
    if weeks:
        said.append(f"No vote leads to what is recorded of week {listed(weeks)}.")
    else:
        said.append("Each can have come about; that does not prove that the book was this one.")
    if counts[Verdict.NOBODY_LEFT]:
        said.append(f"In {so_many(counts[Verdict.NOBODY_LEFT], 'week')} nobody was voted out.")
    open_ = counts[Verdict.NOT_KNOWN] + counts[Verdict.NOT_SETTLED]
    if open_:
        said.append(f"Of {so_many(open_, 'week')} it is {NOT_KNOWN}.")
    return " ".join(said)


def _missing(routines: list[Routine], what: str, those: list[Routine]) -> list[str]:
    """How many routines are without something, and when; nothing if all have it."""
    if not those or not routines:
        return []
    weeks = sorted({routine.week for routine in those})
    when = f"week {weeks[0]}" if len(weeks) == 1 else f"weeks {listed([str(week) for week in weeks])}"
    verb = "are" if what == "marks" else "is"
    whole = "not all known" if what == "marks" else NOT_KNOWN
    return [f"The {what} of {so_many(len(those), 'routine')} {verb} {whole}, in {when}."]
