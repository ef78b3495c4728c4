"""How long a job may run when nothing is said."""

from __future__ import annotations

import pytest

from jupyter_green.dialects.limits import max_runtime_of
from jupyter_green.job import Job, Kind, Unknown


@pytest.mark.parametrize(
    ("kind", "api", "seconds"),
    [
        ("training", "sdk_v3", 3600),
        ("training", "sdk_v2", 86400),
        ("training", None, 86400),
        ("processing", "sdk_v3", 86400),
    ],
)
def test_each_dialect_has_its_default(kind: Kind, api: str | None, seconds: int) -> None:
    assert max_runtime_of(Job(kind=kind, api=api)) == seconds


def test_what_is_written_counts_and_what_is_unknown_stays_unknown() -> None:
    assert max_runtime_of(Job(kind="training", api="sdk_v3", max_runtime=60)) == 60
    assert max_runtime_of(Job(kind="training", max_runtime=Unknown())) is None
