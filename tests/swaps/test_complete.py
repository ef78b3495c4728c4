"""What a change requires is added, what the swap says itself stands, and nothing is invented."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_green.job import Job
from jupyter_green.practices.advice import Swap
from jupyter_green.swaps.complete import complete

TRAINING = Job(kind="training", api="sdk_v2", instance_type="ml.g5.xlarge", instance_count=1, max_runtime=3600)
TUNING = TRAINING.with_changes(kind="tuning", strategy="Bayesian", early_stopping="Auto", max_parallel_jobs=5)
ENDPOINT = Job(kind="endpoint", mode="real-time", instance_type="ml.m5.xlarge", instance_count=1, autoscaling=(1, 2))


@pytest.mark.parametrize(
    ("job", "changes", "added"),
    [
        (TRAINING, {"spot": True}, {"max_wait": 7200}),
        (TRAINING, {"spot": True, "max_wait": 3600}, {}),
        (TRAINING.with_changes(max_wait=9000), {"spot": True}, {}),
        (TRAINING.with_changes(keep_alive=60), {"spot": True}, {"max_wait": 7200, "keep_alive": None}),
        (TRAINING.with_changes(max_runtime=None), {"spot": True}, {"max_wait": 172800}),
        (
            TRAINING.with_changes(max_runtime=None, api="sdk_v3"),
            {"spot": True},
            {"max_wait": 7200, "max_runtime": 3600},
        ),
        (TRAINING.with_changes(spot=True, max_wait=7200), {"spot": False}, {"max_wait": None}),
        (TRAINING.with_changes(spot=True, max_wait=7200), {"max_runtime": 9000}, {"max_wait": 18000}),
        (TRAINING.with_changes(spot=True, max_wait=7200), {"max_runtime": 1000}, {}),
        (TUNING, {"strategy": "Hyperband"}, {"early_stopping": "Off"}),
        (
            TUNING.with_changes(hyperparameters={"epochs": "12"}),
            {"strategy": "Hyperband"},
            {"early_stopping": "Off", "hyperband_resource": (1, 12)},
        ),
        (TUNING.with_changes(hyperband_resource=(1, 9)), {"strategy": "Random"}, {"hyperband_resource": None}),
        (TUNING, {"max_jobs": 3}, {"max_parallel_jobs": 3}),
        (
            ENDPOINT,
            {"mode": "serverless"},
            {
                "instance_type": None,
                "instance_count": None,
                "autoscaling": None,
                "serverless_memory_mb": 2048,
                "serverless_max_concurrency": 5,
            },
        ),
        (
            ENDPOINT.with_changes(autoscaling=None),
            {"serverless_memory_mb": 4096},
            {"mode": "serverless", "instance_type": None, "instance_count": None, "serverless_max_concurrency": 5},
        ),
        (TRAINING, {"instance_preferences": ("ml.g5.xlarge", "ml.g6.xlarge")}, {"instance_type": None}),
        (
            TRAINING.with_changes(instance_type=None, instance_preferences=("ml.g5.xlarge",)),
            {"instance_type": "ml.g6.xlarge"},
            {"instance_preferences": None},
        ),
        (TRAINING, {"volume_gb": 10}, {}),
    ],
)
def test_a_change_brings_what_it_requires(job: Job, changes: dict[str, Any], added: dict[str, Any]) -> None:
    assert dict(complete(Swap(changes, "unsafe"), job).changes) == {**changes, **added}
    assert complete(Swap(changes, "unsafe"), job).fix == "unsafe"
