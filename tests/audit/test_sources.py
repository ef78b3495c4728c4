"""What the arguments name: documents by names that do not depend on their order, and globs within a revision."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_green.audit.sources import UsageError, gather
from tests.audit.examples import IMPORTS, TRAINING, as_bytes, notebook

Audit = Callable[..., tuple[int, str, str]]
WORK = as_bytes(notebook(IMPORTS, TRAINING))


def named(*paths: str) -> dict[str, str]:
    """Return the name of each document by what its file holds."""
    return {source.read().decode(): source.name for source in gather(paths)}


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files called x.py here and in other places, each of which holds its own path."""
    for place in ("here", "here/p", "p", "q", "a/deep", "b/deep"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "x.py").write_text(place, "utf-8")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (("../p/x.py",), {"p": "x.py"}),
        (("../p/x.py", "x.py"), {"p": "p/x.py", "here": "x.py"}),
        (("../p/x.py", "../q/x.py"), {"p": "p/x.py", "q": "q/x.py"}),
        (("../a", "../b"), {"a/deep": "a/deep/x.py", "b/deep": "b/deep/x.py"}),
        (("../a/deep/x.py", "../b/deep/x.py"), {"a/deep": "a/deep/x.py", "b/deep": "b/deep/x.py"}),
        (("../a/deep/x.py", "../q/x.py", "x.py"), {"a/deep": "deep/x.py", "q": "q/x.py", "here": "x.py"}),
    ],
    ids=str,
)
def test_a_file_below_here_keeps_its_path_and_others_take_the_folders_that_tell_them_apart(
    places: Path, paths: tuple[str, ...], expected: dict[str, str]
) -> None:
    for order in itertools.permutations(paths):
        assert named(*order) == expected


def test_no_name_is_a_whole_path_and_a_number_is_the_last_resort(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clash = ("../p/x.py", "x.py", "p/x.py")
    told = named(*clash)
    assert told["here"] == "x.py" and told["here/p"] == "p/x.py"
    assert told["p"].endswith("/p/x.py") and not told["p"].startswith("/")
    assert told == named(*reversed(clash))
    monkeypatch.setattr("jupyter_green.audit.names._longer", lambda source, above: "")
    assert named(*clash[:2]) == named(*clash[1::-1]) == {"here": "x.py", "p": "2/x.py"}


@pytest.mark.parametrize("command", ["audit", "diff"])
def test_standard_input_cannot_be_read_twice(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    from jupyter_green.cli import main

    assert main([command, "-", "-"]) == 2
    told = capsys.readouterr()
    assert told.err.count("\n") == 1 and "standard input can be read once" in told.err


@pytest.fixture
def repository(folder: Path) -> Path:
    """The current folder as a repository: everything is in its first commit, and nothing of it on the disk."""
    for place in ("sub/one.ipynb", "sub/two.ipynb", "sub/deep/three.ipynb", "sub/.hidden/four.ipynb", "sub/[5].ipynb"):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(WORK)
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "first")):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *words], check=True, capture_output=True)
    for path in folder.rglob("*.ipynb"):
        path.unlink()
    return folder


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("sub/*.ipynb", ["sub/[5].ipynb", "sub/one.ipynb", "sub/two.ipynb"]),
        ("**/t*.ipynb", ["sub/deep/three.ipynb", "sub/two.ipynb"]),
        ("sub/d*", ["sub/deep/three.ipynb"]),
        ("sub/[5].ipynb", ["sub/[5].ipynb"]),
        ("sub/.h*/*", ["sub/.hidden/four.ipynb"]),
    ],
)
def test_a_glob_chooses_among_the_files_of_a_revision(repository: Path, pattern: str, expected: list[str]) -> None:
    assert sorted(source.name for source in gather([pattern], rev="HEAD")) == expected
    assert sorted(source.name for source in gather([f"HEAD:{pattern}"])) == expected


def test_a_glob_in_a_revision_counts_from_here_and_else_from_the_top(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "sub")
    for pattern in ("o*.ipynb", "../sub/o*.ipynb", "sub/o*.ipynb"):
        assert [source.name for source in gather([pattern], rev="HEAD")] == ["sub/one.ipynb"]
    with pytest.raises(UsageError, match="revision HEAD has no file"):
        gather(["z*.ipynb"], rev="HEAD")


def test_a_limit_below_zero_is_refused_with_what_would_do(audit: Audit) -> None:
    for limit in ("-5kg", "-$5", "-.5kWh"):
        code, _, complaint = audit("work.ipynb", "--fail-over", limit)
        assert code == 2 and "--fail-over takes an amount such as 10kg, 10kgCO2e" in complaint
        assert complaint.strip().endswith(f"not {limit!r}")
    assert "expected one argument" in audit("work.ipynb", "--fail-over", "--diff")[2]
