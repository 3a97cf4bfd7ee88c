"""The vote of a finale as an organiser runs it: doors of its own process, phones, a gateway, a stop in the middle.

Two people at the desk move the window; a phone votes with its script and another without one; what is sealed at the end
is what the box on the disk comes to, and what everybody was told.
"""

from __future__ import annotations

import hmac
import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from mirrorball.box.contents import contents
from mirrorball.core.events import TallySealed, VoteClosed, VoteExtended
from mirrorball.core.show import open_night
from mirrorball.core.votes import NotCounted
from mirrorball.floor.floor import Floor
from mirrorball.log.sqlite import SqliteLog, entries
from mirrorball.main import main
from mirrorball.season.example import example
from mirrorball.season.read import read
from mirrorball.terminal.rehearse import play_marks
from tests.door.pages.conftest import sound
from tests.nights.served import FINALE, PATIENCE, Served, served
from tests.nights.test_judged_night import LAPTOP, come_in
from tests.ports import free_port
from tests.web.pages.conftest import ARGUMENTS, CHROMIUM, PHONE, WANTED

XO, JASON, ARIANA = "Xochitl Gomez", "Jason Mraz", "Ariana Madix"
ONLINE, TEXT = "online", "text message"
GRACE, LEFT = 2, 0.15  # seconds; minutes that the window stays open once all have voted
SOON = 25_000  # milliseconds in which a machine that has much to do answers

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=WANTED)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@dataclass(frozen=True)
class Finale:
    """The finale, judged: its folder, where the night is kept, and the port of the public's door."""

    folder: Path
    night: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def box(self) -> Path:
        return self.night / f"week-{FINALE}-box"

    @property
    def log(self) -> Path:
        return self.night / f"week-{FINALE}.sqlite"

    def until_the_door_stands(self) -> None:
        """The desk is there first, and the public's door a moment later."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                httpx.get(f"{self.address}/window.json", timeout=2)
            except httpx.TransportError:
                assert time.monotonic() < until, "The public's door does not come up."
                time.sleep(0.05)
            else:
                return

    def phone(self, browser: Browser, *, scripts: bool = True) -> Page:
        """A phone of its own, on the vote page."""
        context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)  # type: ignore[arg-type]  # a size
        page = context.new_page()
        page.set_default_timeout(SOON)
        page.goto(self.address)
        return page


@pytest.fixture
def finale(tmp_path: Path) -> Finale:
    """All is danced and marked; the gateway's grace is short, so that nobody waits a minute for the seal."""
    folder, night = tmp_path / "season-32", tmp_path / "nights"
    shutil.copytree(example("season-32"), folder)
    settings = folder / "season.toml"
    said = settings.read_text(encoding="utf-8")
    assert "grace = 60" in said
    settings.write_text(said.replace("grace = 60", f"grace = {GRACE}"), encoding="utf-8")
    night.mkdir()
    season = read(folder).season
    with closing(SqliteLog(night / f"week-{FINALE}.sqlite")) as log:
        play_marks(Floor(open_night(season, FINALE), log=log, clock=lambda: time.time_ns() // 1_000_000), season)
    return Finale(folder, night, free_port())


def press(page: Page, name: str) -> None:
    page.locator("#tray").get_by_role("button", name=name, exact=True).click()


def more(page: Page, star: str, votes: int) -> None:
    for _ in range(votes):
        page.get_by_role("button", name=f"One vote more for {star}", exact=True).click()


def field_of(page: Page, star: str) -> str:
    """The field of a couple, by its number."""
    number = page.locator(".couple", has_text=star).get_attribute("data-number")
    return f"#v{number}"


def counted(page: Page, votes: int) -> None:
    expect(page.locator("#state")).to_contain_text(f"Your {votes} votes are in.", timeout=SOON)


def texts(finale: Finale, key: str, *sent: tuple[str, str, str]) -> list[dict[str, object]]:
    """Text messages (id, number, words) as a gateway hands them on; what it was answered for each."""
    now = time.time_ns() // 1_000_000
    ballots = [{"id": name, "voter": number, "text": words, "at": now} for name, number, words in sent]
    body = json.dumps({"channel": TEXT, "ballots": ballots}).encode()
    seconds = now // 1000
    signed = hmac.digest(key.encode(), f"{seconds}.".encode() + body, "sha256").hex()
    header = {"Mirrorball-Signature": f"t={seconds},k=gateway,v={signed}"}
    answer = httpx.post(f"{finale.address}/relay", content=body, headers=header, timeout=30)
    assert answer.status_code == 200, answer.text
    told: list[dict[str, object]] = answer.json()["ballots"]
    return told


def test_a_voted_night(browser: Browser, finale: Finale, capsys: pytest.CaptureFixture[str]) -> None:
    of_night = ["--week", str(FINALE), "--night", str(finale.night)]
    assert main(["relay", str(finale.folder), "gateway", *of_night]) == 0
    key = capsys.readouterr().out.strip()
    vote_port = ("--vote-port", str(finale.port))

    with served(finale.night, *vote_port, folder=finale.folder) as night:
        producer = come_in(browser, night, "Producer", LAPTOP)
        finale.until_the_door_stands()
        phone = finale.phone(browser)
        expect(phone.locator("#window")).to_have_text("Voting has not opened yet")
        sound(phone)
        signs_that_some_are_out_of_reach(come_in(browser, night, "Scrutineer", LAPTOP))
        producer.click("#vote-turn")
        press(producer, "See what will happen")
        press(producer, "Open the vote now")
        expect(producer.locator("#vote-state")).to_have_text("The vote is open.")
        phone.reload()
        sound(phone)
        more(phone, XO, 3)
        phone.locator("#save").click()
        counted(phone, 3)
        told = texts(finale, key, ("t1", "+12025550001", "Xochitl 10"), ("t2", "+12025550002", "nobody I know"))
        assert told[0]["kept"], told
        assert told[1]["unread"], told

    more(phone, JASON, 4)  # the doors are down; the phone keeps what it is given
    phone.locator("#save").click()
    expect(phone.locator("#state")).to_contain_text("sent again")

    with served(finale.night, *vote_port, folder=finale.folder) as night:
        counted(phone, 7)
        again = texts(finale, key, ("t1", "+12025550001", "Xochitl 10"), ("t3", "+12025550001", "jason"))
        assert all(one["kept"] for one in again), again
        plain = votes_without_a_script(browser, finale)
        votes_by_form(browser, finale)
        late = finale.phone(browser, scripts=False)
        late.fill(field_of(late, XO), "10")

        producer, scrutineer = (come_in(browser, night, who, LAPTOP) for who in ("Producer", "Scrutineer"))
        extends_the_vote(producer)
        phone.reload()
        expect(phone.locator("#close")).to_contain_text(re.compile("It closes at|Save now"))
        expect(scrutineer.locator("#vote-state")).to_have_text("The vote is closed.", timeout=SOON)

        late.locator("#save").click()
        expect(late.locator("#trouble")).to_contain_text("Not counted. Voting has closed")
        expect(phone.locator("#window")).to_have_text("Voting has closed", timeout=SOON)
        sound(phone)
        sees_its_receipts(phone, plain)
        seals(scrutineer, night)

    agree_on_what_was_sealed(finale, capsys)


def signs_that_some_are_out_of_reach(scrutineer: Page) -> None:
    """The scrutineer has read whom the vote cannot lift any more."""
    scrutineer.click("#sign")
    scrutineer.get_by_label("Why").fill("It is said on air.")
    press(scrutineer, "Sign")
    expect(scrutineer.locator("#sign")).to_be_hidden()


def extends_the_vote(producer: Page) -> None:
    """By minutes from now, with a reason; from then on the window has a time at which it closes."""
    producer.click("#vote-extend")
    producer.get_by_label("Minutes from now until it closes").fill(str(LEFT))
    producer.get_by_label("Why").fill("The night was started again.")
    press(producer, "See what will happen")
    press(producer, "Extend the vote")
    expect(producer.locator("#vote-left")).to_be_visible()


def votes_without_a_script(browser: Browser, finale: Finale) -> Page:
    """Its 9 votes are taken, and it looks its receipt up."""
    plain = finale.phone(browser, scripts=False)
    plain.fill(field_of(plain, ARIANA), "9")
    plain.locator("#save").click()
    expect(plain.locator("h1")).to_have_text("Your 9 votes are in.")
    plain.get_by_role("link", name="Look it up").click()
    expect(plain.locator(".found")).to_contain_text("nine votes, is in the box at block")
    return plain


def votes_by_form(browser: Browser, finale: Finale) -> None:
    """The form goes as it does without a script, so that axe, which is one, can read what comes back."""
    page = finale.phone(browser)
    page.locator(field_of(page, XO)).evaluate("(field) => { field.value = '2' }")
    with page.expect_navigation():
        page.evaluate("HTMLFormElement.prototype.submit.call(document.getElementById('ballot'))")
    expect(page.locator("h1")).to_have_text("Your 2 votes are in.")
    sound(page)


def sees_its_receipts(phone: Page, plain: Page) -> None:
    """The first ballot was replaced, the second counts, and neither page says for whom."""
    plain.reload()
    expect(plain.locator(".found")).to_contain_text("Counted.")
    links = phone.locator("#receipts a")
    codes = [link.inner_text() for link in links.all()]
    assert len(codes) == 2
    said = []
    for code in codes:
        phone.goto(f"{phone.url.partition('/receipt')[0].rstrip('/')}/receipt?code={code}")
        said.append(phone.locator(".found").inner_text())
        sound(phone)
    assert sorted("Counted." in one for one in said) == [False, True]
    assert any("a later ballot has taken its place" in one for one in said)
    assert not any(star in one for one in said for star in (XO, JASON, ARIANA))


def seals(scrutineer: Page, night: Served) -> None:
    """After the grace; both counts first, then the seal."""
    scrutineer.goto(f"{night.url}/desk/vote")
    button = scrutineer.get_by_role("button", name="Count twice and compare")
    for _ in range(10 * GRACE):
        if button.count():
            break
        scrutineer.wait_for_timeout(500)
        scrutineer.reload()
    button.click()
    expect(scrutineer.locator("main")).to_contain_text("Two separate counts come to the same: 29 votes")
    scrutineer.get_by_role("button", name="Seal the count").click()
    expect(scrutineer.locator("#count")).to_contain_text("The count is sealed: 29 votes. The box, counted again")


def agree_on_what_was_sealed(finale: Finale, capsys: pytest.CaptureFixture[str]) -> None:
    """The log, the box on the disk by both ways, and what is printed for programs."""
    happened = [entry.event for entry in entries(finale.log)]
    (tally,) = [event.tally for event in happened if isinstance(event, TallySealed)]
    (extended,) = [event for event in happened if isinstance(event, VoteExtended)]
    (closed_at,) = [entry.at for entry in entries(finale.log) if isinstance(entry.event, VoteClosed)]
    given = {star: {name: n for name, n in by.items() if n} for star, by in tally.counted.items()}

    assert {star: by for star, by in given.items() if by} == {
        XO: {ONLINE: 5, TEXT: 10},
        JASON: {ONLINE: 4, TEXT: 1},
        ARIANA: {ONLINE: 9},
    }
    assert tally.not_counted[NotCounted.LATE] == 10
    assert tally.not_counted[NotCounted.REPLACED] == 3
    assert 0 <= closed_at - extended.closes_at < 5000
    assert len(contents(finale.box).parts) == 2

    capsys.readouterr()
    assert main(["recount", str(finale.box), "--night", str(finale.log)]) == 0
    assert "29 votes" in capsys.readouterr().out
    assert main(["box", str(finale.box), "--votes", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)["counted"]
    assert {star: {name: n for name, n in by.items() if n} for star, by in shown.items() if any(by.values())} == {
        star: by for star, by in given.items() if by
    }
