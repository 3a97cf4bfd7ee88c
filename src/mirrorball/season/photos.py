"""The couples' photos: files of the season folder that its couples.csv names, and no other file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mirrorball.core.season import Couple

MEDIA_TYPES: Mapping[str, str] = {
    ".avif": "image/avif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}  # what a photo may be, by the ending of its name


def photo(folder: Path, couple: Couple) -> Path | None:
    """The photo of a couple; None if there is none. What lies outside the folder, or leads there, is no photo of it."""
    if not couple.photo or "\0" in couple.photo:
        return None
    inside = folder.resolve()
    file = (inside / couple.photo).resolve()
    fits = file.suffix.lower() in MEDIA_TYPES and file.is_relative_to(inside)
    return file if fits and file.is_file() else None
