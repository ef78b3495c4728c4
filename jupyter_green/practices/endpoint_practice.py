"""What every practice about endpoints has in common."""

from __future__ import annotations

from typing import ClassVar

from jupyter_green.job import Job, Kind
from jupyter_green.practices.base import Phase, Practice

__all__ = ["ENDPOINT", "GPU_ENDPOINT", "EndpointPractice"]

ENDPOINT = Job(
    kind="endpoint",
    name="churn",
    region="us-east-1",
    mode="real-time",
    instance_type="ml.m5.xlarge",
    instance_count=1,
    framework="sklearn",
    framework_version="1.2-1",
    identity="endpoint:churn",
)
GPU_ENDPOINT = ENDPOINT.with_changes(instance_type="ml.g5.12xlarge", framework="huggingface", framework_version="4.37")


class EndpointPractice(Practice):
    """A practice about endpoints, in the phase of deployment and management."""

    phase: ClassVar[Phase] = "deployment and management"
    kinds: ClassVar[frozenset[Kind]] = frozenset({"endpoint"})
