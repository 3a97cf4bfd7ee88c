"""Coming in by e-mail: an address is asked for, figures are sent to it, and whoever types them is that address."""

from __future__ import annotations

from http import HTTPStatus

from mirrorball.door.codes import Codes, NoCode, canonical
from mirrorball.door.page import Answer, Pages
from mirrorball.door.sender import NotSent, Sender

SUBJECT = "{code} is your code for {title}"
TEXT = (
    "{code} is your code for the vote of {title}.\n\n"
    "Type it on the page that asked for it. It is good for ten minutes at least.\n"
    "If you did not ask for it, somebody mistyped an address; do nothing.\n"
)
OURS = "The figures could not be sent, and that is not your fault. Try again in a minute."


class Mailing:
    """The codes of a night and who carries them."""

    def __init__(self, codes: Codes, sender: Sender, title: str) -> None:
        """For a show with this title."""
        self._codes, self._sender = codes, sender
        self._title = " ".join(title.split())  # a subject is one line
        self.trouble = ""  # why the last message did not leave the house, for the desk; empty while they do

    async def ask(self, pages: Pages, typed: str, now: int) -> Answer:
        """Somebody wants figures sent to an address. ``now`` is in milliseconds since 1970."""
        try:
            address = canonical(typed)
        except NoCode as wrong:
            return pages.wrong_address(typed, str(wrong))
        try:
            code = self._codes.code(address, now)
        except NoCode as early:
            return pages.wrong_code(address, str(early), HTTPStatus.TOO_MANY_REQUESTS)
        said = {"code": code, "title": self._title}
        try:
            await self._sender.send(address, SUBJECT.format(**said), TEXT.format(**said))
        except NotSent as trouble:
            self._codes.unsent(address)
            self.trouble = str(trouble)
            return pages.wrong_address(typed, OURS, HTTPStatus.SERVICE_UNAVAILABLE)
        self.trouble = ""
        return pages.asked_code(address)

    def confirm(self, pages: Pages, typed: str, figures: str, now: int) -> str | Answer:
        """The address of whoever typed the right figures, written in one way; else the page that asks again."""
        try:
            address = canonical(typed)
        except NoCode as wrong:
            return pages.wrong_address(typed, str(wrong))
        try:
            self._codes.check(address, figures, now)
        except NoCode as wrong:
            status = HTTPStatus.TOO_MANY_REQUESTS if wrong.after else HTTPStatus.UNAUTHORIZED
            return pages.wrong_code(address, str(wrong), status)
        return address
