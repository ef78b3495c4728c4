"""Writing a Job as boto3 calls: requests from the rows of the wire dialect, and what the API requires besides."""

from __future__ import annotations

import re
from typing import Any

from jupyter_green.dialects import api as wire
from jupyter_green.dialects.services import SERVICE_OPERATIONS
from jupyter_green.job import Job, Unknown
from jupyter_green.swaps.encode import encode
from jupyter_green.swaps.layout import lay_out
from jupyter_green.swaps.made import CannotSay, Made
from jupyter_green.swaps.render_steps import is_training_step, pipeline_code

__all__ = ["render_request", "requests_of"]

#: One call: service, operation, request.
Call = tuple[str, str, dict[str, Any]]
_ROLE = "arn:aws:iam::111122223333:role/SageMakerRole"
_IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/my-image:1"
_MODEL_DATA = "s3://my-bucket/model/model.tar.gz"
_OUTPUT = "s3://my-bucket/output/"
#: Fields that facts of other calls decide, or that stand in the scaffold.
_ELSEWHERE = frozenset({"name", "inputs", "content_type", "compression", "data_distribution", "tags", "objective"})
_LISTED = re.compile(r"\[\]")


def render_request(job: Job) -> str:
    """Return boto3 code that starts the job; raises CannotSay when the API has no words for it."""
    calls = requests_of(job)
    if is_training_step(job):
        request = {key: value for key, value in calls[0][2].items() if key != "TrainingJobName"}
        made = f'client = boto3.client("sagemaker", region_name="{job.get("region", "us-east-1")}")'
        return "\n".join(["import json", "", "import boto3", "", made, *pipeline_code(job, request)]) + "\n"
    services = list(dict.fromkeys(service for service, _, _ in calls))
    lines = ["import boto3", ""]
    region = f', region_name="{job.region}"' if isinstance(job.region, str) else ""
    variables = {service: "client" if len(services) == 1 else service.replace("-", "_") for service in services}
    lines += [f'{variables[service]} = boto3.client("{service}"{region})' for service in services]
    for service, operation, request in calls:
        called = Made(f"{variables[service]}.{_snake(operation)}", "", tuple(request.items()))
        lines.append(lay_out(called, _as_called))
    return "\n".join(lines) + "\n"


def requests_of(job: Job) -> tuple[Call, ...]:
    """Return the calls that start the job, in order."""
    made = _MAKERS.get(job.kind)
    if made is None:
        raise CannotSay(f"what a {job.kind} job is made of is for you to write")
    return made(job)


def _as_called(module: str, name: str) -> str:
    if module:
        raise CannotSay(f"a request holds no {name}")
    return name


def _snake(operation: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation).lower()


def _fill(request: dict[str, Any], job: Job, rows: tuple[wire.ApiRow, ...], skip: frozenset[str] = frozenset()) -> None:
    for row in rows:
        value = getattr(job, row.field)
        if value is None or value == row.default or isinstance(value, Unknown):
            continue
        if row.field in _ELSEWHERE or row.field in skip:
            continue
        if _LISTED.search(row.path) or row.codec in ("is_set", "switch", "ranges"):
            continue  # needs more than the field says; shown where the scaffold has it
        encoded = encode(row.codec, value, "api", job)
        if row.field in ("hyperparameters", "environment") and isinstance(encoded, dict):
            encoded = {key: str(item) for key, item in encoded.items()}
        if encoded is not None:
            wire.write(request, row.path, encoded)


def _channels(job: Job) -> list[dict[str, Any]]:
    source: dict[str, Any] = {
        "S3DataType": "S3Prefix",
        "S3Uri": next(iter(job.get("inputs", ())), "s3://my-bucket/train/"),
    }
    if isinstance(job.data_distribution, str):
        source["S3DataDistributionType"] = job.data_distribution
    channel: dict[str, Any] = {"ChannelName": "train", "DataSource": {"S3DataSource": source}}
    if isinstance(job.content_type, str):
        channel["ContentType"] = job.content_type
    if isinstance(job.compression, str):
        channel["CompressionType"] = job.compression
    return [channel]


def _trial(job: Job) -> dict[str, Any]:
    image = job.get("image", _IMAGE)
    request: dict[str, Any] = {
        "RoleArn": _ROLE,
        "AlgorithmSpecification": {"TrainingImage": image, "TrainingInputMode": "File"},
        "InputDataConfig": _channels(job),
        "OutputDataConfig": {"S3OutputPath": job.get("output", _OUTPUT)},
        "StoppingCondition": {"MaxRuntimeInSeconds": job.get("max_runtime", 86400)},
    }
    skip = frozenset({"instance_preferences"}) if isinstance(job.instance_preferences, tuple) else frozenset[str]()
    _fill(request, job, wire.TRAINING_ROWS, skip | {"keep_alive"} if job.kind == "tuning" else skip)
    if skip and isinstance(job.instance_preferences, tuple):
        count = job.get("instance_count", 1)
        named = [{"InstanceType": name, "InstanceCount": count} for name in job.instance_preferences]
        request["ResourceConfig"] = {
            **{k: v for k, v in request.get("ResourceConfig", {}).items() if not k.startswith("Instance")},
            "InstancePreferences": named,
        }
    if job.compiler is True:
        request.setdefault("HyperParameters", {})["sagemaker_training_compiler_enabled"] = "true"
    if job.debugger_hook is True:
        request["DebugHookConfig"] = {"S3OutputPath": _OUTPUT}
    if "ResourceConfig" in request:
        request["ResourceConfig"].setdefault("VolumeSizeInGB", 30)
    return request


def _training(job: Job) -> tuple[Call, ...]:
    return (("sagemaker", "CreateTrainingJob", {"TrainingJobName": job.get("name", "my-job"), **_trial(job)}),)


def _tuning(job: Job) -> tuple[Call, ...]:
    definition = _trial(job)
    definition["StaticHyperParameters"] = definition.pop("HyperParameters", {})
    for key in ("DebugHookConfig", "ProfilerConfig"):
        definition.pop(key, None)
    metric = job.get("objective", "validation:auc")
    config: dict[str, Any] = {
        "HyperParameterTuningJobConfig": {
            "Strategy": "Bayesian",
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": metric},
            "ResourceLimits": {"MaxParallelTrainingJobs": 1},
            "ParameterRanges": {
                "ContinuousParameterRanges": [{"Name": "lr", "MinValue": "0.0001", "MaxValue": "0.1"}],
            },
        }
    }
    _fill(config, job, wire.TUNING_ROWS, frozenset({"autotune", "warm_start", "completion_criteria"}))
    settings = config["HyperParameterTuningJobConfig"]
    if job.completion_criteria:
        settings["TuningJobCompletionCriteria"] = encode("completion", job.completion_criteria, "api", job)
    if job.autotune is True:
        config["Autotune"] = {"Mode": "Enabled"}
    definition["AlgorithmSpecification"]["MetricDefinitions"] = [{"Name": metric, "Regex": "auc: ([0-9.]+)"}]
    request = {"HyperParameterTuningJobName": job.get("name", "my-search")[:32], **config}
    return (("sagemaker", "CreateHyperParameterTuningJob", {**request, "TrainingJobDefinition": definition}),)


def _processing(job: Job) -> tuple[Call, ...]:
    request: dict[str, Any] = {
        "ProcessingJobName": job.get("name", "my-job"),
        "RoleArn": _ROLE,
        "AppSpecification": {"ImageUri": job.get("image", _IMAGE)},
        "ProcessingResources": {"ClusterConfig": {"VolumeSizeInGB": job.get("volume_gb", 30)}},
    }
    _fill(request, job, wire.PROCESSING_ROWS, frozenset({"image", "input_mode", "output"}))
    address = next(iter(job.get("inputs", ())), None)
    if address is not None:
        source = {"S3Uri": address, "LocalPath": "/opt/ml/processing/input", "S3DataType": "S3Prefix"}
        source["S3InputMode"] = "File"
        if isinstance(job.data_distribution, str):
            source["S3DataDistributionType"] = job.data_distribution
        request["ProcessingInputs"] = [{"InputName": "input", "S3Input": source}]
    if isinstance(job.output, str):
        output = {"S3Uri": job.output, "LocalPath": "/opt/ml/processing/output", "S3UploadMode": "EndOfJob"}
        request["ProcessingOutputConfig"] = {"Outputs": [{"OutputName": "output", "S3Output": output}]}
    return (("sagemaker", "CreateProcessingJob", request),)


def _transform(job: Job) -> tuple[Call, ...]:
    address = next(iter(job.get("inputs", ())), "s3://my-bucket/records/")
    request: dict[str, Any] = {
        "TransformJobName": job.get("name", "my-job"),
        "ModelName": job.get("model_name", "my-model"),
        "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": address}}},
        "TransformOutput": {"S3OutputPath": job.get("output", _OUTPUT)},
    }
    for field, key in (("content_type", "ContentType"), ("compression", "CompressionType")):
        if isinstance(getattr(job, field), str):
            request["TransformInput"][key] = getattr(job, field)
    _fill(request, job, wire.TRANSFORM_ROWS)
    return (("sagemaker", "CreateTransformJob", request),)


def _endpoint(job: Job) -> tuple[Call, ...]:
    name = job.get("name", "my-endpoint")
    variant: dict[str, Any] = {"VariantName": "AllTraffic"}
    if not job.inference_components:
        variant["ModelName"] = job.get("model_name", "my-model")
    serverless = job.mode == "serverless"
    on_instances = frozenset(
        {"instance_type", "instance_count", "instance_preferences", "managed_scaling", "volume_gb"}
    )
    _fill(variant, job, wire.VARIANT_ROWS, on_instances if serverless else frozenset({"instance_preferences"}))
    if serverless:
        config = variant.setdefault("ServerlessConfig", {})
        config.setdefault("MemorySizeInMB", 2048)
        config.setdefault("MaxConcurrency", 5)
    elif isinstance(job.instance_preferences, tuple):
        variant.pop("InstanceType", None)
        variant["InstancePools"] = [
            {"InstanceType": kind, "Priority": order} for order, kind in enumerate(job.instance_preferences, 1)
        ]
    elif "InstanceType" in variant:
        variant.setdefault("InitialInstanceCount", 1)
    request: dict[str, Any] = {"EndpointConfigName": name}
    if job.inference_components:
        request["ExecutionRoleArn"] = _ROLE
    request["ProductionVariants"] = [variant]
    _fill(request, job, wire.ENDPOINT_CONFIG_ROWS, frozenset({"data_capture"}))
    if job.mode == "async":
        request["AsyncInferenceConfig"] = {"OutputConfig": {"S3OutputPath": job.get("output", _OUTPUT)}}
    made: tuple[Call, ...] = (("sagemaker", "CreateEndpointConfig", request),)
    if job.mode == "multi-model":
        container = {"Image": _IMAGE, "Mode": "MultiModel", "ModelDataUrl": "s3://my-bucket/models/"}
        model = {"ModelName": variant["ModelName"], "PrimaryContainer": container, "ExecutionRoleArn": _ROLE}
        made = (("sagemaker", "CreateModel", model), *made)
    made += (("sagemaker", "CreateEndpoint", {"EndpointName": name, "EndpointConfigName": name}),)
    if isinstance(job.autoscaling, tuple):
        target = {
            "ServiceNamespace": "sagemaker",
            "ResourceId": f"endpoint/{name}/variant/AllTraffic",
            "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
            "MinCapacity": job.autoscaling[0],
            "MaxCapacity": job.autoscaling[1],
        }
        made += (("application-autoscaling", "RegisterScalableTarget", target),)
    return made


def _notebook(job: Job) -> tuple[Call, ...]:
    name = job.get("name", "my-notebook")
    request: dict[str, Any] = {"NotebookInstanceName": name, "RoleArn": _ROLE}
    _fill(request, job, wire.OPERATIONS["CreateNotebookInstance"].rows)
    return (("sagemaker", "CreateNotebookInstance", request),)


def _feature_group(job: Job) -> tuple[Call, ...]:
    request: dict[str, Any] = {
        "FeatureGroupName": job.get("name", "my-features"),
        "RecordIdentifierFeatureName": "id",
        "EventTimeFeatureName": "at",
        "FeatureDefinitions": [
            {"FeatureName": "id", "FeatureType": "String"},
            {"FeatureName": "at", "FeatureType": "Fractional"},
        ],
        "RoleArn": _ROLE,
        "OfflineStoreConfig": {"S3StorageConfig": {"S3Uri": job.get("output", _OUTPUT)}},
    }
    _fill(request, job, wire.OPERATIONS["CreateFeatureGroup"].rows, frozenset({"output"}))
    return (("sagemaker", "CreateFeatureGroup", request),)


def _schedule(job: Job) -> tuple[Call, ...]:
    definition: dict[str, Any] = {
        "MonitoringInputs": [
            {"EndpointInput": {"EndpointName": "my-endpoint", "LocalPath": "/opt/ml/processing/input"}}
        ],
        "MonitoringOutputConfig": {
            "MonitoringOutputs": [{"S3Output": {"S3Uri": _OUTPUT, "LocalPath": "/opt/ml/processing/output"}}]
        },
        "MonitoringResources": {"ClusterConfig": {"InstanceCount": 1, "VolumeSizeInGB": job.get("volume_gb", 30)}},
        "MonitoringAppSpecification": {"ImageUri": job.get("image", _IMAGE)},
        "RoleArn": _ROLE,
    }
    request: dict[str, Any] = {
        "MonitoringScheduleName": job.get("name", "my-schedule"),
        "MonitoringScheduleConfig": {"MonitoringJobDefinition": definition},
    }
    _fill(request, job, wire.OPERATIONS["CreateMonitoringSchedule"].rows)
    return (("sagemaker", "CreateMonitoringSchedule", request),)


def _bucket(job: Job) -> tuple[Call, ...]:
    return (("s3", "CreateBucket", {"Bucket": job.get("name", "my-bucket")}),)


def _cluster(job: Job) -> tuple[Call, ...]:
    groups = [
        {
            "InstanceRole": group.name or "CORE",
            "InstanceType": group.instance_type,
            "InstanceCount": group.instance_count,
        }
        for group in job.groups
    ]
    request: dict[str, Any] = {
        "Name": job.get("name", "my-cluster"),
        "ReleaseLabel": job.get("framework_version", "emr-7.10.0"),
        "Instances": {"InstanceGroups": groups, "KeepJobFlowAliveWhenNoSteps": True},
        "JobFlowRole": "EMR_EC2_DefaultRole",
        "ServiceRole": "EMR_DefaultRole",
    }
    _fill(request, job, SERVICE_OPERATIONS[("emr", "RunJobFlow")].rows, frozenset({"instance_groups"}))
    return (("emr", "RunJobFlow", request),)


_MAKERS = {
    "training": _training,
    "tuning": _tuning,
    "processing": _processing,
    "transform": _transform,
    "endpoint": _endpoint,
    "monitoring-schedule": _schedule,
    "notebook": _notebook,
    "feature-group": _feature_group,
    "storage": _bucket,
    "emr": _cluster,
}
