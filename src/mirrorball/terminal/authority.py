"""A certificate authority of this laptop's own, since no other vouches for an address inside a venue.

It is made once and kept in the user's folder of settings; tablets are told to trust it once. A certificate is made for
the names and addresses that the laptop has, and made anew when these change or it nears its end.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

VALID = timedelta(days=820)  # iPads take no certificate that is valid for more than 825 days
RENEW = timedelta(days=30)
MS = 1000
OWNER_ONLY = 0o600
ELSEWHERE = ("192.0.2.1", 9)  # an address kept for examples; a datagram socket only looks up the way there


class Unusable(Exception):
    """The authority cannot be read or kept. Its text says where and what to do."""


@dataclass(frozen=True, slots=True)
class Certified:
    """What TLS needs: a file with key and certificates, and the authority's certificate to hand out."""

    file: Path
    authority: bytes


def certified(folder: Path, names: Sequence[str], now: int) -> Certified:
    """A certificate for these names and addresses, by the authority in this folder. Raises ``Unusable``."""
    leaf, about = folder / "certificate.pem", folder / "certificate.json"
    moment = datetime.fromtimestamp(now / MS, UTC)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        authority = _authority(folder)
        wanted = {"names": sorted(names), "authority": authority.cert_pem.bytes().decode()}
        if not _fits(about, leaf, wanted, moment):
            until = moment + VALID
            made = authority.issue_cert(*names, not_before=moment - timedelta(days=1), not_after=until)
            about.unlink(missing_ok=True)  # first, so that it never speaks of another certificate
            _keep(leaf, made.private_key_and_cert_chain_pem.bytes())
            _keep(about, json.dumps({**wanted, "until": until.timestamp()}).encode())
    except (OSError, ValueError) as error:
        message = f"The certificate authority in {folder} cannot be used: {error}. Move that folder away to begin anew."
        raise Unusable(message) from error
    return Certified(leaf, authority.cert_pem.bytes())


def names_of_this_machine() -> list[str]:
    """The names and addresses by which a tablet in the same network may reach this machine, the likeliest first."""
    name = socket.gethostname().partition(".")[0]
    found = [address for address in (_way_out(),) if address]
    with suppress(OSError):
        found += [str(way[4][0]) for way in socket.getaddrinfo(name, None, socket.AF_INET)]
    found = [address for address in found if not address.startswith("127.")]
    return list(dict.fromkeys([*found, name, f"{name}.local", "localhost", "127.0.0.1", "::1"]))


def _way_out() -> str:
    """The address that this machine has in its network, or none. Nothing is sent."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as towards:
        towards.connect(ELSEWHERE)
        return str(towards.getsockname()[0])
    return ""


def _authority(folder: Path) -> trustme.CA:
    certificate, key = folder / "authority.pem", folder / "authority.key"
    if key.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    unit = f"Mirrorball on {socket.gethostname()}"
    made = trustme.CA(path_length=0, organization_name="Mirrorball", organization_unit_name=unit)
    _keep(certificate, made.cert_pem.bytes())
    _keep(key, made.private_key_pem.bytes())
    return made


def _fits(about: Path, leaf: Path, wanted: Mapping[str, object], now: datetime) -> bool:
    """Whether the certificate that is there still does."""
    try:
        found = json.loads(about.read_bytes())
    except (OSError, ValueError):
        return False
    until = found.pop("until", 0)
    return bool(leaf.exists() and found == wanted and until > (now + RENEW).timestamp())


def _keep(file: Path, content: bytes) -> None:
    """Write a file that only its owner reads, all of it or nothing."""
    beside = file.with_suffix(f".{os.getpid()}")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "wb") as written:
        written.write(content)
    beside.replace(file)
