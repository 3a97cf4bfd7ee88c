"""All rule books that everybody can name, and which show used which. How sure each setting is stands beside it.

The numbers in brackets point at the sections of docs/rules/television.md, which gives the sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mirrorball.core.book import Book, Combine, Confidence, Decider
from mirrorball.core.ties import Convention


@dataclass(frozen=True, slots=True)
class Reign:
    """Which book a show used: from season to season, and within them from week to week."""

    show: str
    seasons: range
    book: str
    weeks: range = range(1, 100)


P, R, A, W = Confidence.PUBLISHED, Confidence.REPORTED, Confidence.ASSUMED, Confidence.WEAK

# The British settings since series 7: the broadcaster tells the way of joining, viewers' pages the ties.
_UK_SINCE_2009 = {
    "*": A,
    "combine": P,
    "panel_ties": R,
    "combined_tie": R,
    "decider": P,
    "final": W,
    "marks_lag": R,
    "votes_lag": R,
}

_BOOKS = (
    Book(
        name="us-1-2",
        title="US seasons 1 and 2: ranks, the lowest leaves",
        combine=Combine.RANKS,
        confidence={"*": A, "combine": P, "combined_tie": R, "decider": R, "marks_lag": R, "votes_lag": R},
        source="1.3, 1.11: text of the 2026 MCM problem C; viewers' accounts of 2005 and 2006",
    ),
    Book(
        name="us-3-16",
        title="US seasons 3 to 16: shares, the lowest leaves",
        combine=Combine.PERCENT,
        confidence={"*": A, "combine": P, "marks_lag": R, "votes_lag": R, "decider": R, "combined_tie": A},
        source="1.2, 1.11: the broadcaster's own worked example; the press of the time",
    ),
    Book(
        name="us-14-duel",
        title="US season 14, weeks 5 to 8: shares, a dance duel between the lowest two",
        combine=Combine.PERCENT,
        decider=Decider.DANCE_OFF,
        confidence={"*": A, "combine": P, "decider": R, "marks_lag": R, "votes_lag": R},
        source="1.11: press reports of the duels",
    ),
    Book(
        name="us-17",
        title="US season 17: shares, tonight's marks with last week's votes",
        combine=Combine.PERCENT,
        votes_lag=1,
        confidence={"*": A, "combine": P, "votes_lag": R},
        source="1.11: press reports",
    ),
    Book(
        name="us-18-25",
        title="US seasons 18 to 25: shares, last week's marks and votes",
        combine=Combine.PERCENT,
        marks_lag=1,
        votes_lag=1,
        confidence={"*": A, "combine": P, "marks_lag": R, "votes_lag": R},
        source="1.11: a press report of season 20; marks of the week before fit the record better",
    ),
    Book(
        name="us-26",
        title="US season 26 and the start of 27: shares, live",
        combine=Combine.PERCENT,
        confidence={"*": A, "combine": P, "marks_lag": R, "votes_lag": R},
        source="1.11: press reports",
    ),
    Book(
        name="us-27",
        title="US season 27 from week 3: shares, probably last week's marks and votes",
        combine=Combine.PERCENT,
        marks_lag=1,
        votes_lag=1,
        confidence={"*": A, "combine": P, "marks_lag": W, "votes_lag": W},
        source="1.11: the record alone",
    ),
    Book(
        name="us-28-29",
        title="US seasons 28 and 29: ranks, three judges choose between the lowest two",
        combine=Combine.RANKS,
        decider=Decider.JUDGES,
        confidence={"*": A, "combine": A, "decider": P, "marks_lag": R, "votes_lag": R},
        source="1.3, 1.4: text of the MCM problem; the show on air",
    ),
    Book(
        name="us-30-31",
        title="US seasons 30 and 31: ranks, four judges choose, the head judge settles two against two",
        combine=Combine.RANKS,
        decider=Decider.JUDGES,
        head_judge="Len Goodman",
        confidence={"*": A, "combine": A, "decider": P, "head_judge": P, "marks_lag": R, "votes_lag": R},
        source="1.3, 1.4: text of the MCM problem; the show on air",
    ),
    Book(
        name="us-32-33",
        title="US seasons 32 and 33: ranks, the lowest leaves",
        combine=Combine.RANKS,
        confidence={"*": A, "decider": P, "carry": R, "marks_lag": R, "votes_lag": R},
        source="1.3, 1.11: the broadcaster in September 2023 (no choice by judges); the formula was never published",
    ),
    Book(
        name="us-34",
        title="US season 34: ranks, the lowest leaves",
        combine=Combine.RANKS,
        confidence={"*": A, "combine": R, "combined_tie": R, "decider": P, "marks_lag": R, "votes_lag": R},
        source="1.11: the producer on rank points and on ties",
    ),
    Book(
        name="uk-1-4",
        title="British series 1 to 4: points, the lowest leaves",
        combine=Combine.POINTS,
        jeopardy=2,
        final=Combine.VOTES,
        confidence={
            "*": A,
            "combine": P,
            "panel_ties": R,
            "combined_tie": R,
            "final": R,
            "marks_lag": R,
            "votes_lag": R,
            "decider": P,
        },
        source="2.2 to 2.6: the broadcaster's rules",
    ),
    Book(
        name="uk-5-6",
        title="British series 5 and 6: points, a dance-off between the lowest two",
        combine=Combine.POINTS,
        decider=Decider.DANCE_OFF,
        head_judge="Len Goodman",
        final=Combine.VOTES,
        confidence={
            "*": A,
            "combine": P,
            "panel_ties": P,
            "combined_tie": P,
            "decider": P,
            "final": P,
            "marks_lag": R,
            "votes_lag": R,
        },
        source="2.2, 2.5, 2.6, 2.7: the broadcaster's statements of December 2008",
    ),
    Book(
        name="uk-7",
        title="British series 7: points without gaps after a tie, a dance-off",
        combine=Combine.POINTS,
        panel_ties=Convention.DENSE,
        audience_ties=Convention.DENSE,
        decider=Decider.DANCE_OFF,
        head_judge="Len Goodman",
        final=Combine.VOTES,
        confidence=_UK_SINCE_2009,
        source="2.2, 2.5: scoring pages of 2009",
    ),
    Book(
        name="uk-8-9",
        title="British series 8 and 9: points without gaps after a tie, the lowest leaves",
        combine=Combine.POINTS,
        panel_ties=Convention.DENSE,
        audience_ties=Convention.DENSE,
        final=Combine.VOTES,
        confidence=_UK_SINCE_2009,
        source="2.2, 2.5",
    ),
    Book(
        name="uk-10-14",
        title="British series 10 to 14: points, a dance-off, Len Goodman has the casting vote",
        combine=Combine.POINTS,
        panel_ties=Convention.DENSE,
        audience_ties=Convention.DENSE,
        decider=Decider.DANCE_OFF,
        head_judge="Len Goodman",
        final=Combine.VOTES,
        confidence=_UK_SINCE_2009,
        source="2.2, 2.5",
    ),
    Book(
        name="uk-15-22",
        title="British series 15 to 22: points, a dance-off, Shirley Ballas has the casting vote",
        combine=Combine.POINTS,
        panel_ties=Convention.DENSE,
        audience_ties=Convention.DENSE,
        decider=Decider.DANCE_OFF,
        head_judge="Shirley Ballas",
        final=Combine.VOTES,
        confidence=_UK_SINCE_2009,
        source="2.2, 2.5: the broadcaster's recaps",
    ),
    Book(
        name="uk-23",
        title="British series 23: points, a dance-off, the casting vote goes round by the week",
        combine=Combine.POINTS,
        panel_ties=Convention.DENSE,
        audience_ties=Convention.DENSE,
        decider=Decider.DANCE_OFF,
        final=Combine.VOTES,
        confidence=_UK_SINCE_2009,
        source="2.2, 2.5: the broadcaster's recaps of 2025; name the casting judge in the plan of the week",
    ),
    Book(
        name="gala-percent",
        title="A gala: share of the marks plus share of the votes",
        combine=Combine.PERCENT,
        jeopardy=0,
        confidence={"*": P},
        source="6.6: equal weights, the highest wins; the organiser's own book",
    ),
    Book(
        name="gala-votes",
        title="A gala: the audience alone",
        combine=Combine.VOTES,
        jeopardy=0,
        confidence={"*": P},
        source="6.6: people's choice; the organiser's own book",
    ),
    Book(
        name="gala-marks",
        title="A gala: the panel alone",
        combine=Combine.MARKS,
        combined_tie=(),
        jeopardy=0,
        confidence={"*": P},
        source="6.6: judges' choice; the organiser's own book",
    ),
)

BOOKS: Mapping[str, Book] = {book.name: book for book in _BOOKS}

REIGNS = (
    Reign("us", range(1, 3), "us-1-2"),
    Reign("us", range(14, 15), "us-14-duel", range(5, 9)),
    Reign("us", range(3, 17), "us-3-16"),
    Reign("us", range(17, 18), "us-17"),
    Reign("us", range(18, 26), "us-18-25"),
    Reign("us", range(26, 27), "us-26"),
    Reign("us", range(27, 28), "us-26", range(1, 3)),
    Reign("us", range(27, 28), "us-27"),
    Reign("us", range(28, 30), "us-28-29"),
    Reign("us", range(30, 32), "us-30-31"),
    Reign("us", range(32, 34), "us-32-33"),
    Reign("us", range(34, 35), "us-34"),
    Reign("uk", range(1, 5), "uk-1-4"),
    Reign("uk", range(5, 7), "uk-5-6"),
    Reign("uk", range(7, 8), "uk-7"),
    Reign("uk", range(8, 10), "uk-8-9"),
    Reign("uk", range(10, 15), "uk-10-14"),
    Reign("uk", range(15, 23), "uk-15-22"),
    Reign("uk", range(23, 24), "uk-23"),
)


def book_of(show: str, season: int, week: int) -> Book:
    """The book that a show used in a week of a season. KeyError if the table does not know it."""
    for reign in REIGNS:
        if reign.show == show and season in reign.seasons and week in reign.weeks:
            return BOOKS[reign.book]
    raise KeyError((show, season, week))
