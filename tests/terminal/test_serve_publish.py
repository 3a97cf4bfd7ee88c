"""``mirrorball serve --publish``: a whole finale by itself, kept as files that any web server can show."""

from __future__ import annotations

import json
import time
from pathlib import Path

import httpx

from tests.terminal.test_serve import PATIENCE, serving

STILL = "--doors", "0"  # nobody votes here but by the record


def test_a_rehearsed_finale_is_published_from_the_first_dance_to_the_look_back(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    with serving(tmp_path / "nights", "--rehearse", "--speed", "200", *STILL, "--publish", str(folder)) as night:
        assert f"{night.url}/board" in night.said
        assert night.process.stdout is not None
        assert "The rehearsal is over." in night.process.stdout.readline()
        live = httpx.get(f"{night.url}/board/screen")
        until = time.monotonic() + PATIENCE
        while (folder / "screen.json").read_bytes() != live.content and time.monotonic() < until:
            time.sleep(0.05)
        assert (folder / "screen.json").read_bytes() == live.content
        assert (folder / "index.html").exists()
        code, _, _ = night.stop()

    screens = [json.loads(file.read_bytes()) for file in sorted((folder / "screens").glob("*.json"))]
    scenes = list(dict.fromkeys(screen["scene"] for screen in screens))
    last = screens[-1]
    assert code == 0
    assert [screen["sequence"] for screen in screens] == sorted({screen["sequence"] for screen in screens})
    assert {"dance", "marks", "film", "vote", "reveal", "champions", "look back"} <= set(scenes)
    assert scenes[-1] == "look back"
    assert last["champions"]["says"] == "Xochitl Gomez and Val Chmerkovskiy are the champions!"
    assert [line["place"] for line in last["look_back"]][:3] == ["1st", "2nd", "3rd"]
    assert len(last["look_back"]) == 14
    assert all(screen["night"]["rehearsal"] for screen in screens)
    # No place was told before its step, however the votes stood.
    for screen in screens:
        told = {couple["star"] for step in screen["reveal"]["steps"] for couple in step["couples"]}
        assert told.isdisjoint(couple["star"] for couple in screen["reveal"]["uncalled"])
        assert screen["champions"] is None or screen["reveal"]["told"]
