from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Context, Metrics
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask

ID = "inference-components-packing"
ONE = GPU_ENDPOINT
OTHER = GPU_ENDPOINT.with_changes(name="fraud", identity="endpoint:fraud")


def _beside(*jobs: Job, **told: object) -> Context:
    return Context(jobs=jobs, told=told)


def test_the_second_of_two_idle_accelerator_endpoints_could_fall_away(ask: Ask) -> None:
    around = _beside(ONE, OTHER, models_fit_together=True)
    advice = ask(ID, OTHER, around)
    assert advice is not None and advice.missing == () and advice.saving is not None
    assert ask(ID, ONE, around) is None


def test_whether_they_fit_is_asked_before_anything_is_promised(ask: Ask) -> None:
    advice = ask(ID, OTHER, _beside(ONE, OTHER))
    assert advice is not None and advice.missing and advice.saving is None
    assert ask(ID, OTHER, _beside(ONE, OTHER, models_fit_together=False)) is None


def test_other_networks_regions_and_kinds_do_not_share(ask: Ask) -> None:
    for changes in ({"vpc": True}, {"region": "eu-west-1"}, {"network_isolation": True}):
        assert ask(ID, OTHER, _beside(ONE.with_changes(**changes), OTHER)) is None
    assert ask(ID, OTHER, _beside(ENDPOINT, OTHER)) is None
    assert ask(ID, ENDPOINT, _beside(ENDPOINT, ENDPOINT.with_changes(name="b"))) is None


def test_a_busy_accelerator_is_not_shared(ask: Ask) -> None:
    busy = Context(jobs=(ONE, OTHER), metrics={"endpoint:churn": Metrics(accelerator=0.9)})
    assert ask(ID, OTHER, busy) is None


def test_a_component_with_copies_can_be_packed(ask: Ask) -> None:
    assert ask(ID, Job(kind="inference-component", copies=3)) is not None
    assert ask(ID, Job(kind="inference-component", copies=1)) is None
