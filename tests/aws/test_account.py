"""An account of thousands of jobs is read in bounded time and memory, and goes on after a kill."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from jupyter_green.aws.account import read_account
from jupyter_green.aws.clients import Clients
from jupyter_green.aws.tally import Hardware, Tally, TallyFile
from jupyter_green.demo.standin import StandIn
from jupyter_green.footprint import estimate
from jupyter_green.job import Job
from jupyter_green.readers.records import Record
from tests.support.notebook import NotebookShell, notebook_shell
from tests.support.sample import examples

from .test_endpoint_use import deploy

CHILD = Path(__file__).with_name("read_account_child.py")
ROOT = Path(__file__).parents[2]


def window(days: float = 30) -> Tally:
    now = time.time()
    return Tally("us-east-1", now - days * 86400, now)


@pytest.fixture
def notebook(aws: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NotebookShell]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with notebook_shell() as shell:
        yield shell


def test_every_kind_is_counted_once(aws: StandIn, clients: Clients) -> None:
    days = 20
    aws.seed_jobs(230, days=days)
    aws.seed_jobs(30, kind="ProcessingJob", days=days)
    aws.seed_jobs(12, kind="TransformJob", days=days)
    aws.seed_jobs(2, kind="HyperParameterTuningJob", days=days)
    deploy(aws, "standing", [{"InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 2}], hours_ago=2000)
    tally = window()
    assert read_account(clients, tally) == [] and tally.is_done
    jobs = Counter()
    for key, (count, _, _) in tally.sums.items():
        jobs[key.kind] += round(count)
    children = [r for r in aws.account().shelf("TrainingJob").values() if r.facts.get("_part_of")]
    assert jobs == {"training": 230, "processing": 30, "transform": 12, "endpoint": 1, "tuning": len(children)}
    hours = tally.sums[Hardware("us-east-1", "endpoint", "ml.m5.xlarge")][1]
    assert hours == pytest.approx(2 * 30 * 24)  # of its age only the hours inside the window


def test_sums_by_hardware_are_the_sums_over_jobs(aws: StandIn, clients: Clients) -> None:
    names = aws.seed_jobs(40, days=5)
    tally = window()
    read_account(clients, tally)
    sm = boto3.client("sagemaker")
    cost = energy = 0.0
    for name in names:
        told = sm.describe_training_job(TrainingJobName=name)
        size = told["ResourceConfig"]
        job = Job(
            kind="training",
            instance_type=size["InstanceType"],
            instance_count=size["InstanceCount"],
            region="us-east-1",
        )
        rate = estimate(job).rate
        cost += rate.cost.central * told["BillableTimeInSeconds"] / 3600
        energy += rate.energy.central * told["TrainingTimeInSeconds"] / 3600
    amounts = [one for _, _, one in tally.amounts()]
    assert sum(one.cost.central for one in amounts) == pytest.approx(cost)
    assert sum(one.energy.central for one in amounts) == pytest.approx(energy)
    by_tag = [hours for book in tally.tags.values() for _, hours, _ in book.values()]
    assert sum(by_tag) == pytest.approx(sum(hours for _, hours, _ in tally.sums.values()))


def test_reading_goes_on_after_a_problem_without_counting_twice(aws: StandIn, clients: Clients, tmp_path: Path) -> None:
    aws.seed_jobs(250, days=5)
    aws.seed_jobs(30, kind="ProcessingJob", days=5)
    whole = window()
    read_account(clients, whole)
    kept, part = TallyFile(tmp_path / "tally.json"), window()
    pages = 0

    def stop_after_two(tally: Tally) -> None:
        nonlocal pages
        pages += 1
        if pages == 2:
            aws.refuse("Search", "ThrottlingException")
            aws.refuse("DescribeProcessingJob", "ThrottlingException")

    problems = read_account(clients, part, kept=kept, on_page=stop_after_two)
    assert {problem.why for problem in problems} == {"throttled"}
    assert part.jobs == 200
    aws.world.refusals.clear()
    resumed = kept.load()
    assert resumed is not None and resumed.jobs == 200 and not resumed.is_done
    assert read_account(clients, resumed, kept=kept) == []
    assert resumed.jobs == whole.jobs == 280
    for key, (_, hours, billed) in whole.sums.items():
        assert resumed.sums[key][1:] == pytest.approx([hours, billed])


def test_jobs_made_in_the_same_second_are_counted_once_each(aws: StandIn, clients: Clients, tmp_path: Path) -> None:
    aws.seed_jobs(150, days=0)
    kept, tally = TallyFile(tmp_path / "t.json"), window()
    seen = []
    read_account(clients, tally, kept=kept, on_page=lambda read: seen.append(kept.path.read_text()))
    kept.path.write_text(seen[0])  # killed after the first page
    resumed = kept.load()
    assert resumed is not None and resumed.jobs == 100
    read_account(clients, resumed, kept=kept)
    assert resumed.jobs == tally.jobs == 150


def test_one_refused_kind_does_not_hide_the_others(aws: StandIn, clients: Clients) -> None:
    aws.seed_jobs(10, days=5)
    aws.refuse("ListProcessingJobs")
    tally = window()
    problems = read_account(clients, tally)
    assert [str(one).partition(" in ")[0] for one in problems] == ["not permitted: sagemaker:ListProcessingJobs"]
    assert tally.jobs == 10 and not tally.is_done


def test_a_reading_whose_time_is_up_says_what_is_missing_and_goes_on_there(
    aws: StandIn, clients: Clients, tmp_path: Path
) -> None:
    aws.seed_jobs(150, days=5)
    aws.seed_jobs(120, kind="ProcessingJob", days=5)
    aws.seed_jobs(5, kind="TransformJob", days=5)
    kept, tally = TallyFile(tmp_path / "t.json"), window()
    counts = []
    for _ in range(10):
        left = iter(range(60))
        problems = read_account(clients, tally, kept=kept, is_time_up=lambda left=left: next(left, None) is None)  # type: ignore[misc]
        counts.append(tally.jobs)
        if not problems:
            break
        assert {problem.why for problem in problems} == {"unfinished"}
        assert "jobs in us-east-1 is not finished: those made from 20" in str(problems[0])
        loaded = kept.load()
        assert loaded is not None
        tally = loaded
    assert counts == sorted(counts) and len(counts) > 3
    assert tally.jobs == 275 and tally.is_done and tally.not_counted == {}


def test_endpoints_of_pages_read_before_are_not_counted_again(aws: StandIn, clients: Clients, tmp_path: Path) -> None:
    deploy(aws, "first", [{"InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 1}])
    sm, shelf = boto3.client("sagemaker"), aws.account().shelf("Endpoint")
    for number in range(119):
        sm.create_endpoint(EndpointName=f"e-{number}", EndpointConfigName="first-config")
        one = shelf[f"e-{number}"]
        one.timeline = dataclasses.replace(one.timeline, created=time.time() - 86400 * 60 + 60 * number)
    kept, tally = TallyFile(tmp_path / "t.json"), window()
    left = iter(range(110))
    problems = read_account(clients, tally, kept=kept, is_time_up=lambda: next(left, None) is None)
    assert "reading the endpoints in us-east-1 is not finished" in str(problems[0]) and tally.jobs == 110
    resumed = kept.load()
    assert resumed is not None and read_account(clients, resumed, kept=kept) == []
    assert resumed.jobs == 120


def test_an_interrupt_keeps_what_was_read_and_the_next_reading_goes_on(
    aws: StandIn, notebook: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.seed_jobs(250, days=5)
    save, saved = TallyFile.save, []

    def interrupted(file: TallyFile, tally: Tally) -> None:
        save(file, tally)
        saved.append(tally.jobs)
        if len(saved) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(TallyFile, "save", interrupted)
    text = notebook.run("%green account --days 30")[-1]["text/plain"]
    assert text.startswith("200 jobs") and "it was interrupted" in text and "again goes on from here" in text
    text = notebook.run("%green account --days 30")[-1]["text/plain"]
    assert text.startswith("250 jobs") and "went on where an earlier reading had stopped" in text


def test_the_command_stops_when_its_time_is_up(aws: StandIn, notebook: NotebookShell) -> None:
    aws.seed_jobs(5, days=5)
    text = notebook.run("%green account --days 30 --minutes 0")[-1]["text/plain"]
    assert text.startswith("0 jobs") and "is not finished: those made from" in text
    assert notebook.run("%green account --days 30")[-1]["text/plain"].startswith("5 jobs")


def test_a_damaged_or_foreign_tally_is_none(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    for text in ("", "{", "[]", '{"version": 99}', '{"version": 1}'):
        path.write_text(text)
        assert TallyFile(path).load() is None


def test_where_nothing_can_be_written_the_reading_goes_on(aws: StandIn, clients: Clients, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept, tally = TallyFile(tmp_path / "file" / "t.json"), window()
    aws.seed_jobs(3, days=1)
    assert read_account(clients, tally, kept=kept) == [] and tally.jobs == 3
    assert "starts anew" in kept.problem


def test_tags_beyond_the_limit_share_one_row() -> None:
    tally = window()
    job = Job(kind="training", name="a", instance_type="ml.m5.xlarge", instance_count=1, region="us-east-1")
    for number in range(1000):
        tally.add(Record(job, "Completed", True, hours=1.0, tags={"run": str(number)}), "training")
    assert len(tally.tags) <= 301
    assert sum(hours for book in tally.tags.values() for _, hours, _ in book.values()) == pytest.approx(1000)


def test_the_command_tells_totals_and_the_top_savings(aws: StandIn, notebook: NotebookShell) -> None:
    aws.seed_jobs(60, days=5)
    text = notebook.run("%green account --days 30")[-1]["text/plain"]
    for title in ("by kind", "by type", "by tag", "top savings"):
        assert title in text
    assert text.startswith("60 jobs and endpoints of the last 30 days:") and "team=" in text
    rows = text.partition("top savings")[2].partition("Each by itself")[0].strip().splitlines()[1:]
    assert 1 <= len(rows) <= 10
    aws.forget_calls()
    again = notebook.run("%green account --days 30 --by type")[-1]["text/plain"]
    assert aws.calls_made() == [] and "ago (--fresh yes reads again)" in again


def test_two_regions_are_told_apart(aws: StandIn, notebook: NotebookShell) -> None:
    aws.seed_jobs(4, days=1)
    aws.seed_jobs(5, days=1, region="eu-west-1")
    text = notebook.run("%green account --region us-east-1,eu-west-1 --by region")[-1]["text/plain"]
    counts = {line.split()[0]: line.split()[1] for line in text.splitlines() if line.startswith(("us-", "eu-"))}
    assert counts["us-east-1"] == "4" and counts["eu-west-1"] == "5"


def run_child(aws: StandIn, path: Path, until: float) -> subprocess.Popen[str]:
    environment = {**os.environ, **aws.environment(), "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ['PYTHONPATH']}"}
    command = [sys.executable, str(CHILD), str(path), str(until)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def lines_of(child: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert child.stdout is not None
    for line in child.stdout:
        yield json.loads(line)


def test_ten_thousand_jobs_take_under_a_minute_and_300_mb_and_survive_a_kill(
    aws_server: StandIn, tmp_path: Path
) -> None:
    jobs = examples(10_000)
    aws_server.seed_jobs(jobs, days=29)
    path, until = tmp_path / "account.json", time.time()
    first = run_child(aws_server, path, until)
    for told in lines_of(first):
        if told["jobs"] >= 0.4 * jobs:
            break
    first.kill()
    first.wait()
    second = run_child(aws_server, path, until)
    last = list(lines_of(second))[-1]
    assert second.wait() == 0
    assert last["problems"] == []
    assert last["resumed_at"] >= 0.4 * jobs - 100  # at most the page that was under way is read again
    assert last["jobs"] == jobs
    fresh = run_child(aws_server, tmp_path / "fresh.json", until)
    whole = list(lines_of(fresh))[-1]
    assert whole["jobs"] == jobs and last["hours"] == pytest.approx(whole["hours"])
    # Its own time: how long the stand-in takes to answer, and what else the machine does, say nothing about it.
    assert whole["cpu_seconds"] <= 60 and whole["megabytes"] <= 300, whole


def test_a_kept_reading_of_another_account_is_not_gone_on_with(aws: StandIn, clients: Clients) -> None:
    aws.seed_jobs(3, days=1)
    tally = window()
    tally.account = "999999999999"
    problems = read_account(clients, tally)
    assert tally.jobs == 0 and "is of account 999999999999, not 123456789012" in str(problems[0])
