"""Values that code makes to grow without end stay small, and what is small stays known."""

from __future__ import annotations

import tracemalloc

import pytest

from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import SourceReading, read_cells

IMPORT = "from sagemaker.estimator import Estimator\n"


def read(code: str, instance_type: str = '"ml.g5.xlarge"') -> SourceReading:
    return read_cells([SourceCell(0, f"{IMPORT}{code}\nEstimator('i', 'r', 1, {instance_type}).fit()")])


@pytest.mark.parametrize(
    "grows",
    [
        'a = f"{a}{a}"',
        'a = "".join([a, a])',
        'a = "%s%s" % (a, a)',
        'a = "{}{}".format(a, a)',
        'a = "{0}{0}".format(a)',
        'a = a.replace("x", a)',
        "b = b + b",
        "b = [*b, *b]",
        "b.extend(b)",
        'a = "%300000000d" % 1',
        'a = "%.300000000f" % 1.0',
        'a = "%*d" % (300000000, 1)',
        'a = "{:>300000000}".format(1)',
        'a = "{:{}}".format(1, 300000000)',
        'a = "1".zfill(300000000)',
    ],
)
def test_what_doubles_forty_times_takes_no_memory(grows: str) -> None:
    tracemalloc.start()
    try:
        found = read('a = "xxxxxxxx"\nb = [1, 2]\n' + f"{grows}\n" * 40)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [job.job.instance_type for job in found.jobs] == ["ml.g5.xlarge"]
    assert peak < 64_000_000


@pytest.mark.parametrize(
    "made",
    [
        '"ml.%s.%s" % ("g5", "xlarge")',
        '"ml.{}.{size}".format("g5", size="xlarge")',
        '".".join(["ml", "g5", "xlarge"])',
        '"ml.p3.xlarge".replace("p3", "g5")',
        'f"ml.{kind}.xlarge"',
        "[*[1, 2], 'ml.g5.xlarge'][-1]",
    ],
)
def test_what_stays_small_is_known(made: str) -> None:
    (job,) = read('kind = "g5"', made).jobs
    assert job.job.instance_type == "ml.g5.xlarge"
