"""The audit on a real Dask scheduler with workers of their own, all processes on loopback."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jupyter_green.audit.app import USAGE, main
from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.fleet import PROCESS_DIED
from jupyter_green.audit.run import audit_all
from jupyter_green.audit.sources import Source, gather
from tests.audit.fleet.conftest import notebook_text
from tests.audit.fleet.unusual import Poison, Slow

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0


class Cluster:
    """A scheduler and its workers."""

    def __init__(self, folder: Path, *, workers: int) -> None:
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        self._environment = {
            **os.environ,
            "PYTHONPATH": path,
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
        }
        self._log = (folder / "cluster.log").open("wb")
        found = folder / "scheduler.json"
        self._all = [
            self._start("distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", found)
        ]
        ends = time.monotonic() + PATIENCE
        while not found.exists() or not found.read_text("utf-8").strip():
            assert time.monotonic() < ends, (folder / "cluster.log").read_text("utf-8")
            time.sleep(0.05)
        self.address: str = json.loads(found.read_text("utf-8"))["address"]
        self.workers = [self.add_worker() for _ in range(workers)]

    def add_worker(self) -> subprocess.Popen[bytes]:
        worker = self._start(
            "distributed.cli.dask_worker", self.address, "--no-nanny", "--no-dashboard", "--nthreads", "1"
        )
        self._all.append(worker)
        return worker

    def wait_for(self, workers: int) -> None:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=PATIENCE)

    def stop(self) -> None:
        for process in reversed(self._all):
            process.kill()
            process.wait()
        self._log.close()

    def _start(self, module: str, *words: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", module, *map(str, words), "--host", "127.0.0.1"],
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
        )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Callable[[int], Cluster]]:
    with contextlib.ExitStack() as stack:

        def make(workers: int) -> Cluster:
            made = Cluster(tmp_path, workers=workers)
            stack.callback(made.stop)
            made.wait_for(workers)
            return made

        yield make


def test_a_cluster_says_what_one_process_says_also_when_a_worker_is_killed_in_the_middle(
    fleet: Path, cluster: Callable[[int], Cluster]
) -> None:
    running = cluster(2)
    texts = [notebook_text(number).encode() for number in range(60)]
    slow = [Slow(f"slow{number:02}.ipynb", data=text, seconds=0.05) for number, text in enumerate(texts)]
    sources: list[Source] = [*gather(["notebooks"]), *slow]
    counted: list[int] = []

    documents = []
    for document in audit_all(sources, AuditOptions(), scheduler=running.address, done=counted.append):
        documents.append(document)
        if len(documents) == 30:
            running.workers[0].kill()
            running.workers[0].wait()

    assert running.workers[0].poll() is not None
    assert [document.name for document in documents] == [source.name for source in sources]
    assert sum(counted) == len(sources)
    expected = [[f.fingerprint for f in document.findings] for document in audit_all(sources, AuditOptions())]
    assert [[f.fingerprint for f in document.findings] for document in documents] == expected
    assert not any(document.problems for document in documents)


def test_a_document_that_takes_its_worker_with_it_is_a_problem(fleet: Path, cluster: Callable[[int], Cluster]) -> None:
    running = cluster(4)
    sources = [*gather(["notebooks"])[:3], Poison("poison.ipynb"), *gather(["notebooks"])[3:6]]

    documents = list(audit_all(sources, AuditOptions(), scheduler=running.address))

    assert [document.name for document in documents] == [source.name for source in sources]
    assert documents[3].problems == (PROCESS_DIED,)
    assert sum(len(document.jobs) for document in documents) == 6


def test_a_scheduler_that_does_not_answer_is_wrong_usage(
    fleet: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from jupyter_green.audit import fleet_dask

    monkeypatch.setattr(fleet_dask, "_SECONDS_TO_CONNECT", 1)
    assert main(["notebooks", "--scheduler", "tcp://127.0.0.1:9"]) == USAGE
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in capsys.readouterr().err
