"""What looks odd in a box: each kind is found when it is planted, and an honest crowd sets off none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mirrorball.box.anomalies import Anomaly, Oddity, anomalies
from mirrorball.box.arrivals import arrivals
from mirrorball.box.block import Block, packed
from mirrorball.box.contents import entries
from mirrorball.core.channel import Way
from tests.box.crowds import LASTS, OPENS, RULES, STARS, Crowd, honest, write

MINUTE = 60_000


def clock(at: int) -> str:
    """Seconds since the window opened."""
    return f"{(at - OPENS) / 1000:.0f} s"


def found(folder: Path, crowd: Crowd) -> tuple[Anomaly, ...]:
    return anomalies(arrivals(write(folder / "box", crowd)), clock)


def of(kind: Oddity, all_found: tuple[Anomaly, ...], channel: str = "") -> Anomaly:
    """The one of this kind."""
    (only,) = (one for one in all_found if one.kind is kind and one.channel == channel)
    return only


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("ballots", [40, 2_000, 20_000])
def test_an_honest_crowd_sets_off_nothing(tmp_path: Path, seed: int, ballots: int) -> None:
    """A gala's, a small night's; it comes in waves, and some send often."""
    assert found(tmp_path, honest(seed, ballots)) == ()


def test_an_honest_crowd_of_a_lively_channel_and_a_quiet_one_sets_off_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, honest(3, 5_000, (0.97, 0.028, 0.002))) == ()


def test_a_channel_that_falls_silent_is_told_with_the_time(tmp_path: Path) -> None:
    """Texts stop after five minutes for one (I06)."""
    crowd = honest(1)
    gone = (crowd.channel == 1) & (crowd.at > OPENS + 5 * MINUTE) & (crowd.at < OPENS + 6 * MINUTE)
    told = of(Oddity.SILENT, found(tmp_path, crowd.without(gone)), "sms")

    assert "from 300 s to 360 s" in told.sentence or "from 299 s to 360 s" in told.sentence
    assert "while" in told.sentence


def test_a_channel_that_dies_while_the_window_is_open_is_told_within_a_minute(tmp_path: Path) -> None:
    crowd = honest(2)
    crowd = crowd.without((crowd.at > OPENS + 3 * MINUTE) | (crowd.channel == 1) & (crowd.at > OPENS + 2 * MINUTE))
    crowd.ends = False

    assert of(Oddity.SILENT, found(tmp_path, crowd), "sms").ballots == 0


def test_a_channel_that_never_took_a_ballot_is_told(tmp_path: Path) -> None:
    """All phone votes of a night were lost, and nobody saw it during the night (I06)."""
    crowd = honest(3)
    told = of(Oddity.SILENT, found(tmp_path, crowd.without(crowd.channel == 1)), "sms")

    assert told.sentence.startswith("No ballot has come by sms since the window opened")


def test_a_pause_of_everybody_is_no_silence_of_a_channel(tmp_path: Path) -> None:
    """The whole audience watches the last dance."""
    crowd = honest(4)
    crowd = crowd.without((crowd.at > OPENS + 5 * MINUTE) & (crowd.at < OPENS + 6 * MINUTE))

    assert not [one for one in found(tmp_path, crowd) if one.kind in {Oddity.SILENT, Oddity.BOX_SILENT}]


def test_a_channel_that_votes_unlike_the_others_is_told_without_the_votes(tmp_path: Path) -> None:
    """The sentence names no couple; only who may see votes by couple is given that."""
    crowd = honest(5)
    sms = np.flatnonzero(crowd.channel == 1)
    crowd.votes[sms[: len(sms) // 3]] = 0
    crowd.votes[sms[: len(sms) // 3], 5] = 3
    told = of(Oddity.OFF_TREND, found(tmp_path, crowd), "sms")

    assert not any(star in told.sentence for star in STARS)
    assert told.by_couple.startswith("Fay Wray: ")


def test_taste_that_differs_a_little_is_not_told(tmp_path: Path) -> None:
    """However sure it is that it differs."""
    crowd = honest(5, 60_000)
    sms = np.flatnonzero(crowd.channel == 1)
    crowd.votes[sms[: len(sms) // 14]] = 0
    crowd.votes[sms[: len(sms) // 14], 5] = 3

    assert found(tmp_path, crowd) == ()


def test_one_voter_with_many_ballots_is_told_with_a_rule_that_names_it(tmp_path: Path) -> None:
    crowd = honest(6)
    rng = np.random.default_rng(1)
    flood = crowd.with_more(OPENS + 1 + rng.integers(0, LASTS, 300), 1, 999_999)
    everything = found(tmp_path, flood)
    told = of(Oddity.VOTER, everything, "sms")

    assert told.ballots == 300
    assert told.exclusion is not None
    assert told.exclusion.voters is not None
    assert len(told.exclusion.voters) == 1
    assert told.exclusion.by == ()
    assert {one.kind for one in everything} == {Oddity.VOTER}


def test_one_second_with_many_ballots_is_told(tmp_path: Path) -> None:
    """From as many voters as there are ballots."""
    crowd = honest(7)
    rng = np.random.default_rng(1)
    second = OPENS + 400_000
    flood = crowd.with_more(second + rng.integers(0, 400, 500), 0, rng.integers(10**6, 10**7, 500))
    told = of(Oddity.SECOND, found(tmp_path, flood), "web")

    assert told.ballots >= 500
    assert told.exclusion is not None
    assert told.exclusion.from_at is not None
    assert told.exclusion.until_at is not None
    assert told.exclusion.from_at <= second + 400
    assert told.exclusion.until_at > second


def test_ballots_on_a_beat_are_told_although_each_has_a_voter_of_its_own(tmp_path: Path) -> None:
    """A script that sleeps for a second, and takes a new browser each time."""
    crowd = honest(8)
    beat = OPENS + 137 + np.arange(600, dtype=np.int64) * 1000
    told = of(Oddity.REGULAR, found(tmp_path, crowd.with_more(beat, 0, np.arange(10**6, 10**6 + 600))), "web")

    assert "a beat of" in told.sentence
    assert 400 < told.ballots < 800


def test_one_voter_in_even_pauses_is_told(tmp_path: Path) -> None:
    """Twenty-five texts, seven seconds apart and a little."""
    crowd = honest(9)
    rng = np.random.default_rng(1)
    times = OPENS + 5000 + np.arange(25, dtype=np.int64) * 7000 + rng.integers(-200, 200, 25)
    told = of(Oddity.REGULAR, found(tmp_path, crowd.with_more(times, 1, 999_999)), "sms")

    assert told.ballots in {25, 26}
    assert "even pauses" in told.sentence


def test_an_intake_that_falls_silent_is_told(tmp_path: Path) -> None:
    """It was killed and nobody began another: what it had kept counts, and its file has no close."""
    crowd = honest(10)
    crowd.stops = {1: OPENS + 7 * MINUTE}
    told = of(Oddity.BOX_SILENT, found(tmp_path, crowd))

    assert told.sentence.startswith("0202020202020202.box took no ballot from 4")


def test_an_intake_that_was_stopped_near_the_end_is_told_as_that(tmp_path: Path) -> None:
    crowd = honest(10)
    crowd.stops = {1: OPENS + LASTS - 3000}
    told = of(Oddity.BOX_SILENT, found(tmp_path, crowd))

    assert "without a close" in told.sentence


def test_clocks_that_disagree_are_told(tmp_path: Path) -> None:
    crowd = honest(11)
    crowd.ahead = {1: 5_000}
    told = of(Oddity.CLOCK, found(tmp_path, crowd))

    assert told.sentence.startswith("0202020202020202.box closed 5.0 s after 0101010101010101.box")


def test_a_clock_that_went_back_is_told(tmp_path: Path) -> None:
    """The intake gives every ballot the latest time it knew, so blocks stand at one moment until the clock is there."""
    crowd = honest(12, 60_000)
    late = (crowd.part == 0) & (crowd.at > OPENS + 8 * MINUTE) & (crowd.at < OPENS + 9 * MINUTE)
    crowd.at[late] = OPENS + 8 * MINUTE
    told = [one for one in found(tmp_path, crowd) if one.kind is Oddity.CLOCK]

    assert len(told) == 1
    assert "to the millisecond" in told[0].sentence


def test_damage_is_told_with_file_block_and_byte(tmp_path: Path) -> None:
    folder = write(tmp_path / "box", honest(13, 2_000))
    path = folder / f"{bytes([1] * 8).hex()}.box"
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)
    told = of(Oddity.DAMAGE, anomalies(arrivals(folder), clock))

    assert told.sentence.startswith("0101010101010101.box: block ")
    assert told.sentence.endswith("is damaged.")


def test_an_empty_box_has_nothing_odd(tmp_path: Path) -> None:
    crowd = honest(14, 10)
    assert found(tmp_path, crowd.without(np.ones(10, np.bool_))) == ()


def test_only_the_channel_that_is_off_is_told_and_not_those_it_pulls_the_rest_away_from(tmp_path: Path) -> None:
    """Web against a mix of texts and the app is off as well; without the texts it is not."""
    crowd = honest(5)
    sms = np.flatnonzero(crowd.channel == 1)
    crowd.votes[sms] = 0
    crowd.votes[sms, 5] = 3

    assert [(one.kind, one.channel) for one in found(tmp_path, crowd)] == [(Oddity.OFF_TREND, "sms")]


def test_a_flood_elsewhere_makes_no_silence_of_a_slow_channel(tmp_path: Path) -> None:
    """Thousands of new voters within seconds, while nobody expects a text."""
    crowd = honest(15, 3_000, (0.95, 0.03, 0.02))
    times = np.sort(crowd.at[crowd.channel == 1])
    longest = int(np.argmax(np.diff(times)))
    since, until = int(times[longest]), int(times[longest + 1])
    flood = crowd.with_more(
        np.linspace(since + 1, until - 1, 9_000).astype(np.int64), 0, np.arange(10**6, 10**6 + 9_000)
    )

    assert not [one for one in found(tmp_path, flood) if one.kind is Oddity.SILENT]


def test_two_full_blocks_of_one_moment_are_no_clock_that_stands(tmp_path: Path) -> None:
    crowd = honest(16)
    crowd.at[np.flatnonzero(crowd.part == 0)[:300]] = OPENS + 5 * MINUTE

    assert not [one for one in found(tmp_path, crowd) if one.kind is Oddity.CLOCK]


def test_a_block_that_begins_before_the_one_in_front_of_it_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "box", honest(17, 3_000))
    path = folder / f"{bytes([1] * 8).hex()}.box"
    held = [packed(block) for block in entries(path) if isinstance(block, Block)]
    held[2], held[3] = held[3], held[2]
    path.write_bytes(b"".join(held))
    told = of(Oddity.CLOCK, anomalies(arrivals(folder), clock))

    assert "the clock went back by" in told.sentence


def test_one_message_sent_many_times_at_once_keeps_no_time(tmp_path: Path) -> None:
    crowd = honest(18)
    crowd = crowd.with_more(np.full(25, OPENS + 70_000), 1, 999_999)

    assert found(tmp_path, crowd) == ()


def test_a_relay_may_bring_its_ballots_on_a_beat(tmp_path: Path) -> None:
    """It gathers them and hands them on when its own clock says so."""
    crowd = honest(19)
    beat = OPENS + 137 + np.arange(400, dtype=np.int64) * 2000

    assert found(tmp_path, crowd.with_more(beat, 1, np.arange(10**6, 10**6 + 400))) == ()


@pytest.mark.parametrize("way", [Way.PAPER, Way.DONATION])
def test_paper_and_donations_may_have_nothing_all_night(tmp_path: Path, way: Way) -> None:
    crowd = honest(20)
    rules = replace(RULES, channels=(*RULES.channels[:2], replace(RULES.channels[2], way=way)))
    folder = write(tmp_path / "box", crowd.without(crowd.channel == 2), rules)

    assert anomalies(arrivals(folder), clock) == ()
