"""One call, one swap, the exact text that comes out: the style of the call is kept."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from jupyter_green.practices.advice import Swap
from jupyter_green.swaps.edits import apply_edits
from jupyter_green.swaps.source import CallSite, rewrite_call
from tests.swaps.one_call import ENDPOINT, SPOT, TUNING, V2, V3, refusal, rewritten


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Estimator(max_run=3600)", "Estimator(max_run=3600, use_spot_instances=True, max_wait=7200)"),
        ("Estimator(max_run=3600,)", "Estimator(max_run=3600, use_spot_instances=True, max_wait=7200,)"),
        ("Estimator(max_run = 3600)", "Estimator(max_run = 3600, use_spot_instances = True, max_wait = 7200)"),
        ("Estimator()", "Estimator(use_spot_instances=True, max_wait=7200)"),
        ("Estimator(**more)", 'Estimator(**{**more, "use_spot_instances": True, "max_wait": 7200})'),
        (
            "Estimator(\n    max_run=3600,  # an hour\n)",
            "Estimator(\n    max_run=3600,  # an hour\n    use_spot_instances=True,\n    max_wait=7200,\n)",
        ),
        (
            "Estimator(\n\tmax_run=3600  # an hour, ok\n)",
            "Estimator(\n\tmax_run=3600,  # an hour, ok\n\tuse_spot_instances=True,\n\tmax_wait=7200\n)",
        ),
        (
            "Estimator(role,\n          max_run=3600)",
            "Estimator(role,\n          max_run=3600,\n          use_spot_instances=True,\n          max_wait=7200)",
        ),
        (
            "Estimator(\r\n  max_run=3600,\r\n  volume_size=5\r\n)",
            "Estimator(\r\n  max_run=3600,\r\n  volume_size=5,\r\n  use_spot_instances=True,\r\n  max_wait=7200\r\n)",
        ),
        (
            "Estimator(max_run=3600, use_spot_instances=False)",
            "Estimator(max_run=3600, use_spot_instances=True, max_wait=7200)",
        ),
        (
            "Estimator(max_run=3600, hyperparameters={\n    'a': 1,\n})",
            "Estimator(max_run=3600, hyperparameters={\n    'a': 1,\n}, use_spot_instances=True, max_wait=7200)",
        ),
    ],
)
def test_missing_arguments_are_added_in_the_calls_own_style(before: str, after: str) -> None:
    texts = [before]
    made = rewrite_call(texts, [CallSite(0, 0, len(before))], Swap(SPOT), V2)
    assert apply_edits(texts, made.edits) == [after]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Estimator(a=1, checkpoint_s3_uri='s')", "Estimator(a=1)"),
        ("Estimator(checkpoint_s3_uri='s', a=1)", "Estimator(a=1)"),
        ("Estimator(checkpoint_s3_uri='s')", "Estimator()"),
        ("Estimator(a=1, checkpoint_s3_uri='s',)", "Estimator(a=1,)"),
        ("Estimator(\n    a=1,\n    checkpoint_s3_uri='s',\n)", "Estimator(\n    a=1,\n)"),
        ("Estimator(\n    a=1,\n    checkpoint_s3_uri='s'\n)", "Estimator(\n    a=1\n)"),
        ("Estimator(\n    checkpoint_s3_uri='s',  # why\n    a=1\n)", "Estimator(\n    # why\n    a=1\n)"),
        ("Estimator(a=1,  # one\n          checkpoint_s3_uri='s')", "Estimator(a=1  # one\n          )"),
    ],
)
def test_an_argument_leaves_with_its_comma_and_without_its_neighbours(before: str, after: str) -> None:
    made = rewrite_call([before], [CallSite(0, 0, len(before))], Swap({"checkpoint": None}), V2)
    assert apply_edits([before], made.edits) == [after]
    compile(after, "cell", "eval")


def test_positional_arguments_are_found_by_the_class() -> None:
    cell = "Estimator(image, role, 1, 'ml.p3.2xlarge')"
    assert rewritten(V2, {"instance_type": "ml.g5.xlarge"}, cell) == ["Estimator(image, role, 1, 'ml.g5.xlarge')"]


def test_an_alias_of_the_class_is_followed() -> None:
    cells = ("from sagemaker.estimator import Estimator as E", "E(image, role, 1, 'ml.p3.2xlarge')")
    assert rewritten(V2, {"instance_count": 2}, *cells)[1] == "E(image, role, 2, 'ml.p3.2xlarge')"


def test_a_positional_argument_that_leaves_does_not_move_those_behind_it() -> None:
    job = V2.with_changes(keep_alive=600)
    assert rewritten(job, {"keep_alive": None}, "Estimator(image, role, 1, 'a', 600, 30)") == [
        "Estimator(image, role, 1, 'a', None, 30)"
    ]
    assert rewritten(job, {"keep_alive": None}, "Estimator(image, role, 1, 'a', 600, max_run=9)") == [
        "Estimator(image, role, 1, 'a', max_run=9)"
    ]


def test_positional_arguments_nobody_knows_stop_a_new_argument() -> None:
    assert "names are not known" in refusal(ENDPOINT, {"mode": "serverless"}, "model.deploy(1, 'ml.m5.xlarge', csv)")


def test_several_arguments_of_one_line_leave_together() -> None:
    cell = "model.deploy(\n    a=1,\n    initial_instance_count=1, instance_type='ml.m5.xlarge'\n)"
    after = rewritten(ENDPOINT, {"mode": "serverless", "serverless_memory_mb": 3072}, cell)[0]
    assert "instance" not in after.split("deploy")[1]
    compile(after, "cell", "exec")


def test_a_variable_of_this_job_alone_is_edited_where_it_is_assigned() -> None:
    cells = rewritten(V2, {"instance_type": "ml.g5.xlarge"}, "kind = 'ml.p3.2xlarge'  # big", "E(instance_type=kind)")
    assert cells == ["kind = 'ml.g5.xlarge'  # big", "E(instance_type=kind)"]


@pytest.mark.parametrize(
    "other",
    ["again = kind", "if x:\n    kind = 'b'", "def f():\n    return kind", "!echo $kind", "this is ( not python kind"],
)
def test_a_variable_that_others_read_or_set_is_left_alone(other: str) -> None:
    cells = rewritten(V2, {"instance_type": "ml.g5.xlarge"}, "kind = 'a'", other, "Estimator(instance_type=kind)")
    assert cells == ["kind = 'a'", other, 'Estimator(instance_type="ml.g5.xlarge")']


def test_showing_a_variable_is_not_using_it() -> None:
    cells = rewritten(V2, {"instance_type": "ml.g5.xlarge"}, "kind = 'a'\nprint(kind)", "Estimator(instance_type=kind)")
    assert cells[0] == "kind = 'ml.g5.xlarge'\nprint(kind)"


def test_a_loop_over_types_is_refused() -> None:
    cell = "for kind in ('a', 'b'):\n    Estimator(instance_type=kind)"
    assert "several jobs" in refusal(V2, {"instance_type": "ml.g5.xlarge"}, cell, call="Estimator")


def test_a_parameter_is_followed_to_the_only_call() -> None:
    cells = ("def make(kind, n=1):\n    return 1", "Estimator(instance_type=kind)\nmake('a')")
    changed = [cells[0].replace("return 1", "return Estimator(instance_type=kind)"), "make('a')"]
    start = changed[0].index("Estimator")
    made = rewrite_call(changed, [CallSite(0, start, len(changed[0]))], Swap({"instance_type": "ml.g5.xlarge"}), V2)
    assert apply_edits(changed, made.edits) == [changed[0], "make('ml.g5.xlarge')"]
    twice = [*changed, "make('b')"]
    made = rewrite_call(twice, [CallSite(0, start, len(changed[0]))], Swap({"instance_type": "ml.g5.xlarge"}), V2)
    assert "several jobs" in made.refused


def test_a_shared_mapping_is_overridden_at_the_call() -> None:
    cells = rewritten(V2, {"max_runtime": 60}, "kw = {'max_run': 1}\nlen(kw)\nx = kw", "Estimator(**kw)")
    assert cells[1] == 'Estimator(**{**kw, "max_run": 60})'


def test_a_mapping_of_this_job_alone_is_edited() -> None:
    cells = rewritten(V2, {"max_runtime": 60}, "kw = dict(max_run=1, volume_size=3)", "Estimator(role=role, **kw)")
    assert cells == ["kw = dict(max_run=60, volume_size=3)", "Estimator(role=role, **kw)"]


def test_nested_objects_of_sdk_3_are_filled_or_made_with_their_imports() -> None:
    cell = """\
    %%time
    tr = ModelTrainer(
        training_image=image,
        compute=Compute(instance_type='ml.p3.2xlarge', instance_count=1),
    )
    """
    made = rewritten(V3, {"spot": True, "checkpoint": "s3://b/c"}, cell, call="ModelTrainer")
    assert made[0] == dedent("""\
    %%time
    from sagemaker.train.configs import CheckpointConfig, StoppingCondition
    tr = ModelTrainer(
        training_image=image,
        compute=Compute(instance_type='ml.p3.2xlarge', instance_count=1, enable_managed_spot_training=True),
        checkpoint_config=CheckpointConfig(s3_uri='s3://b/c'),
        stopping_condition=StoppingCondition(max_wait_time_in_seconds=7200, max_runtime_in_seconds=3600),
    )
    """)


def test_a_nested_object_that_others_use_is_copied_to_the_call() -> None:
    cells = (
        "c = Compute(instance_type='a')\nother = c",
        "from sagemaker.train.configs import StoppingCondition as Stop",
        "ModelTrainer(compute=c)",
    )
    after = rewritten(V3, SPOT, *cells)
    assert after[:2] == list(cells[:2])
    assert after[2] == (
        "ModelTrainer(compute=Compute(instance_type='a', enable_managed_spot_training=True), "
        "stopping_condition=Stop(max_wait_time_in_seconds=7200, max_runtime_in_seconds=3600))"
    )


def test_a_nested_object_from_elsewhere_is_refused() -> None:
    assert "made elsewhere" in refusal(V3, SPOT, "ModelTrainer(compute=pick())")


def test_a_tuners_estimator_is_found_through_its_variable_and_early_stopping_goes_with_hyperband() -> None:
    cells = rewritten(
        TUNING.with_changes(early_stopping="Auto"),
        {"spot": True, "strategy": "Hyperband"},
        "est = PyTorch(max_run=3600)",
        "HyperparameterTuner(est, 'm', ranges, early_stopping_type='Auto')",
    )
    assert cells[0] == "est = PyTorch(max_run=3600, use_spot_instances=True, max_wait=7200)"
    assert "early_stopping_type='Off', strategy='Hyperband', strategy_config=StrategyConfig(" in cells[1]
    assert "HyperbandStrategyConfig(min_resource=1, max_resource=30)" in cells[1]


def test_single_hyperparameters_change_in_place() -> None:
    job = V2.with_changes(hyperparameters={"epochs": 10, "lr": 0.1})
    cell = "Estimator(hyperparameters={'epochs': 10,  # ten\n 'lr': 0.1})"
    assert rewritten(job, {"hyperparameters": {"epochs": 5, "lr": 0.1, "fp16": True}}, cell) == [
        "Estimator(hyperparameters={'epochs': 5,  # ten\n 'lr': 0.1,\n 'fp16': True})"
    ]
    assert rewritten(job, {"hyperparameters": {"epochs": 10}}, cell) == [
        "Estimator(hyperparameters={'epochs': 10  # ten\n })"
    ]


def test_words_of_sdk_1_stay_words_of_sdk_1() -> None:
    cell = "Estimator(image, role, train_instance_count=1, train_instance_type='ml.p3.2xlarge', train_max_run=3600)"
    after = rewritten(V2.with_changes(api="sdk_v1"), {**SPOT, "instance_type": "ml.g5.xlarge"}, cell)[0]
    assert "train_instance_type='ml.g5.xlarge'" in after
    assert after.endswith("train_use_spot_instances=True, train_max_wait=7200)")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"region": "eu-north-1"}, "session"),
        ({"instance_type": "ml.c7g.xlarge"}, "Graviton"),
        ({"spot": True, "training_plan": "arn"}, "training plan"),
        ({"warm_start": True}, "no argument"),
        ({"debugger_rules": ("a",)}, "for you to write"),
        ({"distribution": "smddp"}, "no argument"),
        ({"no_such_field": 1}, "has no field"),
        ({}, "no argument"),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_reason(changes: dict[str, Any], words: str) -> None:
    assert words in refusal(V2, changes, "Estimator(max_run=3600)")


def test_a_span_without_a_call_is_refused() -> None:
    made = rewrite_call(["x = 1"], [CallSite(0, 0, 5)], Swap(SPOT), V2)
    assert "not found" in made.refused


def test_a_step_of_a_pipeline_gets_its_cache() -> None:
    cells = ("from sagemaker.workflow.steps import TrainingStep", "TrainingStep(name='Train', step_args=args)")
    after = rewritten(V2.with_changes(part_of="p", cache=False), {"cache": True}, *cells)[1]
    assert after.splitlines() == [
        "from sagemaker.workflow.steps import CacheConfig",
        "TrainingStep(name='Train', step_args=args, "
        "cache_config=CacheConfig(enable_caching=True, expire_after='P30D'))",
    ]


def test_source_that_says_so_already_is_left_alone() -> None:
    made = rewrite_call(["Estimator(max_run=60)"], [CallSite(0, 0, 21)], Swap({"max_runtime": 60}), V2)
    assert (made.edits, made.refused) == ((), "")
    assert made.notes
