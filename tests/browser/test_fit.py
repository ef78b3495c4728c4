"""It fits in: menus, palette, toolbar, settings, layout; it rests when nobody looks; parts of Jupyter may be absent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.cells import LEGACY, TRAINING, page_with_job, training_notebook
from tests.browser.lab import Lab, code
from tests.browser.notebook_page import NotebookPage

OpenPage = Callable[..., NotebookPage]
PLUGIN = "jupyter-green:plugin"


@pytest.fixture
def settings(lab: Lab) -> Iterator[Callable[..., None]]:
    """Write our settings for one test."""

    def write(**settings: Any) -> None:
        lab.write_settings(PLUGIN, settings)

    yield write
    lab.write_settings(PLUGIN, {})


def test_the_audit_is_in_the_menu_that_exports_notebooks(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    name = lab.write_notebook("exported.ipynb", training_notebook())
    with page.page.expect_response("**/api/nbconvert**", timeout=60_000):
        page.open(lab.address(name), None)
    page.page.wait_for_timeout(1_000)  # JupyterLab fills the menu with what the server just listed
    page.page.locator(".lm-MenuBar-item", has_text="File").first.click()
    page.page.locator(".lm-Menu-item", has_text="Save and Export Notebook As").hover()
    expect(page.page.locator(".lm-Menu-item", has_text="Green audit report (HTML)").first).to_be_visible()
    expect(page.page.locator(".lm-Menu-item", has_text="Green_audit")).to_have_count(0)
    page.page.keyboard.press("Escape")
    report = page.page.request.get(f"{lab.url}/nbconvert/green_audit/{name}?token={lab.token}")
    assert report.ok and "ml.p3.16xlarge" in report.text() and "<script" not in report.text()


def test_palette_toolbar_and_keys_lead_to_it(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("ways.ipynb", [code("1", "one")])))
    page.command("application:toggle-right-area")
    expect(page.sidebar).to_be_hidden()
    page.page.locator('.jp-NotebookPanel-toolbar [data-command="jupyter-green:open"]').first.click()
    expect(page.sidebar).to_be_visible()
    page.page.keyboard.press("Control+Shift+c")
    palette = page.page.locator(".lm-CommandPalette")
    palette.locator("input").fill("green")
    for label in ("Show the Green Sidebar", "Apply Swap at Cursor", "Open the Audit Report"):
        expect(palette.locator(".lm-CommandPalette-item", has_text=label).first).to_be_visible()


def test_the_settings_are_followed(lab: Lab, open_page: OpenPage, settings: Callable[..., None]) -> None:
    settings(units="t", squiggleSwaps=False, squiggleNotes=False, residency=["us-*"])
    page = page_with_job(lab, open_page, "settings")
    expect(page.sidebar.locator(".jg-big")).to_contain_text("t CO₂e")
    page.all_cards()
    expect(page.card(LEGACY)).to_be_visible()
    expect(page.cell(1).locator(".jg-mark")).to_have_count(0)
    page.sidebar.get_by_role("button", name="Regions", exact=True).click()
    page.sidebar.get_by_text("List of all Regions").click()
    stockholm = page.sidebar.locator(".jg-compare li", has_text="eu-north-1").last
    expect(stockholm).to_contain_text("not allowed by your settings")


def test_lines_under_cells_can_be_switched_off(lab: Lab, open_page: OpenPage, settings: Callable[..., None]) -> None:
    settings(inline=False)
    page = open_page()
    page.open(lab.address(lab.write_notebook("quiet.ipynb", training_notebook()[:2])))
    page.run_all()
    expect(page.sidebar.locator(".jg-row").first).to_contain_text("ml.p3.16xlarge", timeout=60_000)
    expect(page.page.locator(".jg-line")).to_have_count(0)


def test_the_region_of_the_settings_stands_in_where_code_names_none(
    lab: Lab, open_page: OpenPage, settings: Callable[..., None]
) -> None:
    settings(region="eu-north-1")
    page = open_page()
    page.open(lab.address(lab.write_notebook("region.ipynb", [code("1", "one")])))
    page.sidebar.get_by_role("button", name="Regions", exact=True).click()
    expect(page.sidebar.locator(".jg-compare li.jg-current").first).to_contain_text("eu-north-1")


def test_the_layout_comes_back_after_a_reload(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    address = lab.address(lab.write_notebook("layout.ipynb", [code("1", "one")]))
    page.open(address)
    page.page.wait_for_timeout(2_000)  # JupyterLab saves its layout a second after it changed
    page.page.goto(address.replace("&reset", ""))
    page.page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    expect(page.sidebar).to_be_visible()


def test_nothing_is_sent_while_nobody_does_anything(lab: Lab, open_page: OpenPage) -> None:
    page = page_with_job(lab, open_page, "rests")
    page.page.wait_for_timeout(1_500)
    assert page.page.evaluate(_COMM_MESSAGES_IN, 5_000) == []


_COMM_MESSAGES_IN = """milliseconds => new Promise(resolve => {
  const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
  const seen = [];
  kernel.anyMessage.connect((_, { direction, msg }) => {
    if (msg.header.msg_type.startsWith('comm')) seen.push(`${direction} ${msg.header.msg_type}`);
  });
  setTimeout(() => resolve(seen), milliseconds);
})"""


def test_a_hidden_sidebar_draws_nothing_until_it_is_shown(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("hidden.ipynb", training_notebook()[:2])))
    expect(page.sidebar.locator(".jg-empty")).to_be_visible()
    page.command("application:toggle-right-area")
    page.page.evaluate(_COUNT_CHANGES)
    page.run_job()
    page.page.wait_for_timeout(1_000)
    assert page.page.evaluate("() => window.changes") == 0
    page.command("jupyter-green:open")
    expect(page.sidebar.locator(".jg-row").first).to_contain_text("ml.p3.16xlarge")


_COUNT_CHANGES = """() => {
  window.changes = 0;
  const count = list => { window.changes += list.length; };
  const panel = document.querySelector('#jupyter-green-sidebar .jg-panel');
  new MutationObserver(count).observe(panel, { childList: true, subtree: true, characterData: true });
}"""


def test_a_hidden_browser_tab_asks_nothing_until_it_is_seen(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("behind.ipynb", training_notebook()[:2])))
    expect(page.cell(1).locator(".jg-mark").first).to_be_visible(timeout=20_000)
    page.page.evaluate(_SEEN, True)
    page.set_source("training", "nothing = 1")
    assert "send comm_msg" not in page.page.evaluate(_COMM_MESSAGES_IN, 2_000)
    expect(page.sidebar.locator(".jg-card")).to_have_count(0)
    page.set_source("training", TRAINING.replace("ml.p3.16xlarge", "ml.p2.16xlarge"))
    page.page.evaluate(_SEEN, False)
    expect(page.cell(1).locator(".jg-mark").filter(has_text="ml.p2.16xlarge").first).to_be_visible(timeout=20_000)
    expect(page.card("low-carbon-region")).to_be_visible()  # the kernel's advice, not that of the table of facts


_SEEN = """isHidden => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.fixture
def few_plugins(lab: Lab) -> Iterator[None]:
    """A JupyterLab whose administrator switched the status bar and the palette off."""
    names = ("@jupyterlab/statusbar-extension", "@jupyterlab/apputils-extension:palette")
    file = lab.settings.parent / "jupyter_config_dir" / "labconfig" / "page_config.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"disabledExtensions": dict.fromkeys(names, True)}))
    yield
    file.unlink()


@pytest.mark.usefixtures("few_plugins")
def test_it_works_without_status_bar_and_palette(lab: Lab, open_page: OpenPage) -> None:
    page = page_with_job(lab, open_page, "bare")
    expect(page.page.locator(".jg-status")).to_have_count(0)
    page.all_cards()
    page.press(page.card(LEGACY), "Apply")
    expect(page.sidebar.locator(".jg-applied")).to_be_visible()


@pytest.mark.parametrize("app", ["lab/tree", "notebooks"])
def test_the_what_if_panel_reckons_live_and_writes_a_cell(
    lab: Lab, open_page: OpenPage, app: str, picture: Callable[[NotebookPage, str], None]
) -> None:
    page = open_page()
    cells = [*training_notebook()[:2], code("%green whatif estimator", "whatif")]
    page.open(lab.address(lab.write_notebook(f"whatif-{app[:3]}.ipynb", cells), app=app))
    page.run_all()
    panel = page.cell(2).locator(".jp-OutputArea-output .widget-vbox").first
    expect(panel).to_contain_text("now", timeout=60_000)
    count = panel.locator("input[type=number]").first
    count.fill("1")
    count.press("Tab")
    expect(panel).to_contain_text("In 1 h", timeout=20_000)
    picture(page, f"whatif-{app[:3]}")
    panel.get_by_role("button", name="Write this as a cell").click()
    expect(page.page.locator(".jp-Notebook .jp-CodeCell", has_text="instance_count").last).to_contain_text(
        "instance_count", timeout=20_000
    )
