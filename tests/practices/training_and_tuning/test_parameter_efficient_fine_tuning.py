from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.practices import Context, SourceFacts
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask

ID = "parameter-efficient-fine-tuning"
LARGE = TRAINING.with_changes(hyperparameters={"model_name_or_path": "tiiuae/falcon-7b"})


def test_full_tuning_of_a_large_model_is_asked_about(ask: Ask) -> None:
    advice = ask(ID, LARGE)
    assert advice is not None and "7 billion" in advice.message and "adapter_is_enough" in advice.missing[0]
    assert {effect.of for effect in advice.effects} == {"memory"}


def test_a_model_id_of_the_hub_tells_its_size_too(ask: Ask) -> None:
    job = TRAINING.with_changes(model_id="meta-textgeneration-llama-3-70b")
    assert ask(ID, job, adapter_is_enough=True) is not None


@pytest.mark.parametrize("name", ["bert-base-uncased", "EleutherAI/pythia-1.4b", "my-3bags", "t5-base"])
def test_small_models_and_other_names_are_left_alone(ask: Ask, name: str) -> None:
    assert ask(ID, TRAINING.with_changes(hyperparameters={"model_name": name})) is None


def test_any_sign_of_an_adapter_is_enough(ask: Ask) -> None:
    assert ask(ID, LARGE.with_changes(hyperparameters={"model_id": "falcon-7b", "lora_r": 16})) is None
    assert ask(ID, LARGE.with_changes(hyperparameters={"model_id": "falcon-7b", "method": "qlora"})) is None
    assert ask(ID, LARGE, Context(source=SourceFacts(text="from peft import LoraConfig"))) is None


def test_a_no_serverless_jobs_and_unknown_parameters_keep_it_silent(ask: Ask) -> None:
    assert ask(ID, LARGE, adapter_is_enough=False) is None
    assert ask(ID, LARGE.with_changes(serverless_job=True)) is None
    assert ask(ID, LARGE.with_changes(hyperparameters=Unknown())) is None
