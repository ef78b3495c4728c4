from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Context, SourceFacts
from tests.practices.conftest import Ask

ID = "heavy-work-off-the-notebook"
GPU = Job(kind="notebook", name="research", instance_type="ml.g5.2xlarge")


def _cells(*imports: str, text: str = "", told: dict[str, bool] | None = None) -> Context:
    return Context(source=SourceFacts(imports=frozenset(imports), text=text), told=told or {})


def test_a_gpu_that_no_cell_uses_is_spoken_of(ask: Ask) -> None:
    advice = ask(ID, GPU, _cells("pandas", "sklearn.linear_model"))
    assert advice is not None and "A10G" in advice.message


def test_training_inside_the_kernel_is_spoken_of_unless_it_is_short(ask: Ask) -> None:
    loop = "for epoch in range(90):\n    loss.backward()"
    advice = ask(ID, GPU, _cells("torch.nn", text=loop))
    assert advice is not None and "trains with torch" in advice.message
    assert ask(ID, GPU, _cells("torch", text=loop, told={"short_runs": True})) is None


def test_the_remote_function_is_imported_as_the_sdk_has_it(ask: Ask) -> None:
    three = ask(ID, GPU.with_changes(api="sdk_v3"), _cells("pandas"))
    assert three is not None and three.swap is not None
    assert "sagemaker.core.remote_function" in three.swap.code


def test_a_cpu_notebook_a_used_gpu_and_an_unread_notebook_are_left_alone(ask: Ask) -> None:
    assert ask(ID, GPU.with_changes(instance_type="ml.t3.medium"), _cells("pandas")) is None
    assert ask(ID, GPU, _cells("torch", "pandas")) is None
    assert ask(ID, GPU) is None
