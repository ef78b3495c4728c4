"""What the tests of all practices share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, find_practice

Ask = Callable[..., Advice | None]


@pytest.fixture
def ask() -> Ask:
    """Return a function that gives a practice's verdict on a job, as the engine would ask for it."""

    def verdict(practice_id: str, job: Job, context: Context | None = None, **told: Any) -> Advice | None:
        practice = find_practice(practice_id)
        assert practice is not None, practice_id
        about = context or Context(told=told)
        return practice.check(job, about) if practice.applies_to(job) else None

    return verdict
