"""Packages of npm that tests ask, installed once from a lock of their own and kept."""

from __future__ import annotations

import fcntl
import re
import shutil
import subprocess
from pathlib import Path

import pytest

WANTED = "for want of node and npm; to bring them: apt-get install nodejs npm"


def installed(pinned: Path, built: Path) -> Path:
    """The folder of programs that ``pinned`` asks for, in ``built``; leaves the test out where npm is absent.

    Tests that run side by side wait for whichever came first.
    """
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip(WANTED)
    built.mkdir(parents=True, exist_ok=True)
    lock, kept = (pinned / "package-lock.json").read_bytes(), built / "installed-lock.json"
    with (built / "waiting").open("w") as waiting:
        fcntl.flock(waiting, fcntl.LOCK_EX)
        if not kept.exists() or kept.read_bytes() != lock:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(pinned / name, built)
            ci = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
            answer = subprocess.run(ci, cwd=built, capture_output=True, text=True, check=False)
            assert answer.returncode == 0, answer.stderr
            kept.write_bytes(lock)
    return built / "node_modules" / ".bin"


def unpinned(pinned: Path) -> list[str]:
    """The packages of a lock that are not pinned by a hash, and what names a host in it."""
    lock = (pinned / "package-lock.json").read_text(encoding="utf-8")
    packages = re.findall(r'"node_modules/[^"]+": \{.*?^    \}', lock, re.DOTALL | re.MULTILINE)
    assert packages
    return [one for one in packages if '"integrity": "sha512-' not in one or '"resolved"' in one]
