"""Who carries codes to voters: the terminal in a rehearsal, a mail server on the night."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from enum import Enum
from typing import Protocol

PATIENCE = 15  # seconds for each step of a conversation with the mail server
AT_ONCE = 4  # conversations
MOST_WAITING = 2_000  # messages
BEFORE = "MIRRORBALL_SMTP_"
HIGHEST_PORT = 65_535


class NotSent(Exception):
    """A message did not leave the house. Its text says why, for whoever runs the night; voters need not see it."""


class BadMail(Exception):
    """The mail server is not described well enough. ``problems`` says what to mend, all at once."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Say what."""
        super().__init__(" ".join(problems))
        self.problems = problems


class Sender(Protocol):
    """Carries a message to an address."""

    async def send(self, address: str, subject: str, text: str) -> None:
        """Send it. Raises ``NotSent``."""


class LogSender:
    """Shows messages instead of sending them, for rehearsals: whoever sits at the terminal reads them out."""

    def __init__(self, show: Callable[[str], None]) -> None:
        """Show them so: ``print``, say."""
        self._show = show

    async def send(self, address: str, subject: str, text: str) -> None:
        """Show it in one line."""
        self._show(f"Not sent, but shown: to {address}: {subject}: {' '.join(text.split())}")


class Lock(Enum):
    """How a conversation with a mail server is kept from others' ears."""

    STARTTLS = "starttls"  # begun in the open, then locked; port 587
    TLS = "tls"  # locked from the first byte; port 465
    NONE = "none"  # in the open; for a server on the same machine


PORTS = {Lock.STARTTLS: 587, Lock.TLS: 465, Lock.NONE: 25}
FIELDS = ("host", "port", "user", "password", "tls", "from")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server, how to come in there, and from whom messages are."""

    host: str
    port: int
    lock: Lock
    by: str
    user: str = ""
    password: str = ""


def mail_of(section: Mapping[str, object], environment: Mapping[str, str]) -> Mail | None:
    """The mail server of the night: a section of a TOML file, and over it ``MIRRORBALL_SMTP_HOST`` and so on.

    None if neither says anything. Raises ``BadMail``.
    """
    said = {name: str(one) for name, one in section.items() if name in FIELDS}
    said |= {
        name: environment[f"{BEFORE}{name.upper()}"] for name in FIELDS if f"{BEFORE}{name.upper()}" in environment
    }
    unknown = sorted(set(section) - set(FIELDS))
    if not said and not unknown:
        return None
    problems = [f"smtp: there is no field {name!r}. It knows {', '.join(FIELDS)}." for name in unknown]
    problems += [
        f"smtp: {name} is missing. Write it into the section [smtp], or set {BEFORE}{name.upper()}."
        for name in ("host", "from")
        if not said.get(name)
    ]
    locks = {lock.value: lock for lock in Lock}
    lock = locks.get(said.get("tls", Lock.STARTTLS.value).lower())
    if lock is None:
        problems.append(f"smtp: tls is {said['tls']!r}; write one of {', '.join(locks)}.")
        lock = Lock.STARTTLS
    port = said.get("port", str(PORTS[lock]))
    if not (port.isascii() and port.isdecimal() and 0 < int(port) <= HIGHEST_PORT):
        problems.append(f"smtp: port is {port!r}; write a number from 1 to {HIGHEST_PORT}.")
    if said.get("user") and lock is Lock.NONE and said.get("host") not in {"localhost", "127.0.0.1", "::1"}:
        problems.append("smtp: a password would go to another machine in the open. Write tls = 'starttls' or 'tls'.")
    if problems:
        raise BadMail(tuple(problems))
    return Mail(said["host"], int(port), lock, said["from"], said.get("user", ""), said.get("password", ""))


class SmtpSender:
    """Sends by a mail server, in threads of its own, so that votes do not wait for the mail."""

    def __init__(self, mail: Mail) -> None:
        """Send by this one. Nothing is tried before the first message."""
        self._mail = mail
        self._threads = ThreadPoolExecutor(AT_ONCE, "mail")
        self._waiting = 0

    async def send(self, address: str, subject: str, text: str) -> None:
        """Send it. Raises ``NotSent``, also when more wait than can be sent while their codes are good."""
        if self._waiting >= MOST_WAITING:
            message = f"{MOST_WAITING} messages wait for the mail server {self._mail.host}. No more are taken for now."
            raise NotSent(message)
        self._waiting += 1
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._send, address, subject, text)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _send(self, address: str, subject: str, text: str) -> None:
        mail = self._mail
        message = EmailMessage()
        try:
            message["From"], message["To"], message["Subject"] = mail.by, address, subject
            message["Date"] = formatdate()
            message["Message-ID"] = make_msgid(domain=mail.by.rpartition("@")[2].strip("> ") or None)
            message["Auto-Submitted"] = "auto-generated"
            message.set_content(text, cte="quoted-printable")  # every server carries it
            with self._server() as server:
                if mail.lock is Lock.STARTTLS:
                    server.starttls(context=ssl.create_default_context())
                if mail.user:
                    server.login(mail.user, mail.password)
                server.send_message(message)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            trouble = next(sentence for kind, sentence in TROUBLES if isinstance(error, kind))
            said = f"The mail server {mail.host}:{mail.port} {trouble}"
            raise NotSent(said) from error

    def _server(self) -> smtplib.SMTP:
        mail = self._mail
        if mail.lock is Lock.TLS:
            return smtplib.SMTP_SSL(mail.host, mail.port, timeout=PATIENCE, context=ssl.create_default_context())
        return smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE)


# The first that fits, in this order; ends of sentences, without the address and without a password.
TROUBLES: Sequence[tuple[type[Exception], str]] = (
    (smtplib.SMTPAuthenticationError, "did not take the user and the password. Look at both."),
    (smtplib.SMTPRecipientsRefused, "does not deliver to this address. Somebody may have mistyped it."),
    (smtplib.SMTPSenderRefused, "does not take messages from this sender. Look at the field from."),
    (
        smtplib.SMTPNotSupportedError,
        "cannot do what was asked. Look at tls and user, and at letters that are not ASCII.",
    ),
    (smtplib.SMTPException, "broke off the conversation. Its own log says why."),
    (ssl.SSLError, "could not be trusted. Look at host, port and tls, and at its certificate."),
    (TimeoutError, f"did not answer for {PATIENCE} seconds. Look at host and port."),
    (OSError, "cannot be reached. Look at host and port."),
    (ValueError, "was not asked: the message could not be written. Look at the address and at the field from."),
)
