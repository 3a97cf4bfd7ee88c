"""Figures and reasons to plain English. Whatever a person reads about a result is made here, from the same values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from mirrorball.core.book import Book, Combine, Confidence, Decider
from mirrorball.core.combine import Row, SeparatedBy, Separation, Standing
from mirrorball.core.loss import Margin
from mirrorball.core.marks import Night
from mirrorball.core.outcome import Outcome, SavedBy
from mirrorball.core.reach import Fate, Reach
from mirrorball.core.season import Routine, Song, Week
from mirrorball.core.show import Show, Vote
from mirrorball.core.ties import Place

MS = 1000
NOT_KNOWN = "not known"
PARTS = {Fraction(1, 2): "½", Fraction(1, 4): "¼", Fraction(3, 4): "¾"}

_TEENS = range(11, 14)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_JOINS = {
    Combine.RANKS: "the rank by marks and the rank by votes are added, the lowest sum is best",
    Combine.PERCENT: "the share of all marks and the share of all votes are added, the highest sum is best",
    Combine.POINTS: "points by marks and points by votes are added, the highest sum is best",
    Combine.VOTES: "the votes alone decide",
    Combine.MARKS: "the marks alone decide",
}
_SURE = {
    Confidence.PUBLISHED: "The show, or its organiser, said so.",
    Confidence.REPORTED: "The press reported it so.",
    Confidence.ASSUMED: "This is assumed: it was never published.",
    Confidence.WEAK: "This is a guess: the record hardly tells it from other rules.",
}


def number(value: Fraction) -> str:
    """A number to at most two decimals, half away from zero; exact figures stay as they are."""
    rounded = _decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    return f"{rounded or Decimal(0):,f}"


def mark(value: Fraction) -> str:
    """A mark as it is written on a sheet: 9, 8½."""
    whole, part = divmod(abs(value), 1)
    return f"{'-' if value < 0 else ''}{whole or ''}{PARTS[part]}" if part in PARTS else number(value)


def points(known: Fraction | None) -> str:
    """Points, or that nobody knows them."""
    return NOT_KNOWN if known is None else number(known)


def percent(share: Fraction) -> str:
    """A share as a percentage to two decimals."""
    return f"{_decimal(share * 100).quantize(Decimal('0.01'), ROUND_HALF_UP):f} %"


def whole_percent(share: Fraction) -> str:
    """A share as a percentage without decimals, half away from zero."""
    return f"{_decimal(share * 100).quantize(Decimal(1), ROUND_HALF_UP):f} %"


def nth(position: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if position % 100 in _TEENS else _ENDINGS.get(position % 10, "th")
    return f"{position}{ending}"


def ordinal(place: Place) -> str:
    """A place in words: ``3rd``, or ``3rd-4th`` if it is shared."""
    return f"{nth(place.first)}-{nth(place.last)}" if place.shared else nth(place.first)


def tied(place: Place) -> str:
    """A place by its first number, as a rank is read: ``3rd``, or ``=3rd`` if it is shared."""
    return f"{'=' if place.shared else ''}{nth(place.first)}"


def clock_time(at: int) -> str:
    """The time of day, to the second, of a moment in milliseconds since 1970, where this program runs."""
    return f"{datetime.fromtimestamp(at // MS, UTC).astimezone():%H:%M:%S}"


def window(show: Show) -> str:
    """Where the vote stands, and until when it is open: the same sentence wherever it is told."""
    if show.vote is Vote.OPEN and show.closes_at is not None:
        return f"The vote is open until {clock_time(show.closes_at)}."
    return f"The vote is {show.vote.value}."


def counted(number_of: int, what: str) -> str:
    """So many of something: ``1 week``, ``11 weeks``."""
    return f"{number_of:,} {what}{'' if number_of == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Several names as a person lists them."""
    *most, last = names or ("nobody",)
    return f"{', '.join(most)} and {last}" if most else last


def songs(music: Sequence[Song]) -> str:
    """The music of a routine, with each song's artists and featured artists."""
    return " + ".join(_song(song) for song in music) if music else f"music {NOT_KNOWN}"


def dance(danced: Routine) -> str:
    """Style and music of a routine."""
    if danced.style is None and not danced.songs:
        return f"Style and music {NOT_KNOWN}"
    return f"{danced.style or f'Style {NOT_KNOWN},'} to {songs(danced.songs)}"


def book_sentence(book: Book) -> str:
    """How a book joins marks and votes, and how sure that is."""
    joins = _JOINS[book.combine]
    return f"{book.title}. {joins[0].upper()}{joins[1:]}. {_SURE[book.least_sure]}"


def figures(book: Book, row: Row) -> str:
    """How a couple's combined figure came about."""
    panel, audience = row.panel, row.audience
    if audience is None or panel is None or book.combine in {Combine.MARKS, Combine.VOTES}:
        by_votes = audience is not None and (panel is None or book.combine is Combine.VOTES)
        given = audience if by_votes else panel
        words = "votes" if by_votes else "from the panel"
        return f"{number(given.given)} {words}" if given else NOT_KNOWN
    match book.combine:
        case Combine.PERCENT:
            return (
                f"{percent(panel.value)} of the marks and {percent(audience.value)} of the votes{_weights(book)}: "
                f"{percent(row.combined)}"
            )
        case Combine.POINTS:
            both = f"{number(panel.value)} + {number(audience.value)}{_weights(book)} = {number(row.combined)}"
            return f"points by marks and by votes: {both}"
        case _:
            both = f"{number(panel.value)} + {number(audience.value)}{_weights(book)} = {number(row.combined)}"
            return f"{tied(panel.place)} by marks and {tied(audience.place)} by votes: {both}"


def why_here(book: Book, standing: Standing, star: str) -> str:
    """Why a couple stands where it stands: its own figures, and what separates it from the next."""
    row = standing.row(star)
    words = figures(book, row)
    told = f"{words[0].upper()}{words[1:]}."
    behind = next((s for s in standing.separations if s.ahead == star), None)
    ahead = next((s for s in standing.separations if s.behind == star), None)
    if behind is not None:
        return f"{told} {_ahead(book, behind)}"
    return f"{told} {_last(book, ahead)}" if ahead is not None else told


def points_made_of(night: Night) -> str:
    """What a couple's points are the sum of."""
    parts = [number(sheet.total) if sheet.total is not None else "?" for sheet in night.sheets]
    told = " + ".join(parts) or "nothing danced"
    if night.stated and night.marks is not None:
        told = f"{number(night.marks)} stated, not every mark is known"
    elif night.marks is None:
        told = f"marks {NOT_KNOWN}"
    for bonus in night.bonuses:
        outcome = f" ({bonus.result})" if bonus.result else ""
        told += f" + {number(bonus.points)} {bonus.contest}{outcome}"
    if night.carried is not None:
        told += f" + {points(night.carried.points)} carried over from week {night.carried.week}"
    return told


def what_the_vote_could_change(reach: Sequence[Reach], week: Week, leave: int) -> list[str]:
    """What the vote can and cannot do in a week, before anybody knows a single vote."""
    if week.book.combine is Combine.MARKS:
        return ["This book asks no vote."]
    told = [
        f"{listed(_who(reach, fate))}: {fate.value}." for fate in Fate if fate is not Fate.OPEN and _who(reach, fate)
    ]
    if week.final:
        can = [one.star for one in reach if one.can_win]
        told.insert(0, f"{_all(can, reach)} can win.")
        others = [one for one in reach if not one.can_win and one.fate is Fate.OPEN]
        told += [
            f"{one.star} can come {nth(one.best)} to {nth(one.worst)}, and cannot win whatever the vote."
            for one in others
        ]
    elif leave:
        can = [one.star for one in reach if one.can_leave and one.can_stay]
        told.insert(
            0, f"{_all(can, reach)} can leave or stay by the vote." if can else "The vote decides nothing here."
        )
    else:
        told.insert(0, "Nobody leaves this week.")
    return told


def who_leaves(outcome: Outcome) -> str:
    """Who goes, and how that was settled."""
    if outcome.save is not None:
        how = {
            SavedBy.ALL: "all judges saved",
            SavedBy.MAJORITY: f"{outcome.save.for_saved} to {outcome.save.for_lost} the judges saved",
            SavedBy.CASTING_VOTE: "the judges were even, and the casting vote saved",
        }[outcome.save.by]
        return f"{listed(outcome.out)} leaves: {how} {outcome.save.saved}."
    if not outcome.out:
        return "Nobody leaves."
    return f"{listed(outcome.out)} {'leaves' if len(outcome.out) == 1 else 'leave'}."


def decision_named(margin: Margin) -> str:
    """What a margin is about: ``who leaves``, ``places 3 and 4``."""
    if margin.place is not None:
        return f"places {margin.place} and {margin.place + 1}"
    return margin.decision.value


def what_a_decision_bears(margin: Margin) -> str:
    """How many lost votes a decision bears, and which would change it first."""
    about = decision_named(margin)
    told = f"{about[0].upper()}{about[1:]}"
    if margin.least is None:
        return f"{told}: no number of lost votes could have changed this."
    if margin.least == 0:
        return f"{told}: open as it is, since {margin.ahead} and {margin.behind} are level."
    votes = listed([f"{n:,} for {star}" for star, n in margin.added.items()])
    held = "not one" if margin.least == 1 else f"up to {margin.least - 1:,}"
    past = f"would bring {margin.behind} level with {margin.ahead}, or past"
    return (
        f"{told}: holds against {held} of the votes that may be lost. {counted(margin.least, 'vote')} ({votes}) {past}."
    )


def what_lost_votes_could_change(lost: Mapping[str, int], margins: Sequence[Margin]) -> list[str]:
    """What the votes lost on each channel could and could not change, and those of all channels together."""
    told = [
        _could(lost_here, f"{counted(lost_here, 'lost vote')} by {channel}", margins)
        for channel, lost_here in lost.items()
    ]
    if len(lost) > 1:
        together = sum(lost.values())
        told.append(_could(together, f"All {together:,} together", margins))
    return told


def decided_by(book: Book) -> str:
    """Who has the last word among the lowest."""
    return {
        Decider.LOWEST: "The lowest leaves.",
        Decider.JUDGES: "The judges choose between the lowest two.",
        Decider.DANCE_OFF: "The lowest two dance again, and the judges choose.",
    }[book.decider]


def _ahead(book: Book, separation: Separation) -> str:
    other, mine, theirs = separation.behind, separation.ahead_figure, separation.behind_figure
    match separation.by:
        case SeparatedBy.COMBINED:
            return f"Ahead of {other} ({_figure(book, theirs)})."
        case SeparatedBy.AUDIENCE:
            return f"Level with {other} and ahead by votes, {number(mine)} to {number(theirs)}."
        case SeparatedBy.PANEL:
            return f"Level with {other} and ahead by marks, {number(mine)} to {number(theirs)}."
        case SeparatedBy.NOTHING:
            return f"Tied with {other}: the book does not separate them."


def _last(book: Book, separation: Separation | None) -> str:
    if separation is None:
        return ""
    return {
        SeparatedBy.COMBINED: f"Behind {separation.ahead} ({_figure(book, separation.ahead_figure)}).",
        SeparatedBy.AUDIENCE: f"Level with {separation.ahead} and behind by votes.",
        SeparatedBy.PANEL: f"Level with {separation.ahead} and behind by marks.",
        SeparatedBy.NOTHING: f"Tied with {separation.ahead}.",
    }[separation.by]


def _figure(book: Book, figure: Fraction) -> str:
    return percent(figure) if book.combine is Combine.PERCENT else number(figure)


def _weights(book: Book) -> str:
    if book.panel_weight == book.audience_weight == 1:
        return ""
    return f", weighed {number(book.panel_weight)} to {number(book.audience_weight)}"


def _song(song: Song) -> str:
    told = f"“{song.title}”" if song.title else f"a song whose title is {NOT_KNOWN}"
    if song.artists:
        told += f" by {listed(song.artists)}"
    if song.featured:
        told += f" featuring {listed(song.featured)}"
    return told


def _who(reach: Sequence[Reach], fate: Fate) -> list[str]:
    return [one.star for one in reach if one.fate is fate]


def _all(stars: Sequence[str], reach: Sequence[Reach]) -> str:
    if len(stars) == len(reach) > 1:
        return f"Each of the {len(reach)} couples"
    return listed(stars)


def _decimal(value: Fraction) -> Decimal:
    """Exact to far more places than are ever shown."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _could(lost: int, who: str, margins: Sequence[Margin]) -> str:
    safe = [decision_named(margin) for margin in margins if not margin.can_change(lost)]
    open_ = [decision_named(margin) for margin in margins if margin.can_change(lost)]
    if not margins:
        return f"{who}: nothing is decided yet that they could change."
    if not open_:
        return f"{who} cannot change {_any_of(safe)}."
    if not safe:
        return f"{who} can change {listed(open_)}."
    return f"{who} cannot change {_any_of(safe)}; they can change {listed(open_)}."


def _any_of(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
