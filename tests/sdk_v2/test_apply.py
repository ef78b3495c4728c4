"""A swap applied from the notebook: onto the object, into the cell, undone, and checked once AWS accepts the job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_green.demo import standin
from tests.support.notebook import NotebookShell, notebook_shell

CELL = """est = Estimator(image, role, 1, 'ml.g4dn.xlarge', sagemaker_session=session,
    output_path='s3://b/o', max_run=7200, checkpoint_s3_uri='s3://b/c')  # keep this
est.fit(wait=False)"""


@pytest.fixture
def notebook(aws: standin.StandIn, session: Any, role: str) -> Iterator[NotebookShell]:
    image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/my-own:1"
    with notebook_shell() as shell:
        shell.run("from sagemaker.estimator import Estimator", session=session, role=role, image=image)
        yield shell


def said(outputs: list[dict[str, Any]]) -> str:
    return "\n".join(str(output.get("text/plain", "")) for output in outputs)


def test_the_object_changes_is_undone_and_the_created_job_is_checked(notebook: NotebookShell) -> None:
    notebook.run(CELL.replace("est.fit(wait=False)", ""))
    text = said(notebook.run("%green apply managed-spot-training est --object"))
    assert "spot: False → True" in text and "max_wait: not set → 14400" in text
    est = notebook.shell.user_ns["est"]
    assert (est.use_spot_instances, est.max_wait) == (True, 14400)
    (line,) = notebook.lines("est.fit(wait=False)")
    assert any("spot: promised True, obtained True (as promised)" in note for note in line["notes"])
    notebook.run("%green undo")
    assert (est.use_spot_instances, est.max_wait) == (False, None)


def test_a_promise_that_was_dropped_on_the_way_is_said(notebook: NotebookShell) -> None:
    notebook.run(CELL.replace("est.fit(wait=False)", ""))
    notebook.run("%green apply managed-spot-training est --object")
    (line,) = notebook.lines("est.use_spot_instances = False\nest.max_wait = None\nest.fit(wait=False)")
    assert any("NOT as promised" in note for note in line["notes"])


def test_the_cell_gets_a_new_version_with_only_its_arguments_changed(notebook: NotebookShell) -> None:
    notebook.run(CELL, cell_id="abc")
    offered: list[str] = []
    notebook.shell.set_next_input = lambda text, replace=False: offered.append(text)
    text = said(notebook.run("%green apply managed-spot-training est"))
    assert "+" in text and "run it" in text
    (new,) = offered
    assert "use_spot_instances=True" in new and "max_wait=14400" in new and "# keep this" in new
    notebook.run("%green undo")
    assert offered[-1] == CELL
