"""What each picture is about, in one sentence above it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from mirrorball.core.season import Routine
from mirrorball.recap.story import Story
from mirrorball.recap.words.said import begins, in_words, so_many, times
from mirrorball.sentences import NOT_KNOWN, listed, mark, number

MOST_NAMED = 3


def bump_sentence(story: Story) -> str:
    """Who stood first with the panel most often."""
    led = Counter(line.star for told in story.weeks for line in told.lines if line.place and line.place.first == 1)
    if not led:
        return f"Where the couples stood with the panel is {NOT_KNOWN}."
    most = max(led.values())
    who = [star for star, times in led.items() if times == most]
    if len(who) > MOST_NAMED:
        return f"{begins(so_many(len(led), 'couple'))} stood first with the panel at least once."
    weeks = sum(1 for told in story.weeks if any(line.place for line in told.lines))
    each = " each" if len(who) > 1 else ""
    return f"{listed(who)}{each} stood first with the panel in {in_words(most)} of {so_many(weeks, 'week')}."


def heat_sentence(story: Story) -> str:
    """When the highest mark was first given, and to whom."""
    known = sum(judge.marks for judge in story.judges)
    if not known:
        return f"No mark of this season is {NOT_KNOWN.removeprefix('not ')}."
    if story.season.averaged:
        return f"{known:,} marks, each a judge's average over the dances of a night."
    top = story.season.scale.highest
    for told in story.weeks:
        stars = [line.star for line in told.lines if any(top in one.routine.marks.values() for one in line.danced)]
        if stars:
            who = listed(stars) if len(stars) <= MOST_NAMED else so_many(len(stars), "couple")
            return f"The first {mark(top)} came in week {told.week.number}, for {who}."
    return f"Of {known:,} marks none was a {mark(top)}."


def judges_sentence(story: Story) -> str:
    """Which of the regular judges lies highest and lowest against the others."""
    leaning = sorted(
        (one for one in story.judges if one.regular and one.lean is not None), key=lambda one: one.lean or 0
    )
    if len(leaning) <= 1:
        return "There are too few judges to hold one against the others."
    low, high = leaning[0], leaning[-1]
    if low.lean is None or high.lean is None or low.lean == high.lean:
        return "No regular judge lay above another."
    return (
        f"Of the regular judges {high.judge} marked highest, {_against(high.lean)} the others, "
        f"and {low.judge} lowest, {_against(low.lean)} them."
    )


def music_sentence(story: Story) -> str:
    """How many songs were danced to, and whose most often."""
    routines = _once(story)
    heard = {(song.title, song.artists) for routine in routines for song in routine.songs}
    unknown = sum(1 for routine in routines if not routine.songs)
    if not heard:
        return f"The music of this season is {NOT_KNOWN}."
    said = [f"{begins(so_many(len(routines), 'routine'))} were danced to {so_many(len(heard), 'song')}."]
    by = Counter(artist for routine in routines for song in routine.songs for artist in dict.fromkeys(song.artists))
    most = max(by.values(), default=0)
    who = [artist for artist, times in by.items() if times == most]
    if most > 1 and len(who) <= MOST_NAMED:
        said.append(f"Nobody was heard more often than {listed(who)}: {times(most)}{' each' if len(who) > 1 else ''}.")
    if unknown:
        said.append(f"The music of {so_many(unknown, 'routine')} is {NOT_KNOWN}.")
    return " ".join(said)


def _against(lean: Fraction) -> str:
    return f"{number(abs(lean))} {'above' if lean > 0 else 'below'}"


def _once(story: Story) -> list[Routine]:
    """Every routine once, a team dance too."""
    found = {(r.week, r.round, r.team or r.star, bool(r.team)): r for r in story.season.routines}
    return list(found.values())
