"""The platform's rules: each is seen, unknown fields break none, and no completed swap leaves an illegal job."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_green.job import InstanceGroup, Job, Unknown
from jupyter_green.practices.advice import Swap
from jupyter_green.swaps.complete import complete
from jupyter_green.swaps.legality import SERVERLESS_MEMORY_MB, illegal, why_illegal
from tests.support.sample import examples

TRAINING = Job(kind="training", api="sdk_v2", instance_type="ml.g5.xlarge", instance_count=1, max_runtime=3600)
SPOT = TRAINING.with_changes(spot=True, max_wait=7200)
TUNING = TRAINING.with_changes(
    kind="tuning", strategy="Bayesian", early_stopping="Off", hyperparameters={"epochs": 27}, max_jobs=9
)
HYPERBAND = TUNING.with_changes(strategy="Hyperband")
ENDPOINT = Job(kind="endpoint", api="sdk_v2", mode="real-time", instance_type="ml.m5.xlarge", instance_count=1)
SERVERLESS = Job(
    kind="endpoint", api="sdk_v2", mode="serverless", serverless_memory_mb=2048, serverless_max_concurrency=5
)
COMPILED = TRAINING.with_changes(
    compiler=True, framework="pytorch", framework_version="1.13.1", instance_type="ml.g5.xlarge"
)


@pytest.mark.parametrize("job", [TRAINING, SPOT, TUNING, HYPERBAND, ENDPOINT, SERVERLESS, COMPILED])
def test_legal_jobs_are_legal(job: Job) -> None:
    assert illegal(job) == []


@pytest.mark.parametrize(
    ("job", "changes", "words"),
    [
        (SPOT, {"max_wait": None}, "Spot needs max_wait"),
        (SPOT, {"max_wait": 3599}, "at least max_runtime"),
        (SPOT, {"max_runtime": None}, "at least max_runtime"),
        (SPOT, {"keep_alive": 60}, "warm pool"),
        (SPOT, {"instance_preferences": ("ml.g5.xlarge",), "instance_type": None}, "instance preferences"),
        (SPOT, {"training_plan": "arn:aws:plan"}, "training plan"),
        (SPOT, {"spot": False}, "only taken with Spot"),
        (SPOT, {"kind": "processing"}, "training and tuning"),
        (TRAINING, {"instance_preferences": ("ml.g5.xlarge",)}, "instead of an instance type"),
        (TRAINING, {"instance_preferences": ("ml.g5.xlarge",) * 2, "instance_type": None}, "only once"),
        (TRAINING, {"instance_groups": (InstanceGroup("ml.g5.xlarge", 1),)}, "instead of an instance type"),
        (TRAINING, {"instance_type": "ml.c7g.xlarge"}, "Graviton"),
        (TRAINING, {"instance_type": "ml.m99gd.xlarge"}, "Graviton"),
        (TRAINING, {"kind": "processing", "instance_type": "ml.m6g.large"}, "Graviton"),
        (TRAINING, {"kind": "transform", "instance_type": "ml.c6g.large"}, "Graviton"),
        (TRAINING, {"instance_type": "ml.inf2.xlarge"}, "not offered"),
        (TRAINING, {"instance_count": 0}, "at least one"),
        (TRAINING, {"max_runtime": 3_000_000}, "max_runtime"),
        (TRAINING, {"keep_alive": 30_000}, "warm pool"),
        (TUNING, {"keep_alive": 600}, "no warm pool"),
        (TUNING, {"max_parallel_jobs": 10}, "at once"),
        (TUNING, {"hyperband_resource": (1, 9)}, "only Hyperband"),
        (HYPERBAND, {"early_stopping": "Auto"}, "early stopping Off"),
        (HYPERBAND, {"hyperparameters": None}, "how many epochs"),
        (HYPERBAND, {"hyperband_resource": (9, 3)}, "least resource"),
        (HYPERBAND, {"warm_start": True}, "warm start"),
        (COMPILED, {"framework_version": "2.1.0"}, "no Training Compiler image"),
        (COMPILED, {"instance_type": "ml.p5.48xlarge"}, "does not run on"),
        (COMPILED, {"instance_type": "ml.m5.xlarge"}, "does not run on"),
        (COMPILED, {"distribution": "smddp"}, "pytorchxla"),
        (COMPILED, {"image": "my-image"}, "image of your own"),
        (COMPILED, {"api": "sdk_v3"}, "only SDK 2"),
        (SERVERLESS, {"serverless_memory_mb": 1500}, "1024 to 6144"),
        (SERVERLESS, {"serverless_memory_mb": 7168}, "1024 to 6144"),
        (SERVERLESS, {"serverless_max_concurrency": 201}, "1 to 200"),
        (SERVERLESS, {"provisioned_concurrency": 6}, "provisioned"),
        (SERVERLESS, {"instance_type": "ml.g5.xlarge"}, "no instance type"),
        (SERVERLESS, {"component_accelerators": 1}, "no accelerator"),
        (SERVERLESS, {"vpc": True}, "no VPC"),
        (SERVERLESS, {"data_capture": True}, "no data capture"),
        (SERVERLESS, {"containers": 3}, "no second model"),
        (SERVERLESS, {"network_isolation": True}, "no network isolation"),
        (ENDPOINT, {"serverless_memory_mb": 2048}, "for serverless endpoints"),
        (ENDPOINT, {"autoscaling": (0, 2)}, "to zero"),
        (ENDPOINT, {"managed_scaling": (0, 2)}, "to zero"),
        (ENDPOINT, {"autoscaling": (3, 2)}, "between 0 and its most"),
        (ENDPOINT, {"accelerator_type": "ml.eia2.medium"}, "withdrawn"),
    ],
)
def test_each_rule_is_seen(job: Job, changes: dict[str, Any], words: str) -> None:
    assert any(words in said for said in illegal(job.with_changes(**changes))), illegal(job.with_changes(**changes))


@pytest.mark.parametrize(
    ("job", "changes"),
    [
        (ENDPOINT, {"instance_type": "ml.c7g.xlarge"}),
        (ENDPOINT, {"mode": "async", "autoscaling": (0, 2)}),
        (ENDPOINT, {"inference_components": True, "managed_scaling": (0, 2)}),
        (HYPERBAND, {"hyperparameters": None, "hyperband_resource": (1, 9)}),
        (SPOT, {"max_wait": Unknown("a variable")}),
        (SPOT, {"max_runtime": Unknown("a variable"), "max_wait": 1}),
        (HYPERBAND, {"hyperparameters": Unknown("a variable")}),
        (TRAINING, {"instance_type": Unknown("a variable")}),
        (TRAINING, {"instance_type": "local"}),
    ],
)
def test_near_misses_and_unknown_values_break_no_rule(job: Job, changes: dict[str, Any]) -> None:
    assert illegal(job.with_changes(**changes)) == []


def test_what_was_wrong_before_does_not_stop_a_swap_that_leaves_it_as_it_was() -> None:
    broken = TRAINING.with_changes(instance_type="ml.c7g.xlarge")
    assert illegal(broken)
    assert why_illegal(broken, Swap({"volume_gb": 5})) == ""
    assert "Graviton" in why_illegal(broken, Swap({"instance_type": "ml.m6g.large"}))


def test_a_refused_preference_is_no_leave_to_make_it_the_instance_type() -> None:
    broken = TRAINING.with_changes(instance_type=None, instance_preferences=("ml.c7g.xlarge", "ml.g5.xlarge"))
    assert any("preferences" in said and "Graviton" in said for said in illegal(broken))
    assert why_illegal(broken, complete(Swap({"instance_type": "ml.g5.xlarge"}), broken)) == ""
    assert "Graviton" in why_illegal(broken, complete(Swap({"instance_type": "ml.c7g.xlarge"}), broken))


# -- random jobs x random swaps ----------------------------------------------------------------------------------------

unknown = st.just(Unknown("a variable"))
types = st.sampled_from(["ml.g5.xlarge", "ml.m5.xlarge", "ml.c7g.xlarge", "ml.p3.2xlarge", "ml.inf2.xlarge"])
values: dict[str, st.SearchStrategy[Any]] = {
    "spot": st.booleans(),
    "max_wait": st.one_of(st.none(), st.integers(1, 200_000), unknown),
    "max_runtime": st.one_of(st.none(), st.integers(1, 100_000), unknown),
    "keep_alive": st.one_of(st.none(), st.integers(1, 3600)),
    "training_plan": st.one_of(st.none(), st.just("arn:aws:plan")),
    "instance_type": st.one_of(types, types, unknown),
    "instance_count": st.integers(1, 4),
    "instance_preferences": st.one_of(st.none(), st.lists(types, min_size=1, max_size=3).map(tuple)),
    "compiler": st.booleans(),
    "framework": st.sampled_from(["pytorch", "tensorflow", "huggingface", "sklearn"]),
    "framework_version": st.sampled_from(["1.13.1", "2.1.0", "2.11.0"]),
    "distribution": st.sampled_from([None, "smddp", "pytorchxla"]),
    "strategy": st.sampled_from(["Bayesian", "Random", "Hyperband", "Grid"]),
    "early_stopping": st.sampled_from(["Off", "Auto"]),
    "hyperparameters": st.one_of(st.none(), st.just({"epochs": 10}), st.just({}), unknown),
    "hyperband_resource": st.one_of(st.none(), st.tuples(st.integers(1, 9), st.integers(1, 30))),
    "max_jobs": st.integers(1, 30),
    "max_parallel_jobs": st.integers(1, 10),
    "warm_start": st.sampled_from([None, True]),
    "mode": st.sampled_from(["real-time", "serverless", "async", "multi-model"]),
    "serverless_memory_mb": st.one_of(st.none(), st.sampled_from([*SERVERLESS_MEMORY_MB, 1500, 8192])),
    "serverless_max_concurrency": st.one_of(st.none(), st.integers(1, 300)),
    "autoscaling": st.one_of(st.none(), st.tuples(st.integers(0, 2), st.integers(1, 4))),
    "managed_scaling": st.one_of(st.none(), st.tuples(st.integers(0, 2), st.integers(1, 4))),
    "inference_components": st.booleans(),
    "data_capture": st.booleans(),
    "vpc": st.booleans(),
}
fields = st.fixed_dictionaries({}, optional=values)
kinds = st.sampled_from(["training", "tuning", "endpoint", "processing", "transform"])
apis = st.sampled_from(["sdk_v2", "sdk_v3", "api"])


@settings(max_examples=examples(1500))
@given(kinds, apis, fields, fields)
def test_no_swap_that_is_carried_out_leaves_a_combination_that_was_legal_before_illegal(
    kind: Any, api: str, held: dict[str, Any], changes: dict[str, Any]
) -> None:
    """A swap is completed, then refused or carried out; checked by rules written a second time below."""
    job = Job(kind=kind, api=api, **held)
    swap = complete(Swap(changes), job)
    if why_illegal(job, swap) or _broken(job):
        return
    assert _broken(swap.applied_to(job)) == []
    assert {name: swap.changes[name] for name in changes} == changes


def _broken(job: Job) -> list[str]:
    """Return the must-hold combinations that the job breaks, said independently of the room under test."""
    trains = job.kind in ("training", "tuning")
    limit = job.max_runtime if job.max_runtime is not None else (3600 if job.api == "sdk_v3" else 86400)
    short = isinstance(job.max_wait, int) and isinstance(limit, int) and job.max_wait < limit
    rules = {
        "hyperband and early stopping": job.kind == "tuning"
        and job.strategy == "Hyperband"
        and job.early_stopping == "Auto",
        "spot without max_wait": job.spot is True and trains and job.max_wait is None,
        "spot with a short max_wait": job.spot is True and trains and short,
        "spot and a warm pool": job.spot is True and trains and bool(job.keep_alive),
        "spot and preferences": job.spot is True and trains and bool(job.instance_preferences),
        "spot elsewhere": job.spot is True and not trains,
        "serverless on instances": job.kind == "endpoint"
        and job.mode == "serverless"
        and isinstance(job.instance_type, str),
        "serverless memory": job.kind == "endpoint"
        and job.mode == "serverless"
        and isinstance(job.serverless_memory_mb, int)
        and (job.serverless_memory_mb % 1024 != 0 or not 1024 <= job.serverless_memory_mb <= 6144),
        "serverless in a VPC": job.kind == "endpoint" and job.mode == "serverless" and job.vpc is True,
        "graviton training": trains and isinstance(job.instance_type, str) and "7g" in job.instance_type,
        "compiler and smddp": trains and job.compiler is True and job.distribution == "smddp",
    }
    return [name for name, broken in rules.items() if broken]
