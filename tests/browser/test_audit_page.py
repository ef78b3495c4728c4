"""The audit's page in a browser: no barrier for anybody, nothing too wide, in light and in dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from jupyter_green.audit.writers import html
from tests.audit.examples import report


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 380])
def test_a_browser_finds_no_barrier_and_nothing_too_wide(
    browser: Browser, tmp_path: Path, scheme: Any, width: int
) -> None:
    path = tmp_path / "report.html"
    path.write_text(html.write(report()), "utf-8")
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(path.as_uri())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
