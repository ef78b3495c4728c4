"""The practices on endpoints as people write them: SDK 2, SDK 3 and boto3, read from cells."""

from __future__ import annotations

from textwrap import dedent

import pytest

from jupyter_green.advisor import advise
from jupyter_green.practices import Context, SourceFacts, all_practices
from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import read_cells

_PRACTICES = [one for one in all_practices() if one.phase == "deployment and management"]

CELLS = {
    "a model of SDK 2 on two CPU instances": (
        """
        from sagemaker.xgboost import XGBoostModel
        model = XGBoostModel(model_data="s3://b/m", role="r", entry_point="inference.py", framework_version="1.5-1")
        scorer = model.deploy(initial_instance_count=2, instance_type="ml.c5.2xlarge")
        """,
        {"delete-idle-endpoints", "graviton-inference", "serverless-inference", "endpoint-auto-scaling"}
        | {"align-sla-with-need", "compile-tree-ensembles"},
    ),
    "a language model of SDK 2 on GPUs": (
        """
        from sagemaker.huggingface import HuggingFaceModel
        model = HuggingFaceModel(env={"HF_MODEL_ID": "a/llama"}, role="r", transformers_version="4.37")
        llm = model.deploy(initial_instance_count=2, instance_type="ml.g5.12xlarge", endpoint_name="chat-dev")
        """,
        {"delete-idle-endpoints", "inferentia-inference", "prefix-aware-routing", "inference-optimization-jobs"}
        | {"automate-deployment", "async-inference", "inference-recommender", "enhanced-endpoint-metrics"},
    ),
    "one endpoint a model, in a loop": (
        """
        from sagemaker.sklearn import SKLearnModel
        for name in ["a", "b", "c"]:
            model = SKLearnModel(model_data="s3://b/" + name, role="r", entry_point="i.py", framework_version="1.2-1")
            predictor = model.deploy(1, "ml.m5.large")
        """,
        {"delete-idle-endpoints", "multi-model-endpoint"},
    ),
    "a builder of SDK 3 with an image of AWS": (
        """
        from sagemaker.serve.model_builder import ModelBuilder
        image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.3.0-cpu-py311"
        builder = ModelBuilder(image_uri=image, s3_model_data_url="s3://b/m", role_arn="r")
        endpoint = builder.deploy(endpoint_name="x", initial_instance_count=1, instance_type="ml.c5.xlarge")
        """,
        {"delete-idle-endpoints", "graviton-inference", "serverless-inference"},
    ),
    "a queue of boto3 that never reaches zero": (
        """
        import boto3
        sm = boto3.client("sagemaker", region_name="us-east-1")
        variant = {"VariantName": "a", "ModelName": "m", "InstanceType": "ml.g5.xlarge", "InitialInstanceCount": 1}
        queue = {"OutputConfig": {"S3OutputPath": "s3://b/o"}}
        sm.create_endpoint_config(EndpointConfigName="c", ProductionVariants=[variant], AsyncInferenceConfig=queue)
        sm.create_endpoint(EndpointName="e", EndpointConfigName="c")
        """,
        {"delete-idle-endpoints", "async-inference", "enhanced-endpoint-metrics"},
    ),
    "Elastic Inference in an old notebook that cleans up": (
        """
        from sagemaker.mxnet import MXNetModel
        model = MXNetModel(model_data="s3://b/m", role="r", entry_point="i.py", framework_version="1.5.1")
        predictor = model.deploy(1, "ml.m5.large", accelerator_type="ml.eia2.medium")
        predictor.delete_endpoint()
        """,
        {"elastic-inference-retired", "neo-compilation"},
    ),
    "a monitor that runs every hour": (
        """
        from sagemaker.model_monitor import CronExpressionGenerator, DefaultModelMonitor
        monitor = DefaultModelMonitor(role="r", instance_count=1, instance_type="ml.m5.xlarge")
        hourly = CronExpressionGenerator.hourly()
        monitor.create_monitoring_schedule(endpoint_input="e", schedule_cron_expression=hourly)
        """,
        {"model-monitor-driven-retraining"},
    ),
    "a data set scored call by call": (
        """
        from sagemaker.sklearn import SKLearnModel
        model = SKLearnModel(model_data="s3://b/m", role="r", entry_point="i.py", framework_version="1.2-1")
        predictor = model.deploy(1, "ml.m5.large")
        for row in rows:
            answers.append(predictor.predict(row))
        predictor.delete_endpoint()
        """,
        {"batch-transform", "serverless-inference"},
    ),
}


def _said(text: str) -> set[str]:
    source = dedent(text)
    jobs = tuple(found.job for found in read_cells([SourceCell(0, source)]).jobs)
    advised = advise(jobs, Context(jobs=jobs, source=SourceFacts(text=source)), _PRACTICES)
    assert advised.failures == ()
    return {advice.practice for advice in advised.advice}


@pytest.mark.parametrize("name", CELLS)
def test_what_is_written_is_found(name: str) -> None:
    text, expected = CELLS[name]
    assert expected <= _said(text)


def test_a_tidy_serverless_notebook_is_told_nothing() -> None:
    assert (
        _said(
            """
        from sagemaker.serverless import ServerlessInferenceConfig
        from sagemaker.sklearn import SKLearnModel
        model = SKLearnModel(model_data="s3://b/m", role="r", entry_point="i.py", framework_version="1.2-1")
        predictor = model.deploy(serverless_inference_config=ServerlessInferenceConfig(memory_size_in_mb=2048))
        predictor.predict([1])
        predictor.delete_endpoint()
        """
        )
        == set()
    )
