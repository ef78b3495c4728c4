"""``jupyter green diff``: jobs paired as a reviewer would, and the paired difference of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_green.audit.compare import compare_documents
from jupyter_green.audit.diff_app import comparison_markdown, main
from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.report import DocumentReport
from jupyter_green.practices import Context
from tests.audit.examples import ENDPOINT, IMPORTS, TRAINING, as_bytes, audited, notebook
from tests.audit.writers.hostile import hostile_report

BIGGER = TRAINING.replace("ml.g5.2xlarge", "ml.g5.12xlarge")


def told(old: DocumentReport, new: DocumentReport) -> str:
    return comparison_markdown(old, new, compare_documents(old, new))


def test_a_document_compared_with_itself_changes_nothing() -> None:
    one = audited(IMPORTS, TRAINING, ENDPOINT)
    comparison = compare_documents(one, one)
    for pair in comparison.pairs:
        assert pair.settings == ()
        change = pair.change
        assert change is not None and change.carbon.low == change.carbon.high == 0
    assert "2 jobs unchanged." in told(one, one)


def test_what_both_sides_share_cancels() -> None:
    old, new = audited(IMPORTS, TRAINING), audited(IMPORTS, TRAINING.replace("instance_count=1", "instance_count=2"))
    (pair,) = compare_documents(old, new).pairs
    assert pair.change is not None
    assert pair.change.carbon.low == pytest.approx(old.jobs[0].footprint.rate.carbon.low)
    assert pair.change.carbon.high == pytest.approx(old.jobs[0].footprint.rate.carbon.high)
    assert pair.settings == (("instance count", "1", "2"),)


def test_jobs_are_paired_by_their_call_though_cells_moved() -> None:
    old, new = audited(IMPORTS, TRAINING, BIGGER), audited("x = 1", IMPORTS, BIGGER, "y = 2", TRAINING)
    comparison = compare_documents(old, new)
    assert all(pair.settings == () for pair in comparison.pairs)
    assert [pair.before.number for pair in comparison.pairs if pair.before] == [2, 1]


def test_added_and_removed_jobs_count_whole() -> None:
    short, long = audited(IMPORTS, TRAINING), audited(IMPORTS, TRAINING, ENDPOINT)
    added, removed = told(short, long), told(long, short)
    assert "1 → 2 jobs" in added and "| added |" in added and "+" in added
    assert "2 → 1 jobs" in removed and "| removed |" in removed and "−" in removed


def test_the_comment_says_what_changed_in_which_cell_and_for_how_long() -> None:
    old = audited(IMPORTS, TRAINING)
    new = audited(IMPORTS, BIGGER.replace("max_run=3600", "max_run=7200"))
    text = told(old, new)
    assert "instance type: ml.g5.2xlarge → ml.g5.12xlarge" in text
    assert "cell 3" in text
    assert "at most 60 min → at most 120 min" in text
    assert "a rate alone does not say which run emits less" in text


def test_with_hours_each_job_has_the_difference_of_its_total() -> None:
    hours = Context(hours=0.5)
    old, new = (audited(IMPORTS, source, context=hours) for source in (TRAINING, BIGGER))
    comparison = compare_documents(old, new)
    (pair,) = comparison.pairs
    assert pair.change is not None and pair.total_change is not None and comparison.total is not None
    assert pair.total_change.carbon.central == pytest.approx(0.5 * pair.change.carbon.central)
    row = next(line for line in told(old, new).splitlines() if line.startswith("| training"))
    assert "CO₂e" in row and "/h" not in row


def test_a_job_that_runs_more_often_is_no_unchanged_job() -> None:
    loop = TRAINING.replace("estimator.fit(", "for pass_ in range({}):\n    estimator.fit(")
    hours = Context(hours=2.0)
    old, new = (audited(IMPORTS, loop.replace("{}", count), context=hours) for count in ("2", "3"))
    text = told(old, new)
    assert "runs: 2 → 3" in text and "unchanged" not in text
    (pair,) = compare_documents(old, new).pairs
    total = new.jobs[0].footprint.total
    assert total is not None and pair.total_change is not None
    assert pair.total_change.carbon.central == pytest.approx(total.carbon.central)


def test_times_and_sizes_have_their_units() -> None:
    old = TRAINING.replace("max_run=3600", "max_run=43200, volume_size=100")
    text = told(audited(IMPORTS, old), audited(IMPORTS, TRAINING))
    assert "max runtime: 12 h → 60 min" in text and "volume: 100 GB → 30 GB" in text


def test_another_region_that_no_side_wrote_is_told_as_assumed() -> None:
    seen = notebook(IMPORTS, TRAINING)
    seen["cells"][1]["outputs"] = [{"output_type": "stream", "text": "https://x.eu-west-1.amazonaws.com"}]
    old, new = (audit_document("a.ipynb", as_bytes(one), AuditOptions()) for one in (notebook(IMPORTS, TRAINING), seen))
    said = "The Region is not assumed alike on both sides"
    assert said in told(old, new) and "region: us-east-1 → eu-west-1" in told(old, new)
    assert said not in told(new, new) and said not in told(audited("x = 1"), new)


def test_whatever_a_notebook_holds_is_text_in_the_comment() -> None:
    (hostile,) = hostile_report().documents
    text = told(audited(IMPORTS, TRAINING), hostile)
    assert "<" not in text.replace("&lt;", "") and "\x1b" not in text and "![" not in text


def test_the_command_compares_two_files(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "new.ipynb").write_bytes(as_bytes(notebook(IMPORTS, BIGGER, ENDPOINT)))
    assert main(["work.ipynb", "new.ipynb", "--hours", "2"]) == 0
    said = capfdbinary.readouterr().out.decode()
    assert said.startswith("## What this change does: new.ipynb")
    assert "for the expected hours" in said


def test_a_finding_is_gone_only_where_its_kind_stands_nowhere_any_more() -> None:
    three, one = audited(IMPORTS, TRAINING, TRAINING, TRAINING), audited(IMPORTS, TRAINING)
    comparison = compare_documents(three, one)
    still = {finding.advice.title for finding in one.open_findings}
    assert still and not still & set(comparison.gone_findings)
    assert {title for title, was, now in comparison.recounted_findings if was == 3 and now == 1} <= still
    assert not set(compare_documents(one, three).new_findings) & still
    assert "**Findings now more or fewer:**" in told(three, one) and "\\(3 → 1\\)" in told(three, one)


UNKNOWN = TRAINING.replace('"ml.g5.2xlarge"', "chosen")


def test_jobs_that_nobody_knows_and_nobody_changed_leave_the_change_known() -> None:
    same = audited(IMPORTS, UNKNOWN)
    assert "1 → 1 job: **no change**" in told(same, same)
    more = audited(IMPORTS, UNKNOWN, ENDPOINT)
    added = compare_documents(same, more).change
    assert added is not None and added.carbon.central == pytest.approx(more.jobs[1].footprint.rate.carbon.central)
    changed = compare_documents(same, audited(IMPORTS, UNKNOWN.replace("instance_count=1", "instance_count=2")))
    assert changed.change is None


def test_a_job_that_is_no_longer_known_is_no_saving() -> None:
    known, lost = audited(IMPORTS, TRAINING, ENDPOINT), audited(IMPORTS, UNKNOWN, ENDPOINT)
    head = told(known, lost).splitlines()[2]
    assert head.startswith("2 → 2 jobs; the change of carbon is not known (carbon ") and "(1 of 2 counted)" in head


def test_numbers_of_jobs_have_their_plural() -> None:
    one, two = audited(IMPORTS, TRAINING), audited(IMPORTS, TRAINING, ENDPOINT)
    assert "1 → 1 job," in told(one, one) and "1 → 2 jobs," in told(one, two) and "2 → 1 jobs," in told(two, one)


def test_a_slip_in_pyproject_ends_the_comparison(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("select = ['zzz']", "regoin = 'eu-west-1'"):
        (folder / "pyproject.toml").write_text(f"[tool.jupyter-green.audit]\n{text}\n", "utf-8")
        assert main(["work.ipynb", "work.ipynb"]) == 2
        assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["work.ipynb"], 2),
        (["work.ipynb", "gone.ipynb"], 2),
        ([".", "work.ipynb"], 2),
        (["work.ipynb", "work.ipynb", "--hours", "nan"], 2),
        (["bad.ipynb", "work.ipynb"], 3),
    ],
)
def test_a_wrong_use_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int) -> None:
    (folder / "bad.ipynb").write_text("sagemaker", "utf-8")
    assert main(words) == code
    assert capsys.readouterr().err.count("\n") == 1
