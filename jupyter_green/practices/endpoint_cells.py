"""Cells that a user can run to change an endpoint: written in full, never run by this package."""

from __future__ import annotations

import re

from jupyter_green.job import Job
from jupyter_green.practices.context import Context

__all__ = ["delete_cell", "endpoint_name_code", "scaling_cell"]

_DEPLOYED = re.compile(r"[ \t]*([A-Za-z_]\w*)\s*=\s*[\w.]+\.deploy\(")


def endpoint_name_code(job: Job, context: Context) -> str:
    """Return a Python expression for the endpoint's name: the name itself, or the attribute of what deploy returned."""
    if isinstance(job.name, str) and job.name:
        return repr(job.name)
    names = _deployed_names(context.source.text)
    variable = names.pop() if len(names) == 1 else "endpoint" if job.api == "sdk_v3" else "predictor"
    return f"{variable}.endpoint_name"


def _deployed_names(text: str) -> set[str]:
    """Return the variables that hold what a ``deploy`` returned, looked for in the few lines that have the word."""
    names: set[str] = set()
    at = text.find(".deploy(")
    while at >= 0:
        found = _DEPLOYED.match(text, text.rfind("\n", 0, at) + 1)
        if found:
            names.add(found[1])
        at = text.find(".deploy(", at + 1)
    return names


def _client(service: str, job: Job) -> str:
    region = f', region_name="{job.region}"' if isinstance(job.region, str) else ""
    return f'boto3.client("{service}"{region})'


def delete_cell(job: Job, context: Context) -> str:
    """Return a cell that deletes the endpoint and its configuration; the model stays and draws nothing."""
    components = ""
    if job.inference_components:
        components = (
            'for one in sm.list_inference_components(EndpointNameEquals=name)["InferenceComponents"]:\n'
            '    sm.delete_inference_component(InferenceComponentName=one["InferenceComponentName"])\n'
            "    # the endpoint can go once its components are gone: run the cell again if it is refused\n"
        )
    return (
        "import boto3\n\n"
        f"sm = {_client('sagemaker', job)}\n"
        f"name = {endpoint_name_code(job, context)}\n"
        'config = sm.describe_endpoint(EndpointName=name)["EndpointConfigName"]\n'
        f"{components}"
        "sm.delete_endpoint(EndpointName=name)\n"
        "sm.delete_endpoint_config(EndpointConfigName=config)\n"
    )


def scaling_cell(job: Job, context: Context, least: int, most: int, metric: str, target: float) -> str:
    """Return a cell that lets Application Auto Scaling keep between ``least`` and ``most`` instances.

    ``metric`` is a predefined metric such as ``SageMakerVariantInvocationsPerInstance``; an endpoint that scales from
    zero needs its backlog policy beside it, which the cell then holds.
    """
    lines = [
        "import boto3\n",
        f"name = {endpoint_name_code(job, context)}",
        f"sm = {_client('sagemaker', job)}",
        'variant = sm.describe_endpoint(EndpointName=name)["ProductionVariants"][0]["VariantName"]',
        f"scaling = {_client('application-autoscaling', job)}",
        'what = dict(ServiceNamespace="sagemaker", ResourceId=f"endpoint/{name}/variant/{variant}",',
        '            ScalableDimension="sagemaker:variant:DesiredInstanceCount")',
        f"scaling.register_scalable_target(MinCapacity={least}, MaxCapacity={most}, **what)",
    ]
    if metric == "backlog":
        lines += _backlog_lines(job, target)
    else:
        lines += [
            'scaling.put_scaling_policy(PolicyName="follow-the-load", PolicyType="TargetTrackingScaling", **what,',
            f'    TargetTrackingScalingPolicyConfiguration={{"TargetValue": {target}, "PredefinedMetricSpecification":',
            f'        {{"PredefinedMetricType": "{metric}"}}}})',
        ]
    return "\n".join(lines) + "\n"


def _backlog_lines(job: Job, target: float) -> list[str]:
    return [
        'scaling.put_scaling_policy(PolicyName="backlog", PolicyType="TargetTrackingScaling", **what,',
        f'    TargetTrackingScalingPolicyConfiguration={{"TargetValue": {target}, "CustomizedMetricSpecification": {{',
        '        "MetricName": "ApproximateBacklogSizePerInstance", "Namespace": "AWS/SageMaker",',
        '        "Dimensions": [{"Name": "EndpointName", "Value": name}], "Statistic": "Average"}})',
        'policy = scaling.put_scaling_policy(PolicyName="wake-up", PolicyType="StepScaling", **what,',
        '    StepScalingPolicyConfiguration={"AdjustmentType": "ChangeInCapacity", "Cooldown": 300,',
        '        "MetricAggregationType": "Average",',
        '        "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}]})',
        f'{_client("cloudwatch", job)}.put_metric_alarm(AlarmName=f"{{name}}-wake-up", Namespace="AWS/SageMaker",',
        '    MetricName="HasBacklogWithoutCapacity", Dimensions=[{"Name": "EndpointName", "Value": name}],',
        '    Statistic="Average", Period=60, EvaluationPeriods=2, DatapointsToAlarm=2, Threshold=1,',
        '    ComparisonOperator="GreaterThanOrEqualToThreshold", TreatMissingData="missing",',
        '    AlarmActions=[policy["PolicyARN"]])',
    ]
