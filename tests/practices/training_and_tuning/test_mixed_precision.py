from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.practices import Context, SourceFacts
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "mixed-precision"
TRAINER = TRAINING.with_changes(
    framework="huggingface", base_framework="pytorch 2.0.0", hyperparameters={"epochs": 3, "seed": 1}
)
TOLD = {"uses_mixed_precision": False, "script_takes_trainer_arguments": True}


@pytest.mark.parametrize(
    ("instance_type", "kind"), [("ml.g5.2xlarge", "bf16"), ("ml.g4dn.xlarge", "fp16"), ("ml.p3.2xlarge", "fp16")]
)
def test_a_trainer_gets_the_precision_its_gpu_has(ask: Ask, instance_type: str, kind: str) -> None:
    job = TRAINER.with_changes(instance_type=instance_type)
    advice = ask(ID, job, **TOLD)
    assert advice is not None and advice.swap is not None and advice.can_apply
    after = advice.swap.applied_to(job)
    assert after.hyperparameters == {"epochs": 3, "seed": 1, kind: True} and breaches(after) == []


def test_it_asks_what_it_cannot_see_in_the_script(ask: Ask) -> None:
    advice = ask(ID, TRAINER)
    assert advice is not None and len(advice.missing) == 2


def test_other_frameworks_are_shown_the_line(ask: Ask) -> None:
    advice = ask(ID, TRAINING, uses_mixed_precision=False)
    assert advice is not None and advice.swap is not None and "autocast" in advice.swap.code and not advice.can_apply


def test_signs_of_half_precision_keep_it_silent(ask: Ask) -> None:
    assert ask(ID, TRAINER.with_changes(hyperparameters={"fp16": True})) is None
    assert ask(ID, TRAINER, Context(source=SourceFacts(text="with torch.autocast('cuda'):"))) is None
    assert ask(ID, TRAINER, uses_mixed_precision=True) is None


def test_chips_without_the_units_and_unknown_parameters_are_left_alone(ask: Ask) -> None:
    for instance_type in ("ml.p2.xlarge", "ml.m5.xlarge", "ml.trn1.2xlarge"):
        assert ask(ID, TRAINER.with_changes(instance_type=instance_type)) is None
    assert ask(ID, TRAINER.with_changes(hyperparameters=Unknown())) is None
