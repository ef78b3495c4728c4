"""Requests become Jobs: joins of endpoints, models and pipelines, both tuning spellings, other services."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jupyter_green.job import InstanceGroup, Job, Unknown
from jupyter_green.readers.requests import RequestReader

TRAINING: dict[str, Any] = {
    "TrainingJobName": "churn",
    "AlgorithmSpecification": {
        "TrainingImage": "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.2.0-gpu-py310",
        "TrainingInputMode": "File",
    },
    "ResourceConfig": {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 2, "VolumeSizeInGB": 50},
    "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
}


def read(operation: str, request: dict[str, Any], **more: Any) -> tuple[Job, ...]:
    return RequestReader().read(operation, request, region="us-east-1", **more)


def test_a_training_request_says_everything_about_its_job() -> None:
    (job,) = read(
        "CreateTrainingJob", {**TRAINING, "EnableManagedSpotTraining": True, "CheckpointConfig": {"S3Uri": "s3://c"}}
    )
    assert (job.instance_type, job.instance_count, job.volume_gb, job.max_runtime) == ("ml.p3.2xlarge", 2, 50, 3600)
    assert (job.framework, job.framework_version) == ("pytorch", "2.2.0")
    assert job.spot is True and job.checkpoint == "s3://c" and job.identity == "training:churn"
    assert job.origin("instance_type").detail == "ResourceConfig.InstanceType"


def test_what_is_not_given_is_the_platform_default_and_says_so() -> None:
    (job,) = read("CreateTrainingJob", {"TrainingJobName": "x", "ResourceConfig": {"InstanceType": "ml.m5.large"}})
    assert job.max_runtime == 86400 and job.origin("max_runtime").status == "defaulted"


def test_the_compiler_is_a_hyperparameter_on_the_wire() -> None:
    (job,) = read(
        "CreateTrainingJob", {**TRAINING, "HyperParameters": {"sagemaker_training_compiler_enabled": '"true"'}}
    )
    assert job.compiler is True


def test_instance_groups_and_preferences_are_read() -> None:
    groups = {"InstanceGroups": [{"InstanceType": "ml.c5.xlarge", "InstanceCount": 2, "InstanceGroupName": "a"}]}
    (job,) = read("CreateTrainingJob", {**TRAINING, "ResourceConfig": groups})
    assert job.instance_groups == (InstanceGroup("ml.c5.xlarge", 2, "a"),)
    flexible = {"InstancePreferences": [{"InstanceType": "ml.g5.xlarge"}, {"InstanceType": "ml.g4dn.xlarge"}]}
    (job,) = read("CreateTrainingJob", {**TRAINING, "ResourceConfig": flexible})
    assert job.instance_preferences == ("ml.g5.xlarge", "ml.g4dn.xlarge")


@pytest.mark.parametrize("key", ["ResourceConfig", "HyperParameterTuningResourceConfig"])
def test_a_search_is_read_from_both_spellings_of_its_resources(key: str) -> None:
    definition = {
        key: {"InstanceType": "ml.g5.xlarge", "InstanceCount": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
    }
    config = {
        "Strategy": "Hyperband",
        "StrategyConfig": {"HyperbandStrategyConfig": {"MinResource": 1, "MaxResource": 9}},
        "ResourceLimits": {"MaxNumberOfTrainingJobs": 8, "MaxParallelTrainingJobs": 2},
    }
    request = {
        "HyperParameterTuningJobName": "t",
        "HyperParameterTuningJobConfig": config,
        "TrainingJobDefinition": definition,
    }
    (job,) = read("CreateHyperParameterTuningJob", request)
    assert (job.kind, job.instance_type, job.max_jobs, job.max_parallel_jobs) == ("tuning", "ml.g5.xlarge", 8, 2)
    assert job.hyperband_resource == (1, 9) and job.early_stopping == "Off"


def endpoint(variant: dict[str, Any], *, model: dict[str, Any] | None = None, **config: Any) -> Job:
    reader = RequestReader()
    assert reader.read("CreateModel", {"ModelName": "m", **(model or {})}) == ()
    assert (
        reader.read(
            "CreateEndpointConfig",
            {"EndpointConfigName": "c", "ProductionVariants": [{"ModelName": "m", **variant}], **config},
        )
        == ()
    )
    (job,) = reader.read("CreateEndpoint", {"EndpointName": "e", "EndpointConfigName": "c"}, region="us-east-1")
    return job


def test_an_endpoint_joins_its_configuration_and_its_model() -> None:
    image = {"PrimaryContainer": {"Image": "i", "ModelDataUrl": "s3://m"}}
    job = endpoint({"InstanceType": "ml.g5.xlarge", "InitialInstanceCount": 3}, model=image)
    assert (job.mode, job.instance_type, job.instance_count, job.model_data) == (
        "real-time",
        "ml.g5.xlarge",
        3,
        "s3://m",
    )


@pytest.mark.parametrize(
    ("variant", "model", "config", "mode"),
    [
        ({"ServerlessConfig": {"MemorySizeInMB": 1024, "MaxConcurrency": 5}}, {}, {}, "serverless"),
        ({"InstanceType": "ml.m5.large"}, {}, {"AsyncInferenceConfig": {"OutputConfig": {}}}, "async"),
        ({"InstanceType": "ml.m5.large"}, {"PrimaryContainer": {"Mode": "MultiModel"}}, {}, "multi-model"),
    ],
)
def test_the_mode_of_an_endpoint_is_told(variant: Any, model: Any, config: Any, mode: str) -> None:
    assert endpoint(variant, model=model, **config).mode == mode


def test_several_variants_are_counted_together() -> None:
    reader = RequestReader()
    variants = [
        {"ModelName": "m", "InstanceType": t, "InitialInstanceCount": 1} for t in ("ml.m5.large", "ml.c5.large")
    ]
    reader.read("CreateEndpointConfig", {"EndpointConfigName": "c", "ProductionVariants": variants})
    (job,) = reader.read("CreateEndpoint", {"EndpointName": "e", "EndpointConfigName": "c"})
    assert job.instance_groups is not None and len(job.groups) == 2


def test_an_endpoint_of_a_configuration_made_elsewhere_is_unknown_not_guessed() -> None:
    (job,) = read("CreateEndpoint", {"EndpointName": "e", "EndpointConfigName": "elsewhere"})
    assert isinstance(job.instance_type, Unknown) and "made elsewhere" in job.instance_type.reason


def test_a_pipeline_starts_its_steps_with_its_parameters() -> None:
    definition = {
        "Parameters": [{"Name": "Kind", "Type": "String", "DefaultValue": "ml.m5.large"}],
        "Steps": [
            {
                "Name": "Train",
                "Type": "Training",
                "Arguments": {"ResourceConfig": {"InstanceType": {"Get": "Parameters.Kind"}, "InstanceCount": 1}},
                "CacheConfig": {"Enabled": True},
            },
            {
                "Name": "Check",
                "Type": "Condition",
                "Arguments": {
                    "IfSteps": [
                        {
                            "Name": "Score",
                            "Type": "Transform",
                            "Arguments": {"TransformResources": {"InstanceType": "ml.c5.large", "InstanceCount": 1}},
                        }
                    ]
                },
            },
        ],
    }
    reader = RequestReader()
    reader.read("CreatePipeline", {"PipelineName": "p", "PipelineDefinition": json.dumps(definition)})
    parameters = [{"Name": "Kind", "Value": "ml.g5.xlarge"}]
    whole, train, score = reader.read("StartPipelineExecution", {"PipelineName": "p", "PipelineParameters": parameters})
    assert whole.kind == "pipeline" and train.part_of == "p"
    assert (train.instance_type, train.cache) == ("ml.g5.xlarge", True)
    assert (score.kind, score.cache) == ("transform", False)


def test_broken_pipeline_definitions_are_no_jobs() -> None:
    for text in ("", "{", "[]", '{"Steps": 3}', '{"Steps": [null, 3, {"Type": "Training"}]}'):
        reader = RequestReader()
        reader.read("CreatePipeline", {"PipelineName": "p", "PipelineDefinition": text})
        assert [job.kind for job in reader.read("StartPipelineExecution", {"PipelineName": "p"})] == ["pipeline"]


def test_services_that_prepare_data_are_told_apart() -> None:
    (glue,) = read("StartJobRun", {"JobName": "etl", "NumberOfWorkers": 10, "WorkerType": "G.1X"}, service="glue")
    assert (glue.kind, glue.instance_count) == ("glue", 10)
    (emr,) = read("StartJobRun", {"name": "etl"}, service="emr-serverless")
    assert emr.kind == "emr"


def test_an_operation_that_starts_nothing_gives_no_job() -> None:
    assert read("DescribeTrainingJob", {}) == ()


@pytest.mark.parametrize("request_", [{}, {"ResourceConfig": None}, {"ResourceConfig": []}, {"TrainingJobName": 7}])
def test_odd_requests_are_read_without_raising(request_: dict[str, Any]) -> None:
    (job,) = read("CreateTrainingJob", request_)
    assert job.kind == "training" and job.instance_type is None


@pytest.mark.parametrize(
    ("parameters", "way"),
    [
        ({"sagemaker_distributed_dataparallel_enabled": "true"}, "smddp"),
        ({"sagemaker_torch_distributed_enabled": "true"}, "torch_distributed"),
        ({"sagemaker_torch_distributed_enabled": "true", "mp_parameters": '{"hybrid_shard_degree": 8}'}, "smp"),
        ({"sagemaker_mpi_enabled": '"false"'}, None),
        ({"epochs": "3"}, None),
    ],
)
def test_how_training_is_distributed_is_a_hyperparameter_on_the_wire(
    parameters: dict[str, str], way: str | None
) -> None:
    (job,) = read("CreateTrainingJob", {**TRAINING, "HyperParameters": parameters})
    assert job.distribution == way


def test_an_image_of_hugging_face_tells_its_own_version_and_the_framework_below() -> None:
    repository = "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-training"
    image = f"{repository}:2.0.0-transformers4.28.1-gpu-py310-cu118-ubuntu20.04"
    (job,) = read("CreateTrainingJob", {**TRAINING, "AlgorithmSpecification": {"TrainingImage": image}})
    assert (job.framework, job.framework_version, job.base_framework) == ("huggingface", "4.28.1", "pytorch 2.0.0")
