"""Two people in one notebook, where the server keeps the document for both."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.cells import LEGACY, OLD_TYPE, TRAINING, training_notebook
from tests.browser.lab import Lab
from tests.browser.notebook_page import NotebookPage

OpenPage = Callable[..., NotebookPage]


@pytest.mark.image
@pytest.mark.collaboration
def test_an_applied_swap_is_seen_by_both_and_taken_back_by_who_made_it(lab: Lab, open_page: OpenPage) -> None:
    address = lab.address(lab.write_notebook("together.ipynb", training_notebook()))
    ada, ben = open_page(), open_page()
    for page in (ada, ben):
        page.open(address, None)
        expect(page.cell(1).locator(".jg-mark").first).to_be_visible(timeout=60_000)
    ada.all_cards()
    ada.press(ada.card(LEGACY), "Apply")
    expect(ada.sidebar.locator(".jg-applied")).to_be_visible()
    expect(ben.cell(1).locator(".cm-content")).not_to_contain_text(OLD_TYPE)
    assert ben.source("training") == ada.source("training") != TRAINING

    ben.cell(1).locator(".cm-content").click()
    ben.page.keyboard.press("Control+z")
    ben.page.wait_for_timeout(500)
    assert OLD_TYPE not in ada.source("training"), "one person's undo must not take another's swap back"

    ada.press(ada.sidebar.locator(".jg-applied"), "Undo")
    expect(ben.cell(1).locator(".cm-content")).to_contain_text(OLD_TYPE)
    assert ada.source("training") == ben.source("training") == TRAINING
