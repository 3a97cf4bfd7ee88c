"""What each picture is about, in one or two sentences above it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from mirrorball.core.season import Routine
from mirrorball.recap.shown import told_weeks
from mirrorball.recap.story import Story
from mirrorball.recap.words.board import first
from mirrorball.recap.words.said import begins, in_words, so_many, stop, times
from mirrorball.sentences import NOT_KNOWN, listed, mark, number

MOST_NAMED = 3


def bump_sentence(story: Story) -> str:
    """How often who won stood first with the panel; in a season that still runs, who did so most."""
    weeks = [told for told in told_weeks(story) if first(told)]
    led = Counter(line.star for told in weeks for line in first(told))
    if not led:
        return f"Who stood first with the panel, week by week, is {NOT_KNOWN}."
    many = so_many(len(weeks), "week")
    if story.over:
        who = [one.star for one in story.champions]
        often = [f"in {in_words(led[star])}" if led[star] else "in none" for star in who]
        told = [
            f"{star} stood first with the panel {when}" if not nth else f"{star} {when}"
            for nth, (star, when) in enumerate(zip(who, often, strict=True))
        ]
        return (
            f"{listed(told)} of {many}, and won." if len(who) == 1 else f"{listed(told)} of {many}; they won together."
        )
    most = max(led.values())
    who = [star for star, often in led.items() if often == most]
    if len(who) > MOST_NAMED:
        return f"{begins(so_many(len(led), 'couple'))} stood first with the panel at least once."
    return f"{listed(who)}{' each' if who[1:] else ''} stood first with the panel in {in_words(most)} of {many}."


def heat_sentence(story: Story) -> str:
    """When the highest mark was first given, to whom, and how often in all."""
    known = sum(judge.marks for judge in story.judges)
    if not known:
        return f"The marks of this season are {NOT_KNOWN}."
    if story.season.averaged:
        return f"{known:,} marks, each a judge's average over the dances of a night."
    top = story.season.scale.highest
    for told in told_weeks(story):
        stars = [line.star for line in told.lines if any(top in one.routine.marks.values() for one in line.danced)]
        if stars:
            who = listed(stars) if len(stars) <= MOST_NAMED else so_many(len(stars), "couple")
            often = sum(judge.highest for judge in story.judges)
            return stop(
                f"The first {mark(top)} came in week {told.week.number}, for {who}; "
                f"by the end of {'the season' if story.over else 'the weeks told so far'} it had come {times(often)}"
            )
    return f"No mark was a {mark(top)}." if story.over else f"No mark has been a {mark(top)} so far."


def judges_sentence(story: Story) -> str:
    """Which of the regular judges lies highest and lowest against the others."""
    leaning = sorted(
        ((one.lean, one.judge) for one in story.judges if one.regular and one.lean is not None), key=lambda it: it[0]
    )
    if not story.judges:
        return f"The marks of this season are {NOT_KNOWN}."
    if len(leaning) <= 1:
        return "There are too few judges to hold one against the others."
    (low, lowest), (high, highest) = leaning[0], leaning[-1]
    if low == high:
        return "No regular judge marked higher than another."
    if number(low) == number(high):
        return "The regular judges marked as good as alike."
    same = "nights" if story.season.averaged else "routines"
    return (
        f"Held against the others for the same {same}, {highest} marked highest of the regular judges, "
        f"{_against(high)}, and {lowest} lowest, {_against(low)}."
    )


def music_sentence(story: Story) -> str:
    """How many songs were danced to, and whose most often."""
    routines = _once(story)
    heard = {(song.title, song.artists) for routine in routines for song in routine.songs}
    if not heard:
        return f"The music of this season is {NOT_KNOWN}."
    known = sum(1 for routine in routines if routine.songs)
    were = "was" if known == 1 else "were"
    said = [f"{begins(so_many(known, 'routine'))} {were} danced to {so_many(len(heard), 'song')}."]
    by = Counter(
        artist for routine in routines for artist in dict.fromkeys(a for song in routine.songs for a in song.artists)
    )
    most = max(by.values(), default=0)
    who = [artist for artist, often in by.items() if often == most]
    if most > 1 and len(who) <= MOST_NAMED:
        said.append(
            f"Nobody was heard in more of them than {listed(who)}: {in_words(most)}{' each' if who[1:] else ''}."
        )
    if unknown := len(routines) - known:
        more = f"{so_many(unknown, 'more routine')}" if unknown > 1 else "one more routine"
        said.append(f"The music of {more} is {NOT_KNOWN}.")
    return " ".join(said)


def _against(lean: Fraction) -> str:
    size = number(abs(lean))
    return "level with them" if size == "0" else f"{size} {'above' if lean > 0 else 'below'} them"


def _once(story: Story) -> list[Routine]:
    """Every routine that is danced, a team dance once."""
    told = {one.week.number for one in told_weeks(story)}
    found = {(r.week, r.round, r.team or r.star, bool(r.team)): r for r in story.season.routines if r.week in told}
    return list(found.values())
