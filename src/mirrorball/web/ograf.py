"""The graphics for broadcast as they lie on the disk: what their manifests say, and the same for older hosts.

OGraf hosts read the manifest themselves. CasparCG and SPX know templates: a page with four functions and fields f0, f1
and so on, and SPX wants to be told what the fields are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

FOLDER = Path(__file__).parent.parent / "graphics"
SUFFIX = ".ograf.json"
ORDER = ("lower-third", "score-bug", "leaderboard", "vote-open", "result-reveal")
LAYERS = {"lower-third": 4, "score-bug": 5, "leaderboard": 6, "vote-open": 7, "result-reveal": 8}
SHOWN = frozenset({".js", ".mjs", ".json", ".css", ".svg", ".png", ".jpg", ".webp", ".woff2", ".md", ".txt"})

Schema: TypeAlias = Mapping[str, Any]  # of JSON Schema with the words of GDD, as the manifest has it
Definition: TypeAlias = dict[str, Any]  # as SPX reads it


class Manifest(msgspec.Struct, frozen=True, rename="camel"):
    """What we need of a manifest."""

    id: str
    name: str
    main: str
    version: str
    description: str = ""
    step_count: int = 1
    schema: dict[str, Any] = {}  # msgspec makes a new one each time


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a template: the name that hosts of an older kind give it, and the property that it fills."""

    id: str  # f0, f1 and so on
    name: str
    title: str
    kind: str  # as SPX calls it
    value: str
    items: tuple[tuple[str, str], ...] = ()  # what there is to choose from: value and label


@dataclass(frozen=True, slots=True)
class Graphic:
    """A graphic: the name that addresses have, where its manifest lies under the folder, and what that says."""

    name: str
    place: str
    manifest: Manifest

    @property
    def main(self) -> str:
        """Where its module lies under the folder."""
        return (Path(self.place).parent / self.manifest.main).as_posix()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that a form can hold: single values, in the manifest's order."""
        flat = (one for one in self.manifest.schema.get("properties", {}).items() if one[1].get("type") in KINDS)
        return tuple(_field(nth, name, schema) for nth, (name, schema) in enumerate(flat))

    @property
    def definition(self) -> Definition:
        """The template as SPX wants to be told of it."""
        return {
            "description": self.manifest.name,
            "playserver": "OVERLAY",
            "playchannel": "1",
            "playlayer": str(self.layer),
            "webplayout": str(self.layer),
            "steps": str(self.manifest.step_count if self.manifest.step_count > 0 else 99),
            "out": "manual",
            "dataformat": "json",
            "uicolor": "2",
            "DataFields": [_as_spx(field) for field in self.fields],
        }

    @property
    def adapter(self) -> dict[str, Any]:
        """What the adapter's script has to know."""
        kinds = {name: schema.get("type") for name, schema in self.manifest.schema.get("properties", {}).items()}
        return {
            "fields": {field.id: field.name for field in self.fields},
            "kinds": kinds,
            "steps": self.manifest.step_count,
        }

    @property
    def layer(self) -> int:
        """The layer on which hosts that count layers put it, so that none lies over another by chance."""
        return LAYERS.get(self.name, max(LAYERS.values()) + 1)

    @property
    def title(self) -> str:
        """What we call it among ourselves: without our name before it."""
        _, _, ours = self.manifest.name.partition(": ")
        return (ours or self.manifest.name).capitalize()


KINDS = {"string": "textfield", "number": "number", "integer": "number", "boolean": "checkbox"}
GDD_KINDS = {"multi-line": "textarea", "select": "dropdown"}


def graphics(folder: Path = FOLDER) -> tuple[Graphic, ...]:
    """All graphics, in the order in which a night needs them."""
    found = (_graphic(folder, file) for file in folder.rglob(f"*{SUFFIX}"))
    last = len(ORDER)
    return tuple(sorted(found, key=lambda one: (ORDER.index(one.name) if one.name in ORDER else last, one.name)))


def files(folder: Path = FOLDER) -> Iterator[Path]:
    """Every file that belongs to the graphics."""
    yield from (file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix in SHOWN)


def of_template(graphic: Graphic, main: str, place: str = "", *, inline: bool = False) -> dict[str, Any]:
    """What the template of a graphic is made of.

    ``main`` is the address of its module, ``place`` that of the adapter's own files; ``inline``: the definition stands
    in the file.
    """
    return {
        "graphic": graphic,
        "adapter": graphic.adapter,
        "definition": graphic.definition,
        "main": main,
        "script": f"{place}adapter.js",
        "styles": f"{place}overlay.css",
        "inline": inline,
    }


def _graphic(folder: Path, file: Path) -> Graphic:
    manifest = msgspec.json.decode(file.read_bytes(), type=Manifest)
    return Graphic(file.name.removesuffix(SUFFIX), file.relative_to(folder).as_posix(), manifest)


def _field(nth: int, name: str, schema: Schema) -> Field:
    value = schema.get("default", "")
    return Field(
        id=f"f{nth}",
        name=name,
        title=schema.get("title", name),
        kind=GDD_KINDS.get(schema.get("gddType", ""), KINDS[schema["type"]]),
        value=str(int(value) if isinstance(value, bool) else value),
        items=tuple(schema.get("gddOptions", {}).get("labels", {}).items()),
    )


def _as_spx(field: Field) -> Definition:
    known: Definition = {"field": field.id, "ftype": field.kind, "title": field.title, "value": field.value}
    if field.kind == "dropdown":
        known["items"] = [{"text": label, "value": value} for value, label in field.items]
    return known
