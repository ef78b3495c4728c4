"""Themes, widths, keyboards, screen readers, languages, and words that try to be code."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.cells import FIT, LEGACY, SETUP, TRAINING, page_with_job, training_notebook
from tests.browser.lab import Lab, code
from tests.browser.notebook_page import NotebookPage

OpenPage = Callable[..., NotebookPage]
Picture = Callable[[NotebookPage, str], None]
HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'


def _with_row(lab: Lab, open_page: OpenPage, name: str, **size: int) -> NotebookPage:
    page = page_with_job(lab, open_page, name, **size)
    expect(page.sidebar.locator(".jg-row").first).to_contain_text("ml.p3.16xlarge")
    return page


def _sections(page: NotebookPage) -> None:
    for title in ("Compare", "Regions"):
        page.sidebar.get_by_role("button", name=title, exact=True).click()
    expect(page.sidebar.locator(".jg-compare li").first).to_be_visible()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"])
def test_axe_finds_nothing_serious(lab: Lab, open_page: OpenPage, picture: Picture, theme: str) -> None:
    page = _with_row(lab, open_page, f"axe-{theme.replace(' ', '-')}")
    page.command("apputils:change-theme", theme=theme)
    page.page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
    page.line(1).locator(".jg-next").click()
    page.all_cards()
    _sections(page)
    picture(page, f"axe-{theme}")
    findings = _axe(page, ["#jupyter-green-sidebar", ".jg-lines", ".jg-status"])
    assert findings == []


def _axe(page: NotebookPage, places: list[str]) -> list[str]:
    """Return serious findings in our own parts of the page, in words."""
    page.page.add_script_tag(content=(files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    run = "places => axe.run({ include: places.map(one => [one]) }, { resultTypes: ['violations'] })"
    told: dict[str, Any] = page.page.evaluate(run, [p for p in places if page.page.locator(p).count()])
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]}: {node.get('failureSummary', '')}"
        for one in told["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def test_nothing_overflows_at_280_pixels(lab: Lab, open_page: OpenPage, picture: Picture) -> None:
    page = _with_row(lab, open_page, "narrow-" + "a-very-long-name-" * 5)
    page.all_cards()
    _sections(page)
    page.page.evaluate(
        "() => { const n = document.querySelector('#jupyter-green-sidebar');"
        " n.style.setProperty('width', '280px', 'important'); }"
    )
    page.sidebar.evaluate("panel => { panel.scrollTop = 0; }")
    picture(page, "narrow")
    wide = page.page.evaluate(
        """() => {
          const panel = document.querySelector('#jupyter-green-sidebar');
          const edge = panel.getBoundingClientRect().left + panel.clientWidth + 1;
          const scrolls = node => node.closest('.jg-diff, .jg-chart, .jg-name, .jg-rendered');
          return [...panel.querySelectorAll('*')]
            .filter(node => !scrolls(node) && node.getBoundingClientRect().right > edge)
            .map(node => node.className + ': ' + node.textContent.slice(0, 60));
        }"""
    )
    assert wide == []
    assert page.page.evaluate(
        "() => { const n = document.querySelector('#jupyter-green-sidebar'); return n.scrollWidth <= n.clientWidth; }"
    )


def test_the_line_under_a_cell_never_wraps(lab: Lab, open_page: OpenPage) -> None:
    page = _with_row(lab, open_page, "one-line", width=900, height=800)
    head = page.line(1).locator(".jg-line-head")
    box = head.bounding_box()
    assert box is not None and box["height"] < 40
    expect(head.locator(".jg-next")).to_be_visible()


def test_a_narrow_line_keeps_the_number_that_matters(lab: Lab, open_page: OpenPage) -> None:
    """A small window, or one at 200 %: words are cut and the state goes, the carbon stays."""
    page = _with_row(lab, open_page, "small", width=750, height=575)
    page.command("application:toggle-left-area")
    words = page.line(1).locator(".jg-line-words")
    expect(page.line(1).locator(".jg-chip")).to_be_hidden()
    number, box = words.locator("strong").bounding_box(), words.bounding_box()
    assert number is not None and box is not None
    assert number["y"] < box["y"] + box["height"] / 2, "it fell into the row that is not shown"
    assert number["x"] + number["width"] <= box["x"] + box["width"] + 1


def test_the_keyboard_alone_is_enough(lab: Lab, open_page: OpenPage) -> None:
    page = _with_row(lab, open_page, "keyboard")
    page.all_cards()
    page.sidebar.locator(".jg-fold").first.focus()
    reached: list[str] = []
    for _ in range(60):
        page.page.keyboard.press("Tab")
        name, practice = page.page.evaluate(
            "() => { const a = document.activeElement; return [a?.textContent ?? '',"
            " a?.closest('[data-practice]')?.dataset.practice ?? '']; }"
        )
        reached.append(name)
        if name == "Apply" and practice == LEGACY:
            break
    assert reached[-1] == "Apply", f"Tab never reached the button; it saw {reached}"
    page.page.keyboard.press("Enter")
    expect(page.sidebar.locator(".jg-applied")).to_be_visible()
    # The button is gone with its card; the focus waits on the way back instead of at the top of the page.
    expect(page.sidebar.locator(".jg-applied").get_by_role("button", name="Undo")).to_be_focused()
    page.page.keyboard.press("Enter")
    expect(page.sidebar.locator(".jg-applied")).to_have_count(0)
    assert page.source("training") == TRAINING
    expect(page.sidebar.locator(".jg-card").first).to_be_focused()


def test_the_keyboard_stays_on_the_card_whose_question_it_answered(lab: Lab, open_page: OpenPage) -> None:
    page = _with_row(lab, open_page, "keyboard-answers")
    page.all_cards()
    card = page.card("right-size-training-instance")
    card.get_by_role("button", name="No", exact=True).focus()
    page.page.keyboard.press("Enter")
    expect(card).not_to_contain_text("Missing")
    expect(card).to_be_focused()
    card.get_by_role("button", name="Ignore…").focus()
    page.page.keyboard.press("Enter")
    expect(card.get_by_label("Why not")).to_be_focused()
    page.page.keyboard.press("Escape")
    expect(card.get_by_role("button", name="Ignore…")).to_be_focused()


def test_hostile_names_stay_words(lab: Lab, open_page: OpenPage) -> None:
    name = json.dumps(HOSTILE)
    hostile = TRAINING.replace("instance_count=2", f"instance_count=2, base_job_name={name}")
    hostile += f"\nestimator._current_job_name = {name}"
    page = open_page()
    page.open(
        lab.address(
            lab.write_notebook("hostile.ipynb", [code(SETUP, "setup"), code(hostile, "training"), code(FIT, "fit")])
        )
    )
    page.run_job()
    page.line(1).locator(".jg-next").click()
    page.all_cards()
    for explain in page.page.get_by_role("button", name="Explain").all():
        explain.click()
    page.page.wait_for_timeout(800)
    assert page.page.evaluate("() => window.hacked") is None
    assert page.sidebar.locator("img, script").count() == 0


def test_a_hostile_saved_output_stays_words_in_an_untrusted_notebook(lab: Lab, open_page: OpenPage) -> None:
    advice = {"id": f"p@{HOSTILE}", "title": HOSTILE, "message": HOSTILE, "saving_text": HOSTILE, "diff": f"+{HOSTILE}"}
    line = {"identity": HOSTILE, "what": HOSTILE, "name": HOSTILE, "state": HOSTILE, "advice": [advice]}
    line |= {"carbon": {"low": 1, "central": 1, "high": 1, "unit": "gCO2e/h", "text": HOSTILE}, "notes": [HOSTILE]}
    data = {"application/vnd.jupyter-green.v1+json": {"version": 1, "lines": [line]}, "text/plain": "x"}
    outputs = [{"output_type": "display_data", "data": data, "metadata": {}}]
    cell = code("x", "hostile", outputs)
    cell["metadata"] = {}
    page = open_page()
    page.open_without_kernel(lab.address(lab.write_notebook("untrusted.ipynb", [cell], kernel="")))
    expect(page.line(0)).to_contain_text("<img src=x")
    page.line(0).locator(".jg-next").click()
    page.page.wait_for_timeout(500)
    assert page.page.evaluate("() => window.hacked") is None


def test_sidebar_line_hover_and_settings_speak_spanish(lab: Lab, open_page: OpenPage, picture: Picture) -> None:
    plugin = "@jupyterlab/translation-extension:plugin"
    lab.write_settings(plugin, {"locale": "es_ES"})
    try:
        page = open_page()
        page.open(lab.address(lab.write_notebook("spanish.ipynb", training_notebook())))
        expect(page.sidebar.locator(".jg-head")).to_contain_text("Este cuaderno")
        expect(page.sidebar.locator(".jg-empty")).to_contain_text("Aplicar lo escribe")
        page.run_job()
        page.sidebar.locator(".jg-link").filter(has_text="Mostrar").click()
        card = page.card(LEGACY)
        expect(card.locator("h4")).to_have_text("Dejar una familia de instancias antigua")
        expect(card).to_contain_text("p3 es de una generación anterior.")
        expect(card).to_contain_text("A cambio: necesita cuota")
        expect(page.sidebar.locator(".jg-row").first).to_contain_text("entrenamiento · 2 × ml.p3.16xlarge")
        expect(page.line(1)).to_contain_text("entrenamiento · 2 × ml.p3.16xlarge")
        picture(page, "spanish")
        page.cell(1).locator(".jg-mark").first.hover()
        expect(page.page.locator(".jg-hover-title").first).not_to_contain_text(" the ")
        expect(page.page.locator(".jg-hover-message").filter(has_text="generación anterior")).to_be_visible()
        picture(page, "spanish-hover")
        page.command("settingeditor:open", query="Green")
        expect(page.page.get_by_text("Cargar al arrancar un kernel").first).to_be_visible(timeout=30_000)
        picture(page, "spanish-settings")
    finally:
        lab.write_settings(plugin, {"locale": "en"})


def test_notebook_7_has_lines_sidebar_and_underlines(lab: Lab, open_page: OpenPage) -> None:
    page = open_page()
    page.open(lab.address(lab.write_notebook("seven.ipynb", training_notebook()), app="notebooks"))
    page.run_job()
    expect(page.sidebar.locator(".jg-row").first).to_contain_text("ml.p3.16xlarge")
    expect(page.cell(1).locator(".jg-mark").first).to_be_visible(timeout=20_000)
    page.all_cards()
    page.press(page.card(LEGACY), "Apply")
    assert "ml.p3.16xlarge" not in page.source("training")
