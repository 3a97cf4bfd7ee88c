"""Write docs/season-folder.md and docs/season.schema.json from the format's own table."""

from __future__ import annotations

import json
from pathlib import Path

from mirrorball.season.reference import page, schema

DOCS = Path(__file__).parents[1] / "docs"


def main() -> None:
    """Write both files."""
    (DOCS / "season-folder.md").write_text(page(), encoding="utf-8")
    (DOCS / "season.schema.json").write_text(json.dumps(schema(), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
