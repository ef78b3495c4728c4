"""The notebooks of the tests: real objects of the SageMaker SDK, with something to say about each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jupyter_green.demo.standin import ROLE
from tests.browser.lab import Lab, code
from tests.browser.notebook_page import NotebookPage

LEGACY = "avoid-legacy-instance-families"
SETUP = f"""import logging, os
logging.disable(logging.INFO)
from sagemaker import Session
from sagemaker.pytorch import PyTorch
session = Session(default_bucket=os.environ["GREEN_DEMO_BUCKET"])
role = "{ROLE}\""""
TRAINING = """estimator = PyTorch(entry_point="train.py", role=role, framework_version="2.3", py_version="py311",
                    instance_type="ml.p3.16xlarge", instance_count=2, sagemaker_session=session)"""
FIT = "estimator.fit(wait=False)"
TUNER = """from sagemaker.tuner import ContinuousParameter, HyperparameterTuner
tuner = HyperparameterTuner(estimator, "val:loss", {"lr": ContinuousParameter(1e-4, 1e-1)},
                            metric_definitions=[{"Name": "val:loss", "Regex": "loss=(.*)"}],
                            objective_type="Minimize", max_jobs=24, max_parallel_jobs=4)"""
DEPLOY = """predictor = estimator.deploy(1, "ml.g5.2xlarge", endpoint_name="churn-v3", wait=False)"""
SERVERLESS = """import boto3
sagemaker = boto3.client("sagemaker", region_name="us-east-1")
image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.3-cpu-py311"
sagemaker.create_model(ModelName="NAME", ExecutionRoleArn=role, PrimaryContainer={"Image": image})
variant = {"ModelName": "NAME", "VariantName": "all",
           "ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5}}
sagemaker.create_endpoint_config(EndpointConfigName="NAME", ProductionVariants=[variant])
sagemaker.create_endpoint(EndpointName="NAME", EndpointConfigName="NAME")"""
OLD_TYPE = '"ml.p3.16xlarge"'


def training_notebook() -> list[dict[str, Any]]:
    """Return the cells of a notebook that trains once on an old instance family."""
    return [code(SETUP, "setup"), code(TRAINING, "training"), code(FIT, "fit")]


def churn_notebook(endpoint: str) -> list[dict[str, Any]]:
    """Return the cells of a notebook that trains, tunes and leaves an endpoint open.

    The endpoint's name is to be one's own: AWS refuses a second of the same name, such as one another try left open.
    """
    deploy = DEPLOY.replace("churn-v3", endpoint)
    sources = {"setup": SETUP, "training": TRAINING, "tuner": TUNER, "fit": FIT, "deploy": deploy}
    return [code(source, name) for name, source in sources.items()]


def page_with_job(lab: Lab, open_page: Callable[..., NotebookPage], name: str, **size: int) -> NotebookPage:
    """Return a page on a notebook of this name that has started its training job."""
    page = open_page(**size)
    page.open(lab.address(lab.write_notebook(f"{name}.ipynb", training_notebook())))
    page.run_job()
    return page
