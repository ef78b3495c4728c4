"""Fine-tune with adapters instead of all weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Practice, Swap
from jupyter_green.practices.choices import accelerated
from jupyter_green.practices.examples import TRAINING
from jupyter_green.practices.weights import billions_in

_LARGE = 3.0
_NAMED_IN = ("model_name_or_path", "model_name", "model_id", "base_model", "model")
_ADAPTERS = ("lora", "peft", "adapter", "qlora")
_CODE = """\
from peft import LoraConfig, get_peft_model
model = get_peft_model(model, LoraConfig(r=16, lora_alpha=32, target_modules="all-linear"))  # in the script
# JumpStart: hyperparameters={"peft_type": "lora"} where the recipe has it; then try a smaller instance
"""


class ParameterEfficientFineTuning(Practice):
    """Fine-tune large models with adapters (LoRA) instead of updating all weights.

    What it finds
        Fine-tuning of a model of three billion parameters or more, by its name, with no sign of an adapter.

    Why it matters
        An adapter trains a small part of the weights, so the job fits fewer or smaller GPUs.

    Evidence
        The LoRA paper, on GPT-3 175B: a third of the GPU memory of full tuning with Adam, 10,000 times fewer trained
        parameters. Memory, not energy: no energy figure was found.

    When it does not apply
        Pre-training; a domain so far off that adapters fall short; small models, where full tuning is cheap.

    The swap
        A few lines in the script, or the recipe's own setting. Show only.

    Signals not checked
        The script; the quality that an adapter reaches.

    References
        https://arxiv.org/abs/2106.09685
    """

    id = "parameter-efficient-fine-tuning"
    title = "Fine-tune with adapters"
    kinds = frozenset({"training", "tuning"})
    needs = ("hyperparameters", "model_id")
    confidence = "low"
    effort = 2
    effects = (Effect("memory", 0.0, 0.67, "LoRA paper: GPT-3 175B against full tuning with Adam"),)
    trade_offs = ("possibly lower quality", "adapters to look after")
    lens_refs = ("MLSUS02-BP01", "MLSUS04-BP02")
    example = TRAINING.with_changes(
        instance_type="ml.p4d.24xlarge", hyperparameters={"model_name_or_path": "tiiuae/falcon-7b", "epochs": 1}
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a large model is named and no adapter is."""
        if accelerated(job) is None or job.serverless_job:
            return None
        given: Mapping[str, Any] = job.get("hyperparameters", {})
        named = [str(job.get("model_id", "")), *(str(given.get(name, "")) for name in _NAMED_IN if name in given)]
        billions = max(map(billions_in, named))
        if billions < _LARGE:
            return None
        enough = context.fact("adapter_is_enough")
        seen = " ".join((*map(str, given), *map(str, given.values()), context.source.text)).lower()
        if enough is False or any(word in seen for word in _ADAPTERS):
            return None
        return self.advise(
            job,
            context,
            f"This updates all {billions:g} billion weights. An adapter trains a small part of them.",
            swap=Swap(fix=self.fix, action="train an adapter", code=_CODE),
            missing=() if enough else ("whether an adapter is good enough for the task (adapter_is_enough)",),
            no_saving="no energy figure; a smaller instance then shows its own",
        )
