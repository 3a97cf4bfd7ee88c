"""What is sure about a season, and what nobody knows."""

from __future__ import annotations

from collections import Counter

from mirrorball.core.book import Combine, Confidence
from mirrorball.core.outcome import rules_of
from mirrorball.core.season import Routine
from mirrorball.recap.shown import told_weeks
from mirrorball.recap.story import Story
from mirrorball.recap.words.said import begins, in_weeks, so_many
from mirrorball.season.possible import Verdict
from mirrorball.sentences import NOT_KNOWN, listed

_UNSURE = {
    Confidence.ASSUMED: "How marks and votes were joined was never published; the book is an assumption.",
    Confidence.WEAK: "How marks and votes were joined was never published; the book is a guess.",
}

_AVERAGED = (
    "Single dances, their styles and their music are not in the source, which holds a judge's average over the dances "
    "of a night."
)


def not_known(story: Story) -> list[str]:
    """What the record of a season leaves open, a sentence each."""
    said = []
    season, weeks = story.season, told_weeks(story)
    numbers = {told.week.number for told in weeks}
    voted = [told for told in weeks if rules_of(told.week).combine is not Combine.MARKS]
    if voted and not season.votes:
        said.append("How many votes each couple got is not published.")
    levels = {told.week.book.least_sure for told in voted}
    said += [sentence for level, sentence in _UNSURE.items() if level in levels]
    routines = [routine for routine in season.routines if routine.week in numbers]
    said += _missing(routines, "marks", [r for r in routines if len(r.marks) < len(_seats(story, r))])
    said += _unnamed(story)
    if season.averaged:
        return [*said, _AVERAGED]
    said += _missing(routines, "style", [r for r in routines if not r.style])
    said += _missing(routines, "music", [r for r in routines if not r.songs])
    without = [r for r in routines if r.songs and not all(song.artists for song in r.songs)]
    said += _missing(routines, "performer of the music", without)
    return said


def checked(story: Story) -> str:
    """What holding each week's result against its book came to."""
    verdicts = [told.verdict for told in told_weeks(story)]
    counts = Counter(verdict.verdict for verdict in verdicts)
    judged = counts[Verdict.POSSIBLE] + counts[Verdict.IMPOSSIBLE]
    if not judged:
        return "No recorded result could be held against a book."
    whose = "was held against the book of its week" if judged == 1 else "were held against the books of their weeks"
    said = [f"{begins(so_many(judged, 'recorded result'))} {whose}."]
    weeks = [verdict for verdict in verdicts if verdict.verdict is Verdict.IMPOSSIBLE]
    if weeks:
        said.append(f"No vote leads to what is recorded of {in_weeks([verdict.week for verdict in weeks])}.")
        said += [
            f"The result of week {verdict.week} would be possible {listed(verdict.neighbours)}."
            for verdict in weeks
            if verdict.neighbours
        ]
    elif judged == 1:
        said.append("It is possible: a vote leads to it. That does not prove that the book was this one.")
    else:
        said.append("Each is possible: a vote leads to it. That does not prove that the books were these.")
    if counts[Verdict.NOBODY_LEFT]:
        none = [verdict.week for verdict in verdicts if verdict.verdict is Verdict.NOBODY_LEFT]
        said.append(f"In {in_weeks(none)} nobody was voted out.")
    open_ = [verdict.week for verdict in verdicts if verdict.verdict in {Verdict.NOT_KNOWN, Verdict.NOT_SETTLED}]
    if open_:
        said.append(f"For {in_weeks(open_)} that cannot be said.")
    return " ".join(said)


def _seats(story: Story, routine: Routine) -> tuple[str, ...]:
    """The seats from which a mark is missed."""
    week = story.season.week(routine.week)
    return tuple(seat for seat in week.panel if seat not in week.absent)


def _unnamed(story: Story) -> list[str]:
    """When nobody is recorded as named in jeopardy, in a season that records it otherwise."""
    weeks = [told.week for told in told_weeks(story) if told.left]
    without = [week.number for week in weeks if not week.named_in_jeopardy]
    if not without or len(without) == len(weeks):
        return []
    return [f"Who was named in jeopardy on air is {NOT_KNOWN} for {in_weeks(without)}."]


def _missing(routines: list[Routine], what: str, those: list[Routine]) -> list[str]:
    """How many routines are without something, and when; nothing if all have it."""
    if not those or not routines:
        return []
    when = in_weeks(sorted({routine.week for routine in those}))
    if len(those) == len(routines):
        return [f"The {what} of every routine {'are' if what == 'marks' else 'is'} {NOT_KNOWN}."]
    verb = "are" if what == "marks" else "is"
    whole = "not all known" if what == "marks" else NOT_KNOWN
    return [f"The {what} of {so_many(len(those), 'routine')} {verb} {whole}, in {when}."]
