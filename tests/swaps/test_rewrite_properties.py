"""A rewrite parses, changes only its spans, reads back as the swapped job, and can be taken back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import libcst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_green.job import JOB_FIELDS
from jupyter_green.practices.advice import Swap
from jupyter_green.readers.source import read_cells
from jupyter_green.swaps.complete import complete
from jupyter_green.swaps.edits import Edit, apply_edits
from jupyter_green.swaps.found import rewrite_found
from jupyter_green.swaps.verify import verify_job
from tests.support.sample import examples
from tests.swaps.generated_calls import Written, comments_of, parses, request_training, v2_training, v3_training

swaps = st.fixed_dictionaries(
    {},
    optional={
        "spot": st.just(True),
        "instance_type": st.sampled_from(["ml.g5.2xlarge", "ml.m5.large"]),
        "instance_count": st.integers(1, 8),
        "max_runtime": st.integers(600, 90000),
        "volume_gb": st.integers(5, 100),
        "checkpoint": st.sampled_from(["s3://bücket/it's", 's3://b/"q"']),
    },
).filter(bool)
thorough = settings(
    max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def check(written: Written, changes: dict[str, Any]) -> None:
    if written.found.job.api == "api":
        changes = {name: value for name, value in changes.items() if name != "volume_gb"} or {"instance_count": 2}
    swap = Swap(changes)
    made = rewrite_found(written.cells, written.found, swap, check=False)
    assert not made.refused, made.refused
    texts = written.texts
    after = apply_edits(texts, made.edits)

    assert all(parses(text) for text in after)
    before_it, after_it = (Counter(c for text in kept for c in comments_of(text)) for kept in (texts, after))
    assert not before_it - after_it  # a shared object that is copied to the call takes its comments along
    assert _without(texts, made.edits, after=False) == _without(after, _moved(made.edits), after=True)

    cells = tuple(replace(cell, source=after[cell.index]) for cell in written.cells)
    (found,) = read_cells(cells).jobs
    promised = complete(swap, written.found.job).changes
    assert all(verdict.ok for verdict in verify_job(promised, found.job)), verify_job(promised, found.job)
    for name in JOB_FIELDS - promised.keys():
        assert getattr(found.job, name) == getattr(written.found.job, name), name

    back = [Edit(e.cell, e.start, e.end, e.after, e.before) for e in _moved(made.edits)]
    assert apply_edits(after, [replace(e, end=e.start + len(e.before)) for e in back]) == texts


def _moved(edits: tuple[Edit, ...]) -> list[Edit]:
    """Return the edits where their new text stands afterwards."""
    moved, shift, cell = [], 0, -1
    for edit in edits:
        shift = shift if edit.cell == cell else 0
        cell = edit.cell
        start = edit.start + shift
        moved.append(Edit(edit.cell, start, start + len(edit.after), edit.before, edit.after))
        shift += len(edit.after) - len(edit.before)
    return moved


def _without(texts: list[str], edits: list[Edit] | tuple[Edit, ...], *, after: bool) -> list[str]:
    """Return the texts with the spans of the edits cut out: what no edit may touch."""
    kept = list(texts)
    for edit in sorted(edits, reverse=True):
        assert texts[edit.cell][edit.start : edit.end] == (edit.after if after else edit.before)
        kept[edit.cell] = kept[edit.cell][: edit.start] + kept[edit.cell][edit.end :]
    return kept


@thorough
@given(v2_training(), swaps)
def test_a_call_of_sdk_2_is_rewritten_and_reads_back_as_the_swapped_job(written: Written, changes: dict[str, Any]):
    check(written, changes)


@thorough
@given(v3_training(), swaps)
def test_a_call_of_sdk_3_is_rewritten_and_reads_back_as_the_swapped_job(written: Written, changes: dict[str, Any]):
    check(written, changes)


@thorough
@given(request_training(), swaps)
def test_a_request_is_rewritten_and_reads_back_as_the_swapped_job(written: Written, changes: dict[str, Any]):
    check(written, changes)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(v2_training(), st.sampled_from(["keep_alive", "checkpoint", "volume_gb"]))
def test_taking_a_setting_away_leaves_every_other_as_it_was(written: Written, name: str):
    check(written, {name: None if name != "volume_gb" else 30})


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])
@given(v2_training(), swaps)
def test_libcst_reads_the_same_arguments_but_for_the_changed_ones(written: Written, changes: dict[str, Any]):
    """A second parser, which keeps every byte, agrees that the result is Python and is what ast sees."""
    made = rewrite_found(written.cells, written.found, Swap(changes), check=False)
    for text in apply_edits(written.texts, made.edits):
        python = "\n".join("" if line[:1] in "%!" else line for line in text.split("\n"))
        assert libcst.parse_module(python).code == python
