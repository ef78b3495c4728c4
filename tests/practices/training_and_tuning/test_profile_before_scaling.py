from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import Context, Metrics, SourceFacts
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask

ID = "profile-before-scaling"
NODES = TRAINING.with_changes(instance_count=4)


def _busy(share: float) -> Context:
    return Context(metrics={TRAINING.identity: Metrics(accelerator=share)})


def test_more_instances_under_gpus_that_wait_are_questioned(ask: Ask) -> None:
    advice = ask(ID, NODES, _busy(0.25))
    assert advice is not None and advice.swap is not None and "25%" in advice.message
    compile(advice.swap.code, "script", "exec")


def test_the_service_that_ends_is_named_with_its_day(ask: Ask) -> None:
    advice = ask(ID, TRAINING, Context(source=SourceFacts(imports=frozenset({"smppy"}))))
    assert advice is not None and "2027-06-30" in advice.message


def test_busy_gpus_single_instances_and_no_metrics_are_left_alone(ask: Ask) -> None:
    assert ask(ID, NODES, _busy(0.4)) is None
    assert ask(ID, TRAINING, _busy(0.1)) is None
    assert ask(ID, NODES) is None
    assert ask(ID, NODES.with_changes(instance_type="ml.m5.xlarge"), _busy(0.1)) is None
    assert ask(ID, NODES.with_changes(instance_count=Unknown()), _busy(0.1)) is None
