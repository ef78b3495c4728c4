from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import Context, Metrics
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask

ID = "heterogeneous-cluster"
STARVED = Context(metrics={TRAINING.identity: Metrics(cpu=0.95, accelerator=0.3)})


def test_gpus_that_wait_for_busy_cpus_are_shown_a_cluster(ask: Ask) -> None:
    advice = ask(ID, TRAINING, STARVED)
    assert advice is not None and advice.swap is not None and not advice.can_apply
    assert "ml.g5.2xlarge" in advice.swap.code and advice.saving is None


def test_its_figures_are_cost_and_time_and_never_energy(ask: Ask) -> None:
    advice = ask(ID, TRAINING, STARVED)
    assert advice is not None and {effect.of for effect in advice.effects} == {"cost", "runtime"}


def test_blocked_combinations_keep_it_silent(ask: Ask) -> None:
    blocked = ({"compiler": True}, {"keep_alive": 600}, {"instance_preferences": ("ml.g5.2xlarge",)})
    for change in (*blocked, {"framework_version": "1.9.0"}, {"framework": Unknown()}):
        assert ask(ID, TRAINING.with_changes(**change), STARVED) is None


def test_busy_gpus_idle_cpus_and_missing_metrics_are_left_alone(ask: Ask) -> None:
    for metrics in (Metrics(cpu=0.95, accelerator=0.8), Metrics(cpu=0.5, accelerator=0.3), Metrics(cpu=0.95)):
        assert ask(ID, TRAINING, Context(metrics={TRAINING.identity: metrics})) is None
    assert ask(ID, TRAINING) is None
