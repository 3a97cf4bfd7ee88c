"""What a text message is read as, and what is refused rather than guessed."""

from __future__ import annotations

import pytest

from mirrorball.box.keywords import Read, Unread, read
from mirrorball.box.rules import Choice

CHOICES = (
    Choice(1, "Xochitl Gomez", "Val Chmerkovskiy", "XOCHITL"),
    Choice(3, "Reggie Bush", "Emma Slater", "REGGIE"),
    Choice(5, "Jamie Lynn Spears", "Alan Bersten"),
    Choice(7, "Jamie Foxx", "Sharna Burgess"),
    Choice(10, "Renée O'Neal", "Artem Chigvintsev", "RENEE"),
    Choice(11, "Barry Williams", "Peta Murgatroyd"),
    Choice(12, "Harry Jowsey", "Rylee Arnold"),
    Choice(13, "Søren Größe", "Britt Stewart", "LIGHTS2"),
)
XOCHITL, REGGIE, LYNN, FOXX, RENEE, BARRY, HARRY, SOREN = (choice.star for choice in CHOICES)


@pytest.mark.parametrize(
    ("text", "star", "votes"),
    [
        ("REGGIE", REGGIE, 1),
        ("  reggie!! ", REGGIE, 1),
        ("R e g g i e", REGGIE, 1),
        ("Reggie Bush", REGGIE, 1),
        ("bush, reggie", REGGIE, 1),
        ("REGGIE 10", REGGIE, 10),
        ("10 REGGIE", REGGIE, 10),
        ("10 x Reggie please", REGGIE, 10),
        ("Vote for Reggie and Emma", REGGIE, 1),
        ("emma slater 2", REGGIE, 2),
        ("vote 3", REGGIE, 1),
        ("3", REGGIE, 1),
        ("03", REGGIE, 1),
        ("#3", REGGIE, 1),
        ("3 10", REGGIE, 10),
        ("10 3", RENEE, 3),
        ("3x10", REGGIE, 10),
        ("vote 3, 7 times", REGGIE, 7),
        ("3️⃣", REGGIE, 1),
        ("1️⃣1️⃣", BARRY, 1),
        ("🔟", RENEE, 1),
        ("REGGIE 🔟", REGGIE, 10),
        ("\uff13", REGGIE, 1),
        ("٣", REGGIE, 1),
        ("REGGIE 3 10", REGGIE, 10),
        ("10 votes for 3 REGGIE", REGGIE, 10),
        ("REGGIE 3", REGGIE, 3),
        ("REGGIE 7", REGGIE, 7),
        ("JAMIE LYNN", LYNN, 1),
        ("Jamie-Lynn x5", LYNN, 5),
        ("jamielynn", LYNN, 1),
        ("Lynn", LYNN, 1),
        ("JAMIELYNN SPEARS 4", LYNN, 4),
        ("jamie foxx 2", FOXX, 2),
        ("Jamie 5 Foxx", FOXX, 5),
        ("renee", RENEE, 1),
        ("RENÉE", RENEE, 1),
        ("Renée O\N{RIGHT SINGLE QUOTATION MARK}Neal", RENEE, 1),
        ("oneal 3", RENEE, 3),
        ("o\u00b4neal", RENEE, 1),
        ("soren grosse", SOREN, 1),
        ("SØREN", SOREN, 1),
        ("lights2", SOREN, 1),
        ("LIGHTS2 5", SOREN, 5),
        ("5 lights 2", SOREN, 5),
        ("regie", REGGIE, 1),
        ("REGIGE 4", REGGIE, 4),
        ("xochitil", XOCHITL, 1),
        ("jamy lin foxx", None, 0),
        ("Jamei Foxx", FOXX, 1),
    ],
)
def test_a_text_is_read(text: str, star: str | None, votes: int) -> None:
    found = read(text, CHOICES, 10)

    assert isinstance(found, Unread) if star is None else found == Read(star, votes)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("JAMIE", ["5 Jamie Lynn Spears", "7 Jamie Foxx"]),
        ("JAMIE 7 5", ["5 Jamie Lynn Spears", "7 Jamie Foxx"]),
        ("JAIMIE", ["5 Jamie Lynn Spears", "7 Jamie Foxx"]),
        ("larry", ["11 Barry Williams", "12 Harry Jowsey"]),
        ("reggie barry", ["3 Reggie Bush", "11 Barry Williams"]),
        ("not reggie", ["for Reggie Bush", "only the number: 3"]),
        ("reggie 4 5", ["2 numbers", "3 1"]),
        ("reggie 0", ["1 to 10 votes for Reggie Bush"]),
        ("reggie 11", ["1 to 10 votes for Reggie Bush"]),
        ("3 99999999999999999999999", ["1 to 10 votes for Reggie Bush"]),
        ("", ["1 Xochitl Gomez", "13 Søren Größe"]),
        ("2", ["1 Xochitl Gomez"]),
        ("2 3", ["1 Xochitl Gomez"]),
        ("3 4 5", ["1 Xochitl Gomez"]),
        ("banana", ["1 Xochitl Gomez"]),
        ("banana 3", ["1 Xochitl Gomez"]),
        ("votes", ["1 Xochitl Gomez"]),
        ("va", ["1 Xochitl Gomez"]),
        ("reggie" + " please" * 60, ["1 Xochitl Gomez"]),
    ],
)
def test_what_is_not_clear_is_answered_with_help_that_names_the_couples(text: str, names: list[str]) -> None:
    found = read(text, CHOICES, 10)

    assert isinstance(found, Unread)
    assert all(name in found.help for name in names)


def test_a_keyword_wins_over_another_couples_first_name() -> None:
    choices = (Choice(1, "Jamie Foxx", "", "FOXX"), Choice(2, "Jamie Lynn Spears", "", "JAMIE"))

    assert read("jamie 3", choices) == Read("Jamie Lynn Spears", 3)


def test_a_star_of_one_name_wins_over_another_whose_first_name_it_is() -> None:
    choices = (Choice(7, "Jamie", "", ""), Choice(2, "Jamie Lynn Spears", "", ""))

    assert read("jamie", choices) == Read("Jamie", 1)
    assert read("7 jamie 5", choices) == Read("Jamie", 5)


def test_a_keyword_of_two_couples_means_neither() -> None:
    choices = (Choice(1, "Jamie Foxx", "", "DANCE"), Choice(2, "Reggie Bush", "", "DANCE"))
    found = read("dance 3", choices)

    assert isinstance(found, Unread)
    assert "1 Jamie Foxx or 2 Reggie Bush" in found.help


def test_a_word_that_usually_fills_is_a_name_where_a_couple_bears_it() -> None:
    choices = (Choice(1, "Malcolm X", "", ""), Choice(2, "Reggie Bush", "", ""))

    assert read("x", choices) == Read("Malcolm X", 1)
    assert read("malcolm x 2", choices) == Read("Malcolm X", 2)
    assert read("reggie x 2", choices) == Read("Reggie Bush", 2)


def test_short_names_have_to_be_right_to_the_letter() -> None:
    choices = (Choice(1, "Max Muster", "", ""), Choice(2, "Ann Other", "", ""))

    assert isinstance(read("mix", choices), Unread)


def test_without_a_limit_any_count_is_read() -> None:
    assert read("3 1000", CHOICES) == Read(REGGIE, 1000)
