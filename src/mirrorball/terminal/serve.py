"""``mirrorball serve``: one night, from a season folder to pages that judges, the desk and the public open."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from contextlib import closing
from dataclasses import replace
from functools import partial
from random import Random
from time import monotonic, sleep

from mirrorball.box.voters import Voters
from mirrorball.core.channel import Unit, Way
from mirrorball.core.commands import Hold
from mirrorball.door.sender import BadMail, mail_of
from mirrorball.door.wishes import Begin
from mirrorball.floor.ballot_rules import rules
from mirrorball.floor.counter import Counter
from mirrorball.floor.floor import Floor
from mirrorball.fonts import FACES, Fonts
from mirrorball.lab.callers import Callers
from mirrorball.lab.crowd import NoSuchVotes
from mirrorball.log.port import Damaged, Log, NotKept, Taken
from mirrorball.terminal import doors
from mirrorball.terminal.authority import Unusable, certified, names_of_this_machine
from mirrorball.terminal.box_office import BoxOffice
from mirrorball.terminal.ink import console
from mirrorball.terminal.opening import (
    LOOPBACK,
    Asked,
    Given,
    Night,
    Stopped,
    issue,
    log_of,
    night_of,
    season_of,
    secret_of,
)
from mirrorball.terminal.play import BY, play
from mirrorball.terminal.rehearse import Refused
from mirrorball.terminal.rehearse_vote import Rehearsed
from mirrorball.web.edge import Edge
from mirrorball.web.publish import Publisher
from mirrorball.web.serve import listen, run

DONE, PROBLEMS = 0, 2
OPEN_NETWORK = (
    "Without --tls whoever is in this network can read what is sent, and tablets cannot keep the judge's page for when "
    "the network is away."
)
NO_MAIL = (
    "Voters of this night come in by e-mail, and no mail server is known. Name it in MIRRORBALL_SMTP_HOST and the "
    "sender in MIRRORBALL_SMTP_FROM, or let browsers or seat codes be voters in season.toml."
)
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # what a person writes to open all addresses
MOST_PORT = 65535
HELD = "The rehearsal begins when somebody at the desk lets it go on."
OLD_DOORS, AGAIN = 5.0, 0.1  # seconds that a port of old doors is waited for, and between two looks


def serve(asked: Asked, given: Given) -> int:
    """Serve a night until it is stopped; 0 then, 2 if it cannot begin."""
    try:
        season = season_of(asked.folder)
        night = night_of(asked, given, season)
        with closing(log_of(given, night)) as log:
            return _serve(asked, given, night, log)
    except (Stopped, Taken, Damaged, Unusable, Refused, NoSuchVotes) as stopped:
        print(stopped, file=sys.stderr)
    except NotKept as error:
        print(f"The night cannot begin, because {error}. Make room on the disk and start again.", file=sys.stderr)
    return PROBLEMS


# How it is served.


def _listening(host: str, port: int, option: str) -> socket.socket:
    """A socket at the address that was asked for by this option."""
    if not 0 <= port <= MOST_PORT:
        message = f"There is no port {port}. Choose one from 1024 to {MOST_PORT} with {option}."
        raise Stopped(message)
    try:
        return listen(host, port)
    except OSError as error:
        why = error.strerror or error
        message = f"Port {port} of {host} cannot be had: {why}. Stop what uses it, or choose another {option}."
        raise Stopped(message) from error


def _see_that_codes_can_be_sent(begin: Begin) -> None:
    """Where voters come in by e-mail, there has to be a mail server, but in a rehearsal."""
    by_mail = any(channel.way is Way.PAGE and channel.unit is Unit.EMAIL for channel in begin.rules.channels)
    try:
        mail = mail_of({}, os.environ)
    except BadMail as error:
        raise Stopped("\n".join(error.problems)) from error
    if by_mail and mail is None and not begin.rehearsal:
        raise Stopped(NO_MAIL)


def _vote_port(asked: Asked) -> int:
    """A port for the vote page that can be had: the one that was asked for, or the one behind the desk's.

    The doors of a night that was killed a moment ago stand for another two seconds, for whoever waits there.
    """
    behind = asked.port + 1 if asked.port else 0
    wanted, until = behind if asked.vote_port is None else asked.vote_port, monotonic() + OLD_DOORS
    while True:
        try:
            with _listening(asked.host, wanted, "--vote-port") as tried:
                port: int = tried.getsockname()[1]
                return port
        except Stopped:
            if monotonic() > until or not 0 <= wanted <= MOST_PORT:
                raise
        sleep(AGAIN)


def _serve(asked: Asked, given: Given, night: Night, log: Log) -> int:
    floor = Floor(night.opened, log=log, clock=given.clock)
    secret, position = secret_of(night.key, given.draw), floor.head
    issue(floor, given.draw)
    own = [name for name in names_of_this_machine() if (":" in name) <= (":" in asked.host)]
    reached = own if asked.host in EVERYWHERE else [asked.host]
    settings = given.settings / "tls"
    tls = certified(settings, [*names_of_this_machine(), *reached], given.clock()) if asked.tls else None
    with closing(_listening(asked.host, asked.port, "--port")) as listening:
        port, vote_port = listening.getsockname()[1], _vote_port(asked) if asked.doors else 0
        scheme = "https" if tls else "http"
        addresses = [f"{scheme}://{_in_url(name)}:{port}" for name in reached]
        edge = Edge(
            opened=night.opened,
            counter=Counter(floor),
            secret=secret,
            clock=given.clock,
            ticks=given.ticks,
            draw=given.draw,
            fonts=Fonts(given.cache),
            version=given.version,
            address=addresses[0],
            secure=asked.tls,
            rehearsal=asked.rehearse,
            authority=tls.authority if tls else b"",
            folder=asked.folder,
            published_at=asked.published_at,
        )
        begin = Begin(
            secret=secret.hex(),
            folder=str(night.box),
            host=asked.host,
            port=vote_port,
            rules=rules(night.opened, edge.name),
            address=f"{scheme}://{_in_url(reached[0])}:{vote_port}",
            version=given.version,
            tls=str(tls.file) if tls else "",
            rehearsal=asked.rehearse,
        )
        public: BoxOffice | None = None
        if asked.doors:
            _see_that_codes_can_be_sent(begin)
            edge.audience = public = BoxOffice(begin, asked.doors, edge.counter, given.clock)
        said = doors.Doors(
            show=floor.show,
            addresses=addresses,
            secret=secret,
            log=str(night.log),
            publish=str(asked.publish or ""),
            votes=public.address if public else "",
            position=position,
            rehearsal=asked.rehearse,
            authority=edge.authority,
            warning="" if asked.tls or asked.host in LOOPBACK else OPEN_NETWORK,
        )
        run(
            edge,
            listening,
            tls.file if tls else None,
            ready=lambda: _open_doors(said),
            meanwhile=lambda: _meanwhile(asked, given, night, edge, public),
        )
    print(f"\n{_how_to_go_on(asked, night)}")
    return DONE


def _open_doors(said: doors.Doors) -> None:
    doors.doors(console(), said)
    sys.stdout.flush()


async def _meanwhile(asked: Asked, given: Given, night: Night, edge: Edge, public: BoxOffice | None) -> None:
    """Cut the typefaces, keep the public's doors and the static pages, and play a rehearsal."""
    ours = [public.run()] if public else []
    if asked.publish:
        ours.append(Publisher(edge, asked.publish).run())
    await asyncio.gather(_cut(edge), *ours, _play(asked, given, night, edge, public))


async def _cut(edge: Edge) -> None:
    for name in FACES:
        await edge.fonts.cut(name)


async def _play(asked: Asked, given: Given, night: Night, edge: Edge, public: BoxOffice | None) -> None:
    if night.recorded is None:
        return
    rng = Random(given.seed)  # noqa: S311  # a rehearsal has to be repeatable, not unguessable
    recorded = night.recorded
    if public is not None:
        callers = Callers(public.port, public.rules, Voters(edge.secret), given.clock, edge.authority, asked.host)
        recorded = replace(recorded, viewers=Rehearsed(public, callers, night.sent))
    say = partial(print, flush=True)
    if asked.held:
        await edge.counter.ask(Hold(HELD), "rehearsal 0", BY)
    await play(edge.counter, recorded, asked.speed, rng, say)
    say("The rehearsal is over. Its pages stay open until Ctrl-C.")


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _how_to_go_on(asked: Asked, night: Night) -> str:
    if asked.rehearse:
        return f"Stopped. Read this rehearsal with: mirrorball log {night.log} --season {asked.folder}"
    where = f" --night {asked.nights}" if asked.nights else ""
    again = f"mirrorball serve {asked.folder} --week {night.opened.number}{where}"
    return f"Stopped. All that was answered is kept in {night.log}. To go on where the night stands: {again}"
