"""What each picture is about, in one or two sentences above it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from mirrorball.core.season import Routine
from mirrorball.recap.shown import told_weeks
from mirrorball.recap.story import Story
from mirrorball.recap.words.board import first, is_done
from mirrorball.recap.words.said import begins, in_words, joined, of_all, so_many, times
from mirrorball.sentences import NOT_KNOWN, listed, mark, number

MOST_NAMED = 3


def bump_sentence(story: Story) -> str:
    """How often who won stood first with the panel; in a season that still runs, who did so most."""
    weeks = [told for told in told_weeks(story) if first(told)]
    led = Counter(line.star for told in weeks for line in first(told))
    if not led:
        return f"Who stood first with the panel, week by week, is {NOT_KNOWN}."
    if story.over:
        return _of_winners([(one.star, led[one.star]) for one in story.champions], len(weeks))
    most = max(led.values())
    who = [star for star, often in led.items() if often == most]
    if len(who) > MOST_NAMED:
        return f"{begins(so_many(len(led), 'couple'))} stood first with the panel at least once."
    return f"{listed(who)}{' each' if who[1:] else ''} stood first with the panel {of_all(most, len(weeks))}."


def heat_sentence(story: Story) -> str:
    """When the highest mark was first given, to whom, and how often in all."""
    known = sum(judge.marks for judge in story.judges)
    if not known:
        return f"The marks of this season are {NOT_KNOWN}."
    if story.season.averaged:
        which = "The one mark" if known == 1 else f"Each of the {known:,} marks"
        return f"{which} is a judge's average over the dances of a night."
    top = story.season.scale.highest
    for told in told_weeks(story):
        stars = [line.star for line in told.lines if any(top in one.routine.marks.values() for one in line.danced)]
        if stars:
            who = listed(stars) if len(stars) <= MOST_NAMED else so_many(len(stars), "couple")
            often = times(sum(judge.highest for judge in story.judges))
            since = f"by the end of the season it had come {often}" if is_done(story) else f"so far it has come {often}"
            return f"The first {mark(top)} came in week {told.week.number}, for {who}; {since}."
    return f"No mark was a {mark(top)}." if is_done(story) else f"No mark has been a {mark(top)} so far."


def judges_sentence(story: Story) -> str:
    """Which of the regular judges lies highest and lowest against the others."""
    nobody = not story.season.judges  # then no panel is regular, and all are held against each other
    leaning = sorted(
        ((one.lean, one.judge) for one in story.judges if one.lean is not None and (one.regular or nobody)),
        key=lambda it: it[0],
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
    whom = "judges" if nobody else "regular judges"
    return (
        f"Held against the others for the same {same}, {highest} marked highest of the {whom}, "
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


def _of_winners(often: list[tuple[str, int]], weeks: int) -> str:
    """How often each champion stood first."""
    many = so_many(weeks, "week")
    (star, led), *others = often
    if not others:
        return f"{star} stood first with the panel {of_all(led, weeks) if led else f'in none of {many}'}, and won."
    told = [
        f"{star} {'' if nth else 'led the board '}in {in_words(led) if led else 'none'}"
        for nth, (star, led) in enumerate(often)
    ]
    return f"{joined(told)} of {many}; they won together."


def _against(lean: Fraction) -> str:
    size = number(abs(lean))
    return "level with them" if size == "0" else f"{size} {'above' if lean > 0 else 'below'} them"


def _once(story: Story) -> list[Routine]:
    """Every routine that is danced, a team dance once."""
    told = {one.week.number for one in told_weeks(story)}
    found = {(r.week, r.round, r.team or r.star, bool(r.team)): r for r in story.season.routines if r.week in told}
    return list(found.values())
