"""The rules of the house that a machine can keep. Each function takes text and answers with what it found.

``test_house.py`` runs them over the repository, and shows for each rule a text in which it finds something.
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import tokenize
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

LONGEST = 400
ASKED_FOR = frozenset({"handle_data"})  # names by which a library calls us
SHUNNED = frozenset({"data", "info", "manager", "processor", "service", "helper", "util"})
FLOAT, DATE = "float", "date"
# What the core may take from the standard library; where names are given, these names only.
FOR_THE_CORE: Mapping[str, frozenset[str] | None] = {
    "__future__": None,
    "collections": None,
    "collections.abc": None,
    "dataclasses": None,
    "datetime": frozenset({DATE}),
    "enum": None,
    "fractions": None,
    "functools": None,
    "hashlib": frozenset({"sha256"}),  # pure, and what binds a result that is not told yet
    "itertools": None,
    "math": frozenset({"ceil", "comb", "factorial", "floor", "gcd", "isqrt", "lcm", "perm", "prod"}),
    "typing": None,
    "unicodedata": frozenset({"normalize"}),  # pure; one name has several spellings that look the same
}
REACHES_OUT = frozenset({"open", "print", "input", "eval", "exec", "breakpoint"})
WAITS = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)

# No folder stands in here as a path would name it, so this file does not find itself.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:(?:work|root|home|farm|Users)/|tmp/\w)")

RULE = r"\d+\.\d+[a-z]?"
RULES = rf"{RULE}(?:(?:, | to | and |, and ){RULE})*"
CITED = re.compile(rf"SPEC ({RULES})|\(({RULES})\)")
WRITTEN = re.compile(rf"(?:^#{{1,6}}\s+|\*\*)(?:Rule )?({RULE})\b", re.MULTILINE)

CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
LINK = re.compile(
    r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|^\[[^\]]+\]:\s+(\S+)|(?:src|href)=\"([^\"]+)\"", re.MULTILINE
)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|#")


# What there is to read.


def tracked(root: Path) -> list[Path]:
    """The files of the checkout that git keeps or would keep; without git, all but hidden and built ones."""
    asked = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        away = {line.strip("/") for line in (root / ".gitignore").read_text(encoding="utf-8").split()} | {".git"}
        found = (p for p in root.rglob("*") if away.isdisjoint(p.relative_to(root).parts))
    else:
        found = (root / name for name in answer.split("\0") if name)
    return sorted(p for p in found if p.is_file())


def texts(root: Path, pattern: str = "*") -> Iterator[tuple[str, str]]:
    """Name and text of each tracked text file that fits the pattern, the name as seen from the root."""
    for path in tracked(root):
        if path.match(pattern):
            try:
                yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture is no text


# (a) Who may import whom.


def table(page: str, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without the row of its titles; each cell without backticks."""
    _, _, below = page.partition(f"\n## {heading}")
    section = below.split("\n## ", 1)[0]
    rows = [line.strip().strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.replace("`", "").strip() for cell in row] for row in rows[2:]]


def rooms(architecture: str) -> dict[str, frozenset[str]]:
    """Each room of ``mirrorball`` and the rooms it may import from, as the table of the rooms says."""
    rows = {_room(row[0]): row[-1] for row in table(architecture, "The rooms")}
    spoken = {"nothing": frozenset[str](), "all": frozenset(rows)}
    return {room: spoken[says] if says in spoken else frozenset(says.split(", ")) for room, says in rows.items()}


def room_findings(allowed: Mapping[str, frozenset[str]], names: Iterable[str]) -> list[str]:
    """Rooms of the source that the table does not have, and rooms of the table that the source does not have."""
    there = {_room(name.removeprefix("src/mirrorball/").split("/")[0]) for name in names} - {"__init__"}
    unknown = {room for may in allowed.values() for room in may} - set(allowed)
    return [
        *(f"ARCHITECTURE.md: {room} is not in the table of the rooms" for room in sorted(there - set(allowed))),
        *(f"ARCHITECTURE.md: there is no room {room} in src/mirrorball" for room in sorted(set(allowed) - there)),
        *(f"ARCHITECTURE.md: the table lets import from {room}, which has no row" for room in sorted(unknown)),
    ]


def import_findings(name: str, source: str, allowed: Mapping[str, frozenset[str]]) -> list[str]:
    """Imports from rooms that the table does not allow; ``name`` is the file as seen from ``src/mirrorball``."""
    room = _room(name.split("/", maxsplit=1)[0])
    may = allowed.get(room, frozenset()) | {room}
    found = []
    for line, module, _ in _imports(source):
        if module.startswith("."):
            found.append(f"{name}:{line}: imports {module} by its distance; name it from mirrorball on")
        elif module.split(".")[0] == "mirrorball":
            wanted = _wanted(module, allowed)
            if not (wanted in may or (wanted == "" and room == "main")):
                found.append(f"{name}:{line}: {room} may not import {module}")
    return found


def _room(first: str) -> str:
    return first.strip("/").removesuffix(".py")


def _wanted(module: str, allowed: Mapping[str, frozenset[str]]) -> str:
    """The room that an imported name lies in; empty for a name of ``mirrorball`` itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in allowed else ""


def _imports(source: str) -> Iterator[tuple[int, str, str]]:
    """Line, module and name of each import; of ``mirrorball`` itself and of relative ones, module is the full name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                full = f"{module}.{alias.name}" if module == "mirrorball" else module
                yield node.lineno, full, alias.name


# (b) The core is pure.


def purity_findings(name: str, source: str) -> list[str]:
    """What a module of the core may not do: take more of the standard library, use floats, reach out, wait."""
    found = [
        f"{name}:{line}: the core may not import {module}{f'.{what}' if what else ''}"
        for line, module, what in _imports(source)
        if module.split(".")[0] not in {"mirrorball", ""} and not _is_for_the_core(module, what)
    ]
    for node in ast.walk(ast.parse(source)):
        says = _impure(node)
        if says:
            found.append(f"{name}:{getattr(node, 'lineno', 0)}: {says}")
    return found


def _is_for_the_core(module: str, what: str) -> bool:
    if module not in FOR_THE_CORE:
        return False
    names = FOR_THE_CORE[module]
    return names is None or what in names


def _impure(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=float() | complex() as value):
            return f"{value} is a float; write a Fraction"
        case ast.Name(id=id_) if id_ == FLOAT:
            return "the core knows no floats; use int or Fraction"
        case ast.Name(id=id_, ctx=ast.Load()) if id_ in REACHES_OUT:
            return f"the core does not {id_}"
        case ast.Call(func=ast.Name(id=id_)) if id_ == DATE:
            return "the core makes no dates; they come with the season"
        case ast.Attribute(value=ast.Name(id=id_), attr=attr) if id_ == DATE and attr in {"today", "fromtimestamp"}:
            return "the core has no clock; time comes with the command"
        case _:
            return "the core does not wait" if isinstance(node, WAITS) else ""


# (c) No long files. (d) No shunned names. (f) A docstring for all that is public.


def length_findings(name: str, source: str) -> list[str]:
    """A file that has grown too long."""
    lines = len(source.splitlines())
    return [f"{name}: {lines} lines, more than {LONGEST}; are these two families?"] if lines > LONGEST else []


def name_findings(name: str, source: str) -> list[str]:
    """Names of folders, modules, classes, functions and variables that say nothing."""
    given = [*((0, part) for part in name.removesuffix(".py").split("/")), *_given(ast.parse(source))]
    return [
        f"{name}:{line}: {word} says nothing; use the trade's word"
        for line, word in given
        if word not in ASKED_FOR and not SHUNNED.isdisjoint(_parts(word))
    ]


def docstring_findings(name: str, source: str) -> list[str]:
    """Public modules, classes, functions and methods without a docstring."""
    tree = ast.parse(source)
    found = [] if ast.get_docstring(tree) else [f"{name}:1: the module has no docstring"]
    return found + [f"{name}:{line}: {what} has no docstring" for line, what in _undocumented(tree)]


def _parts(word: str) -> set[str]:
    """The words in a name, small and in the singular."""
    return {part.lower().removesuffix("s") for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", word)}


def _given(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and word of each name that is given here; a name that comes with an import was given elsewhere."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=word) | ast.FunctionDef(name=word) | ast.AsyncFunctionDef(name=word):
                yield node.lineno, word
            case ast.Name(id=word, ctx=ast.Store()) | ast.Attribute(attr=word, ctx=ast.Store()) | ast.arg(arg=word):
                yield node.lineno, word
            case ast.ExceptHandler(name=str(word)) | ast.MatchAs(name=str(word)) | ast.MatchStar(name=str(word)):
                yield node.lineno, word
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                yield from ((node.lineno, alias.asname) for alias in aliases if alias.asname)
            case _:
                pass


def _undocumented(tree: ast.Module | ast.ClassDef) -> Iterator[tuple[int, str]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                yield node.lineno, node.name
            if isinstance(node, ast.ClassDef):
                yield from _undocumented(node)


# (e) No path of one machine.


def path_findings(name: str, text: str) -> list[str]:
    """Paths that exist on one machine only."""
    lines = enumerate(text.splitlines(), 1)
    return [
        f"{name}:{n}: {line.strip()[:60]!r} names a path of one machine"
        for n, line in lines
        if MACHINE_PATH.search(line)
    ]


# (g) A cited rule is a written rule.


def written_rules(page: str) -> set[str]:
    """The numbers of the rules of a page: each opens a heading or stands in bold."""
    return {found.group(1) for found in WRITTEN.finditer(page)}


def citation_findings(name: str, source: str, rules: set[str]) -> list[str]:
    """Rule numbers in comments and strings, as SPEC n.n or in brackets, that are written nowhere."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in {tokenize.COMMENT, tokenize.STRING}:
            for cited in CITED.finditer(token.string):
                line = token.start[0] + token.string.count("\n", 0, cited.start())
                missing = [rule for rule in re.findall(RULE, cited.group()) if rule not in rules]
                found += [f"{name}:{line}: cites rule {rule}, which docs/rules does not have" for rule in missing]
    return found


# (h) A dependency has its reason. (i) A link leads somewhere.


def dependencies(pyproject: str) -> set[str]:
    """The packages that a pyproject.toml asks for, its build backend among them."""
    page = tomllib.loads(pyproject)
    extras = page["project"].get("optional-dependencies", {})
    asked = [
        *page["project"]["dependencies"],
        *page["build-system"]["requires"],
        *(x for e in extras.values() for x in e),
    ]
    return {_package(requirement) for requirement in asked}


def dependency_findings(pyproject: str, architecture: str) -> list[str]:
    """Dependencies without a reason, and reasons without a dependency. Type stubs share the row of their package."""
    asked = {package.removeprefix("types-") for package in dependencies(pyproject)}
    reasons = {_package(name) for row in table(architecture, "Dependencies") for name in row[0].split(",")}
    return [
        *(
            f"ARCHITECTURE.md: no reason for {package} in the table of dependencies"
            for package in sorted(asked - reasons)
        ),
        *(f"ARCHITECTURE.md: {package} has a reason, but nobody asks for it" for package in sorted(reasons - asked)),
    ]


def link_findings(root: Path, name: str, text: str) -> list[str]:
    """Links to files that are not there, or that lie outside the repository."""
    found = []
    for link in LINK.finditer(CODE.sub("", text)):
        to = next(group for group in link.groups() if group)
        if ELSEWHERE.match(to):
            continue
        path = (root / name).parent.joinpath(to.split("#")[0]).resolve()
        if not (path.exists() and path.is_relative_to(root.resolve())):
            found.append(f"{name}: the link to {to} leads nowhere")
    return found


def _package(requirement: str) -> str:
    """The name of a package as all spell it."""
    return re.split(r"[^\w.-]", requirement.strip(), maxsplit=1)[0].replace("_", "-").lower()
