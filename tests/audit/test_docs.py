"""The commands and files that docs/audit.md shows do what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from jupyter_green.audit.app import main as audit_main
from jupyter_green.audit.diff_app import main as diff_main
from jupyter_green.audit.settings import project_settings, settings_schema
from jupyter_green.audit.writers import FORMATS
from tests.audit.examples import ENDPOINT, IMPORTS, TRAINING, as_bytes, notebook

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "audit.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def commands() -> list[str]:
    return [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]


@pytest.fixture
def checkout(folder: Path) -> Path:
    (folder / "notebooks").mkdir()
    (folder / "src" / "deep").mkdir(parents=True)
    (folder / "notebooks" / "a.ipynb").write_bytes(as_bytes(notebook(IMPORTS, TRAINING, ENDPOINT)))
    (folder / "src" / "deep" / "job.py").write_text(f"{IMPORTS}\n{TRAINING}\n", "utf-8")
    (folder / "green-baseline.json").write_text('{"version": 1, "findings": []}', "utf-8")
    for words in ("init -q", "add .", "-c user.name=a -c user.email=a@b.c commit -qm first"):
        subprocess.run(["git", *words.split()], check=True)
    return folder


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_page_runs(checkout: Path, command: str) -> None:
    for name in ("jupyter nbconvert", "jupyter green"):
        command = command.replace(name, f"{sys.executable} -m {name.replace(' green', '_green.cli')}")
    command = command.replace("-m jupyter nbconvert", "-m nbconvert")
    command = command.replace("--to webpdf", "--to html")  # the same page, before a browser prints it
    if "--template green_audit" in command:
        command += f" --TemplateExporter.extra_template_basedirs={ROOT / 'jupyter_green' / 'audit' / 'templates'}"
    if "--to green_audit" in command:
        command += f" --TemplateExporter.extra_template_basedirs={ROOT / 'jupyter_green' / 'audit' / 'templates'}"
        name = "GreenAuditMarkdownExporter" if "green_audit_md" in command else "GreenAuditExporter"
        command = re.sub(r"--to \w+", f"--to jupyter_green.audit.exporter.{name}", command)
    paths = os.pathsep.join([str(ROOT), os.environ["PYTHONPATH"]])
    ran = subprocess.run(
        command, shell=True, cwd=checkout, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": paths}
    )
    assert ran.returncode in (0, 1), ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_settings_of_the_page_keep_to_the_schema(folder: Path) -> None:
    (block,) = blocks("toml")
    (folder / "pyproject.toml").write_text(block, "utf-8")
    settings = project_settings(folder)
    assert settings["fail-over"] == ["10kgCO2e", "50USD"]
    jsonschema.validate(settings, settings_schema())
    assert audit_main(["plain.ipynb", "--baseline", "none.json", "--write-baseline"]) == 0


def test_every_format_is_on_the_page() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)) == set(FORMATS)


def test_the_commands_of_the_workflow_are_commands(checkout: Path) -> None:
    workflow = blocks("yaml")[0]
    lines = re.findall(r"run: jupyter-green audit (.*)", workflow)
    assert [audit_main(line.split()) for line in lines] == [0, 0, 0, 0, 1]
    for name in re.findall(r"(?:sarif_file:|path:|--body-file) (\S+)", workflow):
        assert (checkout / name).stat().st_size


def test_the_hooks_are_commands(checkout: Path) -> None:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    found = re.findall(r"entry: jupyter-green audit\n  args: \[(.*?)\]", text)
    assert len(found) == 2
    for arguments in found:
        assert audit_main([*arguments.replace(" ", "").split(","), "work.ipynb"]) in (0, 1)
    assert re.findall(r"id: (\S+)", text)[0] in TEXT
    assert "require_serial: true" in text.partition("jupyter-green-fix")[0]  # else limits hold for a part of the files


def test_the_comparison_of_the_page_runs(checkout: Path) -> None:
    assert diff_main(["HEAD:work.ipynb", "work.ipynb"]) == 0
