"""Notebooks that mean harm: every text of theirs that can reach a report carries something."""

from __future__ import annotations

import json
from typing import Any

SCRIPT = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
ESCAPES = "\x1b[2J\x1b]0;owned\x07\x1b[31m\x9b5m"
BIDI = "\u202eevil\u2066\u200f"
COMMAND = "\n::error file=x::owned\n"
MARKDOWN = "[click](javascript:alert(3)) ![x](https://evil.example/p.png) @everyone | `x` <b>"
PAYLOAD = SCRIPT + ESCAPES + BIDI + COMMAND + MARKDOWN
ACCOUNT, ROLE = "123456789012", "TeamSecretRole"


def notebook(*sources: str, **more: Any) -> bytes:
    """Return a notebook with these code cells."""
    cells = [
        {"cell_type": "code", "id": f"c{i}", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
        for i, source in enumerate(sources)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


def training(**arguments: str) -> str:
    """Return a cell that starts a training job with these arguments as literals."""
    told = "".join(f", {name}={value!r}" for name, value in arguments.items())
    return (
        "import sagemaker\nfrom sagemaker.estimator import Estimator\n"
        f"e = Estimator('image', role, instance_count=1, instance_type='ml.p3.2xlarge'{told})\n"
    )


def hostile() -> bytes:
    """Return a notebook with the payload in a job's name, settings, comments, outputs and metadata."""
    source = training(base_job_name=PAYLOAD, output_path=PAYLOAD, volume_size=PAYLOAD) + (
        f"# {SCRIPT}\ne.fit(job_name={PAYLOAD!r})\n"
        "import boto3\nsm = boto3.client('sagemaker')\n"
        f"sm.create_endpoint_config(EndpointConfigName={PAYLOAD!r}, ProductionVariants=[dict(VariantName={PAYLOAD!r}, "
        "InstanceType='ml.g5.xlarge', InitialInstanceCount=1, ModelName='m')])\n"
        f"sm.create_endpoint(EndpointName={PAYLOAD!r}, EndpointConfigName={PAYLOAD!r})\n"
        f"# green: ignore[{SCRIPT}] {PAYLOAD!r}\n"
    )
    metadata = {"language_info": {"name": "python"}, "kernelspec": {"name": PAYLOAD, "display_name": PAYLOAD}}
    odd = f"sagemaker ) {PAYLOAD}"
    return notebook(source, odd, f"%%{SCRIPT}\nsagemaker", metadata=metadata)


def secretive() -> bytes:
    """Return a notebook full of what must not leave it."""
    arn = f"arn:aws:iam::{ACCOUNT}:role/service-role/{ROLE}"
    source = (
        f"import sagemaker\nrole = '{arn}'\nrole_name = '{ROLE}'\n"
        "from sagemaker.estimator import Estimator\n"
        f"e = Estimator('{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/team:1', role='{ROLE}', instance_count=1, "
        f"instance_type='ml.p3.2xlarge', base_job_name='job-{ACCOUNT}', "
        f"output_path='s3://sagemaker-us-east-1-{ACCOUNT}/out', code_location='file:///home/jo/secret/code')\n"
        "e.fit({'train': '/Users/jo/secret/data.csv', 'test': r'C:\\Users\\jo\\secret'})\n"
    )
    return notebook(source)


SECRETS = (ACCOUNT, ROLE, "/home/jo", "/Users/jo", "Users\\jo", "jo/secret")
