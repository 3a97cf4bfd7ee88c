"""What every test may ask for, and what a run says at its end."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}
SHARED = "MIRRORBALL_SHARED"

settings.register_profile("dev", max_examples=100, deadline=None)
# In CI the same cases are drawn every time, so more of them find no more from run to run; `make test` draws others.
settings.register_profile("ci", max_examples=50, deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if CI else "dev")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of third-party files. Its files may not be carried along, so a machine may be without it."""
    folder = (ROOT / os.environ.get(SHARED, "../shared")).resolve()
    if not folder.is_dir():
        if CI:
            pytest.fail(f"No folder of third-party files is there. Name it in {SHARED}.", pytrace=False)
        pytest.skip(f"for want of third-party files; to bring them: name their folder in {SHARED}")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line a reason what was left out, and how to bring it."""
    for reason, tests in _left_out(terminalreporter).items():
        word = "test" if tests == 1 else "tests"
        terminalreporter.write_line(f"Left out: {tests} {word}, {reason}", yellow=True)
    if CI and _left_out(terminalreporter):
        terminalreporter.write_line("In CI nothing may be left out, so this run has failed.", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a test that was left out is a test that failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if CI and isinstance(reporter, pytest.TerminalReporter) and _left_out(reporter) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _left_out(reporter: pytest.TerminalReporter) -> Counter[str]:
    """How many tests were left out, by reason."""
    return Counter(_reason(report) for report in reporter.stats.get("skipped", []))


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """What the test said when it skipped itself."""
    said = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return said.removeprefix("Skipped: ")
