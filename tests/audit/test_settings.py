"""Settings in pyproject.toml: read by their schema, and a slip is told with what was meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from jupyter_green.audit.settings import project_settings, settings_schema
from jupyter_green.audit.sources import UsageError

Audit = Callable[..., tuple[int, str, str]]


def write(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(text, "utf-8")


def test_the_table_is_read_from_the_nearest_file(folder: Path) -> None:
    write(folder, '[tool.jupyter-green]\nregion = "eu-north-1"\n[tool.jupyter-green.audit]\nhours = 3\n')
    (folder / "deep").mkdir()
    assert project_settings(folder / "deep") == {"region": "eu-north-1", "hours": 3}


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(settings_schema())


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("regoin = 'x'", "did you mean region?"),
        ("fail_on = 'note'", "did you mean fail-on?"),
        ("hours = '3'", "must be a number"),
        ("hours = -1", "at least 0"),
        ("residency = ['eu-wes-1']", "did you mean eu-west-1?"),
        ("residency = ['europe-*']", "a pattern such as eu-*"),
        ("hours = true", "must be a number"),
        ("select = 'spot'", "a list of strings"),
        ("select = [1]", "a list of strings"),
        ("format = 'pdf'", "one of text"),
        ("processes = 0", "at least 1"),
    ],
)
def test_a_slip_is_told_with_what_would_do(folder: Path, line: str, complaint: str) -> None:
    write(folder, f"[tool.jupyter-green.audit]\n{line}\n")
    with pytest.raises(UsageError, match=r"pyproject\.toml") as caught:
        project_settings(folder)
    assert complaint in str(caught.value)


def test_a_slip_in_the_shared_table_is_told_and_settings_of_the_kernel_are_none(folder: Path) -> None:
    write(folder, "[tool.jupyter-green]\nregoin = 'eu-west-1'\n")
    with pytest.raises(UsageError, match=r"unknown setting 'regoin' in \[tool\.jupyter-green\]; did you mean region\?"):
        project_settings(folder)
    write(folder, "[tool.jupyter-green]\ninline = false\nremind-after = 5\nregion = 'eu-west-1'\n")
    assert project_settings(folder) == {"region": "eu-west-1"}


@pytest.mark.parametrize(
    "table",
    ["tool.jupyter_green.audit", "tool.jupytergreen", "tool.Jupyter-Green", "tool.jupyter-greeen.audit",
     "tool.jupiter-green", 'tool."jupyter green"', "jupyter-green.audit"],
)  # fmt: skip
def test_a_table_that_is_called_almost_so_is_told(folder: Path, table: str) -> None:
    write(folder, f"[{table}]\nhours = 3\n")
    with pytest.raises(UsageError, match=r"unknown table \[.*\]; did you mean \[tool\.jupyter-green\]\?"):
        project_settings(folder)


@pytest.mark.parametrize("table", ["tool.jupyter", "tool.jupyter-green-garden", "tool.green", "tool.jupyter-releaser"])
def test_tables_of_others_are_no_concern_of_ours(folder: Path, table: str) -> None:
    write(folder, f"[project]\ndependencies = ['jupyter-green']\n[{table}]\nhours = 3\n")
    assert project_settings(folder) == {}


def test_a_practice_that_does_not_exist_is_blamed_on_the_file(audit: Audit, folder: Path) -> None:
    write(folder, "[tool.jupyter-green.audit]\nselect = ['zzz']\n")
    code, _, complained = audit("work.ipynb")
    assert code == 2 and "pyproject.toml: select: unknown practice 'zzz'" in complained


@pytest.mark.parametrize("text", ["[tool.jupyter-green.audit\n", "[tool]\njupyter-green = 3\n"])
def test_a_file_that_cannot_be_used_is_one_line(audit: Audit, folder: Path, text: str) -> None:
    write(folder, text)
    code, _, complained = audit("work.ipynb")
    assert code == 2 and complained.count("\n") == 1


def test_the_command_line_comes_before_the_settings(audit: Audit, folder: Path) -> None:
    table = (
        '[tool.jupyter-green.audit]\nformat = "json"\nregion = "eu-north-1"\nfail-on = "never"\nfail-over = ["1kgCO2e"]'
    )
    write(folder, table)
    code, said, _ = audit("work.ipynb")
    assert code == 0 and json.loads(said)["assumed_region"] == "eu-north-1"
    assert json.loads(audit("work.ipynb", "--region", "us-east-2")[1])["assumed_region"] == "us-east-2"


def test_every_setting_is_an_option_or_shared_with_the_extension() -> None:
    from jupyter_green.audit.arguments import OneLineParser, _parser

    parser: OneLineParser = _parser()  # type: ignore[assignment]
    options = {action.dest.replace("_", "-") for action in parser._actions}
    assert set(settings_schema()["properties"]) - options <= {"grid", "residency"}
