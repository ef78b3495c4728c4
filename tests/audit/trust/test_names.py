"""Names of files: without an account's id in every form, told apart, and leading to the file in SARIF."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote_to_bytes

import duckdb
import pytest

from jupyter_green.audit.app import main
from jupyter_green.audit.redact import redact_name
from jupyter_green.audit.writers import FORMATS, write
from tests.audit.examples import IMPORTS, TRAINING, as_bytes, audited, notebook, report

WORK = as_bytes(notebook(IMPORTS, TRAINING))


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for account in ("123456789012", "210987654321"):
        (tmp_path / account).mkdir()
        (tmp_path / account / "train.ipynb").write_bytes(WORK)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_form_carries_an_account_of_a_folders_name(
    accounts: Path, form: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    main([".", "--format", form])
    shown = capsysbinary.readouterr().out.decode()
    assert "123456789012" not in shown and "210987654321" not in shown
    main([".", "--format", form, "--no-redact"])
    assert "123456789012" in capsysbinary.readouterr().out.decode()


def test_tables_and_baselines_tell_such_folders_apart(accounts: Path) -> None:
    main([".", "--parquet", "out"])
    names = [name for (name,) in duckdb.sql("SELECT DISTINCT document FROM 'out/jobs/*.parquet'").fetchall()]
    assert sorted(names) == ["2/…/train.ipynb", "…/train.ipynb"]
    assert main([".", "--baseline", "known.json", "--write-baseline"]) == 0
    assert "123456789012" not in Path("known.json").read_text("utf-8")
    assert main([".", "--baseline", "known.json"]) == 0


def test_a_comparison_does_not_carry_it_either(accounts: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    from jupyter_green.audit.diff_app import main as diff

    assert diff(["123456789012/train.ipynb", "210987654321/train.ipynb"]) == 0
    assert b"210987654321" not in capsysbinary.readouterr().out


@pytest.mark.parametrize(
    "name",
    ["setup-execution-role.ipynb", "runs/train-202611281808.ipynb", "a/ExecutionRole/b.ipynb", "20261128180855.ipynb"],
)
def test_a_name_that_names_no_account_stays_as_it_is(name: str) -> None:
    assert redact_name(name) == name
    one = report(audited(IMPORTS, TRAINING, name=name))
    for form in FORMATS:
        assert name in write(one, form)


@pytest.mark.parametrize(
    "name", [b"new\nline.ipynb", b"back\\slash.ipynb", b"\xff?#%20.ipynb", b"esc\x1b[31m.ipynb", b"a:b.py"]
)
def test_a_sarif_location_leads_to_the_file_whatever_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name.decode("utf-8", "surrogateescape")).write_bytes(
        WORK if name.endswith(b"ipynb") else f"{IMPORTS}\n{TRAINING}\n".encode()
    )
    main([".", "--output", "out.sarif", "--fail-on", "never"])
    results = json.loads(Path("out.sarif").read_text("utf-8"))["runs"][0]["results"]
    places = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results}
    assert [unquote_to_bytes(place) for place in places] == [name]
    assert not any(place.partition("/")[0].count(":") for place in places)  # else it would be a scheme


def test_what_silences_nothing_is_no_line_of_its_own_on_a_terminal() -> None:
    from jupyter_green.audit.document import AuditOptions, audit_document

    tagged = notebook(IMPORTS, TRAINING)
    tagged["cells"][1]["metadata"]["tags"] = ["green-ignore-x\n0 jobs, 0 findings in 1 document."]
    text = write(report(audit_document("a.ipynb", as_bytes(tagged), AuditOptions())), "text")
    assert "suppresses nothing: x 0 jobs" in text
    assert not any(line.startswith("0 jobs") for line in text.splitlines())


def test_an_annotation_that_says_the_same_is_given_once() -> None:
    twice = TRAINING + "\nestimator.fit()"
    lines = write(report(audited(IMPORTS, twice.replace("ml.g5.2xlarge", "ml.p3.2xlarge"))), "github").splitlines()
    assert lines and len(lines) == len(set(lines))
