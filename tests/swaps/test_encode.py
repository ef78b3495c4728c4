"""Every value has words in the SDKs that take it, and a reason in those that do not."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_green.job import InstanceGroup, Job, Unknown
from jupyter_green.swaps.encode import encode, owner_class
from jupyter_green.swaps.made import CannotSay, as_text

TRAINING = Job(kind="training", framework="pytorch", instance_count=2, output="s3://b/out")
TUNING = TRAINING.with_changes(kind="tuning")


def said(codec: str, value: Any, api: str, job: Job = TRAINING) -> str:
    return as_text(encode(codec, value, api, job), "'", lambda module, name: name)


@pytest.mark.parametrize(
    ("codec", "value", "api", "text"),
    [
        ("plain", "it's", "sdk_v2", r"'it\'s'"),
        ("plain", 3, "sdk_v2", "3"),
        ("nothing_if_zero", 0, "sdk_v2", "None"),
        ("hyperband", (1, 9), "api", "{'MinResource': 1, 'MaxResource': 9}"),
        (
            "hyperband",
            (1, 9),
            "sdk_v2",
            "StrategyConfig(hyperband_strategy_config=HyperbandStrategyConfig(min_resource=1, max_resource=9))",
        ),
        (
            "hyperband",
            (1, 9),
            "sdk_v3",
            "HyperParameterTuningJobStrategyConfig("
            "hyperband_strategy_config=HyperbandStrategyConfig(min_resource=1, max_resource=9))",
        ),
        ("completion", True, "api", "{'ConvergenceDetected': {'CompleteOnConvergence': 'Enabled'}}"),
        (
            "completion",
            {"target_objective_metric_value": 0.9},
            "sdk_v2",
            "TuningJobCompletionCriteriaConfig(target_objective_metric_value=0.9)",
        ),
        (
            "completion",
            {"max_number_of_training_jobs_not_improving": 5},
            "sdk_v3",
            "TuningJobCompletionCriteria("
            "best_objective_not_improving=BestObjectiveNotImproving(max_number_of_training_jobs_not_improving=5))",
        ),
        (
            "groups",
            (InstanceGroup("ml.g5.xlarge", 1, "a"),),
            "api",
            "[{'InstanceGroupName': 'a', 'InstanceType': 'ml.g5.xlarge', 'InstanceCount': 1}]",
        ),
        (
            "groups",
            (InstanceGroup("ml.g5.xlarge", 2),),
            "sdk_v2",
            "[InstanceGroup(instance_group_name='group-1', instance_type='ml.g5.xlarge', instance_count=2)]",
        ),
        ("type_names", ("ml.a.b",), "sdk_v3", "[InstancePreference(instance_type='ml.a.b')]"),
        ("type_names", ("ml.a.b",), "api", "[{'InstanceType': 'ml.a.b'}]"),
        ("compiler", True, "sdk_v2", "TrainingCompilerConfig()"),
        ("compiler", False, "sdk_v2", "None"),
        ("distribution", "smddp", "sdk_v2", "{'smdistributed': {'dataparallel': {'enabled': True}}}"),
        ("distribution", "torch_distributed", "sdk_v3", "Torchrun()"),
        ("switch", False, "sdk_v2", "False"),
        ("switch", True, "sdk_v2", "None"),
        ("off_switch", False, "sdk_v2", "True"),
        ("pytorch_version", "pytorch 1.13", "sdk_v2", "'1.13'"),
        ("managed_scaling", (0, 2), "sdk_v2", "{'Status': 'ENABLED', 'MinInstanceCount': 0, 'MaxInstanceCount': 2}"),
        ("routing", "RANDOM", "sdk_v2", "{'RoutingStrategy': 'RANDOM'}"),
        ("async_mode", "async", "sdk_v2", "AsyncInferenceConfig(output_path='s3://b/out')"),
        ("async_mode", "async", "api", "{'OutputConfig': {'S3OutputPath': 's3://b/out'}}"),
        ("async_mode", "serverless", "sdk_v2", "None"),
        ("endpoint_type", True, "sdk_v2", "EndpointType.INFERENCE_COMPONENT_BASED"),
        ("minutes", 3600, "api", "60"),
        ("tags", {"team": "a"}, "api", "[{'Key': 'team', 'Value': 'a'}]"),
    ],
)
def test_a_value_is_said_in_the_words_of_one_sdk(codec: str, value: Any, api: str, text: str) -> None:
    assert said(codec, value, api) == text


def test_a_list_of_types_of_a_tuner_in_sdk_2_keeps_the_count() -> None:
    text = said("type_names", ("ml.a.b",), "sdk_v2", TUNING)
    assert text == "[InstanceConfig(instance_type='ml.a.b', instance_count=2)]"


@pytest.mark.parametrize(
    ("codec", "value", "api"),
    [
        ("plain", Unknown("a variable"), "sdk_v2"),
        ("plain", object(), "sdk_v2"),
        ("ranges", {"lr": "x"}, "sdk_v2"),
        ("channels", ("s3://b",), "sdk_v2"),
        ("compiler", True, "sdk_v3"),
        ("distribution", "smp", "sdk_v2"),
        ("distribution", "smddp", "sdk_v3"),
        ("distribution", "mpi", "api"),
        ("type_names", ("ml.a.b",), "sdk_v2"),
        ("completion", {}, "sdk_v2"),
        ("completion", {"other": 1}, "sdk_v3"),
        ("is_set", True, "sdk_v2"),
        ("switch", True, "api"),
        ("pytorch_version", "tensorflow 2.9", "sdk_v2"),
        ("rule_names", ("a",), "sdk_v2"),
        ("routing", "PREFIX_AWARE", "sdk_v2"),
        ("routing", "KV_AWARE", "sdk_v3"),
        ("endpoint_type", True, "api"),
        ("groups", (InstanceGroup(Unknown(), 1),), "sdk_v2"),
    ],
)
def test_what_an_sdk_has_no_words_for_is_refused(codec: str, value: Any, api: str) -> None:
    with pytest.raises(CannotSay):
        encode(codec, value, api, TRAINING)


def test_owners_are_found_in_each_generation() -> None:
    assert owner_class("sdk_v2", "ServerlessInferenceConfig").module == "sagemaker.serverless"
    assert owner_class("sdk_v3", "ServerlessInferenceConfig").module == "sagemaker.core.inference_config"
    assert owner_class("sdk_v3", "ResourceConfig").module == "sagemaker.core.shapes"
