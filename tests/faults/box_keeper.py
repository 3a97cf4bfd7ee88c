"""A keeper in a process of its own, so that it can be killed: it says which processes its doors are, and stays."""

from __future__ import annotations

import asyncio
import json
import sys

from mirrorball.door.keeper import Keeper
from mirrorball.door.wishes import Begin
from tests.door.served import RULES, SECRET


async def keep(folder: str, port: int) -> None:
    """Keep two doors of an open window until somebody ends this."""
    keeper = Keeper(
        Begin(
            secret=SECRET.hex(),
            folder=folder,
            host="127.0.0.1",
            port=port,
            rules=RULES,
            address=f"http://127.0.0.1:{port}",
            version="test",
            stage="open",
        ),
        doors=2,
    )
    await keeper.start()
    sys.stdout.write(json.dumps(keeper.pids) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(keep(sys.argv[1], int(sys.argv[2])))
