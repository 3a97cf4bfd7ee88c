"""Where the example seasons lie: beside the package when installed, in the checkout otherwise."""

from __future__ import annotations

from pathlib import Path


def example(name: str) -> Path:
    """The folder of an example season, whether it exists or not."""
    packaged = Path(__file__).parents[1] / "examples" / name
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "examples" / name
