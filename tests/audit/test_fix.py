"""Fixes: what they change, what they leave alone, and that they hold when the document is read again."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.fix import FileChanged, apply_to_bytes, fix_document, write_back
from jupyter_green.swaps.edits import Edit
from tests.audit.examples import ENDPOINT, IMPORTS, TRAINING, as_bytes, notebook

OPTIONS = AuditOptions(region="us-east-1", with_rewrites=True)
SHAPES: list[dict[str, Any]] = [
    {"indent": 1},
    {"indent": 4, "end": ""},
    {"indent": None},
    {"indent": 1, "ascii_only": True, "end": "\n\n"},
]
DEMOS = sorted((Path(__file__).parents[2] / "demo_notebooks").glob("*.ipynb"))


def keys(name: str, data: bytes) -> set[tuple[str, int]]:
    return {(f.advice.practice, f.job) for f in audit_document(name, data, OPTIONS).open_findings}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("as_list", [True, False])
def test_only_lines_of_the_changed_call_differ(shape: dict[str, Any], as_list: bool) -> None:
    before = as_bytes(notebook(IMPORTS, TRAINING, ENDPOINT, as_list=as_list), **shape)
    fixed = fix_document("work.ipynb", before, OPTIONS, unsafe=True)
    assert fixed.done
    was, now = json.loads(before), json.loads(fixed.data)
    changed = [i for i, (a, b) in enumerate(zip(was["cells"], now["cells"], strict=True)) if a != b]
    assert changed and {was["cells"][i]["cell_type"] for i in changed} == {"code"}
    for index in changed:
        assert isinstance(now["cells"][index]["source"], list) is as_list
        was["cells"][index]["source"] = now["cells"][index]["source"]
    assert as_bytes(now, **shape) == fixed.data  # the layout is still that of the program that wrote it
    assert was == now


@pytest.mark.parametrize("path", DEMOS, ids=lambda path: path.stem)
def test_what_was_fixed_is_gone_and_nothing_new_is_there(path: Path) -> None:
    data = path.read_bytes()
    fixed = fix_document(path.name, data, OPTIONS, unsafe=True)
    was, now = keys(path.name, data), keys(path.name, fixed.data)
    done = {(f.advice.practice, f.job) for f in fixed.done}
    assert done <= was
    assert not done & now
    assert {practice for practice, _ in now} <= {practice for practice, _ in was}
    again = fix_document(path.name, fixed.data, OPTIONS, unsafe=True)
    assert again.data == fixed.data and not again.done


def test_the_demo_notebooks_have_something_to_fix() -> None:
    assert sum(len(fix_document(p.name, p.read_bytes(), OPTIONS, unsafe=True).done) for p in DEMOS) > 3


def test_alike_cells_are_fixed_alike_in_one_run_and_a_second_changes_nothing() -> None:
    old = (
        "est = PyTorch(entry_point='train.py', role=role, instance_count=2, instance_type='ml.p3.16xlarge',"
        " framework_version='1.8', py_version='py36', max_run=7200)\nest.fit({'train': 's3://b/t'})"
    )
    data = as_bytes(notebook(IMPORTS, old, old, old))
    fixed = fix_document("work.ipynb", data, OPTIONS, unsafe=True)
    first, *others = ["".join(cell["source"]) for cell in json.loads(fixed.data)["cells"][2:5]]
    assert "ml.p3" not in first and others == [first, first]
    assert keys("work.ipynb", fixed.data) < keys("work.ipynb", data)
    again = fix_document("work.ipynb", fixed.data, OPTIONS, unsafe=True)
    assert again.data == fixed.data and not again.done


def test_what_is_refused_for_now_is_tried_again_after_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def refuse_first(before: Any, after: Any, finding: Any, allowed: Any) -> str:
        said.append(finding.advice.practice)
        return "not yet" if len(said) == 1 else ""

    monkeypatch.setattr("jupyter_green.audit.fix._why_not", refuse_first)
    data = as_bytes(notebook(IMPORTS, TRAINING))
    fixed = fix_document("work.ipynb", data, OPTIONS, unsafe=True)
    assert said[0] in said[1:] and fixed.left == ()
    assert said[0] in {finding.advice.practice for finding in fixed.done}


def test_a_run_that_is_cut_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_green.audit.fix._MOST_TRIES", 1)
    fixed = fix_document("work.ipynb", as_bytes(notebook(IMPORTS, TRAINING, TRAINING)), OPTIONS, unsafe=True)
    assert len(fixed.done) == 1 and [why for _, why in fixed.left] == [
        "so many changes are not made at once; run it again"
    ]


def test_unsafe_changes_need_to_be_asked_for() -> None:
    data = as_bytes(notebook(IMPORTS, TRAINING.replace("ml.g5.2xlarge", "ml.m4.xlarge")))
    safe = fix_document("work.ipynb", data, OPTIONS, unsafe=False)
    unsafe = fix_document("work.ipynb", data, OPTIONS, unsafe=True)
    assert all(f.advice.swap is not None and f.advice.swap.fix == "safe" for f in safe.done)
    assert any(f.advice.swap is not None and f.advice.swap.fix == "unsafe" for f in unsafe.done)


def test_what_a_comment_silences_is_not_fixed() -> None:
    silenced = TRAINING.replace("max_run=3600,", "max_run=3600,  # green: ignore[*] because we know")
    data = as_bytes(notebook(IMPORTS, silenced))
    assert fix_document("work.ipynb", data, OPTIONS, unsafe=True).data == data


def test_a_python_file_keeps_its_mark_and_its_line_ends() -> None:
    text = f"# é\n{IMPORTS}\n{TRAINING}\n"
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    fixed = fix_document("work.py", data, OPTIONS, unsafe=True)
    assert fixed.done and fixed.data.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in fixed.data.replace(b"\r\n", b"")


def test_what_is_not_utf8_is_not_written_to() -> None:
    with pytest.raises(ValueError, match="not UTF-8"):
        apply_to_bytes("work.py", b"x = '\xff'", [Edit(0, 0, 1, "x", "y")])


def test_an_edit_that_no_longer_fits_is_refused() -> None:
    with pytest.raises(ValueError, match="not as it was read"):
        apply_to_bytes("work.ipynb", as_bytes(notebook("a = 1")), [Edit(1, 0, 1, "b", "c")])


def test_a_file_is_replaced_in_one_step_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "work.py"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_back(path, b"old", b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_keeps_pointing_where_it_does(tmp_path: Path) -> None:
    real, link = tmp_path / "real.py", tmp_path / "link.py"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_back(link, b"old", b"new")
    assert link.is_symlink() and real.read_bytes() == b"new"


def test_a_file_that_changed_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "work.py"
    path.write_bytes(b"saved by an editor")
    with pytest.raises(FileChanged, match="nothing is written"):
        write_back(path, b"old", b"new")
    assert path.read_bytes() == b"saved by an editor"
    assert list(tmp_path.iterdir()) == [path]


def test_a_read_only_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "work.py"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(PermissionError, match="read-only"):
        write_back(path, b"old", b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_with_the_longest_name_can_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / f"{'n' * 249}.ipynb"
    path.write_bytes(b"old")
    write_back(path, b"old", b"new")
    assert path.read_bytes() == b"new" and [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_file_keeps_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, given = tmp_path / "a.ipynb", []
    path.write_bytes(b"old")
    theirs = os.stat_result((0o100644, 0, 0, 1, 1234, 5678, 3, 0, 0, 0))
    real = Path.stat
    monkeypatch.setattr(Path, "stat", lambda one, **more: theirs if one.name == "a.ipynb" else real(one, **more))
    monkeypatch.setattr("os.chown", lambda one, user, group: given.append((user, group)))
    write_back(path, b"old", b"new")
    assert given == [(1234, 5678)] and path.read_bytes() == b"new"
