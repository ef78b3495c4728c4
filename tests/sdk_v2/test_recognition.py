"""Every job of SDK 2 is recognised, as object, request and later answer, and counted once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_green.demo import standin
from tests.support.notebook import NotebookShell, notebook_shell

STARTS = {
    "CreateTrainingJob", "CreateHyperParameterTuningJob", "CreateProcessingJob", "CreateTransformJob", "CreateEndpoint",
    "CreateMonitoringSchedule", "StartPipelineExecution",
}  # fmt: skip
IMPORTS = """
from sagemaker.estimator import Estimator
from sagemaker.pytorch import PyTorch
from sagemaker.tuner import HyperparameterTuner, ContinuousParameter
from sagemaker.model import Model
from sagemaker.multidatamodel import MultiDataModel
from sagemaker.pipeline import PipelineModel
from sagemaker.processing import Processor, ScriptProcessor
from sagemaker.sklearn.processing import SKLearnProcessor
from sagemaker.spark.processing import PySparkProcessor
from sagemaker.serverless import ServerlessInferenceConfig
from sagemaker.async_inference import AsyncInferenceConfig
from sagemaker.instance_group import InstanceGroup
from sagemaker.model_monitor import DefaultModelMonitor, CronExpressionGenerator
"""


@pytest.fixture
def notebook(aws: standin.StandIn, session: Any, role: str, tmp_path: Path) -> Iterator[NotebookShell]:
    script = tmp_path / "train.py"
    script.write_text("print('training')\n", encoding="utf-8")
    image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
    with notebook_shell() as shell:
        shell.run(IMPORTS, session=session, role=role, script=str(script), image=image, bucket=standin.BUCKET)
        yield shell


ESTIMATOR = (
    "est = Estimator(image, role, 2, 'ml.m5.4xlarge', sagemaker_session=session, output_path='s3://b/o', max_run=7200)"
)
MODEL = "model = Model(image, model_data=f's3://{bucket}/m.tar.gz', role=role, sagemaker_session=session)"

FLOWS = {
    "training": (
        f"{ESTIMATOR}\nest.fit(wait=False)",
        {"kind": "training", "instance_type": "ml.m5.4xlarge", "instance_count": 2, "max_runtime": 7200},
    ),
    "framework": (
        "est = PyTorch(entry_point=script, role=role, framework_version='2.3.0', py_version='py311', instance_count=1,"
        " instance_type='ml.g5.xlarge', sagemaker_session=session)\nest.fit(wait=False)",
        {"kind": "training", "instance_type": "ml.g5.xlarge", "framework": "pytorch"},
    ),
    "spot": (
        "Estimator(image, role, 1, 'ml.g4dn.xlarge', sagemaker_session=session, output_path='s3://b/o', max_run=3600,"
        " max_wait=7200, use_spot_instances=True, checkpoint_s3_uri='s3://b/c').fit(wait=False)",
        {"kind": "training", "spot": True, "max_wait": 7200, "checkpoint": "s3://b/c"},
    ),
    "heterogeneous": (
        "Estimator(image, role, sagemaker_session=session, output_path='s3://b/o', instance_groups=["
        "InstanceGroup('a', 'ml.c5.xlarge', 2), InstanceGroup('b', 'ml.p3.2xlarge', 1)]).fit(wait=False)",
        {"kind": "training", "instance_type": None},
    ),
    "tuning": (
        f"{ESTIMATOR}\nest.set_hyperparameters(objective='reg:linear', num_round=10)\n"
        "tuner = HyperparameterTuner(est, 'validation:rmse', {'eta': ContinuousParameter(0, 1)}, max_jobs=8,"
        " max_parallel_jobs=2, strategy='Bayesian', early_stopping_type='Auto', objective_type='Minimize',"
        " metric_definitions=[{'Name': 'validation:rmse', 'Regex': 'x=(.*)'}])\ntuner.fit(wait=False)",
        {"kind": "tuning", "max_jobs": 8, "max_parallel_jobs": 2, "early_stopping": "Auto", "instance_count": 2},
    ),
    "endpoint": (
        f"{MODEL}\npredictor = model.deploy(2, 'ml.c5.large', endpoint_name='live', wait=False)",
        {"kind": "endpoint", "instance_type": "ml.c5.large", "instance_count": 2, "mode": "real-time"},
    ),
    "serverless": (
        f"{MODEL}\nmodel.deploy(serverless_inference_config=ServerlessInferenceConfig(4096, 10),"
        " endpoint_name='now-and-then', wait=False)",
        {"kind": "endpoint", "mode": "serverless", "serverless_memory_mb": 4096, "serverless_max_concurrency": 10},
    ),
    "async": (
        f"{MODEL}\nmodel.deploy(1, 'ml.g5.xlarge', endpoint_name='queued', wait=False,"
        " async_inference_config=AsyncInferenceConfig(output_path='s3://b/o'))",
        {"kind": "endpoint", "mode": "async", "instance_type": "ml.g5.xlarge"},
    ),
    "multi-model": (
        f"{MODEL}\nmany = MultiDataModel('many', 's3://b/models/', model=model, sagemaker_session=session)\n"
        "many.deploy(1, 'ml.m5.xlarge', endpoint_name='many')",
        {"kind": "endpoint", "mode": "multi-model", "instance_type": "ml.m5.xlarge"},
    ),
    "transform": (
        f"{MODEL}\nmodel.create('ml.m5.large')\nt = model.transformer(3, 'ml.m5.large')\n"
        "t.transform('s3://b/in', wait=False, logs=False)",
        {"kind": "transform", "instance_count": 3, "instance_type": "ml.m5.large"},
    ),
    "processing": (
        "Processor(role, image, 1, 'ml.r5.xlarge', sagemaker_session=session).run(wait=False, logs=False)",
        {"kind": "processing", "instance_type": "ml.r5.xlarge", "volume_gb": 30},
    ),
    "sklearn processing": (
        "p = SKLearnProcessor('1.2-1', role, 1, 'ml.m5.xlarge', sagemaker_session=session)\n"
        "p.run(code=script, wait=False, logs=False)",
        {"kind": "processing", "framework": "sklearn"},
    ),
    "monitoring": (
        f"{MODEL}\nmodel.deploy(1, 'ml.m5.large', endpoint_name='watched', wait=False)\n"
        "m = DefaultModelMonitor(role, instance_count=1, instance_type='ml.m5.xlarge', sagemaker_session=session)\n"
        "m.create_monitoring_schedule(endpoint_input='watched', output_s3_uri='s3://b/o',"
        " schedule_cron_expression=CronExpressionGenerator.daily())",
        {"kind": "monitoring-schedule", "instance_type": "ml.m5.xlarge"},
    ),
}


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_a_flow_is_recognised_and_counted_once(flow: str, notebook: NotebookShell, aws: standin.StandIn) -> None:
    cell, expected = FLOWS[flow]
    already = len(aws.calls_made())
    notebook.run(cell)
    asked = [call for call in aws.calls_made()[already:] if call.operation in STARTS]
    started = notebook.started()
    assert len(started) == len(asked), [entry.key for entry in started]
    job = next(entry.job for entry in started if entry.job.kind == expected["kind"])
    assert {name: getattr(job, name) for name in expected} == expected
    # The mould the job came from, and every object that stands for it, add nothing to the totals.
    assert len(notebook.session.books.counted()) == len(started)


def test_an_object_is_a_forecast_until_it_starts(notebook: NotebookShell) -> None:
    (forecast,) = notebook.lines(ESTIMATOR)
    assert forecast["state"] == "forecast" and forecast["what"] == "training · 2 × ml.m5.4xlarge · us-east-1"
    (running,) = notebook.lines("est.fit(wait=False)")
    assert running["state"] == "running"
    assert len(notebook.session.books.counted()) == 1


def test_two_fits_are_two_jobs(notebook: NotebookShell) -> None:
    notebook.run(ESTIMATOR)
    notebook.run("est.fit(wait=False, job_name='first')\nest.fit(wait=False, job_name='second')")
    assert [entry.job.name for entry in notebook.started()] == ["first", "second"]


def test_an_estimator_built_anew_replaces_the_old_forecast(notebook: NotebookShell) -> None:
    for _ in range(3):
        notebook.run(ESTIMATOR)
    assert len(notebook.session.books.counted()) == 1


def test_objects_in_lists_dicts_and_attributes_count(notebook: NotebookShell) -> None:
    notebook.run(
        "class Box:\n    pass\nbox = Box()\n"
        "make = lambda t: Estimator(image, role, 1, t, sagemaker_session=session)\n"
        "held = [make('ml.m5.large')]\nnamed = {'a': {'b': make('ml.c5.large')}}\nbox.inner = make('ml.r5.large')"
    )
    types = {entry.job.instance_type for entry in notebook.session.books.counted()}
    assert types == {"ml.m5.large", "ml.c5.large", "ml.r5.large"}


def test_local_mode_and_pipeline_variables_are_told_apart(notebook: NotebookShell) -> None:
    notebook.run(
        "from sagemaker.workflow.parameters import ParameterString, ParameterInteger\n"
        "kind = ParameterString('Kind', default_value='ml.g5.2xlarge')\ncount = ParameterInteger('Count')\n"
        "later = Estimator(image, role, count, kind, sagemaker_session=session)"
    )
    (entry,) = notebook.session.books.counted()
    assert entry.job.instance_type == "ml.g5.2xlarge" and entry.job.origin("instance_type").status == "defaulted"
    assert "decided when the pipeline starts" in str(entry.job.instance_count)


def test_calls_and_deletes_of_an_endpoint_are_noticed(notebook: NotebookShell) -> None:
    notebook.run(f"{MODEL}\npredictor = model.deploy(1, 'ml.c5.large', endpoint_name='live', wait=False)")
    (entry,) = notebook.session.books.open_endpoints()
    assert entry.last_call is None
    notebook.run(
        "import boto3\nboto3.client('sagemaker-runtime', region_name='us-east-1')"
        ".invoke_endpoint(EndpointName='live', Body=b'1')"
    )
    assert entry.calls == 1 and entry.last_call is not None
    notebook.run("session.delete_endpoint('live')")
    assert entry.state == "stopped" and not notebook.session.books.open_endpoints()


def test_a_refused_job_is_not_counted(notebook: NotebookShell) -> None:
    with pytest.raises(Exception, match=r"Parameter validation"):
        notebook.run("session.sagemaker_client.create_training_job(TrainingJobName=3)")
    assert not notebook.started()


def test_the_line_stands_there_while_fit_still_blocks(notebook: NotebookShell) -> None:
    """The job's line is published when AWS accepts it, not when the cell ends."""
    notebook.run(
        "seen = []\npublished = get_ipython().display_pub.publish\n"
        "def noted(data, metadata=None, **more):\n"
        "    seen.append('line')\n    return published(data, metadata, **more)\n"
        "get_ipython().display_pub.publish = noted"
    )
    notebook.run(
        "import time\n" + ESTIMATOR + "\nest.fit(wait=False)\n"
        "for _ in range(100):\n    if seen: break\n    time.sleep(0.05)\nwhile_running = list(seen)"
    )
    assert notebook.shell.user_ns["while_running"] == ["line"]


def test_the_other_of_two_equal_estimators_still_waits(notebook: NotebookShell) -> None:
    notebook.run(f"{ESTIMATOR}\nother = {ESTIMATOR.removeprefix('est = ')}")
    notebook.run("est.fit(wait=False)")
    assert [entry.state for entry in notebook.session.books.counted()] == ["forecast", "running"]


def test_a_new_object_with_the_id_of_an_old_one_is_not_its_job(notebook: NotebookShell) -> None:
    """Python gives the address of an ended estimator to the next one but one, cell by cell."""
    make = "est = Estimator(image, role, 1, '{}', sagemaker_session=session, output_path='s3://b/o')"
    notebook.run(make.format("ml.m5.large") + "\nest.fit(wait=False, job_name='first')\nids = [id(est)]")
    for size in ("xlarge", "2xlarge", "4xlarge", "12xlarge"):
        notebook.run(make.format(f"ml.m5.{size}") + "\nids.append(id(est))")
    told = [(entry.job.instance_type, entry.state) for entry in notebook.session.books.counted()]
    assert told == [("ml.m5.large", "running"), ("ml.m5.12xlarge", "forecast")]


def test_a_list_built_anew_replaces_the_forecasts_of_the_old_one(notebook: NotebookShell) -> None:
    for _ in range(3):
        notebook.run(f"both = [{', '.join([ESTIMATOR.removeprefix('est = ')] * 2)}]")
    assert len(notebook.session.books.counted()) == 2


def test_a_count_that_is_text_or_nonsense_disturbs_nothing(notebook: NotebookShell) -> None:
    one = "Estimator(image, role, {}, 'ml.m5.large', sagemaker_session=session, output_path='s3://b/o', max_run='60')"
    lines = notebook.lines(f"held = [{', '.join(one.format(count) for count in (repr('2'), -3, 1))}]")
    assert [line["text"].partition(" · us")[0] for line in lines] == [
        "training · 2 × ml.m5.large",
        "training · ? × ml.m5.large",
        "training · 1 × ml.m5.large",
    ]
    (table,) = notebook.run("%green")
    assert "2 of 3 counted" in table["text/plain"]
    assert notebook.session.notices == []


def test_the_steps_of_a_pipeline_are_counted_once_when_it_is_compiled_and_started(notebook: NotebookShell) -> None:
    notebook.run(
        "from sagemaker.workflow.pipeline import Pipeline\nfrom sagemaker.workflow.steps import TrainingStep\n"
        "from sagemaker.workflow.pipeline_context import PipelineSession\n"
        "from sagemaker.workflow.parameters import ParameterInteger\n"
        "count = ParameterInteger('Count', default_value=3)\nlater = PipelineSession(default_bucket=bucket)\n"
        "inside = Estimator(image, role, count, 'ml.c5.xlarge', sagemaker_session=later, output_path='s3://b/o')\n"
        "pipeline = Pipeline('nightly', parameters=[count], steps=[TrainingStep('train', step_args=inside.fit())],"
        " sagemaker_session=later)"
    )
    notebook.run("pipeline.upsert(role_arn=role)\nstarted = pipeline.start(parameters={'Count': 5})")
    counted = [(entry.job.kind, entry.job.instance_count) for entry in notebook.session.books.counted()]
    assert counted == [("pipeline", None), ("training", 5)]
