"""``mirrorball serve`` as a person runs it: it begins, stops, goes on where it stood, and says why it cannot begin."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import ssl
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from mirrorball.box.counting import count_box
from mirrorball.core.events import Event, TallySealed
from mirrorball.log.sqlite import entries as entries_of
from mirrorball.main import main
from mirrorball.season.example import example

SEASON = example("season-32")
WAY_IN = re.compile(r"(judge|producer|scrutineer|host) (.+): PIN (\d{6}), (https?://\S+)")
PATIENCE = 60  # seconds until a test gives up


@dataclass(frozen=True)
class Way:
    """A way in, as it was printed."""

    role: str
    pin: str
    link: str


@dataclass
class Serving:
    """A night that somebody started."""

    process: subprocess.Popen[str]
    said: str
    ways: dict[str, Way]

    @property
    def url(self) -> str:
        return next(iter(self.ways.values())).link.partition("/in/")[0]

    @contextmanager
    def come_in(self, holder: str, verify: ssl.SSLContext | bool = True) -> Iterator[httpx.Client]:  # noqa: FBT001, FBT002  # as httpx has it
        way = self.ways[holder]
        with httpx.Client(base_url=self.url, headers={"Origin": self.url}, timeout=PATIENCE, verify=verify) as client:
            answer = client.post(way.link, data={"pin": way.pin})
            assert answer.status_code == 303, answer.text
            yield client

    def stop(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        """End it, and all that it said after its beginning."""
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


@pytest.fixture(autouse=True)
def _ctrl_c_is_heard() -> Iterator[None]:
    """A shell that runs tests in the background lets them ignore Ctrl-C, and what they start ignores it too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def serving(nights: Path, *more: str, folder: Path = SEASON, week: str = "11") -> Iterator[Serving]:
    """Start a night and wait until it can be opened."""
    asked = [sys.executable, "-m", "mirrorball.main", "serve", str(folder), "--week", week, "--night", str(nights)]
    pipe = subprocess.PIPE
    homes = {"XDG_CONFIG_HOME": str(nights / "settings"), "XDG_CACHE_HOME": str(nights / "cache")}
    with subprocess.Popen(
        [*asked, "--port", "0", *more], stdout=pipe, stderr=pipe, text=True, env={**os.environ, **homes}
    ) as process:
        try:
            assert process.stdout is not None
            said = ""
            for line in process.stdout:
                said += line
                if "Ctrl-C stops the night." in said.replace("\n  ", " "):
                    break
            ways = {holder: Way(role, pin, link) for role, holder, pin, link in WAY_IN.findall(said)}
            assert ways, (said, process.stderr.read() if process.stderr and process.poll() is not None else "")
            yield Serving(process, said, ways)
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()


def refused(capsys: pytest.CaptureFixture[str], *asked: str) -> str:
    """What is said by a night that cannot begin."""
    assert main(["serve", *asked]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err


def test_a_night_begins_stops_and_goes_on_where_it_stood(tmp_path: Path) -> None:
    with serving(tmp_path) as night:
        assert {way.role for way in night.ways.values()} == {"judge", "producer", "scrutineer", "host"}
        assert len(night.ways) == 6
        assert night.ways["Alfonso Ribeiro"].role == "host"  # the first of the season's hosts
        assert night.url.startswith("http://127.0.0.1:")
        with night.come_in("Producer") as desk, night.come_in("Derek Hough") as judge:
            first = desk.get("/desk/screen").json()
            answer = desk.post("/commands", json={"id": "1", "command": {"ask": "take", "segment": first["next"]}})
            assert answer.json() == {"answer": "done", "position": 7}
            cookies = dict(judge.cookies)
        ways = night.ways
        code, out, err = night.stop()
        assert code == 0
        assert "To go on where the night stands: mirrorball serve" in out
        assert "--week 11" in out
        assert err == ""
    with serving(tmp_path) as night:
        assert "holds 7 entries" in night.said.replace("\n  ", " ")
        assert [(way.pin, way.link.rpartition("/")[2]) for way in night.ways.values()] == [
            (way.pin, way.link.rpartition("/")[2]) for way in ways.values()
        ]
        with httpx.Client(base_url=night.url, cookies=cookies) as judge:
            assert judge.get("/judge/screen").json()["position"] == 7
        assert night.stop(signal.SIGTERM)[0] == 0


@pytest.mark.parametrize("nth", range(6))
def test_ctrl_c_before_the_doors_are_open_stops_as_well(tmp_path: Path, nth: int) -> None:
    """Whatever has begun by then ends; nobody has to press twice."""
    asked = [sys.executable, "-m", "mirrorball.main", "serve", str(SEASON), "--week", "11", "--night", str(tmp_path)]
    with subprocess.Popen(
        [*asked, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        until = time.monotonic() + PATIENCE
        while not (tmp_path / "week-11.key").exists() and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(nth * 0.03)
        process.send_signal(signal.SIGINT)
        try:
            _, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()

    assert process.returncode in {0, 130}
    assert "Traceback" not in err


def test_what_is_secret_is_the_owners_alone(tmp_path: Path) -> None:
    with serving(tmp_path) as night:
        key = tmp_path / "week-11.key"
        assert len(key.read_bytes()) == 32
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        log = b"".join(file.read_bytes() for file in tmp_path.glob("week-11.sqlite*"))
        for way in night.ways.values():
            assert way.link.rpartition(".")[2].encode() not in log


def test_open_streams_do_not_hold_up_the_end(tmp_path: Path) -> None:
    with serving(tmp_path) as night, night.come_in("Producer") as desk, desk.stream("GET", "/desk/stream") as stream:
        parts = stream.iter_bytes()
        next(parts)
        began = time.monotonic()
        code, _, err = night.stop()
        assert (code, err) == (0, "")
        assert time.monotonic() - began < 5


def test_a_killed_night_goes_on(tmp_path: Path) -> None:
    with serving(tmp_path) as night, night.come_in("Producer") as desk:
        desk.post("/commands", json={"id": "1", "command": {"ask": "hold", "reason": "smoke"}})
        night.process.kill()
        night.process.wait()
    with serving(tmp_path) as night, night.come_in("Producer") as desk:
        assert desk.get("/desk/screen").json()["night"]["held"] == "smoke"
        again = desk.post("/commands", json={"id": "1", "command": {"ask": "hold", "reason": "smoke"}})
        assert again.json() == {"answer": "done", "position": 7}


def test_the_same_night_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(tmp_path):
        said = refused(capsys, str(SEASON), "--week", "11", "--night", str(tmp_path), "--port", "0")

    assert "is being written by another process" in said
    assert said.count("\n") == 1


def test_a_port_in_use_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = refused(capsys, str(SEASON), "--week", "11", "--night", str(tmp_path), "--port", port)

    assert said.startswith(f"Port {port} of 127.0.0.1 cannot be had: ")
    assert said.count("\n") == 1


def test_a_night_waits_a_moment_for_the_port_of_old_doors(tmp_path: Path) -> None:
    """Doors of a night that was killed stand a little longer than the night."""
    with socket.create_server(("127.0.0.1", 0)) as old:
        leaving = threading.Timer(4, old.close)  # later than a night takes to come to its ports
        leaving.start()
        with serving(tmp_path, "--vote-port", str(old.getsockname()[1])) as night:
            assert night.stop()[0] == 0
        leaving.join()


def test_a_night_without_doors_takes_no_votes_and_is_served(tmp_path: Path) -> None:
    with serving(tmp_path, "--doors", "0") as night:
        assert httpx.get(night.url).status_code == 200
        said = night.said
        code, _, err = night.stop()

    assert (code, err) == (0, "")
    assert "The public votes" not in said


def test_a_damaged_log_is_said_with_its_position(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(tmp_path) as night:
        night.stop()
    with sqlite3.connect(tmp_path / "week-11.sqlite") as file:
        file.execute("UPDATE entries SET line = replace(line, 'Derek', 'Derec') WHERE position = 2")
    file.close()
    said = refused(capsys, str(SEASON), "--week", "11", "--night", str(tmp_path))

    assert "position 2" in said


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["{season}"], "Every week of {season} has its result. Say which one to serve with --week: 1, 2,"),
        (["{season}", "--week", "12"], "{season} has no week 12. Its weeks are: 1, 2,"),
        (["{season}", "--rehearse"], "Say which week of {season} to rehearse with --week"),
        (["{tmp}/nothing"], "{tmp}/nothing: found no such folder"),
        (["{season}", "--week", "11", "--port", "70000", "--night", "{tmp}"], "There is no port 70000."),
        (["{season}", "--week", "11", "--night", "{tmp}/file/in"], "cannot be written"),
        (["{season}", "--week", "11", "--night", "{tmp}/short"], "holds 3 bytes, expected 32"),
    ],
)
def test_a_night_that_cannot_begin_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: list[str], says: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "short").mkdir()
    (tmp_path / "short" / "week-11.key").write_bytes(b"abc")
    said = refused(capsys, *(part.format(season=SEASON, tmp=tmp_path) for part in asked))

    assert says.format(season=SEASON, tmp=tmp_path) in said


@pytest.mark.parametrize("speed", ["0", "-1", "fast", "inf", "nan"])
def test_a_speed_that_is_none_is_said(speed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["serve", str(SEASON), f"--speed={speed}"])

    assert stopped.value.code == 2
    assert f"found {speed}, expected a number above 0" in capsys.readouterr().err


@pytest.fixture
def gala(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder of one night that nobody has danced yet."""
    folder = tmp_path / "gala"
    assert main(["new", str(folder), "--kind", "gala"]) == 0
    capsys.readouterr()
    return folder


def test_a_night_that_was_not_danced_cannot_be_rehearsed(
    gala: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, str(gala), "--rehearse", "--night", str(tmp_path / "nights"))

    assert "cannot be rehearsed: its marks are not all recorded" in said
    assert not (tmp_path / "nights").exists()


def test_problems_of_the_folder_are_told_all_at_once(gala: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (gala / "couples.csv").open("a") as table:
        table.write("\x07,,,,,,,\n")
    with (gala / "weeks.csv").open("a") as table:
        table.write("x\n")
    said = refused(capsys, str(gala))

    assert "couples.csv" in said
    assert "weeks.csv" in said


def played(log: Path) -> list[dict[str, object]]:
    with sqlite3.connect(f"file:{log}?mode=ro", uri=True) as file:
        lines = file.execute("SELECT line FROM entries ORDER BY position").fetchall()
    file.close()
    return [json.loads(line) for (line,) in lines]


def happened(log: Path) -> list[Event]:
    return [entry.event for entry in entries_of(log)]


@pytest.mark.parametrize(("week", "crowned"), [("11", True), ("2", False)])
def test_a_rehearsal_plays_the_recorded_night(tmp_path: Path, week: str, crowned: bool) -> None:  # noqa: FBT001  # a case
    with serving(tmp_path, "--rehearse", "--speed", "2000", week=week) as night:
        assert "REHEARSAL" in night.said
        with night.come_in("Producer") as desk:
            assert "data-rehearsal" in desk.get("/desk").text
            assert "data-rehearsal" in httpx.get(night.url).text
            assert night.process.stdout is not None
            assert "The rehearsal is over." in night.process.stdout.readline()
            screen = desk.get("/desk/screen").json()
        code, out, _ = night.stop()
    (log,) = tmp_path.glob(f"rehearsal-week-{int(week):02}-*.sqlite")
    entries = played(log)
    (tally,) = [event.tally for event in happened(log) if isinstance(event, TallySealed)]
    box = log.with_name(f"{log.stem}-box")
    found = count_box(box)
    events = [entry["event"] for entry in entries]

    assert code == 0
    assert "Read this rehearsal with: mirrorball log" in out
    assert not (tmp_path / f"week-{int(week):02}.sqlite").exists()
    assert screen["next"] is None
    assert all(sheet["status"] in {"locked", "out"} for sheet in screen["sheets"])
    assert ("champions crowned" in events) == crowned
    assert events.count("result sealed") == 1
    assert found.rules is not None
    assert tally.total > 1000
    assert found.count.tally(tuple(tally.counted), found.rules.channels) == tally
    assert main(["recount", str(box), "--night", str(log)]) == 0
    if crowned:
        assert [e["facts"]["stars"] for e in entries if e["event"] == "champions crowned"] == [["Xochitl Gomez"]]  # type: ignore[index]  # as it stands in the log


def test_over_tls_with_an_authority_of_its_own(tmp_path: Path) -> None:
    with serving(tmp_path, "--tls") as night:
        settings = tmp_path / "settings" / "mirrorball" / "tls"
        assert night.url.startswith("https://127.0.0.1:")
        trusting = ssl.create_default_context(cafile=str(settings / "authority.pem"))
        with night.come_in("Producer", verify=trusting) as desk:
            assert desk.get("/desk/screen").status_code == 200
            handed_out = desk.get("/trust/mirrorball.crt")
            assert handed_out.content == (settings / "authority.pem").read_bytes()
            assert b"PRIVATE" not in handed_out.content
            said = night.said.replace("\n  ", " ")
            prints = re.search(r"(?:[0-9A-F]{2} ){31}[0-9A-F]{2}", said)
            assert prints
            assert prints.group() in desk.get("/trust", headers={"Accept": "text/html"}).text
        for file in ("authority.key", "certificate.pem"):
            assert stat.S_IMODE((settings / file).stat().st_mode) == 0o600
        assert night.stop()[0] == 0
