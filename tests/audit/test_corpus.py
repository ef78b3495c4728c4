"""``benchmarks/corpus.py``: predictions in the form of the labels, and the time beside the floor."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.audit.examples import ENDPOINT, IMPORTS, TRAINING, as_bytes, notebook

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "corpus.py"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), *words], capture_output=True, text=True, check=False)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    home = tmp_path / "notebooks" / "owner+name" / "deep"
    home.mkdir(parents=True)
    (home / "a.ipynb").write_bytes(as_bytes(notebook(IMPORTS, TRAINING, ENDPOINT)))
    named = [{"repo": "owner/name", "path": path, "jobs": []} for path in ("deep/a.ipynb", "gone.ipynb")]
    (tmp_path / "all.json").write_text(json.dumps({"notebooks": named}), "utf-8")
    (tmp_path / "one.json").write_text(json.dumps({"notebooks": named[:1]}), "utf-8")
    return tmp_path


def test_it_predicts_and_times_each_notebook_of_any_labels_file(corpus: Path) -> None:
    ran = run(f"{corpus}/one.json", f"{corpus}/notebooks", "--predictions", f"{corpus}/p.json", "--repeat", "1")
    assert ran.returncode == 0, ran.stderr
    trained, served = json.loads((corpus / "p.json").read_text("utf-8"))
    assert (trained["kind"], trained["path"], trained["cell"]) == ("training", "deep/a.ipynb", 2)
    assert (trained["instance_type"], trained["max_run"]) == ("ml.g5.2xlarge", 3600)
    assert served["endpoint"] == {"mode": "real-time", "deleted_later": False, "variants": 1}
    assert [line.split()[-1] for line in ran.stdout.splitlines() if line.endswith(".ipynb")] == ["deep/a.ipynb"]
    assert "audit / floor: median notebook" in ran.stdout


def test_a_notebook_that_is_not_there_is_named(corpus: Path) -> None:
    ran = run(f"{corpus}/all.json", f"{corpus}/notebooks", "--repeat", "1")
    assert ran.returncode == 1 and "missing: gone.ipynb" in ran.stderr and "missing 1" in ran.stdout


def test_what_is_no_labels_file_is_one_line(corpus: Path) -> None:
    ran = run(f"{corpus}/notebooks/owner+name/deep/a.ipynb", str(corpus))
    assert ran.returncode == 1 and ran.stderr.count("\n") == 1
