"""The fact checker over seasons that the public tables hold: averaged marks, halves, names and titles of every sort."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirrorball.recap import site
from mirrorball.recap.story import story, unvoted
from mirrorball.recap.vouch import vouch
from mirrorball.season.imports.mcm import mcm
from mirrorball.season.imports.strictly import strictly
from tests.conftest import ROOT


@pytest.mark.parametrize("number", [11, 15])  # a star called The Situation; marks above 10 and ninths
def test_a_us_season_is_vouched_for(shared: Path, tmp_path: Path, number: int) -> None:
    brought = mcm(shared / "data" / "dwts-34-seasons" / "2026_MCM_Problem_C_Data.csv")
    told = story(unvoted(brought.seasons[number - 1]))
    site.build(told, tmp_path / "site", site.Options(cache=ROOT / "build" / "typefaces"))

    assert vouch(tmp_path / "site", told) == ()


@pytest.mark.parametrize("number", [4, 15])  # a song called "Left Outside Alone"; a star called Rev. Richard Coles
def test_a_british_series_is_vouched_for(shared: Path, tmp_path: Path, number: int) -> None:
    brought = strictly(shared / "data" / "strictly")
    told = story(unvoted(next(season for season in brought.seasons if season.number == number)))
    site.build(told, tmp_path / "site", site.Options(cache=ROOT / "build" / "typefaces"))

    assert vouch(tmp_path / "site", told) == ()
