"""Whatever is wrong with a document is a finding of its own, and the others are audited."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_green.audit import limits
from jupyter_green.audit import sources as sources_module
from jupyter_green.audit.app import UNREADABLE, main
from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.report import DocumentReport, Report
from jupyter_green.audit.run import audit_all
from jupyter_green.audit.sources import gather
from jupyter_green.audit.writers import FORMATS, write
from tests.audit.trust.hostile import notebook, training

GOOD = training() + "e.fit()\n"


def audit(data: bytes, name: str = "nb.ipynb") -> DocumentReport:
    document = audit_document(name, data, AuditOptions(with_rewrites=True))
    for form in FORMATS:
        write(Report(documents=(document,)), form).encode("utf-8")
    return document


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "unreadable"),
        (b'{"cells": [', "unreadable"),
        (b'{"cells": [sagemaker]}', "unreadable"),
        (notebook(GOOD)[:-40], "unreadable"),
        (b"[1, 2]", "unreadable"),
        (b"\x89PNG\r\n\x1a\n\x00\x00 sagemaker", "unreadable"),
        (bytes(range(256)) * 20, "unreadable"),
        (notebook(GOOD).decode().encode("utf-16"), "unreadable"),
        (b'{"cells": {"sagemaker": 1}}', "unreadable"),
        (b'{"sagemaker": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "unreadable"),
        (b'{"cells": ' + b'{"sagemaker":' * 100_000 + b"1" + b"}" * 100_001, "unreadable"),
        (notebook(GOOD, metadata={"language_info": {"name": "R"}}), "skipped"),
        (notebook(GOOD, metadata={"kernelspec": {"name": "scala-almond"}}), "skipped"),
        (b'{"cells": [' + b"{}," * 100_000 + b'{"source": "sagemaker"}]}', "unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes {value[:12]!r}",
)
def test_what_cannot_be_read_is_one_finding(data: bytes, kind: str) -> None:
    document = audit(data)

    assert [problem.kind for problem in document.problems] == [kind]
    assert "\n" not in document.problems[0].message
    assert document.jobs == ()


def test_a_cell_that_holds_no_text_is_told_and_the_others_are_read() -> None:
    good = {"cell_type": "code", "source": GOOD}
    cells = [good, 1, None, "sagemaker", {"cell_type": "code", "source": 5}, {"cell_type": "raw", "source": ["a", 2]}]
    document = audit(json.dumps({"nbformat": 4, "cells": cells}).encode())
    assert len(document.jobs) == 1
    (problem,) = document.problems
    assert (problem.kind, problem.cell) == ("not understood", 1)
    assert problem.message == "it holds what is no text, as 4 more cells do: left out"
    assert not audit(json.dumps({"nbformat": 4, "cells": [good, {"cell_type": "code"}]}).encode()).problems


AWKWARD = {
    "lone surrogate": notebook(GOOD).replace(b"e.fit()", b"e.fit() # \\ud800"),
    "NaN": notebook(GOOD).replace(b'"nbformat"', b'"score": NaN, "nbformat"'),
    "no UTF-8": notebook(GOOD).replace(b"e.fit()", b"e.fit() # \xff"),
    "mark": b"\xef\xbb\xbf" + notebook(GOOD),
    "long number": notebook(GOOD).replace(b'"nbformat"', b'"count": ' + b"9" * 400 + b', "nbformat"'),
    "two of a key": notebook(GOOD).replace(b'"nbformat"', b'"nbformat": 3, "nbformat"'),
    "deep": notebook(GOOD).replace(b'"nbformat"', b'"x": ' + b"[" * 1500 + b"]" * 1500 + b', "nbformat"'),
    "cut off": notebook(GOOD)[:-40] + b"}",
}


@pytest.mark.parametrize("name", AWKWARD)
def test_the_quick_parser_and_pythons_own_say_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("orjson")
    quick = audit(AWKWARD[name])
    monkeypatch.setattr(limits, "_quick_parser", lambda: None)
    slow = audit(AWKWARD[name])
    assert replace(quick, seconds=0) == replace(slow, seconds=0)
    assert len(slow.jobs) == 1 or name in ("cut off", "deep")  # how deep is too deep, each Python says for itself


@pytest.mark.parametrize("version", [2, 3])
def test_older_notebooks_are_read(version: int) -> None:
    cell = {"cell_type": "code", "input": GOOD.splitlines(keepends=True), "language": "python", "outputs": []}
    data = json.dumps({"worksheets": [{"cells": [cell]}], "nbformat": version, "metadata": {"name": "old"}}).encode()

    assert len(audit(data).jobs) == 1


@pytest.mark.parametrize(
    "cell",
    [
        None, 3, "sagemaker", [], {}, {"cell_type": "code"}, {"cell_type": 3, "source": 4},
        {"cell_type": "code", "source": [1, None, "sagemaker"]}, {"cell_type": "code", "source": {"a": 1}},
        {"cell_type": "code", "source": GOOD, "metadata": [], "outputs": {"a": 1}},
        {"cell_type": "code", "source": GOOD, "metadata": {"tags": {"green": 1}}, "outputs": [None, 4, {"data": []}]},
        {"cell_type": "code", "source": "x = '\ud800' # sagemaker \udfff"},
        {"cell_type": "code", "source": "x = " + "(" * 5000 + ")" * 5000},
        {"cell_type": "code", "source": "x = " + "-" * 50_000 + "1"},
        {"cell_type": "code", "source": "x = " + "+".join(["'a'"] * 20_000)},
        {"cell_type": "code", "source": "x = " + "a." * 20_000 + "b"},
        {"cell_type": "code", "source": "x = " + "[" * 90 + "]" * 90 + " * 10**9 * 10**9"},
        {"cell_type": "code", "source": "x = 9**9**9**9"},
        {"cell_type": "code", "source": "x = 'a' * 10**12; y = [0] * 10**12; z = f'{1:>999999999999}'"},
        {"cell_type": "code", "source": "x = 'a'\n" + "x = x + x\n" * 200},
        {"cell_type": "code", "source": "x = []\nx.append(x)\ny = {}\ny['y'] = y\nprint(x, y)\ne.fit(y)"},
        {"cell_type": "code", "source": "def f(n):\n    return f(n + 1)\nf(0)"},
        {"cell_type": "code", "source": "while True:\n    for i in range(10**12):\n        e.fit()"},
        {"cell_type": "code", "source": "1" * 10_000 + " + " + "1" * 10_000},
    ],
    ids=lambda cell: str(cell)[:50].encode("ascii", "replace").decode(),
)  # fmt: skip
def test_odd_cells_cost_no_other_cell_its_audit(cell: object) -> None:
    data = json.loads(notebook(GOOD))
    data["cells"] = [*data["cells"], cell]
    started = time.perf_counter()

    document = audit(json.dumps(data).encode())

    assert len(document.jobs) >= 1
    assert document.jobs[0].found.cell == 0
    assert not [problem for problem in document.problems if problem.kind == "internal"]
    assert time.perf_counter() - started < 20


def test_a_hundred_thousand_cells_are_read() -> None:
    cells = ['{"cell_type": "code", "source": "x = 1"}'] * 99_999
    good = json.dumps({"cell_type": "code", "source": GOOD})
    data = f'{{"cells": [{", ".join([*cells, good])}], "metadata": {{}}}}'.encode()

    document = audit_document("nb.ipynb", data, AuditOptions())

    assert [job.found.cell for job in document.jobs] == [99_999]


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sources_module, "MOST_BYTES", 1000)
    Path("big.ipynb").write_bytes(b"{" + b" " * 2000 + b"}")
    Path("good.py").write_text(GOOD, "utf-8")

    big, good = audit_all(gather(["."]), AuditOptions())

    assert [problem.kind for problem in big.problems] == ["unreadable"]
    assert len(good.jobs) == 1


def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.ipynb")
    Path("gone.ipynb").symlink_to("nowhere.ipynb")
    Path("folder.ipynb").mkdir()
    Path("good.py").write_text(GOOD, "utf-8")

    found = {document.name: document for document in audit_all(gather(["."]), AuditOptions())}

    assert [problem.kind for problem in found["pipe.ipynb"].problems] == ["unreadable"]
    assert [problem.kind for problem in found["gone.ipynb"].problems] == ["unreadable"]
    assert len(found["good.py"].jobs) == 1


def test_the_exit_code_tells_that_something_was_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.ipynb").write_bytes(b"{")

    assert main(["."]) == UNREADABLE


def test_so_many_jobs_that_no_change_of_all_can_be_read_back_have_the_first_made_ready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jupyter_green.audit.document._FEWEST_CHANGES", 3)
    cells = [GOOD.replace("ml.p3.2xlarge", "ml.m4.xlarge")] * 12
    options = AuditOptions(with_rewrites=True)
    whole = audit_document("nb.ipynb", notebook(*cells), options)
    ready = sum(finding.is_fixable for finding in whole.findings)
    assert ready >= 12 and whole.problems == ()

    monkeypatch.setattr("jupyter_green.audit.document._MOST_READ_AGAIN", 12)
    cut = audit_document("nb.ipynb", notebook(*cells), options)
    assert 1 <= sum(finding.is_fixable for finding in cut.findings) <= 3
    assert len(cut.findings) == len(whole.findings)
    assert [problem.message for problem in cut.problems] == ["it has 12 jobs: only the first changes were made ready"]
    assert audit_document("nb.ipynb", notebook(*cells), AuditOptions()).problems == ()
