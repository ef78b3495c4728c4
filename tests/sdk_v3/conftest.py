"""What tests with version 3 of the SageMaker SDK share."""

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
    from sagemaker.core.helper.session_helper import Session

    return Session(boto_session=boto3.Session(), default_bucket=standin.BUCKET)


@pytest.fixture
def trainer(session: Any, role: str) -> Any:
    """A plain model trainer on one small machine."""
    from sagemaker.core.training.configs import Compute, OutputDataConfig
    from sagemaker.train.model_trainer import ModelTrainer

    return ModelTrainer(
        training_image="683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1",
        role=role,
        sagemaker_session=session,
        base_job_name="churn",
        compute=Compute(instance_type="ml.m5.xlarge", instance_count=1),
        output_data_config=OutputDataConfig(s3_output_path=f"s3://{standin.BUCKET}/output"),
    )
