from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask

ID = "inference-optimization-jobs"
LANGUAGE = GPU_ENDPOINT.with_changes(environment={"HF_MODEL_ID": "meta-llama/Llama-3-8B"})


def test_a_language_model_without_quantisation_is_found(ask: Ask) -> None:
    advice = ask(ID, LANGUAGE, quality_test=True)
    assert advice is not None and advice.missing == () and advice.swap is not None
    assert "OPTION_QUANTIZE" in advice.swap.code and "speculative" not in advice.swap.code.lower()


def test_a_quality_test_is_asked_for(ask: Ask) -> None:
    advice = ask(ID, LANGUAGE)
    assert advice is not None and "(quality_test)" in advice.missing[0]
    assert ask(ID, LANGUAGE, quality_test=False) is None


def test_a_quantised_model_is_left_alone(ask: Ask) -> None:
    for settings in ({"HF_MODEL_ID": "a/llama-AWQ"}, {"HF_MODEL_ID": "a/llama", "HF_MODEL_QUANTIZE": "gptq"}):
        assert ask(ID, LANGUAGE.with_changes(environment=settings)) is None


def test_other_models_and_chips_are_left_alone(ask: Ask) -> None:
    assert ask(ID, GPU_ENDPOINT) is None
    assert ask(ID, LANGUAGE.with_changes(instance_type="ml.inf2.xlarge")) is None
    assert ask(ID, ENDPOINT) is None
    assert ask(ID, LANGUAGE.with_changes(environment=Unknown())) is None
