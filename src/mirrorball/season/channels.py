"""The ways of voting as ``season.toml`` has them, and the settings that do not go together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mirrorball.core.channel import POSSIBLE, USUAL, Channel, LimitPer, Unit, Way
from mirrorball.season import format as folder_format
from mirrorball.season.format import MOST_CHANNELS, MOST_GRACE
from mirrorball.season.problems import Problem, quoted
from mirrorball.season.settings import Settings

TABLE = "channels"
MS = 1000
LATER = (Way.RELAY, Way.DONATION)  # ballots that somebody else took before they came here
ONCE = {Way.PAGE: "there is one vote page", Way.PAPER: "paper ballots are typed in at one place"}


def channels(settings: Settings) -> tuple[Channel, ...]:
    """The channels that can be used; what is wrong with them goes to the problems of the settings."""
    found: dict[int, Channel] = {}
    for nth, written in settings.sections(TABLE, folder_format.CHANNEL).items():
        way = Way(written.get("way", Way.PAGE.value))
        channel = _channel(way, written)
        if "way" in written or "way" not in settings.values[TABLE][nth]:  # else its way did not read, which is told
            settings.problems += _wrong(settings, nth, way, written)
            settings.problems += _besides(settings, nth, channel, tuple(found.values()))
        found[nth] = channel
    return tuple(found.values())


def _channel(way: Way, written: dict[str, Any]) -> Channel:
    """The channel; what does not go with its way is as usual, so that one mistake is told once."""
    unit = Unit(written.get("voter", USUAL[way].value))
    return Channel(
        name=written["name"],
        limit=written.get("limit"),
        per=LimitPer(written.get("per", LimitPer.COUPLE.value)),
        way=way,
        unit=unit if unit in POSSIBLE[way] else USUAL[way],
        replaceable=written.get("replaceable", False) and way is not Way.DONATION,
        grace=written.get("grace", 0) * MS if way in LATER else 0,
        price=written.get("price") if way is Way.DONATION else None,
    )


def _wrong(settings: Settings, nth: int, way: Way, written: dict[str, Any]) -> Iterator[Problem]:
    """Settings of one channel that do not go with its way."""
    unit = Unit(written.get("voter", USUAL[way].value))
    if unit not in POSSIBLE[way]:
        allowed = " or ".join(quoted(one.value) for one in POSSIBLE[way])
        advice = f"Name such a voter, or write way = {_ways(unit)}."
        yield settings.problem(TABLE, "voter", f"{allowed} for way = {way.value}", advice, found=unit.value, nth=nth)
    grace = written.get("grace", 0)
    if grace and way not in LATER:
        advice = "Leave it out: only what a relay or a payment was given in time can come later."
        yield settings.problem(TABLE, "grace", f"no grace for way = {way.value}", advice, found=grace, nth=nth)
    elif grace > MOST_GRACE:
        advice = "Write seconds, not milliseconds."
        yield settings.problem(TABLE, "grace", f"at most {MOST_GRACE} seconds", advice, found=grace, nth=nth)
    if written.get("replaceable") and way is Way.DONATION:
        advice = "Leave it out: what was paid is added up."
        yield settings.problem(TABLE, "replaceable", "false for way = donation", advice, found="true", nth=nth)
    if way is Way.DONATION and "price" not in written and "price" not in settings.values[TABLE][nth]:
        advice = 'Say what one vote costs, such as price = "0.50 EUR".'
        yield settings.problem(TABLE, "price", "a price for way = donation", advice, nth=nth)
    if way is not Way.DONATION and "price" in written:
        advice = 'Leave it out, or write way = "donation".'
        expected = f"no price for way = {way.value}"
        yield settings.problem(TABLE, "price", expected, advice, found=written["price"], nth=nth)


def _besides(settings: Settings, nth: int, channel: Channel, others: tuple[Channel, ...]) -> Iterator[Problem]:
    """What cannot be beside the channels above."""
    if len(others) == MOST_CHANNELS:
        found = f"more than {MOST_CHANNELS} channels"
        advice = "Join some of them."
        yield settings.problem(TABLE, "name", f"at most {MOST_CHANNELS}", advice, found=found, nth=nth)
    if any(other.name.casefold() == channel.name.casefold() for other in others):
        advice = "Give each channel a name of its own; the votes are told apart by it."
        yield settings.problem(TABLE, "name", "a name of its own", advice, found=channel.name, nth=nth)
    first = next((other for other in others if other.way is channel.way and channel.way in ONCE), None)
    if first is not None:
        expected = f"one channel with way = {channel.way.value}"
        advice = f"{quoted(first.name)} is one already, and {ONCE[channel.way]}. Join the two, or name another way."
        yield settings.problem(TABLE, "way", expected, advice, found=channel.name, nth=nth)


def _ways(unit: Unit) -> str:
    return " or ".join(way.value for way in Way if unit in POSSIBLE[way])
