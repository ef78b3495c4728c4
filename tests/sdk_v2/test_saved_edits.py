"""The saved output of a cell holds the edits its advice would make: a front end needs no kernel to apply them."""

from __future__ import annotations

from typing import Any

from jupyter_green.demo import standin
from tests.support.notebook import notebook_shell

CELL = (
    "# é 🌍\n"
    "est = Estimator(image, role, 1, 'ml.g4dn.xlarge', sagemaker_session=session,\n"
    "                output_path='s3://b/o', max_run=7200, checkpoint_s3_uri='s3://b/c')"
)


def test_edits_of_a_live_job_name_their_cell_and_fit_its_text(aws: standin.StandIn, session: Any, role: str) -> None:
    with notebook_shell() as notebook:
        notebook.run("from sagemaker.estimator import Estimator", session=session, role=role, image="my/own:1")
        outputs = notebook.run(CELL, cell_id="cell-7")
        (bundle,) = [output for output in outputs if len(output) == 3]
        (line,) = next(iter(bundle.values()))["lines"]
        spot = next(advice for advice in line["advice"] if advice["practice"] == "managed-spot-training")
        units = CELL.encode("utf-16-le")
        assert spot["edits"] and "use_spot_instances=True" in spot["diff"]
        for edit in spot["edits"]:
            assert edit["cell_id"] == "cell-7"
            assert units[2 * edit["start"] : 2 * edit["end"]].decode("utf-16-le") == edit["before"]
