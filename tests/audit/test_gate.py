"""Limits for a build, and baselines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_green.audit.baseline import read_baseline, without_known, write_baseline
from jupyter_green.audit.gate import Limit, breach_of, parse_limit
from jupyter_green.audit.sources import UsageError
from tests.audit.examples import ENDPOINT, IMPORTS, TRAINING, audited, report


def test_a_limit_is_written_as_a_budget_is() -> None:
    limit = parse_limit(" 10 kg ")
    assert (limit.amount, limit.unit, limit.text) == (10_000.0, "gCO2e", "10 kg")


def test_what_is_no_amount_is_refused_in_one_line_with_examples() -> None:
    with pytest.raises(UsageError, match=r"^--fail-over takes an amount such as 10kg, 10kgCO2e, .*, not 'ten'$"):
        parse_limit("ten")


def test_the_central_figure_decides_and_the_range_is_told() -> None:
    one = report()
    central = one.rate().carbon.central
    assert breach_of(one, Limit(central * 1.001, "gCO2e", "x")) == ""
    told = breach_of(one, Limit(central * 0.999, "gCO2e", "x"))
    assert "[" in told and "--fail-over x" in told


def test_with_hours_the_total_decides() -> None:
    from jupyter_green.practices import Context

    long = TRAINING.replace("max_run=3600", "max_run=36000")
    one = report(audited(IMPORTS, long, context=Context(hours=10.0)), hours=10.0)
    rate = one.rate().cost.central
    assert breach_of(one, Limit(rate * 5, "USD", "x"))
    assert not breach_of(one, Limit(rate * 11, "USD", "x"))


def test_a_baseline_is_stable_and_counts_equal_findings(tmp_path: Path) -> None:
    twice = report(audited(IMPORTS, TRAINING, TRAINING))
    path = tmp_path / "known.json"
    count = write_baseline(path, twice)
    assert count == len(twice.findings)
    first = path.read_bytes()
    write_baseline(path, twice)
    assert path.read_bytes() == first
    known = read_baseline(path)
    assert without_known(twice, known).findings == ()
    thrice = report(audited(IMPORTS, TRAINING, TRAINING, TRAINING))
    assert 0 < len(without_known(thrice, known).findings) < len(thrice.findings)


def test_a_finding_is_known_again_when_cells_move_and_lines_wrap(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    write_baseline(path, report(audited(IMPORTS, TRAINING)))
    moved = audited("x = 1", IMPORTS, "# a note", TRAINING.replace("    entry", "\n      entry"))
    assert without_known(report(moved), read_baseline(path)).findings == ()
    changed = audited(IMPORTS, TRAINING.replace("instance_count=1", "instance_count=8"))
    assert without_known(report(changed), read_baseline(path)).findings


def test_a_baseline_of_another_document_knows_nothing_of_this_one(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    write_baseline(path, report(audited(IMPORTS, ENDPOINT, TRAINING, name="other.ipynb")))
    one = report(audited(IMPORTS, TRAINING))
    assert without_known(one, read_baseline(path)).findings == one.findings


@pytest.mark.parametrize("content", ["", "[]", "{}", json.dumps({"version": 9, "findings": []}), '{"version": 1}'])
def test_what_is_no_baseline_is_one_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "known.json"
    path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=r"known\.json"):
        read_baseline(path)
