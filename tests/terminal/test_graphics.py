"""The folder that ``mirrorball graphics`` writes: each graphic stands by itself, and templates beside them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mirrorball.main import main
from mirrorball.web import ograf

NAMES = ("lower-third", "score-bug", "leaderboard", "vote-open", "result-reveal")
IMPORTS = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']|new URL\(\s*["'`]([^"'`$]+)["'`]""")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "my-graphics"
    assert main(["graphics", str(folder)]) == 0
    return folder


def test_it_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "graphics"
    assert main(["graphics", str(folder)]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[:6] == [*(str(folder / "ograf" / name) for name in NAMES), str(folder / "spx")]
    assert all(Path(line).is_dir() for line in lines[:6])
    assert lines[-1].endswith(str(folder / "README.md"))


def test_the_readme_names_every_graphic_and_host(written: Path) -> None:
    text = (written / "README.md").read_text(encoding="utf-8")

    assert all(name in text for name in (*NAMES, "SPX", "H2R", "CasparCG", "OBS", "vMix"))
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize("name", NAMES)
def test_each_graphic_has_all_that_it_loads_in_its_own_folder(written: Path, name: str) -> None:
    folder = written / "ograf" / name
    manifests = list(folder.rglob("*.ograf.json"))
    assert [file.name for file in manifests] == [f"{name}.ograf.json"]

    manifest = json.loads(manifests[0].read_text(encoding="utf-8"))
    seen, waits = set(), [manifests[0].parent / manifest["main"]]
    while waits:
        file = waits.pop().resolve()
        assert file.is_relative_to(folder.resolve())
        assert file.is_file(), file
        if file not in seen and file.suffix == ".js":
            found = IMPORTS.findall(file.read_text(encoding="utf-8"))
            waits += [file.parent / (one or other) for one, other in found]
        seen.add(file)
    for thumbnail in manifest.get("thumbnails", ()):
        assert (manifests[0].parent / thumbnail["file"]).is_file()
    for font in ("inter", "fraunces"):
        assert (folder / "fonts" / f"{font}.woff2").read_bytes().startswith(b"wOF2")
    assert not list(folder.rglob("*.py"))


class _Template(HTMLParser):
    """What SPX and a browser find in a template."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.scripts: list[dict[str, str]] = []
        self.inline = ""
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: text or "" for name, text in attrs}
        self.ids += [found["id"]] if "id" in found else []
        self._in_script = tag == "script" and "src" not in found
        if tag == "script" and "src" in found:
            self.scripts.append(found)

    def handle_data(self, words: str, /) -> None:  # by position
        self.inline += words if self._in_script else ""


@pytest.mark.parametrize("name", NAMES)
def test_a_template_tells_spx_its_fields_in_the_file_itself(written: Path, name: str) -> None:
    template = _Template()
    template.feed((written / "spx" / f"{name}.html").read_text(encoding="utf-8"))

    said = re.fullmatch(r"\s*window\.SPXGCTemplateDefinition = (.*);\s*", template.inline, re.DOTALL)
    assert said, template.inline
    definition = json.loads(said[1])
    assert {"description", "playserver", "playlayer", "out", "dataformat", "steps", "DataFields"} <= set(definition)
    fields = definition["DataFields"]
    assert fields
    assert [field["field"] for field in fields] == [f"f{nth}" for nth in range(len(fields))] == template.ids
    assert all(isinstance(field["value"], str) and field["ftype"] and field["title"] for field in fields)
    assert all(field["items"] for field in fields if field["ftype"] == "dropdown")
    (script,) = template.scripts
    assert (written / "spx" / script["src"]).is_file()
    assert (written / "spx" / script["data-main"]).is_file()
    known = json.loads(script["data-adapter"])
    assert sorted(known["fields"]) == sorted(template.ids)
    assert set(known["fields"].values()) <= set(known["kinds"])


def test_no_two_graphics_lie_on_one_layer() -> None:
    layers = [graphic.layer for graphic in ograf.graphics()]

    assert len(set(layers)) == len(layers) == len(NAMES)


def test_an_occupied_folder_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    assert main(["graphics", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{tmp_path} is there already and not empty. Name a new or empty folder.\n"
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_way_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "graphics"
    file.write_text("mine", encoding="utf-8")

    for folder in (file, file / "below"):
        assert main(["graphics", str(folder)]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert "Traceback" not in said
    assert file.read_text(encoding="utf-8") == "mine"
