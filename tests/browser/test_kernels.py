"""The sidebar outlives what kernels do: restarts, long cells, sharing, other languages, absence."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from jupyter_green.demo import standin
from tests.browser import echo_kernel
from tests.browser.cells import LEGACY, TRAINING, training_notebook
from tests.browser.lab import Lab, code
from tests.browser.notebook_page import NotebookPage

OpenPage = Callable[..., NotebookPage]
PLUGIN = "jupyter-green:plugin"


@pytest.fixture
def no_autoload(lab: Lab) -> Iterator[None]:
    lab.write_settings(PLUGIN, {"loadOnStart": False})
    yield
    lab.write_settings(PLUGIN, {})


def test_a_restart_keeps_the_saved_jobs_and_connects_again(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("restart.ipynb", training_notebook())))
    page.run_job()
    page.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    page.wait_for_link()
    expect(page.sidebar.locator(".jg-row").first).to_contain_text("saved")
    page.run_job()
    expect(page.sidebar.locator(".jg-row").first).to_contain_text("forecast")


def test_a_lost_connection_comes_back_with_what_happened_meanwhile(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("reconnects.ipynb", training_notebook())))
    page.run_job()
    page.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.reconnect()")
    page.wait_for_link()
    page.set_source("training", TRAINING.replace("instance_count=2", "instance_count=7"))
    page.select_cell(1)
    page.command("notebook:run-cell")
    expect(page.sidebar.locator(".jg-row").filter(has_text="7 ×")).to_be_visible()


@pytest.fixture
def slow_aws() -> Iterator[standin.StandIn]:
    """An AWS whose jobs take half a minute of real time."""
    with standin.server(real_seconds=30.0) as running:
        yield running


def test_a_job_that_blocks_its_cell_is_shown_while_it_runs(
    lab: Lab, open_page: OpenPage, slow_aws: standin.StandIn
) -> None:
    page = open_page()
    environment = code(f"import os; os.environ.update({slow_aws.environment()!r})", "environment")
    blocked = code("estimator.fit(wait=True, logs=False)", "fit")
    cells = [environment, *training_notebook()[:2], blocked]
    page.open(lab.address(lab.write_notebook("busy.ipynb", cells)))
    page.start_command("notebook:run-all-cells")
    page.line(2).wait_for(timeout=60_000)
    expect(page.sidebar.locator(".jg-row").filter(has_text="running")).to_be_visible(timeout=20_000)
    expect(page.cell(3)).to_contain_text("[*]")
    page.all_cards()
    page.press(page.card(LEGACY), "Apply")
    expect(page.sidebar.locator(".jg-applied")).to_be_visible()
    expect(page.cell(3)).to_contain_text("[*]")
    page.press(page.sidebar.locator(".jg-applied"), "Undo")
    # A question asked meanwhile is not lost: it is answered at once on a subshell, else when the cell is done.
    page.press(page.card(LEGACY), "Explain")
    expect(page.card(LEGACY).locator(".jp-RenderedMarkdown")).to_be_visible(timeout=60_000)


def test_two_notebooks_on_one_kernel_share_its_line(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    first = lab.write_notebook("first.ipynb", training_notebook())
    second = lab.write_notebook("second.ipynb", [code("1 + 1", "plain")])
    page.open(lab.address(first))
    page.run_job()
    page.page.evaluate(_OPEN_ON_SAME_KERNEL, second)
    expect(page.sidebar.locator(".jg-head")).to_contain_text("second")
    page.wait_for_link()
    expect(page.sidebar.locator(".jg-row").first).to_contain_text("ml.p3.16xlarge")


_OPEN_ON_SAME_KERNEL = """async path => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.model;
  await window.jupyterapp.commands.execute('docmanager:open', { path, kernel });
}"""


def test_each_notebook_has_its_own_kernel_and_its_own_jobs(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    first = lab.write_notebook("mine.ipynb", training_notebook())
    other = lab.write_notebook("other.ipynb", [code("1 + 1", "plain")])
    page.open(lab.address(first))
    page.run_job()
    page.command("docmanager:open", path=other)
    expect(page.sidebar.locator(".jg-head")).to_contain_text("other")
    page.wait_for_link()
    expect(page.sidebar.locator(".jg-row")).to_have_count(0)
    expect(page.sidebar.locator(".jg-empty")).to_be_visible()
    page.command("docmanager:open", path=first)
    expect(page.sidebar.locator(".jg-row").first).to_contain_text("ml.p3.16xlarge")
    page.command("docmanager:save")
    page.command("application:close")
    expect(page.sidebar.locator(".jg-row")).to_have_count(0)


def test_a_renamed_notebook_keeps_its_jobs_under_the_new_name(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("before.ipynb", training_notebook())))
    page.run_job()
    page.page.evaluate("() => window.jupyterapp.shell.currentWidget.context.rename('after.ipynb')")
    expect(page.sidebar.locator(".jg-head")).to_contain_text("after.ipynb")
    expect(page.sidebar.locator(".jg-row").first).to_contain_text("ml.p3.16xlarge")


def test_a_reload_of_the_page_shows_what_the_kernel_still_holds(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    address = lab.address(lab.write_notebook("reload.ipynb", training_notebook()))
    page.open(address)
    page.run_job()
    page.command("docmanager:save")
    page.open(address)
    expect(page.sidebar.locator(".jg-row").first).to_contain_text("forecast", timeout=20_000)


@pytest.mark.usefixtures("no_autoload")
def test_without_autoload_the_sidebar_offers_to_enable(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("enable.ipynb", training_notebook())), "off")
    page.sidebar.get_by_role("button", name="Enable").click()
    page.wait_for_link()


@pytest.mark.usefixtures("no_autoload")
def test_load_ext_in_a_cell_wakes_the_sidebar(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("wakes.ipynb", [code("%load_ext jupyter_green", "load")])), "off")
    page.run_all()
    page.wait_for_link()


def test_a_kernel_that_is_not_ipython_is_never_asked_to_run_anything(
    lab: Lab, open_page: OpenPage, tmp_path: Path
) -> None:
    log = tmp_path / "asked.txt"
    spec = {
        "argv": [sys.executable, str(Path(echo_kernel.__file__)), "-f", "{connection_file}"],
        "display_name": "Echo",
        "language": "python",
        "env": {"ECHO_LOG": str(log)},
    }
    folder = lab.settings.parent / "jupyter_data_dir" / "kernels" / "echo"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kernel.json").write_text(json.dumps(spec))
    page = open_page()
    name = lab.write_notebook("echo.ipynb", [code("hello there", "hello")], kernel="echo")
    page.open(lab.address(name), "foreign")
    page.run_all()
    page.page.wait_for_timeout(500)
    assert log.read_text().split("\n") == ["hello there", ""]


def test_the_saved_outputs_are_enough_without_a_kernel(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    name = lab.write_notebook("saved.ipynb", training_notebook())
    page.open(lab.address(name))
    page.run_job()
    page.command("docmanager:save")
    document = json.loads((lab.notebooks / name).read_text())
    document["metadata"] = {}
    again = lab.write_notebook("saved-again.ipynb", document["cells"], kernel="")
    page = open_page()
    page.open_without_kernel(lab.address(again))
    expect(page.sidebar.locator(".jg-row").first).to_contain_text("saved")
    expect(page.sidebar.locator(".jg-big")).to_contain_text("CO₂e")
    expect(page.line(1)).to_contain_text("CO₂e")
    expect(page.sidebar.locator(".jg-card").first).to_be_visible()
