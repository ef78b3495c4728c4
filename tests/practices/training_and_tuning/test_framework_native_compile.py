from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import Context, SourceFacts
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask

ID = "framework-native-compile"


def test_it_asks_about_the_script_it_cannot_see(ask: Ask) -> None:
    advice = ask(ID, TRAINING)
    assert advice is not None and "script_compiles" in advice.missing[0] and "legacy" in advice.message


def test_it_shows_the_line_of_the_right_framework(ask: Ask) -> None:
    torch = ask(ID, TRAINING, script_compiles=False)
    flow = ask(ID, TRAINING.with_changes(framework="tensorflow", framework_version="2.13.0"), script_compiles=False)
    assert torch is not None and torch.swap is not None and "torch.compile" in torch.swap.code
    assert flow is not None and flow.swap is not None and "jit_compile" in flow.swap.code
    assert not torch.missing and not torch.can_apply


def test_it_never_carries_over_the_figure_of_training_compiler(ask: Ask) -> None:
    advice = ask(ID, TRAINING)
    assert advice is not None and advice.effects == () and advice.saving is None


def test_old_stacks_cpus_and_scripts_that_compile_are_left_alone(ask: Ask) -> None:
    assert ask(ID, TRAINING.with_changes(framework_version="1.13.1")) is None
    assert ask(ID, TRAINING.with_changes(framework_version=Unknown())) is None
    assert ask(ID, TRAINING.with_changes(instance_type="ml.m5.xlarge")) is None
    assert ask(ID, TRAINING.with_changes(framework="xgboost")) is None
    assert ask(ID, TRAINING, script_compiles=True) is None
    assert ask(ID, TRAINING, Context(source=SourceFacts(text="model = torch.compile(model)"))) is None
    assert ask(ID, TRAINING, Context(hours=0.1)) is None
