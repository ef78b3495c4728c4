"""Version 2 of the SDK runs its usual flows against the stand-in, from training to a changed endpoint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_green.demo import standin

IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
DATA = f"s3://{standin.BUCKET}/data/train.csv"


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "train.py"
    path.write_text("print('training')\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def model(session: Any, role: str) -> Any:
    from sagemaker.model import Model

    return Model(
        image_uri=IMAGE, model_data=f"s3://{standin.BUCKET}/model.tar.gz", role=role, sagemaker_session=session
    )


def test_an_estimator_trains_waits_and_deploys(estimator: Any) -> None:
    estimator.fit({"train": DATA}, wait=True, logs=False)
    told = estimator.latest_training_job.describe()
    assert told["TrainingJobStatus"] == "Completed"
    assert told["TrainingTimeInSeconds"] > 0
    predictor = estimator.deploy(1, "ml.g5.xlarge", endpoint_name="churn", wait=False)
    assert predictor.predict(b"1,2,3", initial_args={"ContentType": "text/csv"})


def test_spot_warm_pools_and_groups_are_accepted(session: Any, role: str) -> None:
    from sagemaker.estimator import Estimator
    from sagemaker.instance_group import InstanceGroup

    common: dict[str, Any] = {"image_uri": IMAGE, "role": role, "sagemaker_session": session, "output_path": "s3://b/o"}
    small = {"instance_count": 1, "instance_type": "ml.g4dn.xlarge"}
    groups = [InstanceGroup("cpu", "ml.c5.xlarge", 2), InstanceGroup("gpu", "ml.p3.2xlarge", 1)]
    for estimator in (
        Estimator(
            **common, **small, use_spot_instances=True, max_run=3600, max_wait=7200, checkpoint_s3_uri="s3://b/c"
        ),
        Estimator(**common, **small, keep_alive_period_in_seconds=900),
        Estimator(**common, instance_groups=groups),
    ):
        estimator.fit(wait=False)
        assert estimator.latest_training_job.describe()["TrainingTimeInSeconds"] > 0


def test_a_framework_estimator_uploads_its_script_and_deploys(session: Any, role: str, script: str) -> None:
    from sagemaker.pytorch import PyTorch

    estimator = PyTorch(
        entry_point=script,
        role=role,
        framework_version="2.3.0",
        py_version="py311",
        instance_count=1,
        instance_type="ml.p3.2xlarge",
        sagemaker_session=session,
    )
    estimator.fit({"train": DATA}, wait=False)
    predictor = estimator.deploy(1, "ml.m5.xlarge", endpoint_name="vision", entry_point=script, wait=False)
    assert predictor.endpoint_name == "vision"


def test_a_tuner_runs_and_tells_its_trials(estimator: Any) -> None:
    from sagemaker.tuner import ContinuousParameter, HyperparameterTuner

    tuner = HyperparameterTuner(
        estimator,
        "validation:auc",
        {"eta": ContinuousParameter(0.01, 0.3)},
        metric_definitions=[{"Name": "validation:auc", "Regex": "auc=(.*)"}],
        max_jobs=6,
        max_parallel_jobs=3,
    )
    tuner.fit({"train": DATA}, wait=True)
    assert tuner.best_training_job()
    assert len(tuner.analytics().training_job_summaries()) == 6
    assert tuner.describe()["HyperParameterTuningJobStatus"] == "Completed"


def test_serverless_async_and_multi_model_endpoints_open(model: Any, session: Any, role: str) -> None:
    from sagemaker.async_inference import AsyncInferenceConfig
    from sagemaker.multidatamodel import MultiDataModel
    from sagemaker.serverless import ServerlessInferenceConfig

    model.deploy(
        serverless_inference_config=ServerlessInferenceConfig(memory_size_in_mb=2048),
        endpoint_name="now-and-then",
        wait=False,
    )
    queue = AsyncInferenceConfig(output_path=f"s3://{standin.BUCKET}/answers")
    model.deploy(1, "ml.inf2.xlarge", async_inference_config=queue, endpoint_name="queued", wait=False)
    many = MultiDataModel(
        "many", f"s3://{standin.BUCKET}/models", image_uri=IMAGE, role=role, sagemaker_session=session
    )
    many.deploy(2, "ml.c7g.xlarge", endpoint_name="shared", wait=False)
    sagemaker = session.sagemaker_client
    shown = {name: sagemaker.describe_endpoint(EndpointName=name) for name in ("now-and-then", "queued", "shared")}
    assert shown["now-and-then"]["ProductionVariants"][0]["CurrentServerlessConfig"]["MemorySizeInMB"] == 2048
    assert shown["queued"]["AsyncInferenceConfig"]["OutputConfig"]["S3OutputPath"].endswith("/answers")
    assert shown["shared"]["ProductionVariants"][0]["CurrentInstanceCount"] == 2


def test_a_running_endpoint_changes_its_size(model: Any, session: Any) -> None:
    from sagemaker.predictor import Predictor

    model.deploy(1, "ml.m5.xlarge", endpoint_name="churn", wait=False)
    predictor = Predictor("churn", sagemaker_session=session)
    predictor.update_endpoint(initial_instance_count=3, instance_type="ml.c5.large", wait=False)
    told = session.sagemaker_client.describe_endpoint(EndpointName="churn")
    assert told["ProductionVariants"][0]["DesiredInstanceCount"] == 3


def test_transform_and_processing_jobs_run(model: Any, session: Any, role: str, script: str) -> None:
    from sagemaker.processing import ProcessingOutput, ScriptProcessor

    model.create(instance_type="ml.m5.xlarge")
    transformer = model.transformer(1, "ml.m5.xlarge", output_path="s3://b/scores")
    transformer.transform(DATA, content_type="text/csv", wait=False, logs=False)
    processor = ScriptProcessor(
        image_uri=IMAGE,
        command=["python3"],
        role=role,
        instance_count=2,
        instance_type="ml.m5.4xlarge",
        sagemaker_session=session,
    )
    processor.run(script, outputs=[ProcessingOutput(source="/opt/ml/processing/out")], wait=False, logs=False)
    told = processor.latest_job.describe()
    assert told["ProcessingResources"]["ClusterConfig"]["InstanceCount"] == 2
    assert told["ProcessingEndTime"] > told["ProcessingStartTime"]


def test_a_pipeline_runs_its_steps(estimator: Any, session: Any, role: str) -> None:
    from sagemaker.inputs import TrainingInput
    from sagemaker.workflow.parameters import ParameterString
    from sagemaker.workflow.pipeline import Pipeline
    from sagemaker.workflow.pipeline_context import PipelineSession
    from sagemaker.workflow.steps import TrainingStep

    estimator.sagemaker_session = PipelineSession(boto_session=session.boto_session, default_bucket=standin.BUCKET)
    size = ParameterString("Size", default_value="ml.m5.xlarge")
    estimator.instance_type = size
    step = TrainingStep("Train", step_args=estimator.fit({"train": TrainingInput(DATA)}))
    pipeline = Pipeline("nightly", parameters=[size], steps=[step], sagemaker_session=estimator.sagemaker_session)
    pipeline.upsert(role_arn=role)
    execution = pipeline.start(parameters={"Size": "ml.c5.2xlarge"})
    execution.wait(delay=1, max_attempts=5)
    (ran,) = execution.list_steps()
    name = ran["Metadata"]["TrainingJob"]["Arn"].rsplit("/", 1)[1]
    told = session.sagemaker_client.describe_training_job(TrainingJobName=name)
    assert told["ResourceConfig"]["InstanceType"] == "ml.c5.2xlarge"


def test_a_monitoring_schedule_is_kept(session: Any, role: str, model: Any) -> None:
    from sagemaker.model_monitor import DefaultModelMonitor, EndpointInput

    model.deploy(1, "ml.m5.xlarge", endpoint_name="churn", wait=False)
    monitor = DefaultModelMonitor(role=role, instance_type="ml.m5.xlarge", sagemaker_session=session)
    monitor.create_monitoring_schedule(
        endpoint_input=EndpointInput("churn", "/opt/ml/processing/input"),
        output_s3_uri="s3://b/reports",
        schedule_cron_expression="cron(0 * ? * * *)",
        monitor_schedule_name="hourly",
    )
    assert monitor.describe_schedule()["MonitoringScheduleStatus"] == "Scheduled"


def test_nothing_but_the_expected_services_is_asked(aws: standin.StandIn, estimator: Any) -> None:
    estimator.fit({"train": DATA}, wait=False)
    assert {call.service for call in aws.calls_made()} <= {"sagemaker", "s3", "sts", "iam", "logs"}
    assert json.dumps([call.operation for call in aws.calls_made("sagemaker")]) == '["CreateTrainingJob"]'
