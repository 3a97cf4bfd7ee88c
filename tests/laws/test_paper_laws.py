"""Paper ballots depend on who typed what last, and on nothing else."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from mirrorball.box.contents import Note
from mirrorball.box.paper import Papers, papers
from tests.laws import voting_strategies as made

ENTRIES = made.entries()


def read(notes: list[Note]) -> Papers:
    """The papers of these notes."""
    return papers(notes, "hall", made.STARS)


def latest(notes: list[Note]) -> dict[tuple[str, str], Note]:
    """The last note of each person for each paper."""
    by_time = sorted(notes, key=lambda note: note.at)
    return {(str(note.value["paper"]), str(note.value["by"]).strip().lower()): note for note in by_time}


@given(ENTRIES, st.randoms(use_true_random=False))
def test_neither_order_nor_copies_of_notes_matter(notes: list[Note], rng: random.Random) -> None:
    """Boxes may be merged in any order, and twice."""
    again = [*notes, *notes]
    rng.shuffle(again)

    assert read(again) == read(notes)


@given(ENTRIES)
def test_only_the_latest_entry_of_each_person_counts(notes: list[Note]) -> None:
    """What somebody typed before is as if it had never been typed."""
    assert read(list(latest(notes).values())) == read(notes)


@given(ENTRIES)
def test_a_paper_counts_if_two_people_agree_on_one_thing(notes: list[Note]) -> None:
    """The rule, word for word."""
    found = {ballot.id.hex(): {star: n for star, n in ballot.votes if n} for ballot in read(notes).agreed}
    said: dict[str, list[dict[str, int]]] = {}
    for note in latest(notes).values():
        votes = note.value["votes"]
        assert isinstance(votes, dict)
        said.setdefault(str(note.value["id"]), []).append({star: n for star, n in votes.items() if n})
    for paper, readings in said.items():
        twice = [
            votes for nth, votes in enumerate(readings) if readings.index(votes) == nth and readings.count(votes) > 1
        ]
        assert found.pop(paper, None) == (twice[0] if len(twice) == 1 else None)
    assert not found


@given(made.entries(people=("Ann", "ann", " Ann")))
def test_one_person_alone_never_suffices(notes: list[Note]) -> None:
    """However the name is written, and however often."""
    assert read(notes).agreed == ()
