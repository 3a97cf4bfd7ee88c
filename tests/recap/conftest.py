"""One browser for all pages of a look back. It ends with this folder: its loop would run under the tests after it."""

from __future__ import annotations

from tests.web.pages import conftest as pages

playwright, browser = pages.playwright, pages.browser
