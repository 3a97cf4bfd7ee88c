"""What is handed out before a night: cards with seat codes, and the keys of relays."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from mirrorball.box.voters import Voters
from mirrorball.core.channel import Unit, Way
from mirrorball.door.relay import RELAY_NAME, relay_key
from mirrorball.floor.ballot_rules import rules
from mirrorball.sentences import counted, listed
from mirrorball.terminal.authority import names_of_this_machine
from mirrorball.terminal.ink import console, said
from mirrorball.terminal.opening import Asked, Given, Night, Stopped, night_of, season_of, secret_of
from mirrorball.terminal.tickets import BadTickets, left_out, ticket_list, tickets

DONE, PROBLEMS = 0, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """Which cards: how many, from which seat on, where their links lead, and where the PDF goes; ``listed`` prints."""

    count: int
    first: int
    address: str | None
    out: Path
    as_list: bool


def cards(asked: Asked, given: Given, wanted: Cards) -> int:
    """Write cards for a night; 0, or 2 if it cannot be done."""
    try:
        night, voters = _night(asked, given)
        _see_that_seats_vote(asked, night)
        address = wanted.address or _address(asked)
        if wanted.as_list:
            print(ticket_list(voters, address, wanted.first, wanted.count), end="")
            return DONE
        title = rules(night.opened, "").title
        wanted.out.write_bytes(tickets(voters, title, address, wanted.first, wanted.count))
    except (Stopped, BadTickets) as stopped:
        print(stopped, file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        print(f"{wanted.out} cannot be written: {error.strerror}. Name another file with --out.", file=sys.stderr)
        return PROBLEMS
    to, missing = console(), left_out(title)
    said(to, f"{counted(wanted.count, 'card')} in {wanted.out}. Their codes lead to {address}.", indent=0)
    said(
        to,
        "Whoever has a card has its votes. Print them where nobody looks on, and keep the file to yourself.",
        indent=0,
    )
    if missing:
        said(to, f"Left out of the title, since no typeface here has them: {missing}", indent=0)
    return DONE


def relay(asked: Asked, given: Given, name: str) -> int:
    """Print the key by which a relay of this name signs; 0, or 2 if it cannot be one."""
    try:
        key, channels = _relay(asked, given, name)
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return PROBLEMS
    print(key)
    print(f"The key of {name} for {listed(channels)}. Keep it secret; docs/relay.md says how to sign.", file=sys.stderr)
    return DONE


def _relay(asked: Asked, given: Given, name: str) -> tuple[str, list[str]]:
    """The key of a relay, and the channels that it may bring ballots for. Raises ``Stopped``."""
    if not RELAY_NAME.fullmatch(name):
        message = f"{name!r} is no name of a relay. Use letters, figures, dots and dashes, at most 40: gateway-1."
        raise Stopped(message)
    night, voters = _night(asked, given)
    ways = {Way.RELAY, Way.DONATION}
    channels = [channel.name for channel in rules(night.opened, "").channels if channel.way in ways]
    if not channels:
        message = f'{asked.folder} has no channel that a relay brings ballots for. Write one with way = "relay".'
        raise Stopped(message)
    return relay_key(voters, name), channels


def _night(asked: Asked, given: Given) -> tuple[Night, Voters]:
    """The night, whose secret is made now if it has none yet, and the keys of its voters."""
    night = night_of(replace(asked, rehearse=False), given, season_of(asked.folder))
    night.log.parent.mkdir(parents=True, exist_ok=True)
    return night, Voters(secret_of(night.key, given.draw))


def _see_that_seats_vote(asked: Asked, night: Night) -> None:
    channels = rules(night.opened, "").channels
    if not any(channel.way is Way.PAGE and channel.unit is Unit.SEAT for channel in channels):
        message = (
            f'Nobody of {asked.folder} votes by seat code. Write voter = "seat code" into its channel in season.toml.'
        )
        raise Stopped(message)


def _address(asked: Asked) -> str:
    """The vote page of this machine as others in the same network reach it."""
    scheme = "https" if asked.tls else "http"
    port = asked.port + 1 if asked.vote_port is None else asked.vote_port
    return f"{scheme}://{names_of_this_machine()[0]}:{port}"
