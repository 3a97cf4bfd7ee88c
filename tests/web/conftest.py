"""A small night that is served, for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.night import Running, served


@pytest.fixture
def night() -> Iterator[Running]:
    """A night before its first step, with a key for everybody."""
    with served() as running:
        yield running
