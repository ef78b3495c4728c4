"""From what a user writes to what is said: service requests and cells, read by the readers, judged by the practices."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_green.advisor import advise
from jupyter_green.job import Job
from jupyter_green.practices import Context
from jupyter_green.practices.source_facts import facts_of
from jupyter_green.readers.requests import RequestReader

_CLUSTER = {
    "Name": "etl",
    "ReleaseLabel": "emr-7.10.0",
    "Instances": {"InstanceGroups": [{"InstanceRole": "CORE", "InstanceType": "m5.xlarge", "InstanceCount": 3}]},
}
_QUERY = {"QueryString": "CREATE TABLE t WITH (format = 'TEXTFILE') AS SELECT * FROM s"}
_GLUE = {"Name": "etl", "GlueVersion": "4.0", "WorkerType": "G.1X", "NumberOfWorkers": 20}
_COPIES = {
    "ProcessingJobName": "prepare",
    "ProcessingResources": {
        "ClusterConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 4, "VolumeSizeInGB": 30}
    },
    "ProcessingInputs": [
        {
            "S3Input": {
                "S3Uri": "s3://my-bucket/raw/",
                "S3InputMode": "File",
                "S3DataDistributionType": "FullyReplicated",
            }
        }
    ],
}


def _said(jobs: tuple[Job, ...], context: Context | None = None) -> set[str]:
    answers = advise(jobs, context)
    assert answers.failures == ()
    return {advice.practice for advice in answers.advice}


@pytest.mark.parametrize(
    ("service", "operation", "request_", "practice"),
    [
        ("emr", "RunJobFlow", _CLUSTER, "serverless-data-prep"),
        ("athena", "StartQueryExecution", _QUERY, "columnar-formats"),
        ("glue", "CreateJob", _GLUE, "right-size-processing-cluster"),
        ("s3", "CreateBucket", {"Bucket": "my-data"}, "storage-lifecycle"),
        ("sagemaker", "CreateProcessingJob", _COPIES, "right-size-processing-cluster"),
        ("sagemaker", "CreateFeatureGroup", {"FeatureGroupName": "f", "OnlineStoreConfig": {"EnableOnlineStore": True}},
         "feature-store-reuse"),
        ("sagemaker", "CreateNotebookInstance", {"NotebookInstanceName": "n", "InstanceType": "ml.g5.xlarge"},
         "idle-shutdown-notebooks"),
    ],
)  # fmt: skip
def test_a_request_is_read_and_spoken_of(service: str, operation: str, request_: dict[str, Any], practice: str) -> None:
    jobs = RequestReader().read(operation, request_, region="us-east-1", service=service)
    assert practice in _said(jobs)


def test_a_serverless_application_a_scaling_job_and_a_table_in_parquet_are_left_alone() -> None:
    reader = RequestReader()
    quiet = [
        ("emr-serverless", "CreateApplication", {"name": "etl", "releaseLabel": "emr-7.10.0", "type": "SPARK"}),
        ("glue", "CreateJob", {**_GLUE, "DefaultArguments": {"--enable-auto-scaling": "true"}}),
        ("athena", "StartQueryExecution", {"QueryString": "SELECT 1"}),
    ]
    for service, operation, request in quiet:
        assert _said(reader.read(operation, request, region="us-east-1", service=service)) == set()


_JOB = Job(kind="training", region="eu-north-1", framework="kmeans", instance_type="ml.m5.large", instance_count=1)


@pytest.mark.parametrize(
    "cell",
    [
        "import pandas as pd\nframe = pd.read_csv('s3://my-bucket/train.csv')",
        "from pandas import read_csv\nread_csv(f's3://{bucket}/train.csv')",
        "import dask.dataframe as dd\ndd.read_csv('s3://my-bucket/part-0.csv')",
    ],
)
def test_a_cell_that_reads_text_from_s3_is_read_and_spoken_of(cell: str) -> None:
    context = Context(source=facts_of([cell]), jobs=(_JOB,))
    assert "columnar-formats" in _said((_JOB,), context)
    assert "columnar-formats" not in _said(
        (_JOB,), Context(source=facts_of([cell.replace("csv", "parquet")]), jobs=(_JOB,))
    )


def test_spark_and_training_in_the_kernel_are_read_from_the_cells_of_a_notebook() -> None:
    notebook = Job(kind="notebook", instance_type="ml.m5.4xlarge", idle_timeout=3600)
    spark = facts_of(["from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()"])
    training = facts_of(["import torch\nfor epoch in range(90):\n    loss.backward()"])
    assert _said((notebook,), Context(source=spark)) == {"serverless-data-prep"}
    assert _said((notebook,), Context(source=training)) == {"heavy-work-off-the-notebook"}
    assert _said((notebook,), Context(source=facts_of(["import os"]))) == set()
