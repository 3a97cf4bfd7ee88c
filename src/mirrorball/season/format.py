"""The format of a season folder, as a table: reader, JSON Schema, reference page and starting folders all follow it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from mirrorball.core.channel import Unit, Way
from mirrorball.core.season import SegmentKind

FORMAT = 1
SETTINGS = "season.toml"
MOST_COUPLES = 100
MOST_WEEKS = 100
MOST_ROWS = 50_000
MOST_CHANNELS = 20
MOST_GRACE = 3600  # seconds


class Kind(Enum):
    """What a cell or setting holds, as the reference page says it."""

    TEXT = "text"
    NAME = "name"
    NAMES = "names, separated by ;"
    WHOLE = "whole number"
    NUMBER = "number, such as 9 or 9.5"
    YES_NO = "yes or no"
    DATE = "date, such as 2023-09-26"
    PLACE = "place, such as 6 or 12-13"
    PRICE = "amount and currency, such as 0.50 EUR"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, or one setting of a TOML file. ``choices`` lists all values, if there are few."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file. No two rows may agree in all columns of ``key``."""

    file: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = False

    def column(self, name: str) -> Column:
        """The column of this name. KeyError if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


WEEK = Column("week", Kind.WHOLE, "Number of the week, from weeks.csv.", required=True)
STAR = Column("star", Kind.NAME, "The star, as in couples.csv.", required=True)
SOURCE = Column("source", Kind.TEXT, "Where this is known from.")
NOTE = Column("note", Kind.TEXT, "Anything else worth keeping.")
MUSIC = (
    Column("song", Kind.TEXT, "Title of the song."),
    Column("artists", Kind.NAMES, "Who performs it on the recording."),
    Column("featured", Kind.NAMES, "Who is featured on it."),
)

COUPLES = Table(
    "couples.csv",
    "One row a couple.",
    ("star",),
    (
        Column("star", Kind.NAME, "Full name of the star. The couple is known by it in all tables.", required=True),
        Column("pro", Kind.NAME, "Full name of the professional partner."),
        Column("known_for", Kind.TEXT, "What the star is known for."),
        Column("number", Kind.WHOLE, "Number that the audience votes by."),
        Column("keyword", Kind.TEXT, "Word that is sent to vote by text message."),
        Column("age", Kind.WHOLE, "Age of the star at the start, in years."),
        Column("home", Kind.TEXT, "Where the star comes from."),
        Column("photo", Kind.TEXT, "File name of the photo, beside the tables."),
        Column("photo_credit", Kind.TEXT, "Who took it, as it has to be printed."),
        NOTE,
    ),
    required=True,
)

WEEKS = Table(
    "weeks.csv",
    "One row a week: the plan.",
    ("week",),
    (
        Column("week", Kind.WHOLE, f"Number of the week, 1 to {MOST_WEEKS}.", required=True),
        Column("date", Kind.DATE, "Day of the show."),
        Column("title", Kind.TEXT, "Theme of the night."),
        Column("panel", Kind.NAMES, "Who judges, in the order in which they mark. Blank: the regular panel."),
        Column("book", Kind.NAME, "Rule book of this week. Blank: the book of the season."),
        Column("leave", Kind.WHOLE, "How many couples are to leave. Blank: 1, in a final 0."),
        Column("jeopardy", Kind.WHOLE, "How many couples are named as the lowest. Blank: as the book has it."),
        Column("final", Kind.YES_NO, "Whether this night places everybody who is left. Blank: no."),
        Column("carry", Kind.WHOLE, "Earlier week whose marks, and votes as the book says, are added to this one's."),
        Column("immune", Kind.NAMES, "Stars who cannot leave this week."),
        Column("casting_judge", Kind.NAME, "Judge whose choice decides when the panel is even."),
        Column("named_in_jeopardy", Kind.NAMES, "Stars who were named on air as in jeopardy."),
        Column("viewers_millions", Kind.NUMBER, "Viewers of the broadcast, in millions."),
        NOTE,
    ),
    required=True,
)

ROUTINES = Table(
    "routines.csv",
    "One row for each dance of a couple. Each member of a team dance has a row with the team's marks. "
    "The marks stand in one column for each judge, headed by the judge's full name; the column `guest` holds the marks "
    "of the one judge of the week who has no column. `song_2`, `artists_2`, `featured_2` and so on hold the further "
    "songs of a mashup.",
    ("week", "round", "star"),
    (
        WEEK,
        Column("round", Kind.TEXT, "Name of the round, if the couple dances more than once."),
        Column("order", Kind.WHOLE, "Position in the running order of the round, from 1."),
        STAR,
        Column("style", Kind.NAME, "Style of the dance, from the list of styles."),
        *MUSIC,
        Column("total", Kind.NUMBER, "Total of the marks, for checking; it is worked out from the marks."),
        Column("danced_with", Kind.NAME, "Who stood in for the pro."),
        Column("team", Kind.TEXT, "Name of the team, for a team dance."),
        SOURCE,
        Column("confidence", Kind.TEXT, "How sure the source is."),
        NOTE,
    ),
)

BONUSES = Table(
    "bonuses.csv",
    "Points beside the marks: a marathon, a dance-off between couples, a relay.",
    ("week", "contest", "star"),
    (
        WEEK,
        Column("contest", Kind.TEXT, "Name of the contest.", required=True),
        STAR,
        Column("points", Kind.NUMBER, "Points that are added to the marks; 0 for a contest lost.", required=True),
        Column("result", Kind.TEXT, "How it went, such as won, lost or exempt."),
        Column("opponent", Kind.NAME, "The other star of a dance-off or relay."),
        Column("style", Kind.NAME, "Style of the dance, from the list of styles."),
        *MUSIC,
        SOURCE,
        NOTE,
    ),
)

PACKAGES = Table(
    "packages.csv",
    "Films shown between the dances.",
    (),
    (
        WEEK,
        Column("title", Kind.TEXT, "What the film is.", required=True),
        Column("star", Kind.NAME, "The star whom it is about."),
        Column("people", Kind.NAMES, "Who appears in it."),
        NOTE,
    ),
)

RUNDOWN = Table(
    "rundown.csv",
    "The plan of a night, one row for each segment. A week without rows follows from its dances and films: each "
    "couple's films before its dances, then the vote, the results and the reveal, and after a final the look back. "
    "Vote, results and reveal stand once at most, in this order.",
    ("week", "order"),
    (
        WEEK,
        Column("order", Kind.WHOLE, "Position in the night.", required=True),
        Column(
            "kind",
            Kind.TEXT,
            "What the segment is; an item is anything else, such as an opening number or a guest.",
            required=True,
            choices=tuple(kind.value for kind in SegmentKind),
        ),
        Column("title", Kind.TEXT, "What it is called. Blank for a routine: its style. Films and items need a title."),
        Column("round", Kind.TEXT, "Round of the routine, as in routines.csv."),
        Column("star", Kind.NAME, "Who dances the routine, or whom a film or an item is about."),
        NOTE,
    ),
)

STATED = Table(
    "stated.csv",
    "Totals of a night that a source gives although not every mark behind them is known. Without bonuses.",
    ("week", "star"),
    (WEEK, STAR, Column("total", Kind.NUMBER, "The total of the night.", required=True), SOURCE),
)

SAVES = Table(
    "saves.csv",
    "Whom each judge named to save, in the order in which they spoke.",
    ("week", "judge"),
    (
        WEEK,
        Column("judge", Kind.NAME, "The judge.", required=True),
        Column("star", Kind.NAME, "The star whom the judge saved.", required=True),
    ),
)

VOTES = Table(
    "votes.csv",
    "Votes of the audience, as published or as counted.",
    ("week", "star", "channel"),
    (
        WEEK,
        STAR,
        Column("channel", Kind.NAME, "Channel of the vote, from season.toml. Blank: all channels together."),
        Column("votes", Kind.WHOLE, "Number of votes.", required=True),
    ),
)

RESULTS = Table(
    "results.csv",
    "How far each couple came. A couple without a row is still in.",
    ("star",),
    (
        STAR,
        Column(
            "exit",
            Kind.TEXT,
            "How the season ended for it.",
            required=True,
            choices=("final", "eliminated", "withdrew"),
        ),
        Column("week", Kind.WHOLE, "Week in which the couple left, or danced the final.", required=True),
        Column("place", Kind.PLACE, "Place in the end; shared places with a dash."),
        NOTE,
    ),
)

TABLES = (COUPLES, WEEKS, ROUTINES, BONUSES, PACKAGES, RUNDOWN, STATED, SAVES, VOTES, RESULTS)

SEASON = (
    Column("format", Kind.WHOLE, f"Version of this format: {FORMAT}.", required=True),
    Column("title", Kind.TEXT, "Title of the show.", required=True),
    Column("number", Kind.WHOLE, "Number of the season."),
    Column("year", Kind.WHOLE, "Year of the season."),
    Column("trophy", Kind.TEXT, "What the champions win."),
    Column("hosts", Kind.NAMES, "Who leads through the show."),
    Column("book", Kind.NAME, "Rule book of every week that names no other.", required=True),
    Column("styles", Kind.NAMES, "Styles that may be danced. Without a list every style may."),
    Column("note", Kind.TEXT, "Anything else worth keeping."),
)

PANEL = (
    Column("judges", Kind.NAMES, "The regular panel, in the order in which it marks."),
    Column("lowest", Kind.NUMBER, "Lowest mark. Without it 1."),
    Column("highest", Kind.NUMBER, "Highest mark. Without it 10."),
    Column("step", Kind.NUMBER, "Step between two marks. Without it 1."),
    Column(
        "averaged",
        Kind.YES_NO,
        "Whether each mark is a judge's average over the dances of a night, bonus points in it, as public tables have "
        "it. It may lie above the scale; decimals that are cut off (9.6666) stand for the fraction. Without it false.",
    ),
)

CHANNEL = (
    Column("name", Kind.TEXT, "Name of the channel.", required=True),
    Column("limit", Kind.WHOLE, "Most votes of one voter on this channel. Without it there is no limit."),
    Column("per", Kind.TEXT, "What the limit counts. Without it couple.", choices=("couple", "ballot")),
    Column(
        "way",
        Kind.TEXT,
        "How ballots come in: on the vote page (one channel at most), from a relay that signs what it hands on, on "
        "paper (one channel at most), or as donations. Without it page.",
        choices=tuple(way.value for way in Way),
    ),
    Column(
        "voter",
        Kind.TEXT,
        "What is one voter, for whom the limit holds. A page knows browser, seat code or e-mail address (without it "
        "browser); a relay phone number, e-mail address or account (without it phone number); paper is paper ballot, "
        "a donation payment.",
        choices=tuple(unit.value for unit in Unit),
    ),
    Column(
        "replaceable",
        Kind.YES_NO,
        "Whether a voter's later ballot takes the place of the earlier one. Without it false: ballots add up until the "
        "limit. Donations always add up.",
    ),
    Column(
        "grace",
        Kind.WHOLE,
        "For how many seconds after the close a relay may still bring ballots that it was given in time: 0 to "
        f"{MOST_GRACE}, without it 0. Only for relay and donation.",
    ),
    Column("price", Kind.PRICE, "What one vote costs. For donation, and only there."),
)

ROUND = (
    Column("name", Kind.TEXT, "Name of the round, as in routines.csv.", required=True),
    Column("style", Kind.NAME, "Style that everybody dances in it."),
    Column("repeats_style", Kind.YES_NO, "Whether the style must be one that the couple danced in an earlier week."),
)
