"""Generated files of the extension are fresh."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.browser.lab import ROOT


@pytest.mark.parametrize("script", ["write_rules.py --check", "write_catalogue.py"])
def test_a_generated_file_is_fresh(script: str) -> None:
    name, *options = script.split()
    command = [sys.executable, str(ROOT / "labextension" / name), *options]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
