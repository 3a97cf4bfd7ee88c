"""What the laws of texts, money and paper are tried on. Few names and small figures, so that things often meet."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from mirrorball.box.ballot import When
from mirrorball.box.block import Kind
from mirrorball.box.contents import Note
from mirrorball.box.rules import Choice
from mirrorball.core.channel import Channel, Price, Unit, Way

STARS = ("Ada", "Bo")
GIFTS = Channel("gifts", way=Way.DONATION, unit=Unit.PAYMENT, price=Price(3, "EUR"))
FIRST = ("Jamie", "Jaimie", "Lynn", "Renée", "Max", "Of", "X", "Søren", "50")
LAST = ("Lynn", "Spears", "O'Neal", "Van Zant", "Jones-Smith", "Cent", "Bush", "May")
PROS = ("Alan Bersten", "Val Chmerkovskiy", "Jamie Oliver", "")
KEYWORDS = ("", "", "JAMIE", "LIGHTS", "VOTE", "GO 2", "X", "ÉTÉ")
BETWEEN = st.sampled_from(["", " ", "  ", ".", "-", " - ", "\t", "!"])
FILLED = st.sampled_from(["vote", "for", "10", "3", "x", "please", "7", "lynn", "jamie", "jamei", "and"])


@st.composite
def choices(draw: st.DrawFn) -> tuple[Choice, ...]:
    """Two to five couples. What is announced for one (number, star, keyword) is announced for no other."""
    numbers = draw(st.lists(st.integers(1, 30), min_size=2, max_size=5, unique=True))
    stars = st.builds("{} {}".format, st.sampled_from(FIRST), st.sampled_from(LAST)) | st.sampled_from(FIRST[:4])
    named = draw(st.lists(stars, min_size=len(numbers), max_size=len(numbers), unique=True))
    taken = {star.casefold() for star in named}
    made = []
    for number, star in zip(numbers, named, strict=True):
        keyword = draw(st.sampled_from([word for word in KEYWORDS if word.casefold() not in taken or not word]))
        taken |= {keyword.casefold()} - {""}
        made.append(Choice(number, star, draw(st.sampled_from(PROS)), keyword))
    return tuple(made)


@st.composite
def typed(draw: st.DrawFn, said: str) -> str:
    """A name as somebody types it: any case, things between its letters. Figures stay together, or they are others."""
    letters = [draw(st.sampled_from([letter, letter.upper(), letter.lower()])) for letter in said]
    parts = [draw(BETWEEN)]
    for letter, following in zip(letters, [*said[1:], " "], strict=True):
        parts.append(letter)
        if not (letter.isdecimal() and following.isdecimal()):
            parts.append(draw(BETWEEN))
    return "".join(parts)


def texts(couples: Sequence[Choice]) -> st.SearchStrategy[str]:
    """Words that name couples, wholly or in part, among others that do not."""
    words = [word for choice in couples for word in (choice.star, choice.keyword, *choice.star.split()) if word]
    return st.lists(st.sampled_from([*words, *(str(choice.number) for choice in couples)]) | FILLED, max_size=5).map(
        " ".join
    )


def _payment(name: int, amount: int, star: str, at: int, *, in_time: bool) -> Note:
    ids = {"payment": f"p{name}", "voter": f"{name:02x}", "id": f"{name:02x}"}
    said = {**ids, "at": at, "channel": "gifts", "star": star, "amount": amount, "currency": "EUR"}
    return Note(Kind.MONEY, b"a box", 1, at, said, When.IN_TIME if in_time else When.LATE)


def _refund(name: int, payment: int, amount: int, at: int) -> Note:
    said = {"payment": f"p{payment}", "refund": f"r{name}", "amount": amount, "at": at}
    return Note(Kind.MONEY, b"a box", 1, at, said, When.IN_TIME)


def money() -> st.SearchStrategy[list[Note]]:
    """Payments and refunds, among them the same again, others of the same name, and refunds of nothing."""
    names, times = st.integers(1, 4), st.integers(0, 9)
    payment = st.builds(
        _payment, names, st.integers(1, 12), st.sampled_from(STARS), times, in_time=st.sampled_from([True, True, False])
    )
    refund = st.builds(_refund, names, names, st.integers(1, 8), times)
    return st.lists(payment | refund, max_size=12)


def _entry(paper: int, by: str, votes: dict[str, int], at: int) -> Note:
    said = {"paper": f"A{paper}", "by": by, "votes": votes, "voter": f"{paper:02x}", "id": f"{paper:02x}", "at": at}
    return Note(Kind.PAPER, b"a box", 1, at, said, When.IN_TIME)


def entries(
    people: Sequence[str] = ("Ann", "ann ", "Ben", "Cyd", "Dot"), most: int = 12
) -> st.SearchStrategy[list[Note]]:
    """What people typed for a paper or two, each at a time of its own."""
    votes = st.dictionaries(st.sampled_from(STARS), st.integers(0, 1), max_size=2)
    made = st.tuples(st.integers(1, 2), st.sampled_from(people), votes)
    return st.lists(made, max_size=most).map(
        lambda given: [_entry(paper, by, said, at) for at, (paper, by, said) in enumerate(given)]
    )
