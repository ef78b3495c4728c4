from __future__ import annotations

import dataclasses
import os
import pickle
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

import pytest

from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.fleet import PROCESS_DIED, batched
from jupyter_green.audit.fleet_transport import pack, pack_all, unpack, unpack_all
from jupyter_green.audit.report import DocumentReport, Report
from jupyter_green.audit.run import audit_all
from jupyter_green.audit.sources import Source, gather
from jupyter_green.audit.writers import FORMATS, write
from tests.audit.fleet.unusual import Poison


def told(document: DocumentReport) -> tuple[object, ...]:
    carbon = [job.footprint.rate.carbon.central for job in document.jobs]
    return document.name, carbon, [finding.fingerprint for finding in document.findings], document.problems


def test_two_processes_say_in_the_same_order_what_one_says(fleet: Path) -> None:
    sources = gather(["notebooks"])
    counted: list[int] = []

    alone = [told(document) for document in audit_all(sources, AuditOptions())]
    together = [told(d) for d in audit_all(sources, AuditOptions(), processes=2, done=counted.append)]

    assert len(alone) == 40
    assert together == alone
    assert sum(counted) == 40


@pytest.mark.parametrize(("count", "workers"), [(0, 2), (1, 2), (16, 2), (700, 2), (5000, 64)])
def test_work_is_handed_over_in_lists_that_get_shorter_so_that_all_end_together(count: int, workers: int) -> None:
    sources = [Source(f"{number}.ipynb") for number in range(count)]

    lists = list(batched(sources, workers))

    assert [source for some in lists for source in some] == sources
    sizes = [len(some) for some in lists]
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes, default=1) <= 16
    assert sizes[-1:] in ([], [1])


def test_a_document_that_kills_its_process_is_a_problem_and_the_rest_is_audited(fleet: Path) -> None:
    sources = [*gather(["notebooks"])[:20], Poison("poison.ipynb"), *gather(["notebooks"])[20:]]

    documents = list(audit_all(sources, AuditOptions(), processes=2))

    assert [document.name for document in documents] == [source.name for source in sources]
    assert documents[20].problems == (PROCESS_DIED,)
    assert all(len(document.jobs) == 1 for document in documents if document.name != "poison.ipynb")


_COPIED = """
import sys, threading
from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.fleet import PROCESS_DIED, may_be_copied
from jupyter_green.audit.run import audit_all
from jupyter_green.audit.sources import gather
from tests.audit.fleet.unusual import Poison

alone = may_be_copied()
sources = gather(["notebooks"])
one = [document.name for document in audit_all(sources, AuditOptions())]
two = [document.name for document in audit_all(sources, AuditOptions(), processes=2)]
killed = list(audit_all([*sources[:20], Poison("poison.ipynb"), *sources[20:]], AuditOptions(), processes=2))
waiting = threading.Event()
thread = threading.Thread(target=waiting.wait)
thread.start()
beside = may_be_copied()
waiting.set()
thread.join()
print(alone, beside, one == two, len(killed), killed[20].problems == (PROCESS_DIED,))
"""


def test_a_process_starts_as_a_copy_only_where_no_thread_runs_beside(fleet: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    told = subprocess.run(
        [sys.executable, "-c", _COPIED], capture_output=True, text=True, timeout=300, env=environment, check=True
    )

    can_copy = sys.platform.startswith("linux") and sys.version_info >= (3, 11)
    assert told.stdout.split() == [str(can_copy), "False", "True", "41", "True"]
    assert told.stderr == ""


def test_a_report_travels_whole(fleet: Path) -> None:
    for document in audit_all(gather(["notebooks"])[:4], AuditOptions(with_rewrites=True)):
        before, after = Report(documents=(document,)), Report(documents=(unpack(pack(document)),))
        assert [write(after, form) for form in FORMATS] == [write(before, form) for form in FORMATS]


def test_reports_travel_whole_together_and_stay_frozen(fleet: Path) -> None:
    documents = tuple(audit_all(gather(["notebooks"])[:4], AuditOptions()))

    arrived = unpack_all(pack_all(documents))

    assert [told(document) for document in arrived] == [told(document) for document in documents]
    assert [job.found for document in arrived for job in document.jobs] == [
        dataclasses.replace(job.found, written=MappingProxyType({})) for document in documents for job in document.jobs
    ]
    with pytest.raises(dataclasses.FrozenInstanceError):
        arrived[0].jobs[0].found.job.spot = True  # type: ignore[misc]


def test_one_report_that_cannot_travel_keeps_no_other_at_home(fleet: Path) -> None:
    first, second, third = audit_all(gather(["notebooks"])[:3], AuditOptions())
    stuck = dataclasses.replace(second, sources=(lambda: None,))  # type: ignore[arg-type]

    arrived = unpack_all(pack_all((first, stuck, third)))

    assert [told(arrived[0]), told(arrived[2])] == [told(first), told(third)]
    assert [problem.kind for problem in arrived[1].problems] == ["internal"]


@pytest.mark.parametrize(
    "hostile", [print, pytest.raises, Path("/"), b"", 3], ids=["builtin", "function", "path", "bytes", "number"]
)
def test_bytes_that_hold_anything_but_a_report_are_refused(hostile: object) -> None:
    import zlib

    with pytest.raises(ValueError, match=r"report|read back"):
        unpack(zlib.compress(pickle.dumps(hostile)))


class _Runs:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("raise SystemExit('a state file ran code')",)


def test_no_code_runs_by_reading_bytes_from_elsewhere() -> None:
    import zlib

    with pytest.raises(ValueError, match="read back"):
        unpack(zlib.compress(pickle.dumps(_Runs())))
