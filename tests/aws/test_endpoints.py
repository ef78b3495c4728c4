"""Endpoints that nobody calls are found, priced since their last call, and remembered past the kernel's end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest

from jupyter_green.demo.standin import StandIn
from jupyter_green.kernel.left_open import cache_folder
from jupyter_green.kernel.reminders import Reminders
from jupyter_green.kernel.state import session_state
from tests.support.notebook import NotebookShell, notebook_shell

from .test_endpoint_use import deploy, seed_calls

CPU = {"InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 1}


@pytest.fixture
def notebook(aws: StandIn, tmp_path: Path) -> Iterator[NotebookShell]:
    with notebook_shell() as shell:
        shell.session.reminders = Reminders(shell.session, tmp_path)
        yield shell
        shell.session.reminders.stop()


def deploy_in_cell(notebook: NotebookShell, name: str) -> None:
    sm = boto3.client("sagemaker")
    notebook.run(
        f"sm.create_model(ModelName='{name}-m', ExecutionRoleArn=role, PrimaryContainer=container)\n"
        f"sm.create_endpoint_config(EndpointConfigName='{name}-c', ProductionVariants=[variant])\n"
        f"_ = sm.create_endpoint(EndpointName='{name}', EndpointConfigName='{name}-c')",
        sm=sm,
        role="arn:aws:iam::123456789012:role/r",
        container={"Image": "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"},
        variant={"VariantName": "AllTraffic", "ModelName": f"{name}-m", **CPU},
    )


def reminders(outputs: list[dict[str, str]]) -> list[str]:
    return [text for one in outputs if "stays up" in (text := one.get("text/plain", ""))]


def later(notebook: NotebookShell, minutes: float) -> None:
    now = time.time() + minutes * 60
    notebook.session.clock = lambda: now


def test_a_silent_endpoint_is_mentioned_once_at_the_next_cell(notebook: NotebookShell) -> None:
    deploy_in_cell(notebook, "quiet")
    later(notebook, 10)
    assert reminders(notebook.run("1")) == []
    later(notebook, 16)
    said = reminders(notebook.run("1"))
    assert len(said) == 1 and "endpoint quiet was never called in 16 min" in said[0] and "$" in said[0]
    assert reminders(notebook.run("1")) == []
    state = session_state(notebook.session)["endpoints"][0]
    assert state["silent_minutes"] == 16 and "delete_endpoint" in state["delete_cell"]


def test_the_reminder_waits_as_long_as_the_user_set(notebook: NotebookShell) -> None:
    notebook.session.settings.remind_after = 60.0
    deploy_in_cell(notebook, "patient")
    later(notebook, 50)
    assert reminders(notebook.run("1")) == []
    later(notebook, 61)
    assert len(reminders(notebook.run("1"))) == 1


def test_a_call_starts_the_silence_anew(notebook: NotebookShell) -> None:
    deploy_in_cell(notebook, "called")
    later(notebook, 20)
    assert len(reminders(notebook.run("1"))) == 1
    notebook.session.books.see_call("called", at=notebook.session.clock())
    later(notebook, 30)
    assert reminders(notebook.run("1")) == []
    later(notebook, 40)
    said = reminders(notebook.run("1"))
    assert len(said) == 1 and "was not called for" in said[0]


def test_a_deleted_endpoint_is_never_mentioned(notebook: NotebookShell) -> None:
    deploy_in_cell(notebook, "gone")
    notebook.run("_ = sm.delete_endpoint(EndpointName='gone')")
    later(notebook, 100)
    assert reminders(notebook.run("1")) == []
    notebook.session.reminders.leave()
    assert notebook.session.reminders.memory.left_open() == []


def mentions(notebook: NotebookShell) -> list[str]:
    """Run two cells in a kernel that has just begun; return what they say of earlier kernels."""
    until(lambda: notebook.session.recorder.has_read)
    outputs = [*notebook.run("1"), *notebook.run("2")]
    return [text for one in outputs if "earlier kernels" in (text := one.get("text/plain", ""))]


def until(is_so: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


@pytest.fixture
def another_kernel(aws: StandIn, tmp_path: Path) -> Callable[[], AbstractContextManager[NotebookShell]]:
    """Begin another kernel of the same user, with the same ledger and cache folder."""

    @contextmanager
    def begin() -> Iterator[NotebookShell]:
        with notebook_shell() as shell:
            shell.session.reminders = Reminders(shell.session, tmp_path)
            yield shell
            shell.session.recorder.drain()
            shell.session.reminders.stop()

    return begin


Another = Callable[[], AbstractContextManager[NotebookShell]]


def test_what_a_kernel_leaves_open_is_kept_with_the_cell_that_deletes_it(
    notebook: NotebookShell, capsys: pytest.CaptureFixture[str]
) -> None:
    deploy_in_cell(notebook, "forgotten")
    notebook.session.reminders.leave()
    assert "left open and paid for by the hour: forgotten" in capsys.readouterr().err
    left = notebook.session.reminders.memory.left_open()
    assert [one["name"] for one in left] == ["forgotten"] and "delete_endpoint" in left[0]["delete_cell"]
    assert mentions(notebook) == []  # it is this kernel's own
    notebook.run("_ = sm.delete_endpoint(EndpointName='forgotten')")
    assert notebook.session.reminders.memory.left_open() == []


@pytest.mark.parametrize("how", ["shut down", "killed"])
def test_the_first_cell_of_the_next_kernel_mentions_what_stands_once_until_it_is_deleted(
    how: str, another_kernel: Another
) -> None:
    with another_kernel() as first:
        deploy_in_cell(first, "forgotten")
        if how == "shut down":
            first.session.reminders.leave()
    with another_kernel() as second:
        said = mentions(second)
        assert len(said) == 1 and "left open endpoint forgotten" in said[0] and "%green endpoints" in said[0]
        text = second.run("%green endpoints")[-1]["text/plain"]
        assert "forgotten was left open by an earlier kernel" in text and "To delete forgotten, run:" in text
        second.run("_ = sm.delete_endpoint(EndpointName='forgotten')", sm=boto3.client("sagemaker"))
    with another_kernel() as third:
        assert mentions(third) == []


def test_what_is_found_gone_is_said_once_and_mentioned_no_more(another_kernel: Another) -> None:
    with another_kernel() as first:
        deploy_in_cell(first, "elsewhere")
    boto3.client("sagemaker").delete_endpoint(EndpointName="elsewhere")  # as in the console: no kernel sees it
    with another_kernel() as second:
        assert len(mentions(second)) == 1
        assert "elsewhere, started by an earlier kernel, is gone" in second.run("%green endpoints")[-1]["text/plain"]
        assert "elsewhere" not in second.run("%green endpoints")[-1]["text/plain"]
    with another_kernel() as third:
        assert mentions(third) == []


def test_a_region_that_was_not_read_forgets_nothing(aws: StandIn, another_kernel: Another) -> None:
    with another_kernel() as first:
        deploy_in_cell(first, "kept")
    aws.refuse("ListEndpoints")
    with another_kernel() as second:
        second.run("%green endpoints")
        second.run("%green endpoints --region eu-west-1")
    with another_kernel() as third:
        assert len(mentions(third)) == 1


def test_many_endpoints_are_one_line(another_kernel: Another) -> None:
    with another_kernel() as first:
        for name in ("a", "b", "c", "d", "e"):
            first.session.reminders.memory.keep([{"name": name, "region": "us-east-1", "silent_since": 1.0}])
    with another_kernel() as second:
        said = mentions(second)
        assert len(said) == 1 and "5 endpoints a, b, c and 2 more" in said[0]


def test_the_front_end_is_reminded_without_any_cell(notebook: NotebookShell) -> None:
    sent: list[dict[str, Any]] = []
    notebook.session.on_change.append(lambda: sent.append(session_state(notebook.session)))
    real = time.time
    notebook.session.clock = lambda: real() + 14.45 * 60
    notebook.session.settings.remind_after = 14.5  # three seconds from now
    deploy_in_cell(notebook, "quiet")
    before = len(sent)
    assert sent[-1]["endpoints"][0]["silent_minutes"] == 14
    notebook.session.clock = lambda: real() + 14.51 * 60
    until(lambda: len(sent) > before)
    assert sent[-1]["endpoints"][0]["silent_minutes"] >= 14.5 and sent[-1]["endpoints"][0]["name"] == "quiet"
    time.sleep(0.3)
    assert len(sent) == before + 1  # once for each time that the limit passes


def test_the_thread_that_reminds_lives_as_long_as_an_endpoint_is_open(notebook: NotebookShell) -> None:
    def is_there() -> bool:
        return any(thread.name == "jupyter-green-reminders" for thread in threading.enumerate())

    assert not is_there()
    notebook.session.settings.remind_after = 0.02
    deploy_in_cell(notebook, "short")
    assert is_there()
    notebook.run("_ = sm.delete_endpoint(EndpointName='short')")
    until(lambda: not is_there())
    deploy_in_cell(notebook, "again")
    assert is_there()
    notebook.session.reminders.stop()
    until(lambda: not is_there())


def test_a_damaged_memory_is_no_memory_and_no_error(tmp_path: Path, notebook: NotebookShell) -> None:
    (tmp_path / "left-open.json").write_text("{not json")
    assert notebook.session.reminders.memory.left_open() == []


def test_the_accounts_endpoints_are_listed_with_what_silence_costs_and_what_fits(
    aws: StandIn, notebook: NotebookShell
) -> None:
    deploy(aws, "idle", [CPU], hours_ago=100)
    deploy(aws, "used", [CPU], hours_ago=50)
    seed_calls(aws, "used", [100.0] * 50)
    text = notebook.run("%green endpoints")[-1]["text/plain"]
    idle = next(line for line in text.splitlines() if line.startswith("idle"))
    used = next(line for line in text.splitlines() if line.startswith("used"))
    assert "4.2 days" in idle and "none" in idle and "$" in idle and "delete" in idle
    assert "5,000" in used and "delete" not in used
    assert "To delete idle, run:" in text and "To delete used" not in text
    assert {call.reads_only for call in aws.calls_made()[-6:]} == {True}


def test_a_refused_list_is_one_line(aws: StandIn, notebook: NotebookShell) -> None:
    aws.refuse("ListEndpoints")
    text = notebook.run("%green endpoints")[-1]["text/plain"]
    assert "not permitted: sagemaker:ListEndpoints in us-east-1" in text


def test_what_the_demo_deploys_is_not_kept_for_the_user(aws_server: StandIn) -> None:
    environment = aws_server.environment()
    folder = Path(environment["JUPYTER_GREEN_LEDGER"]).parent
    assert cache_folder({**environment, "XDG_CACHE_HOME": "/c"}).parent == folder


@pytest.mark.parametrize(
    ("environment", "platform", "end"),
    [
        ({"XDG_CACHE_HOME": "/c"}, "linux", "/c/jupyter_green"),
        ({"XDG_CACHE_HOME": "/c", "JUPYTER_GREEN_CACHE": "/elsewhere"}, "linux", "/elsewhere"),
        ({}, "linux", ".cache/jupyter_green"),
        ({}, "darwin", "Library/Caches/jupyter_green"),
    ],
)
def test_the_memory_lives_in_the_users_cache_folder(environment: dict[str, str], platform: str, end: str) -> None:
    assert cache_folder(environment, platform=platform).as_posix().endswith(end)
