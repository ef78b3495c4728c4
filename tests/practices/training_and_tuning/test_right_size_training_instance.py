from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import Context, Metrics, SourceFacts
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "right-size-training-instance"
FOUR_GPUS = TRAINING.with_changes(instance_type="ml.g5.12xlarge")


def _measured(**values: float) -> Context:
    return Context(metrics={TRAINING.identity: Metrics(**values)})


def test_a_script_that_nothing_spreads_needs_one_gpu(ask: Ask) -> None:
    asked = ask(ID, FOUR_GPUS)
    told = ask(ID, FOUR_GPUS, script_uses_all_gpus=False)
    assert asked is not None and "script_uses_all_gpus" in asked.missing[0]
    assert told is not None and told.swap is not None and told.can_apply
    after = told.swap.applied_to(FOUR_GPUS)
    assert after.instance_type == "ml.g5.4xlarge" and breaches(after) == []


def test_idle_gpus_are_counted_as_idle(ask: Ask) -> None:
    advice = ask(ID, FOUR_GPUS)
    assert advice is not None and advice.saving is not None
    whole = Context().estimate(FOUR_GPUS).rate.energy.central
    assert 0 < -advice.saving.energy.central < 0.75 * whole


def test_measured_use_decides_how_many_gpus_are_enough(ask: Ask) -> None:
    advice = ask(ID, FOUR_GPUS, _measured(accelerator=0.15, accelerator_memory=0.1))
    assert advice is not None and advice.can_apply and advice.saving is not None
    assert advice.saving.energy.high < 0


def test_memory_that_is_full_a_busy_cpu_and_busy_gpus_need_their_size(ask: Ask) -> None:
    assert ask(ID, FOUR_GPUS, _measured(accelerator=0.15, accelerator_memory=0.9)) is None
    assert ask(ID, FOUR_GPUS, _measured(accelerator=0.15, cpu=0.95)) is None
    assert ask(ID, FOUR_GPUS, _measured(accelerator=0.7)) is None


def test_an_algorithm_of_cpus_has_no_use_for_a_gpu(ask: Ask) -> None:
    job = TRAINING.with_changes(framework="sklearn")
    advice = ask(ID, job)
    assert advice is not None and advice.swap is not None
    assert advice.swap.changes["instance_type"] == "ml.m7i.2xlarge"
    assert breaches(advice.swap.applied_to(job)) == []


def test_distributed_single_gpu_and_unknown_jobs_are_left_alone(ask: Ask) -> None:
    assert ask(ID, FOUR_GPUS.with_changes(distribution="torch_distributed")) is None
    assert ask(ID, FOUR_GPUS, script_uses_all_gpus=True) is None
    assert ask(ID, TRAINING) is None
    assert ask(ID, FOUR_GPUS.with_changes(instance_type=Unknown())) is None


def test_an_image_of_aws_is_no_secret_and_an_own_one_is(ask: Ask) -> None:
    image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.1.0-gpu-py310"
    for api in ("sdk_v3", "api"):
        assert ask(ID, FOUR_GPUS.with_changes(api=api, image=image)) is not None
        own = "111122223333.dkr.ecr.us-east-1.amazonaws.com/mine:1"
        assert ask(ID, FOUR_GPUS.with_changes(api=api, image=own)) is None


def test_a_model_whose_weights_do_not_fit_one_gpu_needs_the_others(ask: Ask) -> None:
    job = FOUR_GPUS.with_changes(hyperparameters={"model_name_or_path": "tiiuae/falcon-40b-instruct"})
    assert ask(ID, job) is None
    assert ask(ID, job, script_uses_all_gpus=False) is not None
    written = Context(source=SourceFacts(text="base_model: tiiuae/falcon-40b-instruct\nload_in_4bit: true"))
    assert ask(ID, FOUR_GPUS, written) is None
    assert ask(ID, FOUR_GPUS.with_changes(hyperparameters={"model_id": "google/gemma-2b", "epochs": 3})) is not None


def test_chips_that_are_no_gpus_are_not_counted_as_gpus(ask: Ask) -> None:
    assert ask(ID, TRAINING.with_changes(instance_type="ml.trn1.32xlarge")) is None
