"""The AWS operations that start, change or end a use of compute, or tell of its end; nothing else is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["WATCHED", "WITHOUT_START", "is_watched"]

_BY_SERVICE = {
    "sagemaker": """
        CreateTrainingJob CreateHyperParameterTuningJob CreateEndpointConfig CreateEndpoint
        CreateInferenceComponent CreateTransformJob CreateProcessingJob CreateModel CreatePipeline
        CreateAutoMLJob CreateAutoMLJobV2 CreateNotebookInstance CreateNotebookInstanceLifecycleConfig
        CreateCluster CreateMonitoringSchedule CreateFeatureGroup CreateCompilationJob CreateLabelingJob
        CreateInferenceRecommendationsJob CreateOptimizationJob CreateInferenceExperiment
        CreateMlflowTrackingServer CreateTrainingPlan CreateDomain CreateUserProfile CreateApp CreateSpace
        CreateStudioLifecycleConfig UpdateEndpoint UpdateEndpointWeightsAndCapacities UpdateTrainingJob
        UpdatePipeline UpdateInferenceComponent UpdateInferenceComponentRuntimeConfig UpdateMonitoringSchedule
        UpdateNotebookInstance UpdateCluster UpdateDomain UpdateUserProfile UpdateSpace StartPipelineExecution
        StartNotebookInstance StartMonitoringSchedule StartMlflowTrackingServer StartInferenceExperiment
        StopTrainingJob StopHyperParameterTuningJob StopProcessingJob StopTransformJob StopAutoMLJob
        StopCompilationJob StopLabelingJob StopInferenceRecommendationsJob StopOptimizationJob
        StopInferenceExperiment StopPipelineExecution StopNotebookInstance StopMonitoringSchedule
        StopMlflowTrackingServer DeleteEndpoint DeleteInferenceComponent DeleteApp DeleteNotebookInstance
        DeleteCluster DeleteMonitoringSchedule DeleteMlflowTrackingServer
        DescribeTrainingJob DescribeHyperParameterTuningJob DescribeProcessingJob DescribeTransformJob
    """,
    "sagemaker-runtime": "InvokeEndpoint InvokeEndpointAsync InvokeEndpointWithResponseStream",
    "application-autoscaling": "RegisterScalableTarget PutScalingPolicy PutScheduledAction",
    "glue": "CreateJob StartJobRun",
    "emr": "RunJobFlow AddJobFlowSteps",
    "emr-serverless": "CreateApplication StartJobRun",
    "athena": "StartQueryExecution",
    "s3": "PutBucketLifecycleConfiguration CreateBucket",
    "events": "PutRule",
    "scheduler": "CreateSchedule",
}


def _by_operation() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for service, operations in _BY_SERVICE.items():
        for operation in operations.split():
            found.setdefault(operation, set()).add(service)
    return MappingProxyType({operation: frozenset(services) for operation, services in found.items()})


WATCHED: Mapping[str, frozenset[str]] = _by_operation()
"""Services by operation: most calls miss on the operation's name and never get as far as asking for the service."""

WITHOUT_START = frozenset(
    [*_BY_SERVICE["sagemaker-runtime"].split(), *(name for name in WATCHED if name.startswith("Describe"))]
)
"""Operations that come by the thousand and return at once: one event at their end says all."""


def is_watched(service: str, operation: str) -> bool:
    """True when calls of ``operation`` of ``service`` (botocore's names) are recorded."""
    return service in WATCHED.get(operation, ())
