"""The page: complete by itself, the same for every reader, and safe to open."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from jupyter_green.audit.report import Report, SavedLine
from jupyter_green.audit.writers import html
from jupyter_green.views.charts import BAR, GONE, NOW, POINT
from tests.audit.examples import ENDPOINT, IMPORTS, TRAINING, audited, report
from tests.audit.writers.hostile import SCRIPT, hostile_report

VOID = {"meta", "br", "img", "hr", "link", "input", "path", "line", "rect"}


class Page(HTMLParser):
    """Every start tag with its attributes; complains of tags that do not close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def named(self, *tags: str) -> Iterator[dict[str, str | None]]:
        return (attributes for tag, attributes in self.tags if tag in tags)


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(html.write(report()))


def test_nothing_runs_and_nothing_is_loaded(page: Page) -> None:
    text = html.write(report())
    assert not list(page.named("script", "iframe", "object", "embed", "link", "form"))
    assert not re.search(r"""(?:src|href|url)\s*[=(]\s*(?!["']?#)""", text)
    assert "http:" not in text and "https:" not in text and "@import" not in text


def test_it_has_landmarks_headings_in_order_and_headed_tables(page: Page) -> None:
    for landmark in ("header", "nav", "main", "footer"):
        assert len(list(page.named(landmark))) == 1
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(list(page.named("table"))) == len(list(page.named("caption")))
    assert all(cell.get("scope") in ("row", "col") for cell in page.named("th"))


def test_every_link_leads_to_a_place_on_the_page(page: Page) -> None:
    places = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(places) == len(set(places))
    links = [str(attributes["href"]) for attributes in page.named("a")]
    assert links and all(link.startswith("#") and link[1:] in places for link in links)


def test_a_job_whose_findings_are_told_elsewhere_is_no_dead_link() -> None:
    page = Page(html.write(report(audited(IMPORTS, TRAINING, TRAINING, ENDPOINT, ENDPOINT))))
    places = {attributes.get("id") for _, attributes in page.tags}
    assert all(str(attributes["href"])[1:] in places for attributes in page.named("a"))


def test_it_shows_totals_jobs_charts_findings_lens_and_method() -> None:
    text = html.write(report())
    for name in ("jobs", "charts", "findings", "lens", "method"):
        assert f'<section id="{name}"' in text
    for title in ("Carbon by job", "Saving by swap", "The same jobs by Region"):
        assert f"<h3>{title}</h3>" in text
    assert "eu-north-1" in text
    assert text.count("MLSUS0") == 16
    assert 'class="found"' in text or 'class="fault"' in text  # the span in the code
    assert '<span class="add">' in text  # the change that would be written


@pytest.mark.parametrize("library", [True, False], ids=["drawn", "bars of HTML"])
def test_charts_follow_the_page_with_and_without_the_library(monkeypatch: pytest.MonkeyPatch, library: bool) -> None:
    if not library:
        monkeypatch.setitem(sys.modules, "vl_convert", None)
    text = html.write(report())
    assert ("<svg" in text) is library
    assert ('class="bars"' in text) is not library
    assert not [colour for colour in (BAR, GONE, NOW, POINT) if colour in text]  # would not follow light and dark
    if library:
        assert "var(--tick)" in text.partition("<svg")[2] and "var(--here)" in text.partition("<svg")[2]


def test_the_region_of_today_is_named_in_words_too() -> None:
    assert "us-east-1 · US East (N. Virginia) · now" in html.write(report())


def test_evidence_and_limits_are_on_paper_too() -> None:
    printed = html.style().partition("@media print")[2]
    assert ".card details::details-content{content-visibility:visible" in printed
    assert ".card details{display:none}" not in printed


def test_a_chart_of_the_largest_says_of_how_many() -> None:
    many = audited(
        IMPORTS, *(TRAINING.replace("instance_count=1", f"instance_count={count}") for count in range(1, 21))
    )
    page = html.write(report(many))
    assert "<h3>Carbon by job: the 14 largest of 20</h3>" in page
    assert "<caption>Carbon by job: the 14 largest of 20</caption>" in page
    assert re.search(r"<h3>Saving by swap: the 14 largest of \d+</h3>", page)
    assert "largest of" not in html.write(report())


def test_what_figures_rest_on_names_the_jobs_it_is_of() -> None:
    page = html.write(report())
    inputs = page[page.index("What the figures rest on</caption>") :]
    assert re.search(r'<th scope="row">PUE</th><td>[^<]*</td><td>all</td>', inputs)
    assert re.search(r'<th scope="row">instances</th><td>2 × ml.g4dn.xlarge</td><td>2</td>', inputs)
    assert "instance_type in the code" in inputs
    assert "latest&lt;=" not in inputs and "accelerators.csv" not in inputs


def test_whatever_a_notebook_holds_is_text() -> None:
    text = html.write(hostile_report(), redacted=False)
    page = Page(text)
    assert SCRIPT not in text and "&lt;script&gt;" in text
    assert not list(page.named("script", "img"))
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "\x1b" not in text and "\u202e" not in text


def test_secrets_of_the_account_are_left_out_unless_wanted() -> None:
    hostile = hostile_report()
    assert "123456789012" not in html.write(hostile)
    assert "123456789012" in html.write(hostile, redacted=False)


def test_what_was_said_when_it_ran_stands_beside_the_forecast() -> None:
    one = report()
    told = (SavedLine(one.documents[0].jobs[0].found.cell, "training", "measured", "1.2 kg CO₂e"),)
    text = html.write(Report(documents=(replace(one.documents[0], saved=told),)))
    assert "When it was run" in text and "1.2 kg CO₂e" in text
    assert "When it was run" not in html.write(one)


def test_an_empty_report_is_a_page_too() -> None:
    Page(html.write(Report(documents=(audited("x = 1"),))))
    Page(html.write(Report(documents=())))
