"""What tests with version 2 of the SageMaker SDK share."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_green.demo import standin


@pytest.fixture
def role() -> str:
    """A full role ARN, so that the SDK asks IAM for nothing."""
    return standin.ROLE


@pytest.fixture
def session(aws: standin.StandIn) -> Any:
    """An SDK session that talks to the stand-in and keeps its files in the demo bucket."""
    import boto3
    import sagemaker

    return sagemaker.Session(boto_session=boto3.Session(), default_bucket=standin.BUCKET)


@pytest.fixture
def estimator(session: Any, role: str) -> Any:
    """A plain estimator on one small machine."""
    from sagemaker.estimator import Estimator

    return Estimator(
        image_uri="683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1",
        role=role,
        instance_count=1,
        instance_type="ml.m5.xlarge",
        sagemaker_session=session,
        output_path=f"s3://{standin.BUCKET}/output",
        base_job_name="churn",
    )
