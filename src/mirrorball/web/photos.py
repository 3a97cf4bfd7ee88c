"""The couples' photos: files of the season folder that its couples.csv names, and no other file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mirrorball.core.show import Show
from mirrorball.floor.public_cast import photo_numbers

KINDS: Mapping[str, str] = {
    ".avif": "image/avif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that is there. ``name`` is its number with the ending of the file, as addresses have it."""

    star: str
    name: str
    file: Path

    @property
    def media_type(self) -> str:
        """What it is to a browser."""
        return KINDS[self.file.suffix.lower()]

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"/photo/{self.name}"


def photos_of(opened: Show, folder: Path | None) -> dict[int, Photo]:
    """Each photo that there is, by number. What lies outside the folder, or leads there, is no photo of it."""
    found: dict[int, Photo] = {}
    if folder is None:
        return found
    numbers, inside = photo_numbers(opened), folder.resolve()
    for couple in opened.season.couples:
        file = (inside / couple.photo).resolve() if couple.photo else inside
        if file.suffix.lower() in KINDS and file.is_relative_to(inside) and file.is_file():
            number = numbers[couple.star]
            found[number] = Photo(couple.star, f"{number}{file.suffix.lower()}", file)
    return found


def addresses(photos: Mapping[int, Photo]) -> dict[str, str]:
    """Where the photo of each star is served."""
    return {photo.star: photo.address for photo in photos.values()}
