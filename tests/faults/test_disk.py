"""The disk fills up in the middle of a night, and the night goes on when there is room again."""

from __future__ import annotations

from multiprocessing import Pipe
from pathlib import Path

from mirrorball.log.sqlite import entries
from tests.faults.night import GROW, OPEN, start

LONG = "The lights went out over the left half of the floor. " * 20


def test_a_full_disk_keeps_what_was_answered_says_so_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "night.sqlite"
    pipe, theirs = Pipe()
    program = start(path, theirs, room=200_000)
    assert pipe.recv() == OPEN
    answers: list[tuple[str, int | str]] = []
    while not answers or isinstance(answers[-1][1], int):
        pipe.send(f"{len(answers) + 1} {LONG}")
        answers.append(pipe.recv())
    *kept, (refused, why) = answers

    assert len(kept) > 10
    assert isinstance(why, str)
    assert why.startswith("the log could not be written (")
    for _ in range(3):
        pipe.send(refused)
        assert pipe.recv() == (refused, why)
    assert [(entry.command, entry.position) for entry in entries(path)] == kept  # and it is read meanwhile

    pipe.send(GROW)
    pipe.send(refused)
    assert pipe.recv() == (refused, len(kept) + 1)
    pipe.send("")
    program.join()
    assert program.exitcode == 0
    assert [entry.command for entry in entries(path)] == [name for name, _ in kept] + [refused]
