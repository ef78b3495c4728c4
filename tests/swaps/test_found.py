"""A rewrite is read back before it is offered; the demo notebooks lose no byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_green.practices.advice import Swap
from jupyter_green.readers.cells import SourceCell, cells_of_notebook, load_notebook
from jupyter_green.readers.source import FoundJob, read_cells
from jupyter_green.swaps.edits import Rewrite, apply_edits
from jupyter_green.swaps.found import rewrite_found, sites_of, texts_of
from jupyter_green.swaps.places import CellText

DEMO = sorted((Path(__file__).parents[2] / "demo_notebooks").glob("*.ipynb"))
CHANGES = {
    "training": {"spot": True, "instance_type": "ml.g5.4xlarge"},
    "tuning": {"strategy": "Random", "spot": True},
    "endpoint": {"mode": "serverless", "serverless_memory_mb": 3072},
    "processing": {"instance_type": "ml.m5.4xlarge"},
    "transform": {"instance_count": 3},
}


def cells(*sources: str) -> list[SourceCell]:
    return [SourceCell(number, source) for number, source in enumerate(sources)]


def swapped(kind: str, changes: dict[str, object], *sources: str) -> tuple[Rewrite, list[str]]:
    made_of = cells(*sources)
    found = next(found for found in read_cells(made_of).jobs if found.kind == kind)
    made = rewrite_found(made_of, found, Swap(changes))
    return made, apply_edits(list(sources), made.edits)


def test_a_value_set_on_the_object_later_is_changed_there() -> None:
    made, after = swapped(
        "training",
        {"max_runtime": 60},
        "from sagemaker.estimator import Estimator\nest = Estimator(i, r, 1, 'ml.m5.xlarge', max_run=3600)",
        "est.max_run = 1800  # half an hour\nest.fit()",
    )
    assert not made.refused
    assert "max_run=3600" in after[0]
    assert after[1] == "est.max_run = 60  # half an hour\nest.fit()"


def test_a_rewrite_that_something_else_undoes_is_refused() -> None:
    made, _ = swapped(
        "training",
        {"max_runtime": 60},
        "from sagemaker.estimator import Estimator\nest = Estimator(i, r, 1, 'ml.m5.xlarge', max_run=3600)",
        "setattr(est, 'max_run', 1800)\nest.fit()",
    )
    assert "in another place" in made.refused
    assert made.edits == ()


def test_a_call_that_makes_several_jobs_says_so() -> None:
    made, _ = swapped(
        "training",
        {"instance_count": 2},
        "from sagemaker.estimator import Estimator\ndef go():\n    Estimator(i, r, 1, 'ml.m5.xlarge').fit()",
        "go()\ngo()",
    )
    assert made.notes == ("this call makes 2 jobs; all of them change",)


def test_cells_that_are_not_code_count_but_are_not_read() -> None:
    made_of = [
        SourceCell(0, "# kind = 'x'", "markdown"),
        SourceCell(1, "from sagemaker.estimator import Estimator\nkind = 'ml.m5.xlarge'"),
        SourceCell(2, "kind kind kind (", "markdown"),
        SourceCell(3, "Estimator(i, r, 1, kind).fit()"),
    ]
    (found,) = read_cells(made_of).jobs
    made = rewrite_found(made_of, found, Swap({"instance_type": "ml.m5.large"}))
    assert [(edit.cell, edit.after) for edit in made.edits] == [(1, "'ml.m5.large'")]
    assert texts_of(made_of)[0] == ""


def test_a_deploy_stands_before_the_model_it_deploys() -> None:
    source = "from sagemaker.model import Model\nm = Model(image_uri='i', role=r)\nm.deploy(1, 'ml.m5.xlarge')"
    (found,) = read_cells(cells(source)).jobs
    assert [source[s.start : s.start + 7] for s in sites_of(found)] == ["m.deplo", "Model(i"]


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_rewrites_of_the_demo_notebooks_change_their_spans_only_and_still_parse(path: Path) -> None:
    made_of = cells_of_notebook(load_notebook(path.read_bytes()))
    reading = read_cells(made_of)
    texts = texts_of(made_of)
    written = 0
    for found in reading.jobs:
        made = _rewrite(made_of, found)
        if made is None or not made.edits:
            continue
        after = apply_edits(texts, made.edits)
        for number in range(len(texts)):
            kept = [edit for edit in made.edits if edit.cell == number]
            assert _outside(texts[number], kept) == _outside_after(after[number], kept)
            assert (CellText(texts[number]).tree is None) or CellText(after[number]).tree is not None
        written += 1
    assert written


def _rewrite(made_of: list[SourceCell], found: FoundJob) -> Rewrite | None:
    changes = CHANGES.get(found.job.kind)
    return None if changes is None else rewrite_found(made_of, found, Swap(changes))


def _outside(text: str, edits: list) -> list[str]:
    pieces, at = [], 0
    for edit in edits:
        pieces.append(text[at : edit.start])
        at = edit.end
    return [*pieces, text[at:]]


def _outside_after(text: str, edits: list) -> list[str]:
    pieces, at, shift = [], 0, 0
    for edit in edits:
        pieces.append(text[at : edit.start + shift])
        at = edit.start + shift + len(edit.after)
        shift += len(edit.after) - len(edit.before)
    return [*pieces, text[at:]]
