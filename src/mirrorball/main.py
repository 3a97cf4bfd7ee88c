"""The command line, and the only place that picks a store, a clock and a seed.

Heavy things are imported by the command that needs them, so that help and refusals come at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from mirrorball import __version__

CLEAN, PROBLEMS = 0, 2
SEED = 32


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 warnings with --strict, 2 problems."""
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.run(asked)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        return CLEAN
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mirrorball",
        description="A dance show from cast to crown, and anyone can check it.",
        epilog="Start with: mirrorball demo",
    )
    parser.add_argument("--version", action="version", version=f"mirrorball {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    new = commands.add_parser("new", help="write a commented season folder to start from")
    new.add_argument("folder", type=Path, metavar="DIR")
    new.add_argument("--kind", choices=("season", "gala"), default="season", help="many weeks, or one night")
    new.set_defaults(run=_new)

    check = commands.add_parser("check", help="read a season folder and report every problem at once")
    check.add_argument("folder", type=Path, metavar="DIR")
    check.add_argument("--strict", action="store_true", help="exit with 1 if there are warnings")
    check.add_argument("--json", action="store_true", help="print the report for programs")
    check.set_defaults(run=_check)

    show = commands.add_parser("show", help="boards, standings and reasons, week by week")
    show.add_argument("folder", type=Path, metavar="DIR")
    show.add_argument("--week", type=int, metavar="N", help="only this week, in full")
    show.add_argument("--json", action="store_true", help="print the same for programs")
    show.set_defaults(run=_show)

    demo = commands.add_parser("demo", help="rehearse the finale of season 32 from the first dance to the look back")
    demo.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"what the votes are drawn from ({SEED})")
    demo.add_argument("--free", action="store_true", help="draw votes without regard to the real result")
    demo.add_argument(
        "--record", type=Path, default=Path("record"), metavar="DIR", help="where the record goes (record)"
    )
    demo.set_defaults(run=_demo)

    log = commands.add_parser("log", help="all that happened in a night, as readable lines or for programs")
    log.add_argument("folder", type=Path, metavar="DIR", help="season folder, or the .sqlite file of a night")
    log.add_argument("--week", type=int, metavar="N", help="the night of this week (the latest that has begun)")
    log.add_argument("--night", type=Path, metavar="FOLDER", help="where the nights are kept (DIR-nights)")
    log.add_argument("--season", type=Path, metavar="DIR", help="season folder of a log that is given as a file")
    log.add_argument("--json", action="store_true", help="print each entry as the log keeps it, one a line")
    log.add_argument("--follow", action="store_true", help="go on printing while the night goes on; Ctrl-C ends it")
    log.set_defaults(run=_log)
    return parser


def _new(asked: argparse.Namespace) -> int:
    from mirrorball.terminal.folder import new

    return new(asked.folder, asked.kind)


def _check(asked: argparse.Namespace) -> int:
    from mirrorball.terminal.folder import check

    return check(asked.folder, strict=asked.strict, as_json=asked.json)


def _show(asked: argparse.Namespace) -> int:
    from mirrorball.terminal.folder import show

    return show(asked.folder, asked.week, as_json=asked.json)


def _demo(asked: argparse.Namespace) -> int:
    from mirrorball.log.sqlite import SqliteLog
    from mirrorball.terminal.demo import demo

    return demo(asked.seed, free=asked.free, folder=asked.record, keep=SqliteLog)


def _log(asked: argparse.Namespace) -> int:
    from mirrorball.log.sqlite import entries
    from mirrorball.terminal.night_log import Asked, log

    wanted = Asked(asked.folder, asked.week, asked.night, asked.season)
    return log(wanted, entries, as_json=asked.json, follow=asked.follow)


if __name__ == "__main__":
    sys.exit(main())
