"""Cells that a user can run for data, storage and notebooks: written in full, never run by this package."""

from __future__ import annotations

__all__ = [
    "IDLE_SETTINGS",
    "LIFECYCLE_RULE",
    "ONE_ZONE_COPY",
    "REMOTE_FUNCTION",
    "RULE_ON_NEW_DATA",
    "SERVERLESS_SPARK",
    "WRITE_PARQUET",
    "WRITE_ZSTANDARD",
]

IDLE_SETTINGS = """\
import boto3

boto3.client("sagemaker").update_domain(
    DomainId="d-xxxxxxxxxxxx",
    DefaultUserSettings={"JupyterLabAppSettings": {"AppLifecycleManagement": {"IdleSettings": {
        "LifecycleManagement": "ENABLED", "IdleTimeoutInMinutes": 60}}}},
)
"""
#: With ``bucket`` to fill in.
LIFECYCLE_RULE = """\
import boto3

boto3.client("s3").put_bucket_lifecycle_configuration(
    Bucket={bucket!r},
    LifecycleConfiguration={{"Rules": [
        {{"ID": "tier-data", "Status": "Enabled", "Filter": {{"Prefix": ""}},
         "Transitions": [{{"Days": 0, "StorageClass": "INTELLIGENT_TIERING"}}]}},
        {{"ID": "expire-debug-output", "Status": "Enabled", "Filter": {{"Prefix": "debug-output/"}},
         "Expiration": {{"Days": 30}}}},
    ]}},
)
"""
ONE_ZONE_COPY = """\
import boto3

boto3.client("s3").copy_object(
    Bucket="my-bucket", Key="interim/part-0.parquet", CopySource="my-bucket/interim/part-0.parquet",
    StorageClass="ONEZONE_IA",
)
"""
#: With ``home``, the module of the SDK generation, to fill in.
REMOTE_FUNCTION = """\
from sagemaker.{home} import remote

@remote(instance_type="ml.g5.2xlarge")
def train(settings): ...
"""
RULE_ON_NEW_DATA = """\
import boto3, json

detail = {"bucket": {"name": ["my-bucket"]}, "object": {"key": [{"suffix": "_SUCCESS"}]}}
pattern = {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": detail}
boto3.client("events").put_rule(Name="on-new-data", EventPattern=json.dumps(pattern))
"""
SERVERLESS_SPARK = """\
import boto3

emr = boto3.client("emr-serverless")
app = emr.create_application(
    name="etl",
    releaseLabel="emr-7.10.0",
    type="SPARK",
    autoStopConfiguration={"enabled": True, "idleTimeoutMinutes": 5},
)
"""
WRITE_PARQUET = """\
frame.to_parquet("s3://my-bucket/train/", compression="zstd")  # once
# then point the job at it with content_type="application/x-parquet"
"""
WRITE_ZSTANDARD = """\
frame.to_parquet("s3://my-bucket/train/", compression="zstd")
# and leave the job's compression unset: the API knows only None and Gzip
"""
