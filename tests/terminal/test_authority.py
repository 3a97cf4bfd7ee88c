"""The authority of this machine: made once, its certificate made anew when names change or it nears its end."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from mirrorball.terminal.authority import RENEW, Unusable, certified, names_of_this_machine

NOW = 1_795_000_000_000
DAY = 24 * 60 * 60 * 1000
NAMES = ["venue.local", "192.0.2.7", "127.0.0.1"]


def certificate(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificates(file.read_bytes())[0]


def test_it_is_for_the_names_and_not_for_longer_than_tablets_take(tmp_path: Path) -> None:
    made = certificate(certified(tmp_path, NAMES, NOW).file)
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert [str(name.value) for name in names] == NAMES
    assert made.not_valid_after_utc - made.not_valid_before_utc <= timedelta(days=825)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in tmp_path.iterdir())


def test_it_is_kept_while_it_fits(tmp_path: Path) -> None:
    first = certified(tmp_path, NAMES, NOW)
    kept = first.file.read_bytes()

    assert certified(tmp_path, NAMES[::-1], NOW + DAY).file.read_bytes() == kept
    assert certified(tmp_path, NAMES[:2], NOW).file.read_bytes() != kept
    assert certified(tmp_path, NAMES, NOW).authority == first.authority


def test_it_is_made_anew_before_its_end(tmp_path: Path) -> None:
    kept = certified(tmp_path, NAMES, NOW).file.read_bytes()
    late = NOW + 820 * DAY - RENEW // timedelta(milliseconds=1)

    assert certified(tmp_path, NAMES, late - DAY).file.read_bytes() == kept
    assert certified(tmp_path, NAMES, late + DAY).file.read_bytes() != kept


def test_an_authority_that_does_not_read_is_said(tmp_path: Path) -> None:
    certified(tmp_path, NAMES, NOW)
    (tmp_path / "authority.key").write_text("nothing")

    with pytest.raises(Unusable, match="Move that folder away to begin anew"):
        certified(tmp_path, NAMES, NOW)


def test_this_machine_has_names() -> None:
    names = names_of_this_machine()

    assert {"localhost", "127.0.0.1"} <= set(names)
    assert len(names) == len(set(names))
