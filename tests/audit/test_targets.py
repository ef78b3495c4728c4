"""Where the audit writes: never over what it reads, and never under a name that promises another form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Audit = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    "words",
    [
        ["work.ipynb", "-o", "work.ipynb"],
        ["work.ipynb", "-o", "link.json"],
        [".", "-o", "work.ipynb"],
        ["notes.txt", "-o", "notes.txt"],
        ["work.ipynb", "-o", "other.ipynb"],
        ["work.ipynb", "-o", "other.py", "--format", "json"],
        ["work.ipynb", "--baseline", "work.ipynb", "--write-baseline"],
        ["work.ipynb", "--baseline", "known.ipynb", "--write-baseline"],
        ["work.ipynb", "--resume", "work.ipynb"],
        ["out/jobs/part-0.parquet", "--parquet", "out"],
        ["work.ipynb", "--parquet", "work.ipynb"],
        ["work.ipynb", "--baseline", "one.json", "--write-baseline", "-o", "one.json"],
        ["work.ipynb", "--baseline", "known.json", "-o", "known.json"],
    ],
    ids=str,
)
def test_nothing_is_written_over_what_is_read_nor_under_the_name_of_a_notebook(
    audit: Audit, folder: Path, words: list[str]
) -> None:
    (folder / "link.json").symlink_to("work.ipynb")
    (folder / "notes.txt").write_text("import sagemaker", "utf-8")
    (folder / "known.json").write_text('{"version": 1, "findings": []}', "utf-8")
    (folder / "out" / "jobs").mkdir(parents=True)
    (folder / "out" / "jobs" / "part-0.parquet").write_text("import sagemaker", "utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    code, said, complaint = audit(*words)
    assert (code, said) == (2, "") and complaint.count("\n") == 1
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_pdf_is_refused_with_what_makes_one(audit: Audit, folder: Path) -> None:
    code, _, complaint = audit("work.ipynb", "-o", "x.pdf")
    assert code == 2 and "print the HTML" in complaint and "webpdf" in complaint
    assert not (folder / "x.pdf").exists()
