"""Objects are changed by their class's name, without the SDK: all of it or nothing, and back in one step."""

from __future__ import annotations

import types
from typing import Any

import pytest

from jupyter_green.job import Job
from jupyter_green.practices.advice import Swap
from jupyter_green.swaps.objects import SwapRefused, apply_to_object, read_fields
from jupyter_green.swaps.verify import verify_object

TRAINING = Job(kind="training", api="sdk_v2", instance_type="ml.m5.xlarge", instance_count=1, max_runtime=3600)


def stand_in(name: str, module: str, **attributes: Any) -> Any:
    """Return an object of a class that is called as one of the SDK."""
    made = types.new_class(name)
    made.__module__ = module
    instance = made()
    instance.__dict__.update(attributes)
    return instance


def estimator(**more: Any) -> Any:
    held = {
        "instance_type": "ml.m5.xlarge",
        "instance_count": 1,
        "max_run": 3600,
        "max_wait": None,
        "use_spot_instances": False,
        "keep_alive_period_in_seconds": None,
        "volume_size": 30,
    }
    return stand_in("EstimatorBase", "sagemaker.estimator", **{**held, **more})


class Stubborn:
    """Lets the first assignment through and raises at the second."""

    def __init__(self) -> None:
        self.__dict__.update(vars(estimator()))

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "volume_size":
            raise RuntimeError("no")
        self.__dict__[name] = value


# Under this name the room under test takes it for an estimator.
Stubborn.__qualname__, Stubborn.__module__ = "EstimatorBase", "sagemaker.estimator"


def test_a_swap_is_made_verified_and_undone() -> None:
    est = estimator()
    before = dict(vars(est))
    applied = apply_to_object(est, Swap({"spot": True, "instance_count": 2}), TRAINING)
    assert (est.use_spot_instances, est.max_wait, est.instance_count) == (True, 7200, 2)
    assert applied.before == {"spot": False, "instance_count": 1, "max_wait": None}
    assert all(verdict.ok for verdict in verify_object(applied))
    applied.undo()
    assert vars(est) == before
    applied.undo()
    assert vars(est) == before


def test_what_another_hand_changed_meanwhile_is_seen() -> None:
    est = estimator()
    applied = apply_to_object(est, Swap({"spot": True}), TRAINING)
    est.use_spot_instances = False
    assert [verdict.field for verdict in verify_object(applied) if not verdict.ok] == ["spot"]


def test_an_error_half_way_takes_everything_back() -> None:
    est = Stubborn()
    before = dict(vars(est))
    with pytest.raises(SwapRefused, match="RuntimeError"):
        apply_to_object(est, Swap({"instance_count": 2, "volume_gb": 5}), TRAINING)
    assert vars(est) == before


def test_fields_of_the_trial_go_to_each_estimator_of_a_tuner() -> None:
    first, second = estimator(), estimator()
    tuner = stand_in(
        "HyperparameterTuner", "sagemaker.tuner", estimator=None, estimator_dict={"a": first, "b": second}, max_jobs=9
    )
    job = TRAINING.with_changes(kind="tuning", max_jobs=9)
    applied = apply_to_object(tuner, Swap({"spot": True, "max_jobs": 5}), job)
    assert first.use_spot_instances is second.use_spot_instances is True
    assert tuner.max_jobs == 5
    assert read_fields(tuner, ("spot", "max_jobs")) == {"spot": True, "max_jobs": 5}
    applied.undo()
    assert (first.use_spot_instances, second.max_wait, tuner.max_jobs) == (False, None, 9)


@pytest.mark.parametrize(
    ("obj", "changes", "words"),
    [
        (object(), {"spot": True}, "keeps no spot"),
        (estimator(), {"region": "eu-north-1"}, "session"),
        (estimator(), {"autoscaling": (1, 2)}, "calls of its own"),
        (estimator(), {"instance_type": "ml.c7g.large"}, "Graviton"),
        (estimator(), {}, "not a setting"),
    ],
)
def test_a_swap_without_a_place_is_refused(obj: Any, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(SwapRefused, match=words):
        apply_to_object(obj, Swap(changes), TRAINING)
