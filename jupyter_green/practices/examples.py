"""Jobs that practices show themselves on; each practice changes what it speaks about."""

from __future__ import annotations

from jupyter_green.job import Job

__all__ = ["PROCESSING", "TRAINING", "TUNING"]

TRAINING = Job(
    kind="training",
    name="churn",
    region="us-east-1",
    api="sdk_v2",
    instance_type="ml.g5.2xlarge",
    instance_count=1,
    volume_gb=30,
    max_runtime=7200,
    framework="pytorch",
    framework_version="2.1.0",
    entry_point="train.py",
    input_mode="File",
    identity="training:churn",
)
TUNING = Job(
    kind="tuning",
    name="churn-search",
    region="us-east-1",
    api="sdk_v2",
    instance_type="ml.m5.2xlarge",
    instance_count=1,
    max_runtime=7200,
    framework="xgboost",
    strategy="Bayesian",
    max_jobs=100,
    max_parallel_jobs=4,
    early_stopping="Off",
    objective="validation:auc",
    identity="tuning:churn-search",
)
PROCESSING = Job(
    kind="processing",
    name="prepare",
    region="us-east-1",
    api="sdk_v2",
    instance_type="ml.m5.2xlarge",
    instance_count=1,
    framework="sklearn",
    framework_version="1.2-1",
    inputs=("s3://my-bucket/raw/",),
    identity="processing:prepare",
)
