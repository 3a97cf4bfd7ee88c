"""Recaps as short texts, for tests of what an archive tells anew; what a recap holds is tested where recaps are."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirrorball.recap import site
from mirrorball.recap.story import Story


def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recaps as short texts: what a recap holds is tested where recaps are, and here only when it is told."""

    def files_of(told: Story, options: site.Options) -> tuple[dict[str, bytes], tuple[str, ...], tuple[str, ...]]:
        pages = {"index.html": f"{told.season.title} {told.season.number} {options.at} {options.home}".encode()}
        pages |= {f"week-{week.week.number}.html": repr(week.lines).encode() for week in told.weeks}
        return pages | {"robots.txt": b"", "sitemap.xml": b""}, tuple(pages), ()

    def assets(_: Path, text: str = "") -> dict[str, bytes]:
        return {"recap.css": b"", "fonts/letters.txt": "".join(sorted(set(text))).encode()}

    monkeypatch.setattr(site, "files_of", files_of)
    monkeypatch.setattr(site, "assets", assets)
