"""The stand-in's account: endpoints, scaling, prices, metrics, history, and the list of what it was asked."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from jupyter_green.demo import standin


def make_endpoint(sagemaker: Any, name: str, **variant: Any) -> None:
    sagemaker.create_model(
        ModelName=name, ExecutionRoleArn=standin.ROLE, PrimaryContainer={"Image": "registry/image:1"}
    )
    given = variant or {"InstanceType": "ml.inf2.xlarge", "InitialInstanceCount": 2}
    sagemaker.create_endpoint_config(
        EndpointConfigName=name, ProductionVariants=[{"VariantName": "AllTraffic", "ModelName": name, **given}]
    )
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)


@pytest.fixture
def sagemaker(aws: standin.StandIn) -> Any:
    return boto3.client("sagemaker")


@pytest.mark.parametrize(
    "instance_type", ["ml.g5.xlarge", "ml.g6.xlarge", "ml.inf2.xlarge", "ml.c7g.xlarge", "ml.p4d.24xlarge"]
)
def test_endpoints_take_every_instance_type_that_aws_takes(sagemaker: Any, instance_type: str) -> None:
    make_endpoint(sagemaker, "here", InstanceType=instance_type, InitialInstanceCount=1)
    told = sagemaker.describe_endpoint(EndpointName="here")
    assert told["EndpointStatus"] == "InService"
    assert told["ProductionVariants"][0]["CurrentInstanceCount"] == 1
    assert "DataCaptureConfig" not in told


def test_a_model_without_network_says_nothing_about_one(sagemaker: Any) -> None:
    make_endpoint(sagemaker, "here")
    assert "VpcConfig" not in sagemaker.describe_model(ModelName="here")


def test_an_endpoint_can_be_updated_scaled_and_deleted(sagemaker: Any) -> None:
    make_endpoint(sagemaker, "here")
    wanted = [{"VariantName": "AllTraffic", "DesiredInstanceCount": 5}]
    sagemaker.update_endpoint_weights_and_capacities(EndpointName="here", DesiredWeightsAndCapacities=wanted)
    assert sagemaker.describe_endpoint(EndpointName="here")["ProductionVariants"][0]["DesiredInstanceCount"] == 5

    serverless = {"MemorySizeInMB": 2048, "MaxConcurrency": 5}
    sagemaker.create_endpoint_config(
        EndpointConfigName="smaller",
        ProductionVariants=[{"VariantName": "AllTraffic", "ModelName": "here", "ServerlessConfig": serverless}],
    )
    sagemaker.update_endpoint(EndpointName="here", EndpointConfigName="smaller")
    told = sagemaker.describe_endpoint(EndpointName="here")
    assert told["ProductionVariants"][0]["CurrentServerlessConfig"] == serverless

    sagemaker.delete_endpoint(EndpointName="here")
    with pytest.raises(ClientError, match="Could not find"):
        sagemaker.describe_endpoint(EndpointName="here")


def test_an_inference_component_shares_an_endpoint(sagemaker: Any) -> None:
    make_endpoint(sagemaker, "shared")
    sagemaker.create_inference_component(
        InferenceComponentName="one",
        EndpointName="shared",
        VariantName="AllTraffic",
        Specification={"ModelName": "shared", "ComputeResourceRequirements": {"MinMemoryRequiredInMb": 1024}},
        RuntimeConfig={"CopyCount": 2},
    )
    told = sagemaker.describe_inference_component(InferenceComponentName="one")
    assert told["RuntimeConfig"]["CurrentCopyCount"] == 2
    assert [one["InferenceComponentName"] for one in sagemaker.list_inference_components()["InferenceComponents"]] == [
        "one"
    ]


@pytest.mark.parametrize(
    "dimension",
    [
        "sagemaker:variant:DesiredInstanceCount",
        "sagemaker:variant:DesiredProvisionedConcurrency",
        "sagemaker:inference-component:DesiredCopyCount",
    ],
)
def test_every_way_of_scaling_is_known(aws: standin.StandIn, dimension: str) -> None:
    scaling = boto3.client("application-autoscaling")
    target = {"ServiceNamespace": "sagemaker", "ResourceId": "endpoint/e/variant/v", "ScalableDimension": dimension}
    scaling.register_scalable_target(**target, MinCapacity=0, MaxCapacity=4)
    scaling.put_scaling_policy(**target, PolicyName="follow", PolicyType="TargetTrackingScaling")
    aws.seed_scaling_activities("endpoint/e/variant/v", [{"StartTime": 1.0, "ScalableDimension": dimension}])
    found = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    assert [(one["MinCapacity"], one["MaxCapacity"]) for one in found] == [(0, 4)]
    assert len(scaling.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"]) == 1
    assert len(scaling.describe_scaling_activities(ServiceNamespace="sagemaker")["ScalingActivities"]) == 1


def test_the_price_list_answers_from_the_shipped_table(aws: standin.StandIn) -> None:
    filters = {"regionCode": "us-east-1", "instanceName": "ml.p3.2xlarge", "platoinstancetype": "Training"}
    found = boto3.client("pricing").get_products(
        ServiceCode="AmazonSageMaker",
        Filters=[{"Type": "TERM_MATCH", "Field": field, "Value": value} for field, value in filters.items()],
    )["PriceList"]
    (term,) = json.loads(found[0])["terms"]["OnDemand"].values()
    (price,) = term["priceDimensions"].values()
    assert len(found) == 1
    assert 3.5 < float(price["pricePerUnit"]["USD"]) < 4.5


def test_seeded_metrics_come_back(aws: standin.StandIn) -> None:
    dimensions = {"Host": "churn/algo-1"}
    aws.seed_metrics("/aws/sagemaker/TrainingJobs", dimensions, {"GPUUtilization": 40.0}, minutes=10)
    now = datetime.now(timezone.utc)
    metric = {
        "Namespace": "/aws/sagemaker/TrainingJobs",
        "MetricName": "GPUUtilization",
        "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
    }
    found = boto3.client("cloudwatch").get_metric_data(
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(minutes=1),
        MetricDataQueries=[{"Id": "gpu", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Average"}}],
    )["MetricDataResults"][0]["Values"]
    assert len(found) == 10
    assert 36 < sum(found) / len(found) < 44


def test_thousands_of_jobs_are_seeded_listed_and_searched(aws: standin.StandIn, sagemaker: Any) -> None:
    names = set(aws.seed_jobs(2000, days=10))
    pages = sagemaker.get_paginator("search").paginate(Resource="TrainingJob", MaxResults=100)
    documents = [one["TrainingJob"] for page in pages for one in page["Results"]]
    oldest = datetime.now(timezone.utc) - timedelta(days=11)
    assert {one["TrainingJobName"] for one in documents} == names
    assert all(one["CreationTime"] > oldest and one["TrainingTimeInSeconds"] > 0 for one in documents)
    assert len(sagemaker.list_training_jobs(MaxResults=100)["TrainingJobSummaries"]) == 100


def test_search_filters_by_property_and_tag(aws: standin.StandIn, sagemaker: Any) -> None:
    aws.seed_jobs(200)
    condition = [
        {"Name": "Tags.team", "Operator": "Equals", "Value": "churn"},
        {"Name": "EnableManagedSpotTraining", "Operator": "Equals", "Value": "true"},
    ]
    found = sagemaker.search(Resource="TrainingJob", SearchExpression={"Filters": condition})["Results"]
    assert 0 < len(found) < 100
    for one in found:
        assert one["TrainingJob"]["EnableManagedSpotTraining"]
        assert {"Key": "team", "Value": "churn"} in one["TrainingJob"]["Tags"]


def test_every_operation_is_remembered_and_reads_are_told_from_writes(aws: standin.StandIn, sagemaker: Any) -> None:
    sagemaker.list_training_jobs()
    boto3.client("s3").list_objects_v2(Bucket=standin.BUCKET)
    boto3.client("sts").get_caller_identity()
    assert [(call.service, call.operation) for call in aws.calls_made()] == [
        ("sagemaker", "ListTrainingJobs"),
        ("s3", "ListObjectsV2"),
        ("sts", "GetCallerIdentity"),
    ]
    assert all(call.reads_only for call in aws.calls_made())
    make_endpoint(sagemaker, "here")
    assert not any(call.reads_only for call in aws.calls_made()[3:])


def test_tags_can_be_added_and_listed(aws: standin.StandIn, sagemaker: Any) -> None:
    (name,) = aws.seed_jobs(1)
    arn = sagemaker.describe_training_job(TrainingJobName=name)["TrainingJobArn"]
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "gCO2e", "Value": "1800"}])
    assert {"Key": "gCO2e", "Value": "1800"} in sagemaker.list_tags(ResourceArn=arn)["Tags"]


def test_a_pipeline_starts_the_jobs_of_its_steps(sagemaker: Any) -> None:
    training = {
        "AlgorithmSpecification": {"TrainingImage": "registry/image:1", "TrainingInputMode": "File"},
        "OutputDataConfig": {
            "S3OutputPath": {"Std:Join": {"On": "/", "Values": ["s3:/", {"Get": "Parameters.Bucket"}]}}
        },
        "ResourceConfig": {"InstanceType": {"Get": "Parameters.Type"}, "InstanceCount": 1, "VolumeSizeInGB": 30},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        "RoleArn": standin.ROLE,
    }
    condition = {
        "Conditions": [],
        "IfSteps": [{"Name": "Train", "Type": "Training", "Arguments": training}],
        "ElseSteps": [],
    }
    definition = {
        "Version": "2020-12-01",
        "Parameters": [
            {"Name": "Type", "Type": "String", "DefaultValue": "ml.m5.xlarge"},
            {"Name": "Bucket", "Type": "String", "DefaultValue": "data"},
        ],
        "Steps": [{"Name": "GoodEnough", "Type": "Condition", "Arguments": condition}],
    }
    sagemaker.create_pipeline(
        PipelineName="nightly",
        PipelineDefinition=json.dumps(definition),
        RoleArn=standin.ROLE,
        ClientRequestToken="x" * 32,
    )
    arn = sagemaker.start_pipeline_execution(
        PipelineName="nightly",
        PipelineParameters=[{"Name": "Type", "Value": "ml.c5.xlarge"}],
        ClientRequestToken="y" * 32,
    )["PipelineExecutionArn"]
    steps = sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn, SortOrder="Ascending")[
        "PipelineExecutionSteps"
    ]
    job = steps[1]["Metadata"]["TrainingJob"]["Arn"].rsplit("/", 1)[1]
    told = sagemaker.describe_training_job(TrainingJobName=job)
    assert [one["StepName"] for one in steps] == ["GoodEnough", "Train"]
    assert told["ResourceConfig"]["InstanceType"] == "ml.c5.xlarge"
    assert told["OutputDataConfig"]["S3OutputPath"] == "s3://data"
    assert sagemaker.describe_pipeline_execution(PipelineExecutionArn=arn)["PipelineExecutionStatus"] == "Succeeded"


def test_the_server_answers_another_process(aws_server: standin.StandIn) -> None:
    import subprocess
    import sys

    program = "import boto3; print(boto3.client('sagemaker').list_endpoints()['Endpoints'])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=aws_server.environment() | _path(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == "[]\n", done.stderr
    assert [call.operation for call in aws_server.calls_made()] == ["ListEndpoints"]


def _path() -> dict[str, str]:
    import os

    return {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "HOME") if name in os.environ}


def test_a_jobs_metrics_are_sums_over_processors_as_on_aws(aws: standin.StandIn) -> None:
    (name,) = aws.seed_jobs(1, kind="ProcessingJob", days=0)
    aws.seed_job_metrics(name, kind="ProcessingJob", cpu=0.5)
    told = boto3.client("sagemaker").describe_processing_job(ProcessingJobName=name)
    cluster = told["ProcessingResources"]["ClusterConfig"]
    cores = {"ml.m5.xlarge": 4, "ml.m5.4xlarge": 16, "ml.c5.9xlarge": 36}[cluster["InstanceType"]]
    answer = boto3.client("cloudwatch").get_metric_statistics(
        Namespace="/aws/sagemaker/ProcessingJobs",
        MetricName="CPUUtilization",
        Dimensions=[{"Name": "Host", "Value": f"{name}/algo-{cluster['InstanceCount']}"}],
        StartTime=told["ProcessingStartTime"],
        EndTime=told["ProcessingEndTime"] + timedelta(minutes=1),
        Period=3600,
        Statistics=["Average"],
    )["Datapoints"]
    assert answer[0]["Average"] == pytest.approx(50 * cores, rel=0.06)
