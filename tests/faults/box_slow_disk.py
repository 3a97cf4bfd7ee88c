"""A door whose disk makes everybody wait as long as a file of this name is there."""

from __future__ import annotations

import os
import time
from pathlib import Path

from mirrorball.door.process import main

STALLED = "MIRRORBALL_STALLED"


def wait_and_sync(fd: object) -> None:
    """Keep what was written, once the disk moves again."""
    while Path(os.environ[STALLED]).exists():
        time.sleep(0.005)
    assert isinstance(fd, int)
    os.fsync(fd)


if __name__ == "__main__":
    os.fdatasync = wait_and_sync
    main()
