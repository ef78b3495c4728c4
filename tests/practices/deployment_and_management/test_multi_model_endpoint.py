from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import Context
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask

ID = "multi-model-endpoint"
TEN = ENDPOINT.with_changes(passes=10)
OTHER = ENDPOINT.with_changes(name="fraud", identity="endpoint:fraud")


def test_ten_endpoints_from_a_loop_could_be_one(ask: Ask) -> None:
    advice, whole = (
        ask(ID, TEN, rarely_called=True),
        ask("delete-idle-endpoints", ENDPOINT.with_changes(deleted_later=False)),
    )
    assert advice is not None and advice.saving is not None and whole is not None and whole.saving is not None
    assert abs(advice.saving.energy.central / whole.saving.energy.central - 0.9) < 1e-9


def test_the_second_of_two_equal_endpoints_could_fall_away(ask: Ask) -> None:
    around = Context(jobs=(ENDPOINT, OTHER), told={"rarely_called": True})
    assert ask(ID, OTHER, around) is not None
    assert ask(ID, ENDPOINT, around) is None


def test_how_often_they_are_called_is_asked(ask: Ask) -> None:
    advice = ask(ID, TEN)
    assert advice is not None and "(rarely_called)" in advice.missing[0] and advice.saving is None
    assert ask(ID, TEN, rarely_called=False) is None


def test_single_monitored_unlike_or_unsupported_models_are_left_alone(ask: Ask) -> None:
    assert ask(ID, ENDPOINT) is None
    assert ask(ID, TEN.with_changes(data_capture=True)) is None
    assert ask(ID, TEN.with_changes(framework="huggingface")) is None
    assert ask(ID, TEN.with_changes(framework=Unknown())) is None
    assert ask(ID, OTHER, Context(jobs=(ENDPOINT.with_changes(framework="xgboost"), OTHER))) is None


def test_a_gpu_needs_triton_and_a_supported_type(ask: Ask) -> None:
    many = GPU_ENDPOINT.with_changes(passes=10, framework="triton")
    assert ask(ID, many.with_changes(instance_type="ml.g5.xlarge")) is not None
    assert ask(ID, many.with_changes(instance_type="ml.p3.2xlarge")) is not None
    assert ask(ID, many.with_changes(instance_type="ml.p3.8xlarge")) is None
    assert ask(ID, many.with_changes(instance_type="ml.g6.xlarge")) is None
    assert ask(ID, many.with_changes(framework="pytorch")) is None
