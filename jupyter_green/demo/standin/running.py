"""Starting the stand-in: inside this process for tests, or as a server on loopback for kernels."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from jupyter_green.demo.standin import metrics, seeds
from jupyter_green.demo.standin.wiring import wired
from jupyter_green.demo.standin.world import Account, Call, Habit, World

ACCOUNT = "123456789012"
REGION = "us-east-1"
BUCKET = "sagemaker-demo-bucket"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/service-role/DemoSageMakerRole"
_ADMIN_CONFIG = "SchemaVersion: '1.0'\nSageMaker:\n  PythonSDK:\n    Modules:\n      TelemetryOptOut: true\n"

_STARTED = ("TrainingJob", "HyperParameterTuningJob", "ProcessingJob", "TransformJob", "Endpoint", "MonitoringSchedule")


class StandIn:
    """A running stand-in for AWS: what it was asked, and how to prepare what it answers."""

    def __init__(self, world: World, folder: Path, url: str | None = None) -> None:
        self.world = world
        self.url = url
        self._folder = folder

    def __str__(self) -> str:
        return self.url or "in process"

    def environment(self, region: str = REGION) -> dict[str, str]:
        """Return the environment variables with which a program talks to this stand-in and to nothing else."""
        return environment(self._folder, region=region, url=self.url)

    def account(self, region: str = REGION) -> Account:
        """Return the resources of the demo account in one Region."""
        return self.world.account(ACCOUNT, region)

    def calls_made(self, service: str | None = None) -> list[Call]:
        """Return every operation asked for so far, in order; only those of ``service`` when it is given."""
        return [call for call in self.world.calls if service in (None, call.service)]

    def forget_calls(self) -> None:
        """Empty the list of operations asked for."""
        self.world.calls.clear()

    def jobs_started(self) -> list[tuple[str, str]]:
        """Return kind and name of every job and endpoint asked for, without those that jobs started by themselves."""
        records = [
            record
            for account in self.world.accounts.values()
            for kind in _STARTED
            for record in account.shelf(kind).values()
        ]
        asked = sorted((one for one in records if not one.facts.get("_part_of")), key=lambda one: one.timeline.began)
        return [(one.kind, one.name) for one in asked]

    def refuse(self, operation: str, code: str = "AccessDeniedException", *, times: int | None = None) -> None:
        """Answer ``operation`` with an error such as ThrottlingException, the next ``times`` times or for good."""
        self.world.refusals[operation] = (code, times)

    def behave(
        self, prefix: str, *, seconds: float | None = None, outcome: str = "Completed", interruptions: int = 0
    ) -> None:
        """Set how jobs whose name starts with ``prefix`` will go: length of the work, outcome, Spot interruptions."""
        self.world.habits[prefix] = Habit(seconds, outcome, interruptions)

    def seed_jobs(self, count: int, **choices: Any) -> list[str]:
        """Add ``count`` finished jobs of the last ``days`` at once and return their names; see :mod:`.seeds`."""
        return seeds.seed_jobs(self.account(choices.pop("region", REGION)), count, **choices)

    def seed_metrics(
        self, namespace: str, dimensions: Mapping[str, str], values: Mapping[str, Any], **choices: Any
    ) -> None:
        """Add CloudWatch samples, one a minute; see :mod:`.metrics`."""
        metrics.seed_metrics(self.account(choices.pop("region", REGION)), namespace, dimensions, values, **choices)

    def seed_job_metrics(self, name: str, *, kind: str = "TrainingJob", region: str = REGION, **shares: float) -> None:
        """Add the samples of a whole job from its ``cpu``, ``accelerator`` and ``memory`` loads between 0 and 1."""
        metrics.seed_job_metrics(self.account(region), kind, name, **shares)

    def seed_scaling_activities(
        self, resource: str, activities: Sequence[Mapping[str, Any]], region: str = REGION
    ) -> None:
        """Add scaling activities of ``endpoint/NAME/variant/VARIANT`` as DescribeScalingActivities tells them."""
        metrics.seed_scaling_activities(self.account(region), resource, activities)


def environment(folder: Path, *, region: str = REGION, url: str | None = None) -> dict[str, str]:
    """Return variables for fake credentials, no telemetry and no instance metadata, with files kept in ``folder``."""
    config = folder / "sagemaker-admin.yaml"
    if not config.exists():
        config.write_text(_ADMIN_CONFIG, encoding="utf-8")
    found = {
        "AWS_ACCESS_KEY_ID": "AKIADEMODEMODEMODEMO",
        "AWS_SECRET_ACCESS_KEY": "not-a-secret",
        "AWS_SESSION_TOKEN": "not-a-token",
        "AWS_DEFAULT_REGION": region,
        "AWS_REGION": region,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(folder / "no-aws-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "no-aws-credentials"),
        "AWS_MAX_ATTEMPTS": "2",
        "SAGEMAKER_ADMIN_CONFIG_OVERRIDE": str(config),
        "SAGEMAKER_SUPPRESS_V2_WARNING": "1",
        "SAGEMAKER_VALIDATE_ROLE": "false",
        "GREEN_DEMO_ROLE": ROLE,
        "GREEN_DEMO_BUCKET": BUCKET,
    }
    if url:
        found["AWS_ENDPOINT_URL"] = url
        found["JUPYTER_GREEN_LEDGER"] = str(folder / "ledger.sqlite")  # these jobs are not the user's,
        found["JUPYTER_GREEN_CACHE"] = str(folder / "cache")  # nor are these endpoints
    return found


@contextlib.contextmanager
def in_process(
    *, real_seconds: float = 0.0, region: str = REGION, clock: Callable[[], float] = time.time
) -> Iterator[StandIn]:
    """Answer every AWS call of this process; jobs take ``real_seconds`` here, whatever length they tell."""
    from moto import mock_aws

    world = World(real_seconds=real_seconds, clock=clock)
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ):
        os.environ.pop("AWS_ENDPOINT_URL", None)
        os.environ.update(environment(Path(folder), region=region))
        with wired(world), mock_aws():
            _make_bucket()
            yield StandIn(world, Path(folder))


@contextlib.contextmanager
def server(*, real_seconds: float = 2.0, region: str = REGION, port: int = 0) -> Iterator[StandIn]:
    """Serve the stand-in on loopback; ``url`` and ``environment()`` of what is yielded tell a kernel where it is."""
    import logging

    from moto.core.base_backend import BackendDict
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    world = World(real_seconds=real_seconds)
    with tempfile.TemporaryDirectory() as folder, wired(world):
        BackendDict.reset()
        _make_bucket()
        running = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
        running.start()
        try:
            host, chosen = running.get_host_and_port()
            yield StandIn(world, Path(folder), f"http://{host}:{chosen}")
        finally:
            running.stop()
            BackendDict.reset()


def _make_bucket() -> None:
    """Make the bucket that the demo's notebooks read and write."""
    from moto.s3.models import s3_backends

    s3_backends[ACCOUNT]["aws"].create_bucket(BUCKET, REGION)
