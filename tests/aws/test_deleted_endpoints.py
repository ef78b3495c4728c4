"""An endpoint that is deleted is measured all the same: what is known of it here, and the metrics that outlive it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import pytest

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.endpoint_use import measure_deleted_endpoint
from jupyter_green.demo.standin import StandIn
from jupyter_green.job import InstanceGroup, Job
from tests.support.notebook import NotebookShell, notebook_shell

HOUR = 3600.0
CPU = {"InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 2}


@pytest.fixture
def kernel(aws: StandIn) -> Callable[[], AbstractContextManager[NotebookShell]]:
    """Begin a kernel; each has the same user, who keeps one ledger."""

    @contextmanager
    def begin() -> Iterator[NotebookShell]:
        with notebook_shell() as shell:
            shell.session.measuring.poll = (0.05, 0.2)
            yield shell
            shell.session.reminders.stop()
            assert shell.session.recorder.drain()

    return begin


Kernel = Callable[[], AbstractContextManager[NotebookShell]]


def said(notebook: NotebookShell, line: str) -> str:
    return "\n".join(output.get("text/plain", "") for output in notebook.run(line))


def deploy(notebook: NotebookShell, name: str, *, hours_ago: float, variant: str = "AllTraffic", **how: Any) -> None:
    """Deploy in a cell, and let it have been so long ago, in the kernel's books and in its ledger."""
    notebook.session.recorder.drain()
    began = time.time() - hours_ago * HOUR
    told = {"VariantName": variant, "ModelName": f"{name}-m", **(how or CPU)}
    see_request, started = notebook.session.books.see_request, began
    notebook.session.books.see_request = lambda job, **more: see_request(job, **{**more, "at": started})  # type: ignore[method-assign]
    notebook.run(
        "sm.create_model(ModelName=name + '-m', ExecutionRoleArn=role, PrimaryContainer=container)\n"
        "sm.create_endpoint_config(EndpointConfigName=name + '-c', ProductionVariants=[variant])\n"
        "_ = sm.create_endpoint(EndpointName=name, EndpointConfigName=name + '-c')",
        sm=boto3.client("sagemaker"),
        name=name,
        role="arn:aws:iam::123456789012:role/r",
        container={"Image": "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"},
        variant=told,
    )
    notebook.session.books.see_request = see_request  # type: ignore[method-assign]


def seed(aws: StandIn, name: str, *, hours: int, ended_ago: float = 0.0, variant: str = "AllTraffic") -> None:
    """Leave the metrics of so many hours, a call in every second one, up to so many hours ago."""
    which = {"EndpointName": name, "VariantName": variant}
    end = datetime.now(timezone.utc) - timedelta(hours=ended_ago)
    for back in range(hours):
        moment = end - timedelta(hours=back, minutes=10)
        aws.seed_metrics("/aws/sagemaker/Endpoints", which, {"CPUUtilization": [200.0]}, end=moment)
        calls = {"Invocations": [100.0 * (back % 2)]}
        aws.seed_metrics("AWS/SageMaker", which, calls, end=moment, unit="Count")
        aws.seed_metrics("AWS/SageMaker", which, {"ModelLatency": [36_000.0]}, end=moment, unit="Microseconds")


def test_an_endpoint_deleted_in_this_kernel_is_measured_from_its_start_to_its_end(aws: StandIn, kernel: Kernel) -> None:
    with kernel() as notebook:
        deploy(notebook, "done", hours_ago=6)
        seed(aws, "done", hours=6)
        notebook.run("_ = sm.delete_endpoint(EndpointName=name)")
        aws.forget_calls()
        text = said(notebook, "%green measure done")
        assert len(aws.calls_made()) <= 3
        assert "measured" in text and "in the 6.0 h it stood there" in text and "300 calls" in text
        entry = notebook.session.books.find("done")
        assert entry is not None and entry.measured is not None and entry.measured.total is not None
        assert entry.measured.total.cost.central == pytest.approx(6 * entry.measured.rate.cost.central, rel=0.01)
        assert entry.state == "measured" and "per 1,000 calls" in text
        assert notebook.session.measuring.metrics[entry.key].cpu == pytest.approx(0.5, rel=0.05)
        notebook.session.recorder.drain()
        rows = notebook.session.recorder.ledger.read("SELECT state, per, ended_at FROM runs WHERE kind = 'endpoint'")
        assert [(row["state"], row["per"]) for row in rows] == [("measured", "run")] and rows[0]["ended_at"]


def test_deleting_it_measures_it_where_the_setting_is_on(aws: StandIn, kernel: Kernel) -> None:
    with kernel() as notebook:
        notebook.session.settings.measure = True
        deploy(notebook, "auto", hours_ago=3)
        seed(aws, "auto", hours=3)
        notebook.run("_ = sm.delete_endpoint(EndpointName=name)")
        entry = notebook.session.books.find("auto")
        assert entry is not None
        end = time.monotonic() + 20
        while entry.measured is None and time.monotonic() < end:
            time.sleep(0.02)
        assert entry.measured is not None and entry.measured.state == "measured"
        time.sleep(0.5)
        assert not notebook.session.measuring.is_following and notebook.session.notices == []


def test_an_endpoint_of_an_earlier_kernel_that_went_elsewhere_is_measured_up_to_its_last_metric(
    aws: StandIn, kernel: Kernel
) -> None:
    with kernel() as first:
        deploy(first, "elsewhere", hours_ago=10)
    seed(aws, "elsewhere", hours=6, ended_ago=4)
    boto3.client("sagemaker").delete_endpoint(EndpointName="elsewhere")
    with kernel() as second:
        text = said(second, "%green measure elsewhere")
        assert "2 × ml.m5.xlarge" in text and "measured" in text
        assert "nobody saw it being deleted: its end is that of its last metric" in text
        second.session.recorder.drain()
        [row] = second.session.recorder.ledger.read("SELECT * FROM runs WHERE kind = 'endpoint'")
        assert row["state"] == "measured" and row["ended_at"] is not None
        ended = datetime.fromisoformat(row["ended_at"].replace("Z", "+00:00")).timestamp()
        assert time.time() - ended == pytest.approx(4 * HOUR, abs=1.1 * HOUR)
        again = said(second, "%green measure elsewhere --kind endpoint")
        assert "nobody saw" not in again  # its end is known now
    with kernel() as third:
        assert third.session.reminders.earlier() == []


def test_where_no_metric_is_left_nothing_is_concluded(aws: StandIn, kernel: Kernel) -> None:
    with kernel() as first:
        deploy(first, "other-account", hours_ago=10)
    boto3.client("sagemaker").delete_endpoint(EndpointName="other-account")
    with kernel() as second:
        text = said(second, "%green measure other-account --kind endpoint")
        assert "not measured" in text and "no metric of it is left" in text
        second.session.recorder.drain()
        [row] = second.session.recorder.ledger.read("SELECT state, ended_at FROM runs WHERE kind = 'endpoint'")
        assert (row["state"], row["ended_at"]) == ("forecast", None)


def test_what_nobody_knows_is_missing_as_before(aws: StandIn, kernel: Kernel) -> None:
    with kernel() as notebook:
        text = said(notebook, "%green measure never --kind endpoint")
        assert "not measured" in text and "nothing of this name in us-east-1" in text


def deleted(aws: StandIn, clients: Clients, job: Job, **when: Any) -> Any:
    now = time.time()
    return measure_deleted_endpoint(clients, job, started=now - 6 * HOUR, clock=lambda: now, **{"ended": now, **when})


def test_a_variant_of_another_name_is_found_by_its_metrics(aws: StandIn, clients: Clients) -> None:
    job = Job(kind="endpoint", name="v", region="us-east-1", instance_type="ml.m5.xlarge", instance_count=1)
    seed(aws, "v", hours=6, variant="blue")
    found = deleted(aws, clients, job)
    assert found.metrics is not None and found.metrics.cpu == pytest.approx(0.5, rel=0.05)


def test_each_variant_of_several_is_counted(aws: StandIn, clients: Clients) -> None:
    groups = (InstanceGroup("ml.m5.xlarge", 1, "a"), InstanceGroup("ml.c5.xlarge", 2, "b"))
    job = Job(kind="endpoint", name="v", region="us-east-1", instance_groups=groups)
    for variant in ("a", "b"):
        seed(aws, "v", hours=6, variant=variant)
    found = deleted(aws, clients, job)
    assert "  a: 300 calls" in found.facts and "  b: 300 calls" in found.facts
    assert found.footprint.total.cost.central == pytest.approx(6 * found.footprint.rate.cost.central, rel=0.01)


def test_a_serverless_one_is_its_calls(aws: StandIn, clients: Clients) -> None:
    job = Job(kind="endpoint", name="s", region="us-east-1", mode="serverless", serverless_memory_mb=2048)
    seed(aws, "s", hours=6)
    found = deleted(aws, clients, job)
    assert found.footprint.state == "measured" and "300 calls" in found.footprint.total_label


def test_without_permission_the_time_is_measured_and_the_reason_said(aws: StandIn, clients: Clients) -> None:
    job = Job(kind="endpoint", name="v", region="us-east-1", instance_type="ml.m5.xlarge", instance_count=1)
    aws.refuse("GetMetricData")
    found = deleted(aws, clients, job)
    assert found.footprint.total is not None and "cloudwatch:GetMetricData" in str(found.problems[0])
    unseen = deleted(aws, clients, job, ended=None)
    assert unseen.record is None and "cloudwatch:GetMetricData" in str(unseen.problems[0])
