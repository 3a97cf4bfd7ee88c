"""The command line, and the only place that picks a store, a clock and a seed.

Heavy things are imported by the command that needs them, so that help and refusals come at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from mirrorball import __version__
from mirrorball.terminal.look_back import Given as Looking
from mirrorball.terminal.look_back import look_back

if TYPE_CHECKING:
    from mirrorball.log.port import Entry
    from mirrorball.terminal.opening import Given

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # it has no other name
CLEAN, PROBLEMS = 0, 2
SEED = 32
HOST, PORT = "127.0.0.1", 8032
MOST_DOORS = 64
BALLOTS, MOST_BALLOTS = 100_000, 1_000_000  # of a rehearsed vote


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

    _of_seasons(commands)
    _of_nights(commands)
    _of_votes(commands)
    look_back(commands, Looking(_entries, lambda: _folder("XDG_CACHE_HOME", ".cache")))
    return parser


def _of_seasons(commands: Commands) -> None:
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
    demo.add_argument("--ballots", type=_ballots, default=BALLOTS, metavar="N", help=f"how many are cast ({BALLOTS:,})")
    demo.add_argument("--free", action="store_true", help="draw votes without regard to the real result")
    demo.add_argument(
        "--record", type=Path, default=Path("record"), metavar="DIR", help="where the record goes (record)"
    )
    demo.set_defaults(run=_demo)


def _of_nights(commands: Commands) -> None:
    serve = commands.add_parser("serve", help="run a night: judges mark, the desk moves on, all on this machine")
    serve.add_argument("folder", type=Path, metavar="DIR")
    serve.add_argument("--week", type=int, metavar="N", help="which night (the first that has no result)")
    serve.add_argument("--host", default=HOST, help=f"address to listen at ({HOST}; 0.0.0.0 opens it to the network)")
    serve.add_argument("--port", type=int, default=PORT, metavar="P", help=f"port to listen at ({PORT})")
    serve.add_argument(
        "--vote-port", type=int, metavar="P", help=f"port of the public's vote page (the one behind --port: {PORT + 1})"
    )
    serve.add_argument(
        "--doors",
        type=_doors,
        default=1,
        metavar="N",
        help="processes that take votes (1; 0: the public does not vote here)",
    )
    serve.add_argument("--night", type=Path, metavar="FOLDER", help="where the nights are kept (DIR-nights)")
    serve.add_argument("--rehearse", action="store_true", help="play the recorded night by itself, in a log of its own")
    serve.add_argument(
        "--held", action="store_true", help="the rehearsal waits until somebody at the desk lets it go on"
    )
    serve.add_argument("--speed", type=_speed, default=1.0, metavar="X", help="how fast it plays (1: 20 s a routine)")
    serve.add_argument("--tls", action="store_true", help="HTTPS by an authority of this machine's own")
    serve.add_argument("--publish", type=Path, metavar="FOLDER", help="keep the board there, for any web server or CDN")
    serve.add_argument(
        "--published-at", default="", metavar="URL", help="where that can be seen, for whoever is too many"
    )
    serve.set_defaults(run=_serve)

    graphics = commands.add_parser("graphics", help="write the graphics for broadcast into a folder, for OGraf hosts")
    graphics.add_argument("folder", type=Path, metavar="DIR")
    graphics.set_defaults(run=_graphics)

    preflight = commands.add_parser("preflight", help="before a night: try a vote for everybody, then go or no-go")
    preflight.add_argument("folder", type=Path, metavar="DIR")
    preflight.add_argument("--week", type=int, metavar="N", help="which night (the first that has no result)")
    preflight.set_defaults(run=_preflight)

    log = commands.add_parser("log", help="all that happened in a night, as readable lines or for programs")
    log.add_argument("folder", type=Path, metavar="DIR", help="season folder, or the .sqlite file of a night")
    log.add_argument("--week", type=int, metavar="N", help="the night of this week (the latest that has begun)")
    log.add_argument("--night", type=Path, metavar="FOLDER", help="where the nights are kept (DIR-nights)")
    log.add_argument("--season", type=Path, metavar="DIR", help="season folder of a log that is given as a file")
    log.add_argument("--json", action="store_true", help="print each entry as the log keeps it, one a line")
    log.add_argument("--follow", action="store_true", help="go on printing while the night goes on; Ctrl-C ends it")
    log.set_defaults(run=_log)


def _of_votes(commands: Commands) -> None:
    tickets = commands.add_parser("tickets", help="cards with seat codes to print, one for each voter in the room")
    tickets.add_argument("folder", type=Path, metavar="DIR")
    tickets.add_argument("--week", type=int, metavar="N", help="which night (the first that has no result)")
    tickets.add_argument("--night", type=Path, metavar="FOLDER", help="where the nights are kept (DIR-nights)")
    tickets.add_argument("--count", type=int, required=True, metavar="N", help="how many cards")
    tickets.add_argument("--first", type=int, default=1, metavar="N", help="number of the first seat (1)")
    tickets.add_argument("--address", metavar="URL", help="where the public votes (this machine, at the vote port)")
    tickets.add_argument("--out", type=Path, default=Path("tickets.pdf"), metavar="FILE", help="where to (tickets.pdf)")
    tickets.add_argument("--csv", action="store_true", help="print the codes as a list, for a venue's own tickets")
    tickets.set_defaults(run=_tickets)

    relay = commands.add_parser("relay", help="the key by which a gateway, app or kiosk signs the ballots it hands on")
    relay.add_argument("folder", type=Path, metavar="DIR")
    relay.add_argument("name", metavar="NAME", help="name of the relay, of small letters, figures and dashes")
    relay.add_argument("--week", type=int, metavar="N", help="which night (the first that has no result)")
    relay.add_argument("--night", type=Path, metavar="FOLDER", help="where the nights are kept (DIR-nights)")
    relay.set_defaults(run=_relay)

    box = commands.add_parser("box", help="what lies in a ballot box: files, rates, channels, what looks odd")
    box.add_argument("box", type=Path, metavar="BOX", help="folder of a box")
    box.add_argument("--votes", action="store_true", help="also for whom they are; not to be told before air")
    box.add_argument("--json", action="store_true", help="print the same for programs")
    box.add_argument("--publish", type=Path, metavar="OUT", help="write it into a folder that anybody may recount")
    box.set_defaults(run=_box)

    recount = commands.add_parser("recount", help="count a box twice, by two ways that share nothing, and compare")
    recount.add_argument("box", type=Path, metavar="BOX", help="folder of a box, or of a published one")
    recount.add_argument("--night", type=Path, metavar="LOG", help="also compare with the tally sealed in this log")
    recount.set_defaults(run=_recount)

    loss = commands.add_parser(
        "loss", help="how many lost votes each decision of a week bears; not to be told before air"
    )
    loss.add_argument("folder", type=Path, metavar="DIR")
    loss.add_argument("--week", type=int, required=True, metavar="N", help="which week")
    loss.add_argument(
        "--lost", action="append", default=[], metavar="CHANNEL=N", help="votes that may be lost, a channel"
    )
    loss.add_argument("--night", type=Path, metavar="LOG", help="by the tally sealed in this log (votes.csv)")
    loss.add_argument("--json", action="store_true", help="print the same for programs")
    loss.set_defaults(run=_loss)


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
    import secrets
    import time

    from mirrorball.log.sqlite import SqliteLog
    from mirrorball.terminal.demo import Given, demo

    given = Given(
        keep=SqliteLog, clock=lambda: time.time_ns() // 1_000_000, draw=secrets.token_bytes, version=__version__
    )
    return demo(asked.seed, given, free=asked.free, folder=asked.record, ballots=asked.ballots)


def _serve(asked: argparse.Namespace) -> int:
    from mirrorball.terminal.opening import Asked
    from mirrorball.terminal.serve import serve

    wanted = Asked(
        folder=asked.folder,
        week=asked.week,
        host=asked.host,
        port=asked.port,
        nights=asked.night,
        rehearse=asked.rehearse,
        held=asked.held,
        speed=asked.speed,
        tls=asked.tls,
        vote_port=asked.vote_port,
        doors=asked.doors,
        publish=asked.publish,
        published_at=asked.published_at,
    )
    return serve(wanted, _given())


def _given() -> Given:
    """What is picked for a night: its store, two clocks, chance, and the user's folders."""
    import secrets
    import time

    from mirrorball.log.sqlite import SqliteLog
    from mirrorball.terminal.opening import Given

    return Given(
        keep=SqliteLog,
        clock=lambda: time.time_ns() // 1_000_000,
        ticks=lambda: time.monotonic_ns() // 1_000_000,
        draw=secrets.token_bytes,
        seed=SEED,
        settings=_folder("XDG_CONFIG_HOME", ".config"),
        cache=_folder("XDG_CACHE_HOME", ".cache"),
        version=__version__,
    )


def _preflight(asked: argparse.Namespace) -> int:
    from mirrorball.terminal.opening import Asked
    from mirrorball.terminal.preflight import preflight

    return preflight(Asked(folder=asked.folder, week=asked.week), _given())


def _tickets(asked: argparse.Namespace) -> int:
    from mirrorball.terminal.hand_out import Cards, cards
    from mirrorball.terminal.opening import Asked

    night = Asked(folder=asked.folder, week=asked.week, nights=asked.night)
    wanted = Cards(count=asked.count, first=asked.first, address=asked.address, out=asked.out, as_list=asked.csv)
    return cards(night, _given(), wanted)


def _relay(asked: argparse.Namespace) -> int:
    from mirrorball.terminal.hand_out import relay
    from mirrorball.terminal.opening import Asked

    return relay(Asked(folder=asked.folder, week=asked.week, nights=asked.night), _given(), asked.name)


def _box(asked: argparse.Namespace) -> int:
    import secrets

    from mirrorball.terminal.box import Asked, Publishing, box

    publish = None if asked.publish is None else Publishing(asked.publish, secrets.token_bytes(32), secrets.token_bytes)
    return box(Asked(asked.box, votes=asked.votes, as_json=asked.json, publish=publish))


def _recount(asked: argparse.Namespace) -> int:
    from mirrorball.log.sqlite import entries
    from mirrorball.terminal.box import Again, recount

    return recount(Again(asked.box, asked.night, entries))


def _loss(asked: argparse.Namespace) -> int:
    from mirrorball.log.sqlite import entries
    from mirrorball.terminal.loss import Asked, loss

    return loss(Asked(asked.folder, asked.week, entries, asked.lost, asked.night, as_json=asked.json))


def _graphics(asked: argparse.Namespace) -> int:
    from mirrorball.terminal.graphics import Asked, graphics

    return graphics(Asked(asked.folder, _folder("XDG_CACHE_HOME", ".cache"), __version__))


def _entries(log: Path) -> Sequence[Entry]:
    """All that a log holds."""
    from mirrorball.log.sqlite import entries

    return entries(log)


def _speed(text: str) -> float:
    """How many times as fast."""
    try:
        speed = float(text)
    except ValueError:
        speed = 0
    if not 0 < speed < float("inf"):
        message = f"found {text}, expected a number above 0, such as 1 or 20"
        raise argparse.ArgumentTypeError(message)
    return speed


def _ballots(text: str) -> int:
    """How many ballots."""
    if not text.isdecimal() or not 0 < int(text) <= MOST_BALLOTS:
        message = f"found {text}, expected a number from 1 to {MOST_BALLOTS:,}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _doors(text: str) -> int:
    """How many processes."""
    if not text.isdecimal() or not 0 <= int(text) <= MOST_DOORS:
        message = f"found {text}, expected a number from 0 to {MOST_DOORS}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _folder(variable: str, otherwise: str) -> Path:
    """Our folder among the user's."""
    import os

    named = os.environ.get(variable, "")
    return (Path(named) if named else Path.home() / otherwise) / "mirrorball"


def _log(asked: argparse.Namespace) -> int:
    from mirrorball.log.sqlite import entries
    from mirrorball.terminal.night_log import Asked, log

    wanted = Asked(asked.folder, asked.week, asked.night, asked.season)
    return log(wanted, entries, as_json=asked.json, follow=asked.follow)


if __name__ == "__main__":
    sys.exit(main())
