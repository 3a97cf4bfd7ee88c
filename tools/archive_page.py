"""Write docs/archive.md from the archive's own tables."""

from __future__ import annotations

from pathlib import Path

from mirrorball.recap.archive.reference import page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "archive.md"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
