"""Underlines in the editor, with a swap one click or one key away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.cells import LEGACY, OLD_TYPE, TRAINING, training_notebook
from tests.browser.lab import Lab, code
from tests.browser.notebook_page import NotebookPage

OpenPage = Callable[..., NotebookPage]


def test_source_that_never_ran_is_underlined_and_the_quick_fix_edits_it(
    lab: Lab, open_page: OpenPage, picture: Callable[[NotebookPage, str], None]
) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("quickfix.ipynb", training_notebook())))
    mark = page.cell(1).locator(".jg-mark").filter(has_text="ml.p3.16xlarge").first
    expect(mark).to_be_visible(timeout=20_000)
    page.all_cards()
    expect(page.card(LEGACY)).to_be_visible()
    page.page.wait_for_timeout(600)  # the editor closes its tooltip when new marks arrive
    mark.hover()
    tooltip = page.page.locator(".cm-tooltip-lint")
    expect(tooltip).to_be_visible()
    picture(page, "editor")
    fix = tooltip.locator(".cm-diagnostic").filter(has_text="old instance family")
    fix.get_by_role("button", name="Apply").click()
    page.page.wait_for_function(
        "old => !window.jupyterapp.shell.currentWidget.content.widgets[1].model.sharedModel.getSource().includes(old)",
        arg=OLD_TYPE,
    )
    page.cell(1).locator(".cm-content").click()
    page.page.keyboard.press("Control+z")
    page.page.wait_for_timeout(300)
    assert page.source("training") == TRAINING


def test_the_sidebar_lists_advice_on_source_that_never_ran(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("unrun.ipynb", training_notebook())))
    page.all_cards()
    expect(page.card(LEGACY)).to_be_visible()


def test_a_key_applies_the_swap_at_the_cursor(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("key.ipynb", training_notebook())))
    expect(page.cell(1).locator(".jg-mark").first).to_be_visible(timeout=20_000)
    page.cell(1).locator(".cm-line").nth(1).click()
    page.page.keyboard.press("Alt+Shift+G")
    expect(page.sidebar.locator(".jg-applied")).to_be_visible()
    assert OLD_TYPE not in page.source("training")


@pytest.mark.image
def test_without_a_kernel_the_table_of_facts_underlines(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    cells = [
        code('x = make(instance_type="ml.m4.xlarge")', "old"),
        code('y = "ml.p3.2xlarge"  # "ml.m4.xlarge"', "gpu"),
    ]
    page.open_without_kernel(lab.address(lab.write_notebook("nokernel.ipynb", cells, kernel="")))
    expect(page.cell(0).locator(".jg-mark")).to_have_text('"ml.m4.xlarge"', timeout=20_000)
    expect(page.cell(1).locator(".jg-mark")).to_have_text('"ml.p3.2xlarge"')
    page.press(page.card(LEGACY), "Apply")
    assert page.source("old") == 'x = make(instance_type="ml.m7i.xlarge")'


_SET_TAGS = """([index, tags]) => {
  window.jupyterapp.shell.currentWidget.content.widgets[index].model.setMetadata('tags', tags);
}"""


def test_a_tag_of_the_cell_silences_a_practice_until_it_is_taken_away(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("tags.ipynb", training_notebook())))
    mark = page.cell(1).locator(".jg-mark").filter(has_text="ml.p3.16xlarge").first
    expect(mark).to_be_visible(timeout=20_000)
    page.all_cards()
    expect(page.card(LEGACY)).to_be_visible()
    page.page.evaluate(_SET_TAGS, [1, [f"green-ignore-{LEGACY}"]])
    expect(page.card(LEGACY)).to_have_count(0)
    page.page.evaluate(_SET_TAGS, [1, []])
    expect(page.card(LEGACY)).to_be_visible()


def test_comment_and_tag_silence_without_a_kernel_too(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    cells = [
        code('x = make(instance_type="ml.m4.xlarge")', "old"),
        code(f'x = make(instance_type="ml.m4.xlarge")  # green: ignore[{LEGACY}] because it is cheap', "comment"),
        code('y = make(instance_type="ml.m4.xlarge")', "tagged"),
    ]
    cells[2]["metadata"]["tags"] = [f"green-ignore-{LEGACY}"]
    page.open_without_kernel(lab.address(lab.write_notebook("silenced.ipynb", cells, kernel="")))
    expect(page.cell(0).locator(".jg-mark")).to_have_text('"ml.m4.xlarge"', timeout=20_000)
    expect(page.cell(1).locator(".jg-mark")).to_have_count(0)
    expect(page.cell(2).locator(".jg-mark")).to_have_count(0)


def test_underlines_can_be_switched_off(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("switch.ipynb", training_notebook())))
    expect(page.cell(1).locator(".jg-mark").first).to_be_visible(timeout=20_000)
    try:
        page.command("jupyter-green:toggle-squiggles")
        expect(page.cell(1).locator(".jg-mark")).to_have_count(0)
    finally:
        page.command("jupyter-green:toggle-squiggles")
    expect(page.cell(1).locator(".jg-mark").first).to_be_visible()


@pytest.mark.image
def test_lines_and_underlines_do_not_wait_for_the_line_to_the_kernel(lab: Lab, open_page: OpenPage) -> None:
    """Also with extensions that run cells on the server, where the first connection can stay deaf for a while."""
    page = open_page()
    page.open(lab.address(lab.write_notebook("eventually.ipynb", training_notebook())), None)
    expect(page.cell(1).locator(".jg-mark").first).to_be_visible(timeout=30_000)
    page.wait_for_link()
    page.run_job()
    expect(page.sidebar.locator(".jg-row").first).to_contain_text("ml.p3.16xlarge")
