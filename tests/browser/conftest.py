"""One browser and one JupyterLab for all tests in here; a fresh browser profile for each.

Both end with the tests of this folder: while Playwright is open an event loop runs, and other tests start their own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from jupyter_green.demo import standin
from tests.browser import chromium
from tests.browser import lab as labs
from tests.browser.notebook_page import NotebookPage


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "collaboration: asked where the server shares documents between people")
    config.addinivalue_line("markers", "image: must hold among the extensions of a SageMaker Distribution image too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Try a browser test up to three times: a page may be late on a busy machine, a fault of ours fails every time.

    What needs shared documents is asked of the lane that has them; elsewhere there is nothing to ask.
    """
    if find_spec("jupyter_server_ydoc") is None:
        apart = [item for item in items if item.get_closest_marker("collaboration")]
        config.hook.pytest_deselected(items=apart)
        items[:] = [item for item in items if item not in apart]
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = chromium.find_or_install()
        running = playwright.chromium.launch(
            executable_path=path, headless=True, chromium_sandbox=False, args=list(chromium.FLAGS)
        )
        yield running
        running.close()


@pytest.fixture(scope="package")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[labs.Lab]:
    """JupyterLab with kernels whose AWS is the stand-in on loopback."""
    with standin.server(real_seconds=0.0) as aws:
        running = labs.start(tmp_path_factory.mktemp("lab"), aws.environment())
        (running.notebooks / "train.py").write_text("print('training')\n")
        yield running
        running.stop()


@pytest.fixture
def open_page(browser: Browser, lab: labs.Lab) -> Iterator[Callable[..., NotebookPage]]:
    """Open pages, each in a profile of its own; fails when our code complained in one's console."""
    opened: list[NotebookPage] = []

    def make(width: int = 1500, height: int = 950) -> NotebookPage:
        context = browser.new_context(viewport=ViewportSize(width=width, height=height))
        context.set_default_timeout(20_000)
        page = NotebookPage(context.new_page())
        opened.append(page)
        return page

    yield make
    complaints = [text for page in opened for text in page.complaints]
    for page in opened:
        page.page.context.close()
    lab.stop_kernels()
    lab.write_settings("@jupyterlab/apputils-extension:themes", {"theme": "JupyterLab Light"})
    assert not complaints, "our code complained in the browser's console: " + "; ".join(complaints)


@pytest.fixture
def picture() -> Callable[[NotebookPage, str], None]:
    """Save a picture of the page where BROWSER_PICTURES says, for a person to look at."""
    folder = os.environ.get("BROWSER_PICTURES")

    def save(page: NotebookPage, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            time.sleep(0.3)  # let fonts and transitions settle
            page.page.screenshot(path=Path(folder) / f"{name}.png")

    return save
