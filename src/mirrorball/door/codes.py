"""Codes by e-mail: six figures that tell that whoever types them can read what is sent to an address.

A code is worked out from the address, the time and a key of the night, so every door knows it without being told. Only
the counts (codes sent, wrong tries) are kept, in the memory of one process: with several doors each allows as much, and
a restart forgets them. At five tries in two slots of ten minutes, whoever guesses at one address all evening long (four
hours) finds its code with a chance of 1 in 4,000 for each door.

Whoever knows an address can use up its tries for some minutes, and its codes for a day; nothing is told about whether
it has voted.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections import Counter

from mirrorball.box.voters import SHA
from mirrorball.sentences import counted

SECOND = 1000
SLOT = 10 * 60 * SECOND  # milliseconds
BETWEEN = 60 * SECOND  # between two codes to one address
DAY = 24 * 60 * 60 * SECOND
MOST_A_DAY = 5
MOST_WRONG = 5
FIGURES = 6
LONGEST = 254  # signs of an address that mail can carry
LONGEST_NAME = 64  # signs before the @

_SHAPE = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]+")


class NoCode(Exception):
    """No code is sent, or the figures are not taken. Its text says why, and ``after`` how many seconds to wait."""

    def __init__(self, sentence: str, after: int = 0) -> None:
        """Say why."""
        super().__init__(sentence)
        self.after = after


def canonical(typed: str) -> str:
    """An address written in one way only, so that it is one voter. Raises ``NoCode``.

    Aliases that lead to one mailbox (a part behind +, dots that some houses overlook) are addresses of their own.
    """
    address = unicodedata.normalize("NFC", typed.strip()).casefold()
    name, _, _ = address.partition("@")
    bad_dots = name.startswith(".") or name.endswith(".") or ".." in address
    if len(address) > LONGEST or len(name) > LONGEST_NAME or bad_dots or not _SHAPE.fullmatch(address):
        message = (
            "This does not look like an e-mail address. It is written like name@example.org; look at it once more."
        )
        raise NoCode(message)
    return address


class Codes:
    """The codes of one night. Addresses are canonical, times in milliseconds since 1970."""

    def __init__(self, key: bytes) -> None:
        """With ``Voters.code``."""
        self._key = key
        self._wrong: Counter[tuple[str, int]] = Counter()  # address and slot of the try
        self._sent: dict[str, list[int]] = {}  # address, and when codes were sent to it within a day
        self._slot = 0  # of the latest tidying

    def code(self, address: str, now: int) -> str:
        """The code to be sent to an address. Raises ``NoCode`` where one has just been sent, or too many today."""
        self._tidy(now)
        sent = [at for at in self._sent.get(address, ()) if now - at < DAY]
        if sent and now - sent[-1] < BETWEEN:
            after = -(-(sent[-1] + BETWEEN - now) // SECOND)
            wait = counted(after, "second")
            message = f"A code was sent to this address just now. Look for it, or ask again in {wait}."
            raise NoCode(message, after)
        if len(sent) >= MOST_A_DAY:
            message = (
                f"{MOST_A_DAY} codes were sent to this address today, and that is the most. Use the latest of them."
            )
            raise NoCode(message)
        self._sent[address] = [*sent, now]
        return self._of(address, now // SLOT)

    def unsent(self, address: str) -> None:
        """The latest code did not leave the house: it does not count."""
        if sent := self._sent.get(address):
            sent.pop()

    @property
    def kept(self) -> int:
        """How many counts are in memory."""
        return len(self._wrong) + len(self._sent)

    def check(self, address: str, typed: str, now: int) -> None:
        """See that these figures were sent to this address in this slot or the one before. Raises ``NoCode``."""
        self._tidy(now)
        slot = now // SLOT
        if self._wrong[address, slot] >= MOST_WRONG:
            after = -(-((slot + 1) * SLOT - now) // SECOND)
            wait = counted(-(-after // 60), "minute")
            message = f"There were {MOST_WRONG} wrong tries for this address. Ask for new figures in {wait}."
            raise NoCode(message, after)
        figures = "".join(str(unicodedata.decimal(sign)) for sign in typed if sign.isdecimal())
        right = [hmac.compare_digest(self._of(address, one), figures) for one in (slot, slot - 1)]
        if not any(right):
            self._wrong[address, slot] += 1
            message = (
                "These are not the six figures that we sent last. Look at the newest message, or ask for new ones."
            )
            raise NoCode(message)

    def _of(self, address: str, slot: int) -> str:
        digest = hmac.digest(self._key, f"{slot} {address}".encode(), SHA)
        return f"{int.from_bytes(digest, 'big') % 10**FIGURES:0{FIGURES}}"

    def _tidy(self, now: int) -> None:
        """Forget what holds no longer, once a slot."""
        slot = now // SLOT
        if slot != self._slot:
            self._slot = slot
            self._wrong = Counter({(address, of): n for (address, of), n in self._wrong.items() if of >= slot})
            self._sent = {address: sent for address, sent in self._sent.items() if sent and now - sent[-1] < DAY}
