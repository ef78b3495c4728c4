"""The wire dialect of the services that prepare data: Glue, EMR, EMR Serverless, Athena and S3."""

from __future__ import annotations

from collections.abc import Mapping

from jupyter_green.dialects.api import ApiRow, Operation

__all__ = ["SERVICE_OPERATIONS"]

_GLUE_ROWS = (
    ApiRow("instance_count", "NumberOfWorkers"),
    ApiRow("instance_type", "WorkerType"),
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
_LIFECYCLE_ROWS = (ApiRow("lifecycle_config", "LifecycleConfiguration", "is_set"),)
_EMR_SERVERLESS_ROWS = (
    ApiRow("framework_version", "releaseLabel"),
    ApiRow("idle_timeout", "autoStopConfiguration.idleTimeoutMinutes", "minutes"),
)

#: (service, operation) -> what its request says. Their compute is not in the tables: their footprint stays unknown.
SERVICE_OPERATIONS: Mapping[tuple[str, str], Operation] = {
    (service, operation.name): operation
    for service, operation in (
        ("glue", Operation("CreateJob", "glue", "Name", _GLUE_ROWS)),
        ("glue", Operation("StartJobRun", "glue", "JobName", _GLUE_ROWS)),
        ("emr", Operation("RunJobFlow", "emr", "Name", _EMR_ROWS)),
        ("emr-serverless", Operation("CreateApplication", "emr", "name", _EMR_SERVERLESS_ROWS)),
        ("athena", Operation("StartQueryExecution", "athena", "QueryString", (ApiRow("entry_point", "QueryString"),))),
        ("emr-serverless", Operation("StartJobRun", "emr", "name", _EMR_SERVERLESS_ROWS)),
        ("s3", Operation("PutBucketLifecycleConfiguration", "storage", "Bucket", _LIFECYCLE_ROWS)),
        ("s3", Operation("CreateBucket", "storage", "Bucket")),
    )
}
