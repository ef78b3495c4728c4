"""Measure what the extension adds to JupyterLab's start: bytes over the wire and script time.

Needs the extension built, JupyterLab, Playwright and Chromium::

    python benchmarks/labextension.py

Script time is inclusive: every profiler sample whose stack holds a function of ours counts, also while it runs code of
JupyterLab. The median of several loads of an empty JupyterLab is printed, with the bars of 80 KB and 30 ms.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests.browser import chromium  # noqa: E402
from tests.browser import lab as labs  # noqa: E402

LOADS = 7
MOST_BYTES = 80_000
MOST_MILLISECONDS = 30.0
OURS = "/extensions/jupyter-green/"


def bundle_bytes() -> int:
    """Return the gzipped size of every script of the built extension."""
    scripts = (labs.BUILT / "static").glob("*.js")
    return sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts)


def script_milliseconds(browser: Browser, lab: labs.Lab) -> float:
    """Return the script time of our files in one load of JupyterLab, until it is restored and a second later."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Profiler.enable")
    session.send("Profiler.setSamplingInterval", {"interval": 100})
    session.send("Profiler.start")
    page.goto(f"{lab.url}/lab?token={lab.token}&reset")
    page.wait_for_function("() => window.jupyterapp?.restored.then(() => true)", timeout=60_000)
    page.wait_for_timeout(1000)
    profile = session.send("Profiler.stop")["profile"]
    context.close()
    return _inclusive(profile)


def _inclusive(profile: dict[str, Any]) -> float:
    nodes = {node["id"]: node for node in profile["nodes"]}
    parents = {child: node["id"] for node in profile["nodes"] for child in node.get("children", ())}

    def is_ours(node: int | None) -> bool:
        while node is not None:
            if OURS in nodes[node]["callFrame"]["url"]:
                return True
            node = parents.get(node)
        return False

    verdicts = {node: is_ours(node) for node in nodes}
    pairs = zip(profile["samples"], profile["timeDeltas"], strict=True)
    return sum(delta for node, delta in pairs if verdicts[node]) / 1000


def main() -> int:
    """Print both figures; return 1 when one is over its bar."""
    size = bundle_bytes()
    lab = labs.start(Path(tempfile.mkdtemp(prefix="jupyter-green-")), {})
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.find_or_install(), chromium_sandbox=False, args=list(chromium.FLAGS)
            )
            times = [script_milliseconds(browser, lab) for _ in range(LOADS)]
            browser.close()
    finally:
        lab.stop()
    median = statistics.median(times)
    print(f"bundle: {size / 1000:.1f} KB gzipped (bar: {MOST_BYTES / 1000:.0f} KB)")
    print(f"script: {median:.1f} ms median of {[round(time, 1) for time in times]} (bar: {MOST_MILLISECONDS:.0f} ms)")
    return 0 if size <= MOST_BYTES and median <= MOST_MILLISECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
