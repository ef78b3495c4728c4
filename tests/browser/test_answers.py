"""The reader answers: tells what a practice asked, sends advice away for good, changes their mind in the editor."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.cells import LEGACY, OLD_TYPE, SERVERLESS, SETUP, TRAINING, page_with_job, training_notebook
from tests.browser.lab import Lab, code
from tests.browser.notebook_page import NotebookPage

OpenPage = Callable[..., NotebookPage]
RIGHT_SIZE = "right-size-training-instance"
REGION = "low-carbon-region"


def test_an_answered_gate_lets_the_swap_be_applied_and_can_be_taken_back(lab: Lab, open_page: OpenPage) -> None:
    page = page_with_job(lab, open_page, "answers")
    card = page.card(RIGHT_SIZE)
    expect(card).to_contain_text("Missing: whether the script uses all GPUs by itself")
    expect(card.get_by_role("button", name="Apply", exact=True)).to_have_count(0)
    page.press(card, "No")
    expect(card).not_to_contain_text("Missing")
    expect(card.get_by_role("button", name="Apply", exact=True)).to_be_visible()
    page.sidebar.locator("summary", has_text="You told 1 fact").click()
    page.sidebar.get_by_role("button", name="Forget script uses all gpus").click()
    expect(card).to_contain_text("Missing: whether the script uses all GPUs by itself")


def test_a_typed_answer_and_one_told_in_a_cell_reach_the_card(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    cells = [*training_notebook(), code("%green tell gb_to_move=3", "tell")]
    page.open(lab.address(lab.write_notebook("typed.ipynb", cells)))
    page.run_job()
    page.all_cards()
    card = page.card(REGION)
    regions = card.get_by_role("textbox").first
    regions.fill("ca-*, us-*")
    regions.press("Enter")
    expect(card).not_to_contain_text("which Regions the data may live in")
    expect(card).to_contain_text("how many GB would have to be copied")
    page.select_cell(3)
    page.command("notebook:run-cell")
    expect(card).not_to_contain_text("Missing")
    expect(card).to_contain_text("copying 3 GB once adds")


def _ignore_in_notebook(page: NotebookPage, reason: str) -> str:
    card = page.card(LEGACY)
    page.press(card, "Ignore…")
    card.get_by_label("Why not").fill(reason)
    card.get_by_label("in this notebook").check()
    comment = f"# green: ignore[{LEGACY}] because {reason}"
    expect(card.locator(".jg-comment")).to_have_text(comment)
    page.press(card, "Write the comment")
    return comment


def test_an_ignore_is_kept_with_the_notebook_by_a_comment(lab: Lab, open_page: OpenPage) -> None:
    page = page_with_job(lab, open_page, "for-good")
    page.all_cards()
    mark = page.cell(1).locator(".jg-mark").filter(has_text="ml.p3.16xlarge").first
    expect(mark).to_be_visible(timeout=20_000)
    comment = _ignore_in_notebook(page, "the old driver is needed")
    expect(page.card(LEGACY)).to_have_count(0)
    assert page.source("training") == f"{comment}\n{TRAINING}"
    page.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    page.wait_for_link()
    expect(page.card(LEGACY)).to_have_count(0)  # the output saved before still has it
    page.run_all()
    expect(page.sidebar.locator(".jg-row").first).to_contain_text("running", timeout=60_000)
    expect(page.card(RIGHT_SIZE)).to_be_visible()
    expect(page.card(LEGACY)).to_have_count(0)
    page.line(2).locator(".jg-next").click()
    expect(page.cell(2).locator(f'.jg-card[data-practice="{LEGACY}"]')).to_have_count(0)


def test_the_comment_is_one_undo_step_and_undoing_it_brings_the_advice_back(lab: Lab, open_page: OpenPage) -> None:
    page = page_with_job(lab, open_page, "for-now")
    page.all_cards()
    _ignore_in_notebook(page, "it was a mistake")
    expect(page.card(LEGACY)).to_have_count(0)
    page.cell(1).locator(".cm-content").click()
    page.page.keyboard.press("Control+z")
    expect(page.card(LEGACY)).to_be_visible()
    assert page.source("training") == TRAINING


def test_advice_sent_away_for_the_session_loses_its_underline_too(lab: Lab, open_page: OpenPage) -> None:
    page = page_with_job(lab, open_page, "sent-away")
    page.all_cards()
    mark = page.cell(1).locator(".jg-mark").filter(has_text="ml.p3.16xlarge").first
    expect(mark).to_be_visible(timeout=20_000)
    page.press(page.card(LEGACY), "Ignore…")
    page.press(page.card(LEGACY), "Ignore")
    expect(page.card(LEGACY)).to_have_count(0)
    page.page.wait_for_timeout(800)  # the editor closes its tooltip when new marks arrive
    mark.hover()
    expect(page.page.locator(".cm-tooltip-lint")).to_be_visible()
    expect(page.page.locator(".cm-tooltip-lint")).not_to_contain_text("old instance family")


def test_the_note_about_a_swap_follows_undo_and_redo_of_the_editor(lab: Lab, open_page: OpenPage) -> None:
    page = page_with_job(lab, open_page, "undo-redo")
    page.all_cards()
    page.press(page.card(LEGACY), "Apply")
    applied = page.sidebar.locator(".jg-applied")
    expect(applied).to_be_visible()
    page.cell(1).locator(".cm-content").click()
    page.page.keyboard.press("Control+z")
    expect(applied).to_have_count(0)
    expect(page.card(LEGACY).get_by_role("button", name="Apply", exact=True)).to_be_visible()
    page.page.keyboard.press("Control+Shift+z")
    expect(applied).to_contain_text("Run the cell to confirm")
    assert OLD_TYPE not in page.source("training")
    page.command("notebook:delete-cell")
    expect(applied).to_have_count(0)


def test_two_views_of_a_notebook_know_of_each_others_swaps(lab: Lab, open_page: OpenPage) -> None:
    page = page_with_job(lab, open_page, "two-views")
    page.command("application:toggle-left-area")
    page.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:clone').then(() => null)")
    page.page.wait_for_function("() => [...window.jupyterapp.shell.widgets('main')].length === 2")
    page.all_cards()
    page.press(page.card(LEGACY), "Apply")
    applied = page.sidebar.locator(".jg-applied")
    expect(applied).to_be_visible()
    page.page.evaluate(
        "() => { const { shell } = window.jupyterapp;"
        " const other = [...shell.widgets('main')].find(one => one !== shell.currentWidget);"
        " shell.activateById(other.id); }"
    )
    expect(applied).to_be_visible()
    page.press(applied, "Undo")
    expect(applied).to_have_count(0)
    assert page.source("training") == TRAINING


def test_an_open_serverless_endpoint_is_not_said_to_draw_nothing_or_to_cost_while_idle(
    lab: Lab, open_page: OpenPage
) -> None:
    page = open_page()
    cells = [code(SETUP, "setup"), code(SERVERLESS.replace("NAME", f"idle-{secrets.token_hex(2)}"), "serverless")]
    page.open(lab.address(lab.write_notebook("serverless.ipynb", cells)))
    page.run_all()
    expect(page.sidebar).to_contain_text("Running now: 1 job that draws only while requests run", timeout=60_000)
    expect(page.sidebar).to_contain_text("billed by request")
    expect(page.sidebar.locator(".jg-empty")).to_have_count(0)


def test_several_jobs_with_the_same_advice_share_a_card(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    more = [code(TRAINING.replace("estimator", f"e{n}").replace("=2,", f"={n},"), f"e{n}") for n in (3, 4, 5)]
    page.open(lab.address(lab.write_notebook("several.ipynb", [code(SETUP, "setup"), *more])))
    page.run_all()
    expect(page.sidebar.locator(".jg-row")).to_have_count(3, timeout=60_000)
    expect(page.card(RIGHT_SIZE)).to_contain_text("for training · 5 × ml.p3.16xlarge")
    group = page.sidebar.locator(".jg-group", has=page.page.locator(f'[data-practice="{RIGHT_SIZE}"]'))
    group.get_by_role("button", name="The same for 2 more jobs").click()
    expect(group.locator(".jg-card")).to_have_count(3)
