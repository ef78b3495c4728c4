"""A notebook open in the browser, in the words of the tests."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

_SHOWN_KERNEL = """() => {
  const app = window.jupyterapp ?? window.jupyterlab;
  const kernel = app?.shell?.currentWidget?.sessionContext?.session?.kernel;
  return kernel?.status === 'idle';
}"""
_SOURCE = """id => {
  const model = window.jupyterapp.shell.currentWidget.content.model;
  for (const cell of model.cells) if (cell.id === id) return cell.sharedModel.getSource();
  return null;
}"""
_SET_SOURCE = """([id, text]) => {
  const model = window.jupyterapp.shell.currentWidget.content.model;
  for (const cell of model.cells) if (cell.id === id) cell.sharedModel.setSource(text);
}"""


class NotebookPage:
    """One browser page with one notebook in front, and what its console said."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", self._on_page_error)
        page.on("console", self._on_console)

    def _on_page_error(self, error: Any) -> None:
        if "jupyter-green" in str(getattr(error, "stack", error)):
            self.complaints.append(f"page error: {error}")

    def _on_console(self, message: Any) -> None:
        # Errors of other extensions and of the server are not ours to fix; those from our files or words are.
        place = message.location.get("url", "")
        if message.type == "error" and "jupyter-green" in f"{place} {message.text}":
            self.complaints.append(message.text)

    @property
    def sidebar(self) -> Locator:
        return self.page.locator("#jupyter-green-sidebar")

    @property
    def notice(self) -> Locator:
        return self.sidebar.locator(".jg-notice[data-status]")

    def open(self, address: str, status: str | None = "live") -> None:
        """Open a notebook, show the sidebar, and wait until the line to the kernel stands as told, if told."""
        self._load(address)
        if status == "live":
            self.page.wait_for_function(_SHOWN_KERNEL, timeout=60_000)
        self.command("jupyter-green:open")
        expect(self.sidebar).to_be_visible()
        if status:
            self.wait_for_link(status)

    def open_without_kernel(self, address: str) -> None:
        """Open a notebook that names no kernel, and choose none."""
        self._load(address)
        self.page.locator(".jp-Dialog").get_by_role("button", name="No Kernel").click()
        self.command("jupyter-green:open")
        self.wait_for_link("no kernel")

    def _load(self, address: str) -> None:
        self.page.goto(address)
        self.page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)

    def wait_for_link(self, status: str = "live") -> None:
        expect(self.notice).to_have_attribute("data-status", status, timeout=60_000)

    def command(self, name: str, **arguments: Any) -> None:
        """Run a command of JupyterLab and wait for it."""
        self.page.evaluate(
            "([name, args]) => window.jupyterapp.commands.execute(name, args).then(() => null)", [name, arguments]
        )

    def start_command(self, name: str) -> None:
        """Run a command and do not wait, as for a cell that takes long."""
        self.page.evaluate("name => void window.jupyterapp.commands.execute(name)", name)

    def run_all(self) -> None:
        self.command("notebook:run-all-cells")

    def run_job(self) -> None:
        """Run the first two cells, which make an estimator, and wait for its line."""
        for index in range(2):
            self.select_cell(index)
            self.command("notebook:run-cell")
        self.line(1).wait_for(timeout=60_000)

    def cell(self, index: int) -> Locator:
        return self.page.locator(".jp-Notebook .jp-Cell").nth(index)

    def line(self, index: int) -> Locator:
        """The first line under a cell."""
        return self.cell(index).locator(".jg-line").first

    def card(self, practice: str) -> Locator:
        """The card of a practice in the sidebar."""
        return self.sidebar.locator(f'.jg-card[data-practice="{practice}"]').first

    def press(self, card: Locator, button: str) -> None:
        card.get_by_role("button", name=button, exact=True).click()

    def all_cards(self) -> None:
        """Wait for more advice than the three cards shown at first, and show all of it."""
        links = self.sidebar.locator(".jg-link")
        if not links.filter(has_text="Show the first three").count():
            links.filter(has_text=re.compile(r"^Show \d+ more")).click()

    def source(self, cell_id: str) -> str:
        return str(self.page.evaluate(_SOURCE, cell_id))

    def set_source(self, cell_id: str, text: str) -> None:
        """Edit a cell as another person would, through the shared model."""
        self.page.evaluate(_SET_SOURCE, [cell_id, text])

    def select_cell(self, index: int) -> None:
        self.page.evaluate("i => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = i; }", index)
