"""A law: two nights that differ only in what is not told give the same season."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mirrorball.core.books import BOOKS
from mirrorball.core.commands import (
    CloseVote,
    Command,
    GiveMark,
    OpenVote,
    SealTally,
    SignReach,
)
from mirrorball.core.refusals import Refusal
from mirrorball.core.result_commands import ConfirmResult, PlanReveal, RevealNext, SealResult
from mirrorball.core.reveals import RevealOrder
from mirrorball.core.sealing import found_tonight
from mirrorball.core.season import (
    Exit,
    Result,
    Routine,
    Season,
    Week,
)
from mirrorball.core.show import Show, open_night
from mirrorball.core.stuck import settled
from mirrorball.core.ties import Place
from mirrorball.core.votes import Tally
from mirrorball.recap import told as told_module
from mirrorball.recap.told import told
from tests.core.stage import (
    ONE,
    PANEL,
    SALT,
    STARS,
    TWO,
    VOTES,
    WALTZ,
    a_season,
    a_week,
    after,
    marked,
    sealed,
    sheets,
    voted,
)
from tests.core.stage import told as counted_night

ALIKE = st.sampled_from(["us-3-16", "us-28-29", "us-18-25", "us-32-33", "uk-15-22", "gala-votes"])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two nights that are played by the same hands and differ in what the room does not hear."""

    one: Show
    other: Show

    def both(self, *commands: Command) -> Pair:
        """The same is asked of both."""
        return Pair(after(self.one, *commands), after(self.other, *commands))

    def alike(self) -> None:
        """What is told of the two is the same, whether or not votes are to be published."""
        for votes in (False, True):
            assert told(self.one, votes=votes) == told(self.other, votes=votes)


Draw = Callable[[st.SearchStrategy[list[int]]], list[int]]


def shuffled(draw: Draw) -> dict[str, int]:
    """Votes without a tie."""
    return dict(zip(STARS, draw(st.permutations([100, 200, 300, 400])), strict=True))


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Two nights in their second week; a result may go by the votes of the first, so these differ as well."""
    book = BOOKS[draw(ALIKE)]
    final = draw(st.booleans())
    tonight = Week(
        number=2,
        panel=PANEL,
        book=book,
        final=final,
        leave=0 if final else draw(st.integers(0, 2)),
        carry=draw(st.sampled_from([None, 1])) if final else None,
        named_in_jeopardy=("Ada",),
        note="Ada left.",
    )
    season = marked(marked(a_season(a_week(1, book), tonight, a_week(3, book)), 1), 2)
    one = shuffled(draw)
    rests = tonight.carry is not None or (book.votes_lag == 1 and not final)  # tonight, on the votes of the first week
    shows = []
    for votes in (one, shuffled(draw) if rests else one):
        season_ = voted(season, 1, votes)
        later = Result(star=draw(st.sampled_from(STARS)), exit=Exit.ELIMINATED, week=3, place=Place(4, 4))
        whole = replace(season_, results=(later,), weeks=(*season_.weeks[:2], _later(draw, season_.weeks[2])))
        shows.append(open_night(replace(whole, routines=tuple(_danced_later(draw, whole))), 2))
    return Pair(*shows)


def _later(draw: st.DrawFn, week: Week) -> Week:
    """A later week as only somebody could plan it who knows who is still in."""
    star = draw(st.sampled_from(STARS))
    return replace(week, immune=(star,), named_in_jeopardy=(star,), note=f"{star} came back.")


def _danced_later(draw: st.DrawFn, season: Season) -> list[Routine]:
    gone = draw(st.sampled_from(STARS))
    return [routine for routine in season.routines if (routine.week, routine.star) != (3, gone)]


@given(pairs(), st.data())
def test_nothing_is_told_before_it_is_told(pair: Pair, drawn: st.DataObject) -> None:
    draw = drawn.draw
    order = draw(st.sampled_from([one for one in RevealOrder if one is not RevealOrder.PICKED]))
    pair = pair.both(PlanReveal(order, ONE, seed="seed" if order is RevealOrder.NO_ORDER else ""))
    pair.alike()
    *most, last = [steps for star in STARS for steps in [sheets((star,))]]
    for steps in most:
        pair = pair.both(*steps)
    pair = pair.both(last[0])
    open_ = [GiveMark(PANEL[0], WALTZ, STARS[-1], Fraction(draw(st.integers(1, 10)))) for _ in range(2)]
    Pair(after(pair.one, open_[0]), after(pair.other, open_[1])).alike()  # a mark of a sheet that is not locked
    pair = pair.both(*last[1:])
    pair.alike()
    shows = [_counted(show, shuffled(draw)) for show in (pair.one, pair.other)]
    Pair(*shows).alike()
    sealed_shows = [_sealed(show) for show in shows]
    assume(all(show is not None for show in sealed_shows))
    pair = Pair(*(show for show in sealed_shows if show is not None))
    while True:
        pair.alike()
        following = pair.one.to_reveal[:1], pair.other.to_reveal[:1]
        if not following[0] or following[0] != following[1]:
            break
        if not (pair.one.to_reveal[1:] and pair.other.to_reveal[1:]):
            break  # the last step is a result, and all is told: then votes may be, too
        pair = pair.both(RevealNext(len(pair.one.revealed) + 1))


def _counted(show: Show, votes: Mapping[str, int]) -> Show:
    if settled(show):
        show = after(show, SignReach("so", TWO))
    return after(show, OpenVote(), CloseVote(), SealTally(Tally({star: {"web": n} for star, n in votes.items()})))


def _sealed(show: Show) -> Show | None:
    """The night with its result sealed; None where the book leaves a tie."""
    found = found_tonight(show)
    if isinstance(found, Refusal):
        return None
    return after(show, ConfirmResult(found, ONE), SealResult(found, SALT, TWO))


@pytest.mark.parametrize(
    ("part", "leaks"),
    [
        ("_votes", lambda show: show.season.votes),
        ("_results", lambda show: [Result(star=star, exit=Exit.ELIMINATED, week=1) for star in show.sealed.out]),
    ],
)
def test_the_law_fails_where_something_is_told(
    part: str, leaks: Callable[[Show], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = dict(zip(VOTES, reversed(VOTES.values()), strict=True))
    pair = Pair(sealed(counted_night()), sealed(counted_night(votes=other)))
    pair.alike()
    monkeypatch.setattr(told_module, part, leaks)

    with pytest.raises(AssertionError):
        pair.alike()
