"""A folder to work in, without settings of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_green.audit.app import main
from tests.audit.examples import ENDPOINT, IMPORTS, TRAINING, as_bytes, notebook


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a notebook that trains and serves, and one that has nothing to do with AWS."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", "utf-8")
    (tmp_path / "work.ipynb").write_bytes(as_bytes(notebook(IMPORTS, TRAINING, ENDPOINT)))
    (tmp_path / "plain.ipynb").write_bytes(as_bytes(notebook("print(1 + 1)")))
    return tmp_path


@pytest.fixture
def audit(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., tuple[int, str, str]]:
    """Run the command in the folder and return its exit code, what it printed and what it complained of."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main(words)
        said = capfdbinary.readouterr()
        return code, said.out.decode("utf-8"), said.err.decode("utf-8")

    return run
