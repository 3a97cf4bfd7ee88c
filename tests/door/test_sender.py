"""Messages to voters: shown in a rehearsal, sent by a real conversation with a mail server, or one clear sentence."""

from __future__ import annotations

import asyncio
import smtplib
import socketserver
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import message_from_string
from email.policy import default
from threading import Thread

import pytest

from mirrorball.door import sender
from mirrorball.door.sender import BadMail, Lock, LogSender, Mail, NotSent, SmtpSender, mail_of

ADDRESS, SUBJECT, TEXT = (
    "me@example.org",
    "Your code",
    "Your code is 123 456.\nIt is good for ten minutes \N{EN DASH} at least.",
)
WORD = "s3cret"
BY = "Gala <vote@gala.example>"


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks enough SMTP to take messages; ``answers`` are said instead of its own, by the verb that is answered."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, answers: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.answers = answers
        self.heard: list[str] = []
        self.messages: list[str] = []


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say(self.server.answers.get("", "220 here"))
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            verb = line.split()[0].upper()
            self.server.heard.append(line)
            if verb == "DATA":
                self.say("354 go on")
                self.server.messages.append(self.message())
                self.say("250 taken")
            else:
                usual = {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "235 come in", "QUIT": "221 bye"}
                self.say(self.server.answers.get(verb) or usual.get(verb, "250 well"))

    def message(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server(**answers: str) -> Iterator[MailServer]:
    with MailServer({verb.strip("_"): said for verb, said in answers.items()}) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def send(server: MailServer, **more: str) -> None:
    mail = Mail("127.0.0.1", server.server_address[1], Lock.NONE, BY, **more)
    sending = SmtpSender(mail)
    try:
        asyncio.run(sending.send(ADDRESS, SUBJECT, TEXT))
    finally:
        sending.close()


def test_a_message_arrives_as_it_was_written() -> None:
    with mail_server() as server:
        send(server)
    message = message_from_string(server.messages[0], policy=default)

    assert f"rcpt TO:<{ADDRESS}>".lower() in [line.lower() for line in server.heard]
    assert (message["From"], message["To"], message["Subject"]) == (BY, ADDRESS, SUBJECT)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@gala.example>")
    assert message.get_content().split() == TEXT.split()


def test_user_and_password_are_shown_to_the_server() -> None:
    with mail_server() as server:
        send(server, user="house", password=WORD)

    assert [line for line in server.heard if line.startswith("AUTH PLAIN ")]


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"AUTH": "535 no"}, "did not take the user and the password. Look at both."),
        ({"RCPT": "550 nobody"}, "does not deliver to this address. Somebody may have mistyped it."),
        ({"MAIL": "550 not you"}, "does not take messages from this sender. Look at the field from."),
        ({"EHLO": "250 here"}, "cannot do what was asked."),
        ({"_": "554 go away"}, "broke off the conversation."),
    ],
    ids=["password", "address", "sender", "nothing known", "refused"],
)
def test_what_the_server_does_not_take_is_said_in_a_sentence(answers: dict[str, str], says: str) -> None:
    with mail_server(**answers) as server, pytest.raises(NotSent) as trouble:
        send(server, user="house", password=WORD)

    assert says in str(trouble.value)
    assert WORD not in str(trouble.value)
    assert ADDRESS not in str(trouble.value)


def test_a_server_that_is_not_there() -> None:
    with mail_server() as server:
        pass
    with pytest.raises(NotSent, match=r"cannot be reached\. Look at host and port\."):
        send(server)


def test_an_address_with_a_line_end_is_never_sent() -> None:
    with mail_server() as server:
        sending = SmtpSender(Mail("127.0.0.1", server.server_address[1], Lock.NONE, BY))
        with pytest.raises(NotSent, match="was not asked"):
            asyncio.run(sending.send("me@example.org\r\nBcc: all@example.org", SUBJECT, TEXT))
        sending.close()

    assert server.heard == []


def test_a_locked_conversation_is_not_begun_with_a_server_that_has_no_lock() -> None:
    with mail_server() as server:
        sending = SmtpSender(Mail("127.0.0.1", server.server_address[1], Lock.STARTTLS, BY, "house", WORD))
        with pytest.raises(NotSent, match="cannot do what was asked"):
            asyncio.run(sending.send(ADDRESS, SUBJECT, TEXT))
        sending.close()

    assert [line for line in server.heard if "AUTH" in line] == []


def test_more_than_can_be_sent_in_time_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "MOST_WAITING", 0)
    with mail_server() as server, pytest.raises(NotSent, match="wait for the mail server"):
        send(server)


def test_a_rehearsal_shows_messages_in_one_line() -> None:
    shown: list[str] = []
    asyncio.run(LogSender(shown.append).send(ADDRESS, SUBJECT, TEXT))

    assert shown == [f"Not sent, but shown: to {ADDRESS}: {SUBJECT}: {' '.join(TEXT.split())}"]


def test_the_mail_server_is_described_in_a_file_and_over_it_by_the_environment() -> None:
    section = {"host": "mail.example.org", "port": 2525, "user": "house", "from": "vote@example.org"}
    environment = {"MIRRORBALL_SMTP_PASSWORD": WORD, "MIRRORBALL_SMTP_HOST": "other.example.org", "HOME": "x"}

    assert mail_of(section, environment) == Mail(
        "other.example.org", 2525, Lock.STARTTLS, "vote@example.org", "house", WORD
    )
    assert mail_of({}, {"HOME": "x"}) is None


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("TLS", 465), ("none", 25)])
def test_the_usual_port_goes_with_the_lock(tls: str, port: int) -> None:
    found = mail_of({"host": "localhost", "from": "vote@example.org", "tls": tls}, {})

    assert found is not None
    assert found.port == port


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(BadMail) as bad:
        mail_of({"hots": "mail.example.org", "port": "many", "tls": "ssl", "from": "vote@example.org"}, {})

    assert [problem.split(":")[0] for problem in bad.value.problems] == ["smtp"] * 4
    for says in ("no field 'hots'", "host is missing", "tls is 'ssl'", "port is 'many'"):
        assert says in str(bad.value)


def test_a_password_does_not_travel_in_the_open() -> None:
    with pytest.raises(BadMail, match="in the open"):
        mail_of({"host": "mail.example.org", "from": "a@b.example", "user": "house", "tls": "none"}, {})


def test_every_error_of_a_conversation_has_a_sentence() -> None:
    known = tuple(kind for kind, _ in sender.TROUBLES)

    assert all(issubclass(kind, known) for kind in (smtplib.SMTPException, OSError, ValueError, UnicodeError))
