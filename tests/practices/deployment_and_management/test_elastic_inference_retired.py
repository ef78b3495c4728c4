from __future__ import annotations

from jupyter_green.job import Job, Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT
from tests.practices.conftest import Ask

ID = "elastic-inference-retired"


def test_the_accelerator_is_dropped_and_nothing_is_promised(ask: Ask) -> None:
    job = ENDPOINT.with_changes(accelerator_type="ml.eia2.medium")
    advice = ask(ID, job)
    assert advice is not None and advice.fault and advice.saving is None and advice.swap is not None
    assert advice.swap.applied_to(job) == ENDPOINT


def test_notebook_instances_had_them_too(ask: Ask) -> None:
    assert ask(ID, Job(kind="notebook", instance_type="ml.t3.medium", accelerator_type="ml.eia1.large")) is not None


def test_other_endpoints_are_left_alone(ask: Ask) -> None:
    assert ask(ID, ENDPOINT) is None
    assert ask(ID, ENDPOINT.with_changes(accelerator_type=Unknown())) is None


def test_the_worker_type_of_a_glue_job_is_no_accelerator(ask: Ask) -> None:
    assert ask(ID, Job(kind="glue", accelerator_type="G.1X")) is None
