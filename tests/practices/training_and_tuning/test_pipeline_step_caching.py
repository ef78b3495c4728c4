from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "pipeline-step-caching"
STEP = TRAINING.with_changes(part_of="churn-pipeline", cache=False)


def test_it_asks_whether_inputs_change_behind_their_uri(ask: Ask) -> None:
    advice = ask(ID, STEP)
    assert advice is not None and "inputs_change_behind_uri" in advice.missing[0]
    assert ask(ID, STEP, inputs_change_behind_uri=True) is None


def test_told_so_the_step_gets_its_cache(ask: Ask) -> None:
    advice = ask(ID, STEP, inputs_change_behind_uri=False)
    assert advice is not None and advice.swap is not None and advice.can_apply
    assert advice.swap.applied_to(STEP).cache is True and breaches(advice.swap.applied_to(STEP)) == []


def test_processing_and_transform_steps_are_steps_too(ask: Ask) -> None:
    for kind in ("processing", "transform", "tuning"):
        assert ask(ID, STEP.with_changes(kind=kind)) is not None


def test_cached_steps_and_jobs_outside_pipelines_are_left_alone(ask: Ask) -> None:
    assert ask(ID, STEP.with_changes(cache=True)) is None
    assert ask(ID, STEP.with_changes(cache=None)) is None
    assert ask(ID, STEP.with_changes(part_of=None)) is None
    assert ask(ID, STEP.with_changes(cache=Unknown())) is None
