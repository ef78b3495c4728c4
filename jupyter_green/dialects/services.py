"""The wire dialect of the services that prepare data: Glue, EMR, EMR Serverless, Athena and S3."""

from __future__ import annotations

from collections.abc import Mapping

from jupyter_green.dialects.api import ApiRow, Operation

__all__ = ["SERVICE_OPERATIONS"]

_GLUE_ROWS = (
    ApiRow("instance_count", "NumberOfWorkers"),
    ApiRow("accelerator_type", "WorkerType"),
    ApiRow("max_capacity", "MaxCapacity"),
    ApiRow("framework_version", "GlueVersion"),
    ApiRow("hyperparameters", "DefaultArguments", "mapping"),
    ApiRow("environment", "Arguments", "mapping"),
    ApiRow("batch_strategy", "ExecutionClass"),
    ApiRow("retry_attempts", "MaxRetries"),
    ApiRow("max_runtime", "Timeout", "minutes"),
)
_EMR_ROWS = (
    ApiRow("framework_version", "ReleaseLabel"),
    ApiRow("idle_timeout", "AutoTerminationPolicy.IdleTimeout"),
    ApiRow("instance_groups", "Instances.InstanceGroups", "groups"),
    ApiRow("autoscaling", "ManagedScalingPolicy.ComputeLimits", "capacity_limits"),
)
_EMR_SERVERLESS_ROWS = (
    ApiRow("framework_version", "releaseLabel"),
    ApiRow("idle_timeout", "autoStopConfiguration.idleTimeoutMinutes", "minutes"),
)

#: Operation name -> what its request says. Their compute is not in the tables, so their footprint stays unknown.
SERVICE_OPERATIONS: Mapping[str, Operation] = {
    operation.name: operation
    for operation in (
        Operation("CreateJob", "glue", "Name", _GLUE_ROWS),
        Operation("StartJobRun", "glue", "JobName", _GLUE_ROWS),
        Operation("RunJobFlow", "emr", "Name", _EMR_ROWS),
        Operation("CreateApplication", "emr", "name", _EMR_SERVERLESS_ROWS),
        Operation("StartQueryExecution", "athena", "QueryString", (ApiRow("entry_point", "QueryString"),)),
        Operation(
            "PutBucketLifecycleConfiguration",
            "storage",
            "Bucket",
            (ApiRow("lifecycle_config", "LifecycleConfiguration", "is_set"),),
        ),
        Operation("CreateBucket", "storage", "Bucket"),
    )
}
