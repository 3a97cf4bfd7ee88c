"""The board in a real browser: what each scene shows, what is news and what is not, and how it recovers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mirrorball import look
from mirrorball.floor.public import PublicReveal, PublicScreen, Scene
from mirrorball.web.edge import STATIC
from tests.web.pages import public_screens as screens
from tests.web.pages.board_server import Board, page, screen_of, serving_board
from tests.web.pages.conftest import PATIENCE, ServedNight

ROOM = {"width": 1920, "height": 1080}
HOUR = 3600
ALL = screens.scenes()
SHOWS: dict[str, tuple[str, ...]] = {
    "waiting": ("Dancing With the Stars, season 32", "Finale", "5 December 2023", "Alfonso Ribeiro and Julianne Hough"),
    "film": ("Film", "A message from loved ones", "The season", "Left in week 9"),
    "item": ("Opening number by all the couples", "Tonight"),
    "dance": (
        "Dance 4 of 10",
        "Redemption",
        "Xochitl Gomez",
        "with Val Chmerkovskiy",
        "Tango",
        "Libertango",
        "Derek Hough",
        "in",
    ),
    "marks": ("Xochitl Gomez", "Carrie Ann Inaba", "9", "8", "10", "Total", "27", "Tonight", "119"),
    "vote": ("Vote now", "Closes in ", "vote.mirrorball.example", "Alyson Hannigan", "ALYSON", "Online: 10 votes"),
    "counting": ("The votes are being counted.", "Voting has closed"),
    "reveal": (
        "4th place",
        "Charity Lawson",
        "Told",
        "5th place",
        "Alyson Hannigan",
        "Still to be called",
        "Jason Mraz",
    ),
    "last": ("2nd place", "Jason Mraz", "3rd place", "Still to be called", "Xochitl Gomez"),
    "safe": ("Safe", "Xochitl Gomez", "Still to be called"),
    "group": ("Safe", "Xochitl Gomez", "Charity Lawson", "with Pasha Pashkov"),
    "jeopardy": ("In jeopardy", "Jason Mraz", "Ariana Madix", "Safe", "Xochitl Gomez"),
    "choice": ("The judges choose", "Carrie Ann Inaba saves Jason Mraz", "Derek Hough saves Jason Mraz"),
    "nobody": ("Nobody leaves tonight.",),
    "correction": ("Correction", "What we told you is taken back.", "A mark was typed wrongly from paper."),
    "champions": ("Champions", "Xochitl Gomez", "are the champions!", "Len Goodman Mirrorball Trophy", "2nd", "119"),
    "tie": ("Xochitl Gomez", "Jason Mraz", "Champions"),
    "look-back": ("The stars of the season", "Matt Walsh", "Actor and comedian (Veep)", "Left in week 1", "14th"),
    "held": ("One moment, please.", "Xochitl Gomez", "Voting is open", "vote.mirrorball.example"),
    "rehearsal": ("Rehearsal", "5th place", "Alyson Hannigan"),
}

Showing = Callable[..., tuple[Board, Page]]


@pytest.fixture
def room(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=ROOM)  # type: ignore[arg-type]  # a size, as it says
    yield opened
    opened.close()


@pytest.fixture
def showing(cut_fonts: Path, room: BrowserContext) -> Iterator[Showing]:
    """A board that shows a screen, and the page on which it does."""
    with ExitStack() as until_the_end:

        def show(screen: PublicScreen, path: str = "/board", *, stopped: bool = False) -> tuple[Board, Page]:
            board = until_the_end.enter_context(serving_board(cut_fonts, screen))
            opened = room.new_page()
            opened.set_default_timeout(PATIENCE)
            if stopped:
                opened.clock.install()
            opened.goto(board.url + path)
            shown(opened, screen)
            while stopped and not board.streams:  # what comes from here on comes to a page that follows
                opened.wait_for_timeout(50)
            return board, opened

        yield show


def shown(opened: Page, screen: PublicScreen) -> None:
    """Wait until the scene of a screen is there."""
    expect(opened.locator("body")).to_have_attribute("data-scene", screen.scene)


def read(opened: Page) -> str:
    """What the board says, without clocks."""
    text: str = opened.evaluate(
        """() => ["#held", "#foot", "#rehearsal", "main"].map((one) => document.querySelector(one))
            .filter((one) => one && !one.hidden).map((one) => one.innerText).join("\\n")"""
    )
    return re.sub(r"\b\d+:\d\d\b", "0:00", text)


def told(steps: int) -> PublicScreen:
    """The reveal of the finale after some steps."""
    return screens.screen(Scene.REVEAL, reveal=screens.reveal(screens.CAST, steps))


@pytest.mark.parametrize("name", list(ALL))
def test_every_scene_says_what_is_on_and_says_it_again_when_loaded_anew(showing: Showing, name: str) -> None:
    _, opened = showing(ALL[name])
    for part in SHOWS[name]:
        expect(opened.locator("body")).to_contain_text(part, ignore_case=True)
    expect(opened.locator("h1")).to_have_count(1)
    before = read(opened)
    opened.reload()
    shown(opened, ALL[name])
    assert read(opened) == before


def test_a_mark_shows_as_in_before_the_lock_and_as_nothing_else(showing: Showing) -> None:
    _, opened = showing(ALL["dance"])
    expect(opened.locator(".seat[data-state=in]")).to_have_count(1)
    expect(opened.locator(".seat[data-state=in]")).to_contain_text("in")
    assert not opened.locator(".seats").inner_text().count("9")


def test_marks_arrive_judge_by_judge_then_the_total_and_only_then_the_leaderboard(showing: Showing) -> None:
    board, opened = showing(replace(ALL["dance"], board=screens.lines(screens.CAST)[1:]))
    board.show(ALL["marks"])
    expect(opened.locator(".total-figure")).to_have_text("27")
    delays = opened.evaluate(
        """[...document.querySelectorAll(".seat-mark, .total")].map((one) =>
            one.getAnimations()[0].effect.getComputedTiming().delay)"""
    )
    assert delays == [0, 750, 1500, 2250]
    tonight = opened.locator(".leaders[data-kind=night] .leader")
    assert tonight.count() == 4
    expect(tonight).to_have_count(5)
    assert opened.evaluate("document.querySelector('.total').getAnimations()[0]?.playState ?? 'over'") != "pending"


def test_marks_that_were_there_when_the_page_was_opened_stand_still(showing: Showing) -> None:
    _, opened = showing(ALL["marks"])
    assert opened.evaluate("document.getAnimations().length") == 0
    expect(opened.locator(".leaders[data-kind=night] .leader")).to_have_count(5)


def test_a_corrected_mark_says_so_and_does_not_arrive_anew(showing: Showing) -> None:
    board, opened = showing(ALL["marks"])
    seats = screens.marks("9", "9", "10", locked=True)
    board.show(replace(ALL["marks"], dance=screens.dance(screens.CAST[0], seats, "28", corrected=True)))
    expect(opened.locator(".total-figure")).to_have_text("28")
    expect(opened.locator(".total")).to_contain_text("Corrected")
    assert opened.locator(".sheet[data-arriving]").count() == 0


def test_a_correction_replaces_everything_that_was_told(showing: Showing) -> None:
    board, opened = showing(ALL["champions"])
    board.show(ALL["correction"])
    expect(opened.locator("h1")).to_contain_text("taken back")
    assert not any(one.star in read(opened) for one in screens.CAST)
    expect(opened.locator("#said")).to_contain_text("Correction. What we told you is taken back.")
    again = replace(screens.reveal(screens.CAST, 1), corrected=True)
    board.show(screens.screen(Scene.REVEAL, reveal=again))
    expect(opened.locator(".newest")).to_contain_text("Corrected")


def test_a_step_that_is_taken_back_is_gone(showing: Showing) -> None:
    board, opened = showing(told(2))
    board.show(told(1))
    expect(opened.locator(".newest")).to_contain_text("Alyson Hannigan")
    assert opened.locator(".told").count() == 0
    expect(opened.locator("#said")).to_contain_text("The last step is taken back.")


def test_who_is_not_called_stands_in_the_order_of_the_cast(showing: Showing) -> None:
    _, opened = showing(ALL["reveal"])
    names = opened.locator(".uncalled .name").all_inner_texts()
    assert names == [one.star for one in screens.CAST[:3]]


def test_judges_save_in_front_of_everybody_as_they_speak(showing: Showing) -> None:
    def saves(count: int) -> PublicReveal:
        return screens.elimination(screens.CAST, saves=count)

    board, opened = showing(screens.screen(Scene.REVEAL, reveal=saves(0)))
    assert opened.locator(".save").count() == 0
    board.show(screens.screen(Scene.REVEAL, reveal=saves(1)))
    expect(opened.locator(".save")).to_have_count(1)
    expect(opened.locator("#said")).to_have_text(
        f"{screens.PANEL[0]} saves {screens.CAST[1].couple}.", use_inner_text=False
    )


def test_the_live_region_tells_a_change_once_and_nothing_of_what_has_stayed(showing: Showing) -> None:
    board, opened = showing(ALL["dance"])
    assert opened.locator("#said").inner_text() == ""
    board.show(replace(ALL["dance"], board=()))
    board.show(ALL["marks"])
    expect(opened.locator("#said")).to_contain_text("Carrie Ann Inaba 9, Derek Hough 8, Bruno Tonioli 10. Total 27.")
    assert opened.locator("#said").inner_text().count("Total") == 1


def test_the_board_recovers_by_itself_after_the_server_was_away(showing: Showing) -> None:
    board, opened = showing(told(1))
    board.leave()
    expect(opened.locator("#link")).to_have_attribute("data-link", "off")
    expect(opened.locator("#link")).to_be_visible()
    expect(opened.locator(".newest")).to_contain_text("Alyson Hannigan")
    board.screen = replace(told(3), sequence=board.screen.sequence + 2)
    board.come_back()
    expect(opened.locator(".newest")).to_contain_text("Ariana Madix")
    expect(opened.locator("#link")).to_be_hidden()
    board.show(told(4))
    expect(opened.locator(".newest")).to_contain_text("Jason Mraz")


def test_a_stream_that_is_silent_is_doubted(showing: Showing) -> None:
    board, opened = showing(told(1), stopped=True)
    board.screen = replace(told(2), sequence=board.screen.sequence + 1)  # and nobody tells the stream
    opened.clock.fast_forward(40_000)
    expect(opened.locator(".newest")).to_contain_text("Charity Lawson")


def test_a_board_that_slept_for_an_hour_shows_what_is_now_without_ado(showing: Showing) -> None:
    board, opened = showing(ALL["dance"], stopped=True)
    board.screen = replace(ALL["marks"], sequence=board.screen.sequence + 40)
    opened.clock.fast_forward(HOUR * 1000)
    expect(opened.locator(".total-figure")).to_have_text("27")
    assert opened.locator(".sheet[data-arriving]").count() == 0


def test_an_older_screen_is_passed_over_unless_the_night_was_begun_anew(showing: Showing) -> None:
    board, opened = showing(replace(told(3), sequence=50), stopped=True)
    board.screen = replace(told(1), sequence=3)
    board.tell()
    opened.wait_for_timeout(500)
    expect(opened.locator(".newest")).to_contain_text("Ariana Madix")
    opened.clock.fast_forward(5000)
    expect(opened.locator(".newest")).to_contain_text("Alyson Hannigan")


def test_the_clock_goes_by_the_servers_time(cut_fonts: Path, room: BrowserContext) -> None:
    with serving_board(cut_fonts, ALL["vote"]) as board:
        board.ahead = HOUR
        board.screen = replace(board.screen, vote=screens.vote_of(screens.CAST, closes_in=HOUR + 100))
        opened = room.new_page()
        opened.goto(f"{board.url}/board")
        expect(opened.locator(".clock")).to_have_text(re.compile(r"1:(3\d|40)"))
        opened.route("**/board/stream", lambda route: route.abort())
        opened.reload()
        expect(opened.locator(".clock")).to_have_text(re.compile(r"1:(3\d|40)"))


def test_a_named_screen_tells_the_desk_what_it_shows_and_others_tell_nothing(showing: Showing) -> None:
    board, opened = showing(told(1), "/board?screen=Left")
    with opened.expect_request("**/board/beat"):
        pass
    board.show(told(2))
    with opened.expect_request(lambda request: f'"sequence":{board.screen.sequence}' in (request.post_data or "")):
        pass
    assert board.beats[0] == {"name": "Left", "sequence": ALL["reveal"].sequence}
    quiet, other = showing(told(1))
    other.wait_for_timeout(5000)
    assert quiet.beats == []


def test_a_photo_is_shown_and_credited_and_letters_stand_in_where_it_is_missing(showing: Showing) -> None:
    lines = list(screens.look_back(screens.CAST))
    for nth, path in enumerate(("/photo/1.svg", "/photo/2.svg")):
        lines[nth] = replace(lines[nth], couple=replace(lines[nth].couple, photo=path))
    board, opened = showing(ALL["waiting"])
    board.photos["/photo/1.svg"] = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'
    board.show(replace(ALL["look-back"], look_back=tuple(lines)))
    cards = opened.locator(".star-card")
    expect(cards.nth(0).locator("img")).to_have_count(1)
    expect(cards.nth(0)).to_contain_text("Kevin Winter")
    expect(cards.nth(1).locator("img")).to_have_count(0)
    expect(cards.nth(1).locator(".monogram")).to_have_text("JM")
    assert "Heidi Gutman" not in read(opened)


def test_the_look_back_brings_each_star_in_turn_once_and_arrow_keys_choose(showing: Showing) -> None:
    board, opened = showing(ALL["champions"])
    board.show(ALL["look-back"])
    feature = opened.locator(".feature-star")
    expect(feature).to_have_text("Matt Walsh")
    opened.keyboard.press("ArrowLeft")
    expect(feature).to_have_text("Jamie Lynn Spears")
    opened.locator(".star-card").nth(2).click()
    expect(feature).to_have_text("Ariana Madix")
    opened.reload()
    expect(feature).to_have_text("Xochitl Gomez")


def test_the_page_can_be_walked_by_keyboard(showing: Showing) -> None:
    _, opened = showing(ALL["vote"])
    opened.keyboard.press("Tab")
    expect(opened.locator(".skip")).to_be_focused()
    opened.keyboard.press("Enter")
    expect(opened.locator("main")).to_be_focused()


def test_published_pages_follow_a_file_from_any_web_server(tmp_path: Path, room: BrowserContext) -> None:
    folder, voting = tmp_path / "some" / "night", screens.screen(Scene.VOTE)
    copytree(STATIC, folder / "static")
    (folder / "static" / "tokens.css").write_text(look.css())
    (folder / "index.html").write_text(page(voting, root="", poll="screen.json", qr="qr.svg"))
    (folder / "qr.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>')
    (folder / "screen.json").write_bytes(screen_of(voting))
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(tmp_path)))
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        opened = room.new_page()
        asked: list[str] = []
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(f"http://127.0.0.1:{server.server_address[1]}/some/night/")
        shown(opened, voting)
        expect(opened.locator(".clock")).to_have_text(re.compile(r"29:\d\d"))
        expect(opened.locator(".code")).to_be_visible()
        (folder / "screen.json").write_bytes(screen_of(replace(ALL["counting"], sequence=99)))
        shown(opened, ALL["counting"])
        assert all("/some/night/" in url for url in asked)
        assert not any("/board/" in url for url in asked)
    finally:
        server.shutdown()
        server.server_close()


def test_the_board_follows_a_night_from_its_first_step_to_a_mark(night: ServedNight, room: BrowserContext) -> None:
    opened = room.new_page()
    opened.set_default_timeout(PATIENCE)
    opened.goto(f"{night.url}/board?screen=Left")
    expect(opened.locator("body")).to_have_attribute("data-scene", "waiting")
    round_, star = night.call(1)
    expect(opened.locator("h1")).to_have_text(star)
    for judge in night.show.week.panel:
        night.ask(judge, "give-mark", round=round_, star=star, mark="9")
    expect(opened.locator(".seat[data-state=in]")).to_have_count(3)
    night.ask("Producer", "lock-marks", round=round_, star=star)
    expect(opened.locator(".total-figure")).to_have_text("27")
    night.ask("Producer", "hold", reason="A lamp is loose over the floor")
    expect(opened.locator("#held")).to_have_text("One moment, please.")
    assert "lamp" not in opened.content()
    with opened.expect_response("**/board/beat") as heard:
        pass
    assert heard.value.ok
