"""How well ballots come in on each channel, as the desk is told: rate, silence, and nothing about couples."""

from __future__ import annotations

import msgspec
import pytest

from mirrorball.core.channel import Way
from mirrorball.web.audience import AudienceShown, AudienceStatus, ChannelStatus, Watch
from tests.web.audience import Told
from tests.web.night import served
from tests.web.test_push import Follower


def status(stage: str = "open", **taken: int) -> AudienceStatus:
    ways = {"web": Way.PAGE, "sms": Way.RELAY, "paper": Way.PAPER, "coins": Way.DONATION}
    channels = tuple(ChannelStatus(name=n, way=ways[n], offered=t + 2, taken=t, refused=2) for n, t in taken.items())
    return AudienceStatus(stage=stage, channels=channels)


def silent(shown: AudienceShown) -> list[str]:
    return [channel.name for channel in shown.channels if channel.silent]


def test_the_rate_is_that_of_the_last_ten_seconds() -> None:
    watch = Watch()
    assert watch.look(status(web=0), 0).rate == 0
    assert watch.look(status(web=100), 5_000).rate == 20
    assert watch.look(status(web=1_000), 10_000).rate == 100
    assert watch.look(status(web=1_000), 15_000).rate == 90
    assert watch.look(status(web=1_000), 40_000).rate == 0


def test_ballots_are_told_with_their_rate() -> None:
    watch = Watch()
    watch.look(status(web=0, sms=0), 0)
    shown = watch.look(status(web=12_000, sms=340), 10_000)

    assert shown.says == "12,340 ballots in, 1,234 a second."
    assert [(c.name, c.taken, c.offered, c.refused) for c in shown.channels] == [
        ("web", 12_000, 12_002, 2),
        ("sms", 340, 342, 2),
    ]


def test_ballots_that_wait_for_the_disk_are_told() -> None:
    waits = AudienceStatus(stage="open", waiting=1200)

    assert Watch().look(waits, 0).says == "0 ballots in, 0 a second, 1,200 on the way to the disk."


def test_a_channel_that_brings_nothing_from_the_opening_on_is_told_after_a_minute() -> None:
    """2018: no phone votes were collected at all, and it was found out minutes before the elimination (I06)."""
    watch = Watch()
    assert silent(watch.look(status(web=0, sms=0), 0)) == []
    assert silent(watch.look(status(web=50, sms=0), 59_999)) == []
    shown = watch.look(status(web=90, sms=0), 60_000)

    assert silent(shown) == ["sms"]
    assert shown.channels[1].says == "Nothing has come yet"


def test_a_channel_that_falls_silent_is_told_until_it_speaks_again() -> None:
    watch = Watch()
    watch.look(status(sms=7), 0)
    watch.look(status(sms=8), 30_000)
    assert silent(watch.look(status(sms=8), 89_999)) == []
    shown = watch.look(status(sms=8), 95_000)
    assert (silent(shown), shown.channels[0].says) == (["sms"], "Silent for 1:05")
    assert silent(watch.look(status(sms=9), 97_000)) == []


def test_nobody_waits_for_paper_and_for_gifts() -> None:
    """They come when they come."""
    watch = Watch()
    watch.look(status(paper=0, coins=0), 0)

    assert silent(watch.look(status(paper=0, coins=0), 600_000)) == []


@pytest.mark.parametrize("stage", ["before", "closed"])
def test_a_window_that_is_not_open_is_no_silence(stage: str) -> None:
    watch = Watch()
    watch.look(status(stage, sms=0), 0)

    assert silent(watch.look(status(stage, sms=0), 600_000)) == []


def test_silence_counts_from_the_opening() -> None:
    watch = Watch()
    watch.look(status("before", sms=0), 0)
    watch.look(status("before", sms=0), 500_000)
    watch.look(status("open", sms=0), 500_001)

    assert silent(watch.look(status("open", sms=0), 550_000)) == []
    assert silent(watch.look(status("open", sms=0), 560_001)) == ["sms"]


@pytest.mark.parametrize("holder", ["Producer", "Scrutineer"])
def test_the_stream_of_the_desk_tells_how_ballots_come_in(holder: str) -> None:
    told = Told(stage="open", trouble="1 of 2 doors fell.", traffic={"web": (9, 7, 2)})
    with served(audience=told) as night, night.came_in(holder).stream("GET", "/desk/stream") as answer:
        stream = Follower(answer)
        shown = msgspec.convert(stream.next("audience")[1], AudienceShown)

    assert (shown.stage, shown.taken, shown.trouble) == ("open", 7, "1 of 2 doors fell.")
    assert [channel.name for channel in shown.channels] == ["web", "text message", "paper"]


def test_a_night_without_ballots_tells_of_none() -> None:
    with served() as night:
        assert night.edge.ballots() is None
