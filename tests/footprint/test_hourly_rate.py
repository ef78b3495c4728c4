from __future__ import annotations

import pytest

from jupyter_green.footprint import estimate, hourly_rate
from jupyter_green.job import Job, Unknown

JOBS = {
    "training on Spot with a volume": Job(
        kind="training", region="eu-west-1", instance_type="ml.g5.xlarge", instance_count=2, volume_gb=100, spot=True
    ),
    "tuning with trials at once": Job(
        kind="tuning", region="us-east-1", instance_type="ml.m5.xlarge", max_jobs=20, max_parallel_jobs=4
    ),
    "a list of types": Job(kind="training", region="us-east-1", instance_preferences=("ml.g5.xlarge", "ml.g6.xlarge")),
    "serverless": Job(kind="endpoint", region="us-east-1", mode="serverless", serverless_memory_mb=2048),
    "local": Job(kind="training", local=True),
    "an unknown type": Job(kind="training", region="us-east-1", instance_type=Unknown("decided at run time")),
    "no Region": Job(kind="endpoint", instance_type="ml.m5.large"),
    "hardware that nobody discloses": Job(kind="automl", region="us-east-1"),
}


@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
def test_the_rate_alone_is_that_of_the_whole_estimate(job: Job) -> None:
    whole = estimate(job)

    basis, rate = hourly_rate(job)

    assert basis == whole.basis
    for name in ("energy", "operational", "embodied", "water", "cost"):
        assert repr(getattr(rate, name)) == repr(getattr(whole.rate, name))
