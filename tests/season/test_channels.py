"""The ways of voting: what a folder says of them, and each setting that does not go together with the others."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from mirrorball.core.channel import POSSIBLE, USUAL, Channel, LimitPer, Price, Unit, Way, amount_of, price_of
from mirrorball.season.new import Kind, new
from mirrorball.season.problems import Severity
from mirrorball.season.read import read
from tests.season.folders import SHIPPED, season, told

TOP = 'format = 1\ntitle = "A show"\nbook = "us-34"\n'
RELAY = '[[channels]]\nname = "sms"\nway = "relay"\n'
EURO_HALF = Price(50, "EUR")


def made(folder: Path, channels: str, couples: str = "star\nAda\nBo") -> Path:
    """A folder with these channels and couples in which nothing else is wrong; channels begin with line 4."""
    return season(folder, {"season.toml": TOP + channels, "couples.csv": couples, "weeks.csv": "week\n1"})


def test_each_setting_is_read(tmp_path: Path) -> None:
    text = """[[channels]]
name = "web"
[[channels]]
name = "app"
way = "relay"
voter = "account"
limit = 3
per = "ballot"
replaceable = true
grace = 60
[[channels]]
name = "coins"
way = "donation"
price = "0.50 EUR"
grace = 5
[[channels]]
name = "paper"
way = "paper"
"""
    folder = made(tmp_path, text)

    assert told(folder) == []
    assert read(folder).season.channels == (
        Channel("web", None, LimitPer.COUPLE, Way.PAGE, Unit.BROWSER),
        Channel("app", 3, LimitPer.BALLOT, Way.RELAY, Unit.ACCOUNT, replaceable=True, grace=60_000),
        Channel("coins", None, LimitPer.COUPLE, Way.DONATION, Unit.PAYMENT, grace=5_000, price=EURO_HALF),
        Channel("paper", None, LimitPer.COUPLE, Way.PAPER, Unit.PAPER),
    )


def test_the_shipped_season_votes_online_and_by_text() -> None:
    assert read(SHIPPED).season.channels == (
        Channel("online", 10, LimitPer.COUPLE, Way.PAGE, Unit.BROWSER, replaceable=True),
        Channel("text message", 10, LimitPer.COUPLE, Way.RELAY, Unit.PHONE, grace=60_000),
    )


def test_a_gala_begins_with_seat_codes_and_paper(tmp_path: Path) -> None:
    new(tmp_path, Kind.GALA)

    assert [(c.way, c.unit) for c in read(tmp_path).season.channels] == [
        (Way.PAGE, Unit.SEAT),
        (Way.PAPER, Unit.PAPER),
    ]


def test_what_is_usual_is_possible() -> None:
    assert all(USUAL[way] in POSSIBLE[way] for way in Way)
    assert {unit for units in POSSIBLE.values() for unit in units} == set(Unit)


WRONG = {
    "a page by phone number": (
        '[[channels]]\nname = "web"\nvoter = "phone number"\n',
        (
            "season.toml, line 6 (channels.voter): found 'phone number', expected 'browser' or 'seat code' or 'e-mail "
            "address' for way = page. Name such a voter, or write way = relay."
        ),
    ),
    "a relay by browser": (
        f'{RELAY}voter = "browser"\n',
        (
            "season.toml, line 7 (channels.voter): found 'browser', expected 'phone number' or 'e-mail address' or "
            "'account' for way = relay. Name such a voter, or write way = page."
        ),
    ),
    "paper by e-mail": (
        '[[channels]]\nname = "web"\nway = "paper"\nvoter = "e-mail address"\n',
        (
            "season.toml, line 7 (channels.voter): found 'e-mail address', expected 'paper ballot' for way = "
            "paper. Name "
            "such a voter, or write way = page or relay."
        ),
    ),
    "a page with grace": (
        '[[channels]]\nname = "web"\ngrace = 5\n',
        (
            "season.toml, line 6 (channels.grace): found '5', expected no grace for way = page. Leave it out: "
            "only what a "
            "relay or a payment was given in time can come later."
        ),
    ),
    "grace in milliseconds": (
        f"{RELAY}grace = 60000\n",
        (
            "season.toml, line 7 (channels.grace): found '60000', expected at most 3600 seconds. Write seconds, not "
            "milliseconds."
        ),
    ),
    "a relay with a price": (
        f'{RELAY}price = "1 EUR"\n',
        (
            "season.toml, line 7 (channels.price): found '1.00 EUR', expected no price for way = relay. Leave "
            "it out, or "
            'write way = "donation".'
        ),
    ),
    "a donation without a price": (
        '[[channels]]\nname = "coins"\nway = "donation"\n',
        (
            "season.toml, line 4 (channels.price): found nothing, expected a price for way = donation. Say what "
            "one vote "
            'costs, such as price = "0.50 EUR".'
        ),
    ),
    "a donation for nothing": (
        '[[channels]]\nname = "coins"\nway = "donation"\nprice = "0 EUR"\n',
        (
            "season.toml, line 7 (channels.price): found '0 EUR', expected a price above nothing, such as "
            '"0.50 EUR". '
            "Write it so; text stands in double quotes, a list in square brackets."
        ),
    ),
    "donations that are replaced": (
        '[[channels]]\nname = "coins"\nway = "donation"\nprice = "1 EUR"\nreplaceable = true\n',
        (
            "season.toml, line 8 (channels.replaceable): found 'true', expected false for way = donation. Leave "
            "it out: "
            "what was paid is added up."
        ),
    ),
    "two pages": (
        '[[channels]]\nname = "web"\n[[channels]]\nname = "app"\n',
        (
            "season.toml, line 6 (channels.way): found 'app', expected one channel with way = page. 'web' is "
            "one already, "
            "and there is one vote page. Join the two, or name another way."
        ),
    ),
    "two piles of paper": (
        '[[channels]]\nname = "left"\nway = "paper"\n[[channels]]\nname = "right"\nway = "paper"\n',
        (
            "season.toml, line 9 (channels.way): found 'right', expected one channel with way = paper. 'left' is one "
            "already, and paper ballots are typed in at one place. Join the two, or name another way."
        ),
    ),
    "a name twice": (
        f'{RELAY}[[channels]]\nname = "SMS"\nway = "relay"\n',
        (
            "season.toml, line 8 (channels.name): found 'SMS', expected a name of its own. Give each channel a "
            "name of its "
            "own; the votes are told apart by it."
        ),
    ),
    "a way that is misspelt, told once": (
        '[[channels]]\nname = "sms"\nway = "relays"\nvoter = "phone number"\nprice = "1 EUR"\n',
        (
            "season.toml, line 6 (channels.way): found 'relays', expected 'page' or 'relay' or 'paper' or 'donation'. "
            "Write it so; text stands in double quotes, a list in square brackets."
        ),
    ),
    "the second page, in its own lines": (
        f'{RELAY}[[channels]]\nname = "web"\nvoter = "account"\n',
        (
            "season.toml, line 9 (channels.voter): found 'account', expected 'browser' or 'seat code' or "
            "'e-mail address' "
            "for way = page. Name such a voter, or write way = relay."
        ),
    ),
}


@pytest.mark.parametrize(("channels", "words"), WRONG.values(), ids=WRONG)
def test_settings_that_do_not_go_together_are_told_in_one_sentence(tmp_path: Path, channels: str, words: str) -> None:
    assert told(made(tmp_path, channels)) == [words]


def test_a_channel_with_a_mistake_is_as_is_usual_for_its_way(tmp_path: Path) -> None:
    """So that what is checked after it is not told twice."""
    text = '[[channels]]\nname = "web"\nvoter = "payment"\ngrace = 3\nprice = "1 EUR"\n'

    assert read(made(tmp_path, text)).season.channels == (Channel("web"),)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = '[[channels]]\nname = "web"\nvoter = "payment"\ngrace = 3\nprice = "1 EUR"\n'

    assert len(told(made(tmp_path, text))) == 3


def test_a_channel_without_a_name_does_not_move_the_lines_of_others(tmp_path: Path) -> None:
    """The nth section is meant as it stands in the file."""
    text = '[[channels]]\nlimit = 3\n[[channels]]\nname = "web"\ngrace = 3\n'

    assert [sentence.split(" (")[0] for sentence in told(made(tmp_path, text))] == [
        "season.toml, line 4",
        "season.toml, line 8",
    ]


ALIKE = {
    "one number": (
        "star,number\nAda,4\nBo,4",
        RELAY,
        Severity.PROBLEM,
        (
            "couples.csv, line 3, column 2 (number): found '4', expected a number that no other couple has. Ada has it "
            "already. Give each couple a number of its own."
        ),
    ),
    "number nought": (
        "star,number\nAda,0\nBo,4",
        "",
        Severity.PROBLEM,
        (
            "couples.csv, line 2, column 2 (number): found '0', expected a number from 1. Numbers on the ballot begin "
            "with 1."
        ),
    ),
    "one keyword": (
        "star,keyword\nAda,DANSE\nBo,dansé",
        "",
        Severity.WARNING,
        (
            "couples.csv, line 3, column 2 (keyword): found 'dansé', expected a word that no other couple has. "
            "Ada has it "
            "already, so a message with it counts for nobody. Choose another word."
        ),
    ),
    "one first name": (
        "star\nAda Lee\nBo\nadá Ray",
        RELAY,
        Severity.WARNING,
        (
            "couples.csv, line 4, column 1 (star): found 'adá Ray', expected a first name that no other couple "
            "has, since "
            "votes come by text. A message 'adá' could mean Ada Lee too and counts for nobody. Ask for the number."
        ),
    ),
}


@pytest.mark.parametrize(("couples", "channels", "severity", "words"), ALIKE.values(), ids=ALIKE)
def test_couples_that_a_vote_cannot_tell_apart_are_named(
    tmp_path: Path, couples: str, channels: str, severity: Severity, words: str
) -> None:
    assert told(made(tmp_path, channels, couples), severity) == [words]


def test_first_names_matter_only_where_votes_come_by_text(tmp_path: Path) -> None:
    assert told(made(tmp_path, '[[channels]]\nname = "web"\n', "star\nAda Lee\nAda Ray")) == []


@pytest.mark.parametrize(
    ("text", "price", "shown"),
    [
        ("0.50 EUR", EURO_HALF, "0.50 EUR"),
        ("0.5 EUR", EURO_HALF, "0.50 EUR"),
        ("12 EUR", Price(1200, "EUR"), "12.00 EUR"),
        ("100 JPY", Price(100, "JPY"), "100 JPY"),
        ("0.125 KWD", Price(125, "KWD"), "0.125 KWD"),
    ],
)
def test_a_price_is_exact(text: str, price: Price, shown: str) -> None:
    assert price_of(text) == price
    assert str(price) == shown


@pytest.mark.parametrize(
    "text",
    ["", "EUR", "1", "1EUR", "1 eur", "-1 EUR", "0 EUR", "0.00 EUR", "1.005 EUR", "1.5 JPY", "1,50 EUR", "1 EUR x"],
)
def test_what_is_no_price_is_none(text: str) -> None:
    assert price_of(text) is None


def test_an_amount_may_be_nothing() -> None:
    """A relay that reports a refund of all of it, say."""
    assert amount_of("0.00", "EUR") == 0
    assert Fraction(amount_of("19.99", "EUR") or 0, 100) == Fraction("19.99")
