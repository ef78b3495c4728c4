from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import Context, Metrics
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask

ID = "gpu-partitioning-mig"
BIG = GPU_ENDPOINT.with_changes(instance_type="ml.p4d.24xlarge")


def test_a_small_model_on_a_large_gpu_could_share_it(ask: Ask) -> None:
    advice = ask(ID, BIG, model_gpu_memory_gb=8)
    assert advice is not None and "20%" in advice.message and advice.swap is not None
    assert "AcceleratorPartitionLayouts" in advice.swap.code


def test_metrics_tell_the_share_too(ask: Ask) -> None:
    def measured(share: float) -> Context:
        return Context(metrics={BIG.identity: Metrics(accelerator_memory=share)})

    assert ask(ID, BIG, measured(0.1)) is not None
    assert ask(ID, BIG, measured(0.7)) is None


def test_without_the_memory_it_asks(ask: Ask) -> None:
    advice = ask(ID, BIG)
    assert advice is not None and advice.swap is None and "(model_gpu_memory_gb)" in advice.missing[0]


def test_large_models_and_gpus_without_partitions_are_left_alone(ask: Ask) -> None:
    assert ask(ID, BIG, model_gpu_memory_gb=38) is None
    assert ask(ID, GPU_ENDPOINT, model_gpu_memory_gb=1) is None
    assert ask(ID, ENDPOINT, model_gpu_memory_gb=1) is None
    assert ask(ID, BIG.with_changes(instance_type=Unknown()), model_gpu_memory_gb=1) is None


def test_a_model_that_is_spread_over_gpus_or_large_by_its_name_shares_with_nobody(ask: Ask) -> None:
    for settings in (
        {"OPTION_TENSOR_PARALLEL_DEGREE": "8"},
        {"OPTION_TENSOR_PARALLEL_DEGREE": "max"},
        {"SM_NUM_GPUS": '"4"'},
        {"HF_MODEL_ID": "meta-llama/Llama-2-70b-hf"},
    ):
        assert ask(ID, BIG.with_changes(environment=settings)) is None
    assert ask(ID, BIG.with_changes(component_accelerators=2)) is None
    assert ask(ID, BIG.with_changes(model_id="meta-textgeneration-llama-2-70b")) is None
    assert ask(ID, BIG.with_changes(environment={"HF_MODEL_ID": "google/gemma-2b", "SM_NUM_GPUS": "1"})) is not None
