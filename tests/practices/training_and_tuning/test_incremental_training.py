from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.practices import Context
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask

ID = "incremental-training"
NOW = TRAINING.with_changes(framework="image-classification", entry_point=None)
BEFORE = NOW.with_changes(name="last-month", identity="training:last-month")


@pytest.mark.parametrize("algorithm", ["image-classification", "object-detection", "semantic-segmentation"])
def test_the_three_algorithms_that_can_continue_are_shown_how(ask: Ask, algorithm: str) -> None:
    now, before = (job.with_changes(framework=algorithm) for job in (NOW, BEFORE))
    advice = ask(ID, now, Context(jobs=(before, now)))
    assert advice is not None and advice.swap is not None and "last-month" in advice.swap.code
    assert "continues_earlier_model" in advice.missing[0]


def test_no_other_algorithm_can(ask: Ask) -> None:
    now, before = (job.with_changes(framework="kmeans") for job in (NOW, BEFORE))
    assert ask(ID, now, Context(jobs=(before, now))) is None


def test_without_an_earlier_job_there_is_nothing_to_continue(ask: Ask) -> None:
    assert ask(ID, NOW, Context(jobs=(NOW,))) is None
    assert ask(ID, NOW, Context(jobs=(BEFORE.with_changes(framework="object-detection"), NOW))) is None
    assert ask(ID, NOW, Context(jobs=(BEFORE, NOW), told={"continues_earlier_model": True})) is None
    assert ask(ID, NOW.with_changes(framework=Unknown()), Context(jobs=(BEFORE,))) is None
