"""Every practice's swap, carried through the source: written, read, rewritten, read again, in each dialect."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Practice
from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import FoundJob, read_cells
from jupyter_green.swaps.complete import complete
from jupyter_green.swaps.edits import apply_edits
from jupyter_green.swaps.found import rewrite_found
from jupyter_green.swaps.made import CannotSay
from jupyter_green.swaps.render import render
from jupyter_green.views.practice_pages import DIALECTS, own_practices
from tests.practices.page_code import differences

#: Said in the training script and not in a request.
_NOT_IN_A_REQUEST = "distribution"


def _advice(practice: Practice) -> Advice | None:
    return practice.check(practice.example, practice.example_context)


def _code(job: Job, api: str) -> str:
    try:
        return render(replace(job, api=api), api)
    except CannotSay:
        return ""


def _cases() -> list[tuple[Practice, str]]:
    """Return the practices whose swap both has code before and after it, in each dialect."""
    found = []
    for practice in own_practices():
        advice = _advice(practice)
        if advice is None or advice.swap is None or not advice.swap.changes or advice.swap.fix == "show only":
            continue
        after = complete(advice.swap, practice.example).applied_to(practice.example)
        found += [(practice, api) for api in DIALECTS if _code(practice.example, api) and _code(after, api)]
    return found


def _only_job(code: str, kind: str) -> FoundJob:
    (found,) = [one for one in read_cells([SourceCell(0, code)], region="us-east-1").jobs if one.job.kind == kind]
    return found


@pytest.mark.parametrize(("practice", "api"), _cases(), ids=lambda one: getattr(one, "id", one))
def test_a_swap_in_the_source_is_there_when_it_is_read_again(practice: Practice, api: str) -> None:
    advice = _advice(practice)
    assert advice is not None and advice.swap is not None
    code = _code(practice.example, api)
    if practice.example.kind == "feature-group":
        assert read_cells([SourceCell(0, code)]).jobs == ()  # it draws nothing of its own: source is not read for it
        return
    found = _only_job(code, practice.example.kind)
    rewrite = rewrite_found([SourceCell(0, code)], found, advice.swap)
    if rewrite.refused:
        assert not rewrite.edits and len(rewrite.refused) > 15
        return
    (changed,) = apply_edits([code], rewrite.edits)
    compile(changed, practice.id, "exec")
    wanted = complete(advice.swap, found.job).applied_to(found.job)
    assert differences(wanted, _only_job(changed, practice.example.kind).job) == []


@pytest.mark.parametrize(("practice", "api"), _cases(), ids=lambda one: getattr(one, "id", one))
def test_the_code_of_an_example_reads_back_as_the_example(practice: Practice, api: str) -> None:
    said = practice.example
    if said.kind == "feature-group":
        return
    if api == "api":
        said = said.with_changes(**{_NOT_IN_A_REQUEST: None})
    if said.instance_preferences:
        said = said.with_changes(instance_preferences=None, instance_count=None)  # one count for each of the types
    assert differences(said, _only_job(_code(practice.example, api), said.kind).job) == []


def test_most_swaps_are_carried_out_and_not_refused() -> None:
    done = 0
    for practice, api in _cases():
        advice, code = _advice(practice), _code(practice.example, api)
        if practice.example.kind != "feature-group" and advice is not None and advice.swap is not None:
            done += bool(
                rewrite_found([SourceCell(0, code)], _only_job(code, practice.example.kind), advice.swap).edits
            )
    assert done >= 0.85 * len(_cases())
