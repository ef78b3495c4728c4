from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_green.audit import run
from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.report import DocumentReport
from jupyter_green.audit.run import audit_all
from jupyter_green.audit.sources import Source, UsageError, gather
from tests.audit.fleet.test_processes import told


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the documents that were really read."""
    names: list[str] = []
    real = run.audit_source

    def noted(source: Source, options: AuditOptions) -> DocumentReport:
        names.append(source.name)
        return real(source, options)

    monkeypatch.setattr(run, "audit_source", noted)
    return names


def test_an_interrupted_audit_reads_only_the_rest_and_reports_all(fleet: Path, read: list[str]) -> None:
    sources, state = gather(["notebooks"]), fleet.parent / "state"
    whole = [told(document) for document in audit_all(sources, AuditOptions())]
    read.clear()
    begun = audit_all(sources, AuditOptions(), resume=state)
    for _ in range(15):
        next(begun)
    begun.close()
    read.clear()

    documents = list(audit_all(sources, AuditOptions(), resume=state))

    assert read == [source.name for source in sources[15:]]
    assert [told(document) for document in documents] == whole


def test_a_notebook_that_changed_is_read_again(fleet: Path, read: list[str]) -> None:
    sources, state = gather(["notebooks"]), fleet.parent / "state"
    list(audit_all(sources, AuditOptions(), resume=state))
    changed = fleet / "n007.ipynb"
    changed.write_text(changed.read_text("utf-8").replace("ml.g5.xlarge", "ml.p4d.24xlarge"), "utf-8")
    os.utime(changed, ns=(1, 1))
    read.clear()

    documents = list(audit_all(sources, AuditOptions(), resume=state))

    assert read == ["notebooks/n007.ipynb"]
    assert documents[7].jobs[0].found.job.instance_type == "ml.p4d.24xlarge"


def test_a_state_cut_off_in_the_middle_of_a_report_loses_that_report_only(fleet: Path, read: list[str]) -> None:
    sources, state = gather(["notebooks"]), fleet.parent / "state"
    list(audit_all(sources, AuditOptions(), resume=state))
    with state.open("r+b") as file:
        file.truncate(state.stat().st_size - 10)
    read.clear()

    assert len(list(audit_all(sources, AuditOptions(), resume=state))) == 40
    assert read == ["notebooks/n039.ipynb"]


def test_a_state_of_other_options_is_refused(fleet: Path) -> None:
    sources, state = gather(["notebooks"]), fleet.parent / "state"
    list(audit_all(sources, AuditOptions(), resume=state))

    with pytest.raises(UsageError, match="other options"):
        list(audit_all(sources, AuditOptions(region="eu-north-1"), resume=state))


def test_a_file_that_is_no_state_is_left_as_it_is(fleet: Path) -> None:
    precious = fleet / "n000.ipynb"
    before = precious.read_bytes()

    with pytest.raises(UsageError, match="no state"):
        list(audit_all(gather(["notebooks"]), AuditOptions(), resume=precious))
    assert precious.read_bytes() == before
