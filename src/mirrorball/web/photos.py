"""The couples' photos as the edge serves them: under a number each, so that no address tells a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mirrorball.core.show import Show
from mirrorball.floor.public_cast import photo_numbers
from mirrorball.season.photos import MEDIA_TYPES, photo


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that is there. ``name`` is its number with the ending of the file, as addresses have it."""

    star: str
    name: str
    file: Path

    @property
    def media_type(self) -> str:
        """What it is to a browser."""
        return MEDIA_TYPES[self.file.suffix.lower()]

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"/photo/{self.name}"


def photos_of(opened: Show, folder: Path | None) -> dict[int, Photo]:
    """Each photo that there is, by number."""
    found: dict[int, Photo] = {}
    if folder is None:
        return found
    numbers = photo_numbers(opened)
    for couple in opened.season.couples:
        file = photo(folder, couple)
        if file is not None:
            number = numbers[couple.star]
            found[number] = Photo(couple.star, f"{number}{file.suffix.lower()}", file)
    return found


def addresses(photos: Mapping[int, Photo]) -> dict[str, str]:
    """Where the photo of each star is served."""
    return {photo.star: photo.address for photo in photos.values()}
