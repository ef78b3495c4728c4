"""The wire dialect: requests of the SageMaker API, the common form of calls, dry runs and pipeline steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from jupyter_green.job import Kind

__all__ = ["OPERATIONS", "ApiRow", "Operation", "collect", "write"]


class ApiRow(NamedTuple):
    """One Job field as a path of request keys; ``[]`` after a key stands for every item of a list."""

    field: str
    path: str
    codec: str = "plain"
    default: Any = None


@dataclass(frozen=True)
class Operation:
    """What a request of one API operation says about a job."""

    name: str
    kind: Kind
    name_key: str
    rows: tuple[ApiRow, ...] = ()
    arn_key: str = ""

    def row(self, field: str) -> ApiRow | None:
        """Return the row that spells ``field``, or None."""
        return next((row for row in self.rows if row.field == field), None)


TRAINING_ROWS = (
    ApiRow("instance_type", "ResourceConfig.InstanceType"),
    ApiRow("instance_count", "ResourceConfig.InstanceCount"),
    ApiRow("instance_groups", "ResourceConfig.InstanceGroups", "groups"),
    ApiRow("instance_preferences", "ResourceConfig.InstancePreferences", "type_names"),
    ApiRow("volume_gb", "ResourceConfig.VolumeSizeInGB"),
    ApiRow("keep_alive", "ResourceConfig.KeepAlivePeriodInSeconds", "nothing_if_zero"),
    ApiRow("training_plan", "ResourceConfig.TrainingPlanArn"),
    ApiRow("serverless_job", "ServerlessJobConfig", "is_set", False),
    ApiRow("max_runtime", "StoppingCondition.MaxRuntimeInSeconds", default=86400),
    ApiRow("max_wait", "StoppingCondition.MaxWaitTimeInSeconds"),
    ApiRow("spot", "EnableManagedSpotTraining", default=False),
    ApiRow("checkpoint", "CheckpointConfig.S3Uri"),
    ApiRow("image", "AlgorithmSpecification.TrainingImage"),
    ApiRow("input_mode", "AlgorithmSpecification.TrainingInputMode"),
    ApiRow("metric_definitions", "AlgorithmSpecification.MetricDefinitions[].Name", "names"),
    ApiRow("hyperparameters", "HyperParameters", "mapping"),
    ApiRow("environment", "Environment", "mapping"),
    ApiRow("inputs", "InputDataConfig[].DataSource.S3DataSource.S3Uri", "names"),
    ApiRow("content_type", "InputDataConfig[].ContentType", "first"),
    ApiRow("compression", "InputDataConfig[].CompressionType", "first"),
    ApiRow("data_distribution", "InputDataConfig[].DataSource.S3DataSource.S3DataDistributionType", "first"),
    ApiRow("output", "OutputDataConfig.S3OutputPath"),
    ApiRow("debugger_hook", "DebugHookConfig", "switch"),
    ApiRow("profiler", "ProfilerConfig.DisableProfiler", "off_switch"),
    ApiRow("debugger_rules", "DebugRuleConfigurations[].RuleConfigurationName", "names"),
    ApiRow("retry_attempts", "RetryStrategy.MaximumRetryAttempts"),
    ApiRow("vpc", "VpcConfig", "is_set", False),
    ApiRow("network_isolation", "EnableNetworkIsolation", default=False),
    ApiRow("tags", "Tags", "tags"),
)
TUNING_ROWS = (
    ApiRow("strategy", "HyperParameterTuningJobConfig.Strategy"),
    ApiRow("hyperband_resource", "HyperParameterTuningJobConfig.StrategyConfig.HyperbandStrategyConfig", "hyperband"),
    ApiRow("objective", "HyperParameterTuningJobConfig.HyperParameterTuningJobObjective.MetricName"),
    ApiRow("max_jobs", "HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs"),
    ApiRow("max_parallel_jobs", "HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs", default=1),
    ApiRow("tuning_max_runtime", "HyperParameterTuningJobConfig.ResourceLimits.MaxRuntimeInSeconds"),
    ApiRow("early_stopping", "HyperParameterTuningJobConfig.TrainingJobEarlyStoppingType", default="Off"),
    ApiRow("completion_criteria", "HyperParameterTuningJobConfig.TuningJobCompletionCriteria", "is_set"),
    ApiRow("hyperparameter_ranges", "HyperParameterTuningJobConfig.ParameterRanges", "ranges"),
    ApiRow("warm_start", "WarmStartConfig.WarmStartType"),
    ApiRow("autotune", "Autotune", "is_set", False),
    ApiRow("tags", "Tags", "tags"),
)
PROCESSING_ROWS = (
    ApiRow("instance_type", "ProcessingResources.ClusterConfig.InstanceType"),
    ApiRow("instance_count", "ProcessingResources.ClusterConfig.InstanceCount"),
    ApiRow("volume_gb", "ProcessingResources.ClusterConfig.VolumeSizeInGB"),
    ApiRow("instance_preferences", "ProcessingResources.ClusterConfig.InstancePreferences", "type_names"),
    ApiRow("max_runtime", "StoppingCondition.MaxRuntimeInSeconds", default=86400),
    ApiRow("image", "AppSpecification.ImageUri"),
    ApiRow("environment", "Environment", "mapping"),
    ApiRow("inputs", "ProcessingInputs[].S3Input.S3Uri", "names"),
    ApiRow("input_mode", "ProcessingInputs[].S3Input.S3InputMode", "first"),
    ApiRow("compression", "ProcessingInputs[].S3Input.S3CompressionType", "first"),
    ApiRow("data_distribution", "ProcessingInputs[].S3Input.S3DataDistributionType", "first"),
    ApiRow("output", "ProcessingOutputConfig.Outputs[].S3Output.S3Uri", "first"),
    ApiRow("vpc", "NetworkConfig.VpcConfig", "is_set", False),
    ApiRow("tags", "Tags", "tags"),
)
TRANSFORM_ROWS = (
    ApiRow("instance_type", "TransformResources.InstanceType"),
    ApiRow("instance_count", "TransformResources.InstanceCount"),
    ApiRow("model_name", "ModelName"),
    ApiRow("max_concurrent_transforms", "MaxConcurrentTransforms"),
    ApiRow("max_payload_mb", "MaxPayloadInMB"),
    ApiRow("batch_strategy", "BatchStrategy"),
    ApiRow("inputs", "TransformInput.DataSource.S3DataSource.S3Uri", "one_name"),
    ApiRow("content_type", "TransformInput.ContentType"),
    ApiRow("compression", "TransformInput.CompressionType"),
    ApiRow("output", "TransformOutput.S3OutputPath"),
    ApiRow("environment", "Environment", "mapping"),
    ApiRow("tags", "Tags", "tags"),
)
#: Inside one of ``ProductionVariants`` of an endpoint configuration.
VARIANT_ROWS = (
    ApiRow("instance_type", "InstanceType"),
    ApiRow("instance_count", "InitialInstanceCount"),
    ApiRow("instance_preferences", "InstancePools[].InstanceType", "names"),
    ApiRow("model_name", "ModelName"),
    ApiRow("serverless_memory_mb", "ServerlessConfig.MemorySizeInMB"),
    ApiRow("serverless_max_concurrency", "ServerlessConfig.MaxConcurrency"),
    ApiRow("provisioned_concurrency", "ServerlessConfig.ProvisionedConcurrency"),
    ApiRow("accelerator_type", "AcceleratorType"),
    ApiRow("volume_gb", "VolumeSizeInGB"),
    ApiRow("managed_scaling", "ManagedInstanceScaling", "managed_scaling"),
    ApiRow("routing", "RoutingConfig.RoutingStrategy"),
)
ENDPOINT_CONFIG_ROWS = (
    ApiRow("data_capture", "DataCaptureConfig.EnableCapture", default=False),
    ApiRow("vpc", "VpcConfig", "is_set", False),
    ApiRow("network_isolation", "EnableNetworkIsolation", default=False),
    ApiRow("enhanced_metrics", "MetricsConfig.EnableEnhancedMetrics"),
    ApiRow("tags", "Tags", "tags"),
)
MODEL_ROWS = (
    ApiRow("image", "PrimaryContainer.Image"),
    ApiRow("model_data", "PrimaryContainer.ModelDataUrl"),
    ApiRow("environment", "PrimaryContainer.Environment", "mapping"),
    ApiRow("containers", "Containers", "count"),
    ApiRow("vpc", "VpcConfig", "is_set", False),
    ApiRow("network_isolation", "EnableNetworkIsolation", default=False),
)
_COMPONENT_ROWS = (
    ApiRow("model_name", "Specification.ModelName"),
    ApiRow("component_accelerators", "Specification.ComputeResourceRequirements.NumberOfAcceleratorDevicesRequired"),
    ApiRow("component_cpus", "Specification.ComputeResourceRequirements.NumberOfCpuCoresRequired"),
    ApiRow("component_memory_mb", "Specification.ComputeResourceRequirements.MinMemoryRequiredInMb"),
    ApiRow("copies", "RuntimeConfig.CopyCount"),
)
_NOTEBOOK_ROWS = (
    ApiRow("instance_type", "InstanceType"),
    ApiRow("volume_gb", "VolumeSizeInGB", default=5),
    ApiRow("lifecycle_config", "LifecycleConfigName"),
)
_APP_ROWS = (
    ApiRow("instance_type", "ResourceSpec.InstanceType"),
    ApiRow("lifecycle_config", "ResourceSpec.LifecycleConfigArn"),
)
_DOMAIN_ROWS = (
    ApiRow("instance_type", "DefaultUserSettings.JupyterLabAppSettings.DefaultResourceSpec.InstanceType"),
    ApiRow(
        "idle_timeout",
        "DefaultUserSettings.JupyterLabAppSettings.AppLifecycleManagement.IdleSettings.IdleTimeoutInMinutes",
        "minutes",
    ),
)
_MONITORING = "MonitoringScheduleConfig.MonitoringJobDefinition."
_MONITORING_ROWS = (
    ApiRow("schedule", "MonitoringScheduleConfig.ScheduleConfig.ScheduleExpression"),
    *(
        row._replace(path=_MONITORING + row.path.replace("ProcessingResources", "MonitoringResources"))
        for row in PROCESSING_ROWS
        if row.path.startswith(("ProcessingResources", "StoppingCondition"))
    ),
)
_CLUSTER_ROWS = (ApiRow("instance_groups", "InstanceGroups", "groups"),)
_FEATURE_GROUP_ROWS = (
    ApiRow("online_store", "OnlineStoreConfig.EnableOnlineStore", default=False),
    ApiRow("output", "OfflineStoreConfig.S3StorageConfig.S3Uri"),
    ApiRow("storage_format", "OfflineStoreConfig.TableFormat"),
)
_OPTIMIZATION_ROWS = (ApiRow("instance_type", "DeploymentInstanceType"), ApiRow("model_data", "ModelSource.S3.S3Uri"))

OPERATIONS: Mapping[str, Operation] = {
    operation.name: operation
    for operation in (
        Operation("CreateTrainingJob", "training", "TrainingJobName", TRAINING_ROWS, "TrainingJobArn"),
        Operation(
            "CreateHyperParameterTuningJob",
            "tuning",
            "HyperParameterTuningJobName",
            TUNING_ROWS,
            "HyperParameterTuningJobArn",
        ),
        Operation("CreateProcessingJob", "processing", "ProcessingJobName", PROCESSING_ROWS, "ProcessingJobArn"),
        Operation("CreateTransformJob", "transform", "TransformJobName", TRANSFORM_ROWS, "TransformJobArn"),
        Operation("CreateEndpoint", "endpoint", "EndpointName", (ApiRow("tags", "Tags", "tags"),), "EndpointArn"),
        Operation("UpdateEndpoint", "endpoint", "EndpointName", (), "EndpointArn"),
        Operation("CreateInferenceComponent", "inference-component", "InferenceComponentName", _COMPONENT_ROWS),
        Operation("CreateModel", "model", "ModelName", MODEL_ROWS),
        Operation("CreatePipeline", "pipeline", "PipelineName"),
        Operation("UpdatePipeline", "pipeline", "PipelineName"),
        Operation("CreateAutoMLJob", "automl", "AutoMLJobName"),
        Operation("CreateAutoMLJobV2", "automl", "AutoMLJobName"),
        Operation("CreateNotebookInstance", "notebook", "NotebookInstanceName", _NOTEBOOK_ROWS),
        Operation("CreateApp", "notebook", "AppName", _APP_ROWS),
        Operation("CreateDomain", "notebook", "DomainName", _DOMAIN_ROWS),
        Operation("CreateMonitoringSchedule", "monitoring-schedule", "MonitoringScheduleName", _MONITORING_ROWS),
        Operation("CreateCluster", "cluster", "ClusterName", _CLUSTER_ROWS),
        Operation("CreateFeatureGroup", "feature-group", "FeatureGroupName", _FEATURE_GROUP_ROWS),
        Operation("CreateCompilationJob", "compilation", "CompilationJobName"),
        Operation("CreateOptimizationJob", "optimization", "OptimizationJobName", _OPTIMIZATION_ROWS),
        Operation("CreateLabelingJob", "labeling", "LabelingJobName"),
        Operation("CreateInferenceRecommendationsJob", "inference-recommender", "JobName"),
    )
}


def collect(request: Any, path: str) -> Any:
    """Return what stands at ``path`` in a request, or None; a path through ``[]`` gives the list of all finds."""
    head, _, rest = path.partition(".")
    every = head.endswith("[]")
    value = request.get(head.removesuffix("[]")) if isinstance(request, Mapping) else None
    if every:
        items = value if isinstance(value, (list, tuple)) else ()
        finds = [collect(item, rest) if rest else item for item in items]
        return [find for find in finds if find is not None]
    return collect(value, rest) if rest else value


def write(request: dict[str, Any], path: str, value: Any) -> None:
    """Set what stands at ``path`` in a request, making the objects on the way; lists are not written through."""
    *parents, last = path.split(".")
    for key in parents:
        request = request.setdefault(key, {})
    if value is None:
        request.pop(last, None)
    else:
        request[last] = value
