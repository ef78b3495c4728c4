"""Mutated demo notebooks: no bytes crash the audit; ``benchmarks/fuzz_audit.py`` goes on for hours, on any folder."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_green.audit.writers import FORMATS
from tests.audit.trust.judge import judge
from tests.audit.trust.mutations import mutated

FOLDER = Path(__file__).parents[3] / "demo_notebooks"
SEEDS = [path.read_bytes() for path in sorted(FOLDER.glob("*.ipynb"))]


@pytest.mark.parametrize("data", SEEDS, ids=[path.name for path in sorted(FOLDER.glob("*.ipynb"))])
def test_the_seeds_themselves_have_jobs_in_every_form(data: bytes) -> None:
    assert judge(data, forms=tuple(FORMATS)).jobs


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), which=st.integers(0, len(SEEDS) - 1))
def test_no_mutation_crashes_the_audit(seed: int, which: int) -> None:
    judge(mutated(SEEDS[which], SEEDS, Random(seed)), fix=seed % 8 == 0)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_crash_the_audit(data: bytes) -> None:
    judge(data + b"sagemaker")
    judge(b'{"cells": [' + data + b'], "x": "sagemaker"}')
