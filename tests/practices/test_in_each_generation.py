"""Every practice that a cell can tell of speaks on SDK 2, on SDK 3 and on boto3, where the platform has the words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from jupyter_green.job import Job
from jupyter_green.practices import Practice, find_practice
from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import read_cells
from jupyter_green.swaps.made import CannotSay
from jupyter_green.swaps.render import render
from jupyter_green.views.practice_pages import DIALECTS, own_practices

_DLC, _BUILT_IN = "763104351884.dkr.ecr.us-east-1.amazonaws.com", "811284229777.dkr.ecr.us-east-1.amazonaws.com"
_DUMMY = "111122223333.dkr.ecr.us-east-1.amazonaws.com/my-image:1"
_NO_SIGN = "its example's code does not hold the sign; see what is written out below"
_A_REQUEST_ONLY = "read when the request is made, not from source"
#: Where a practice does not speak on its example's code, with the reason.
SILENT = {
    **{("amt-narrow-search", api): _NO_SIGN for api in DIALECTS},
    **{("compile-tree-ensembles", api): _NO_SIGN for api in DIALECTS},
    **{("multi-container-or-pipeline-endpoint", api): _NO_SIGN for api in DIALECTS},
    **{("multi-model-endpoint", api): _NO_SIGN for api in DIALECTS},
    **{("serverless-customization-job", api): _NO_SIGN for api in DIALECTS},
    ("amt-warm-start", "sdk_v2"): "the ranges are the reader's own",
    ("amt-warm-start", "sdk_v3"): "the ranges are the reader's own",
    ("keep-data-next-to-compute", "sdk_v2"): "the Region is that of the reader's own session",
    ("keep-data-next-to-compute", "sdk_v3"): "the Region is that of the reader's own session",
    ("disable-unused-debugger-hook", "sdk_v3"): "ModelTrainer attaches no hook by itself",
    ("disable-unused-debugger-hook", "api"): "a request attaches no hook by itself",
    ("local-mode-smoke-test", "api"): "a request names no script",
    ("sdk-major-version-awareness", "sdk_v3"): "this is the SDK it sends to",
    ("sdk-major-version-awareness", "api"): "no SDK is used",
    ("smddp-data-parallel", "api"): "a request does not say that the script starts by torchrun",
    ("training-compiler", "sdk_v3"): "SDK 3 has no compiler",
    ("training-compiler", "api"): "a request that does not use the compiler is not sent to it",
    ("feature-store-reuse", "api"): _A_REQUEST_ONLY,
    ("serverless-data-prep", "api"): _A_REQUEST_ONLY,
    ("storage-lifecycle", "api"): _A_REQUEST_ONLY,
}


def _image(job: Job) -> str:
    """Return the image of AWS that runs the job's framework."""
    framework, version = job.get("framework", None), job.get("framework_version", None)
    use = "inference" if job.kind in ("endpoint", "transform") else "training"
    if framework in ("pytorch", "tensorflow", "mxnet"):
        return f"{_DLC}/{framework}-{use}:{version or '2.1.0'}-gpu-py310"
    if framework == "huggingface":
        base, _, number = (job.get("base_framework", None) or "pytorch 2.0.0").partition(" ")
        return f"{_DLC}/huggingface-{base}-{use}:{number}-transformers{version or '4.28.1'}-gpu-py310"
    if framework in ("xgboost", "sklearn"):
        return f"{_BUILT_IN}/sagemaker-{'xgboost' if framework == 'xgboost' else 'scikit-learn'}:{version or '1.7-1'}"
    return f"{_BUILT_IN}/{framework}:1" if framework else _DUMMY


def _code(job: Job, api: str) -> str:
    """Return the code of a job with a real image in the place of the reader's own name for one."""
    code = render(replace(job, api=api), api).replace(_DUMMY, _image(job))
    code = re.sub(r"(?<=[=:] )image(?=[,)])|(?<==)image(?=[,)])", repr(_image(job)), code)
    if api == "api" and job.kind == "endpoint" and "create_model(" not in code:
        container = {
            "Image": _image(job),
            "ModelDataUrl": "s3://my-bucket/m",
            "Environment": dict(job.get("environment", {})),
        }
        model = f'client.create_model(ModelName="my-model", PrimaryContainer={container})\n'
        code = code.replace("client.create_endpoint_config(", model + "client.create_endpoint_config(", 1)
    return code


def _speaks(practice: Practice, api: str) -> bool:
    context, example = practice.example_context, practice.example
    written = [job for job in context.jobs if job.identity != example.identity] + [example]
    cells = [SourceCell(i, _code(job, api)) for i, job in enumerate(written)]
    found = {one.cell: one.job for one in read_cells(cells, region="us-east-1").jobs}
    jobs = tuple(replace(found[i], identity=j.identity, name=j.name) for i, j in enumerate(written) if i in found)
    if len(jobs) < len(written):
        return False
    about = replace(context, jobs=jobs if context.jobs else ())
    return practice.applies_to(jobs[-1]) and practice.check(jobs[-1], about) is not None


def _cases() -> list[tuple[Practice, str]]:
    cases = []
    for practice in own_practices():
        for api in DIALECTS:
            try:
                render(replace(practice.example, api=api), api)
            except CannotSay:
                continue
            cases.append((practice, api))
    return cases


@pytest.mark.parametrize(("practice", "api"), _cases(), ids=lambda one: getattr(one, "id", one))
def test_a_practice_speaks_on_its_example_as_it_is_written(practice: Practice, api: str) -> None:
    assert _speaks(practice, api) is ((practice.id, api) not in SILENT)


_RANGES = ", ".join(f'"p{i}": ContinuousParameter(0.0, 1.0)' for i in range(10))
_API_RANGES = [{"Name": f"p{i}", "MinValue": "0", "MaxValue": "1"} for i in range(10)]
_DEPLOY = {
    "sdk_v2": """
from sagemaker.model import Model
Model(image_uri="{image}", model_data="s3://b/m", role="r").deploy(1, "ml.m5.large", endpoint_name="{name}")
""",
    "sdk_v3": """
from sagemaker.serve.model_builder import ModelBuilder
builder = ModelBuilder(image_uri="{image}", s3_model_data_url="s3://b/m", role_arn="r")
builder.deploy(initial_instance_count=1, instance_type="ml.m5.large", endpoint_name="{name}")
""",
    "api": """
import boto3
sm = boto3.client("sagemaker")
sm.create_model(ModelName="{name}", PrimaryContainer={{"Image": "{image}"}}, ExecutionRoleArn="r")
variant = {{"VariantName": "x", "ModelName": "{name}", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}}
sm.create_endpoint_config(EndpointConfigName="{name}", ProductionVariants=[variant])
sm.create_endpoint(EndpointName="{name}", EndpointConfigName="{name}")
""",
}


def _deployed(api: str, *images: str) -> str:
    return "".join(_DEPLOY[api].format(name=f"endpoint-{i}", image=image) for i, image in enumerate(images))


_XGBOOST, _SKLEARN = f"{_BUILT_IN}/sagemaker-xgboost:1.7-1", f"{_BUILT_IN}/sagemaker-scikit-learn:1.2-1"
WRITTEN_OUT = {
    ("amt-narrow-search", "sdk_v2"): f"""
from sagemaker.tuner import ContinuousParameter, HyperparameterTuner
from sagemaker.xgboost import XGBoost
xgboost = XGBoost(entry_point="t.py", role="r", framework_version="1.7-1", instance_type="ml.m5.2xlarge")
HyperparameterTuner(xgboost, "auc", {{{_RANGES}}}, max_jobs=30, max_parallel_jobs=3).fit()
""",
    ("amt-narrow-search", "sdk_v3"): f"""
from sagemaker.core.parameter import ContinuousParameter
from sagemaker.train import ModelTrainer
from sagemaker.train.tuner import HyperparameterTuner
trainer = ModelTrainer(training_image="{_XGBOOST}", role="r")
HyperparameterTuner(trainer, "auc", {{{_RANGES}}}, max_jobs=30, max_parallel_jobs=3).tune()
""",
    ("amt-narrow-search", "api"): f"""
import boto3
config = {{"Strategy": "Bayesian", "ResourceLimits": {{"MaxNumberOfTrainingJobs": 30, "MaxParallelTrainingJobs": 3}},
          "ParameterRanges": {{"ContinuousParameterRanges": {_API_RANGES}}}}}
trial = {{"ResourceConfig": {{"InstanceType": "ml.m5.2xlarge", "InstanceCount": 1}}}}
boto3.client("sagemaker").create_hyper_parameter_tuning_job(
    HyperParameterTuningJobName="x", HyperParameterTuningJobConfig=config, TrainingJobDefinition=trial)
""",
    ("compile-tree-ensembles", "sdk_v2"): """
from sagemaker.xgboost import XGBoostModel
model = XGBoostModel(model_data="s3://b/m", role="r", entry_point="inference.py", framework_version="1.7-1")
model.deploy(4, "ml.c5.2xlarge", endpoint_name="churn")
""",
    ("serverless-customization-job", "sdk_v3"): """
from sagemaker.train import SFTTrainer
from sagemaker.train.configs import Compute
SFTTrainer(model="m", compute=Compute(instance_type="ml.g5.2xlarge", instance_count=1), training_type="LORA").train()
""",
    ("keep-data-next-to-compute", "sdk_v2"): """
import boto3, sagemaker
from sagemaker.sklearn import SKLearn
session = sagemaker.Session(boto3.Session(region_name="eu-west-1"))
estimator = SKLearn("t.py", role="r", framework_version="1.2-1", instance_type="ml.m5.large", sagemaker_session=session)
estimator.fit({"train": "s3://sagemaker-us-east-1-111122223333/raw/"})
""",
    **{("multi-model-endpoint", api): _deployed(api, _XGBOOST, _XGBOOST, _XGBOOST) for api in _DEPLOY},
    **{("multi-container-or-pipeline-endpoint", api): _deployed(api, _XGBOOST, _SKLEARN) for api in _DEPLOY},
}


@pytest.mark.parametrize(("name", "api"), WRITTEN_OUT, ids=str)
def test_a_practice_speaks_on_what_is_written_out(name: str, api: str) -> None:
    practice = find_practice(name)
    assert practice is not None
    reading = read_cells([SourceCell(0, WRITTEN_OUT[name, api])])
    jobs = tuple(replace(job, identity=practice.example.identity) for found in reading.jobs for job in [found.job])
    about = replace(practice.example_context, jobs=jobs)
    assert any(practice.applies_to(job) and practice.check(job, about) is not None for job in jobs)
    assert {job.api for job in jobs} == {api} or jobs[0].kind == "endpoint"
