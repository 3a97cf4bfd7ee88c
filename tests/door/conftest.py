"""What the tests of the public's door share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.door.relayed import Door


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door for relays whose window stands open."""
    with asyncio.Runner() as runner:
        made = Door(tmp_path, runner)
        yield made
        runner.run(made.intake.close())
