"""Train in mixed precision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_green.catalog.frameworks import stack_of
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Practice, Swap
from jupyter_green.practices.choices import accelerated
from jupyter_green.practices.examples import TRAINING

_FP16_ONLY = ("V100", "T4")
_WITHOUT = ("K80", "AWS ", "Gaudi")
_SETTINGS = ("bf16", "fp16", "fp8", "mixed_precision", "precision", "amp", "half_precision")
_IN_SCRIPT = ("autocast", "mixed_precision", "GradScaler", "bfloat16")
_CODE = """\
with torch.autocast("cuda", dtype=torch.{kind}):  # in the training script; float16 also wants a GradScaler
    loss = loss_function(model(inputs), targets)
"""


class MixedPrecision(Practice):
    """Train in mixed precision: bf16 where the GPU has it, else fp16.

    What it finds
        A deep-learning job on a GPU with half-precision units, with no sign of bf16, fp16 or autocast.

    Why it matters
        Half-precision units do several times the arithmetic of the full-precision ones within the same power limit.

    Evidence
        TensorFlow's guide: over 3 times the throughput on modern GPUs, which is speed, not energy, and a best case.

    When it does not apply
        Models that are numerically delicate, jobs that wait for data or CPU, fp16 without loss scaling. K80 has no such
        units; fp8 needs H100 and its own library.

    The swap
        For the Trainer of Hugging Face: ``hyperparameters`` with ``bf16`` or ``fp16``. Unsafe: check the accuracy. Else
        a line in the script, shown only.

    Signals not checked
        The training script; whether the accuracy holds.

    References
        https://www.tensorflow.org/guide/mixed_precision
    """

    id = "mixed-precision"
    title = "Train in mixed precision"
    kinds = frozenset({"training", "tuning"})
    fix = "unsafe"
    needs = ("framework", "hyperparameters")
    confidence = "low"
    effort = 2
    common = True
    effects = (Effect("runtime", 0.0, 0.67, "TensorFlow guide: over 3 times the throughput on modern GPUs"),)
    trade_offs = ("the accuracy must be checked",)
    lens_refs = ("MLSUS04-BP02",)
    example = TRAINING.with_changes(
        framework="huggingface",
        framework_version="4.28.1",
        base_framework="pytorch 2.0.0",
        hyperparameters={"model_name_or_path": "bert-base-uncased", "epochs": 3},
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the GPU could and nothing says that the job does."""
        if stack_of(job) is None:
            return None
        instance, used = accelerated(job), context.fact("uses_mixed_precision")
        if instance is None or used or any(word in instance.accelerator for word in _WITHOUT):
            return None
        given: Mapping[str, Any] = job.get("hyperparameters", {})
        if any(name in given for name in _SETTINGS) or any(word in context.source.text for word in _IN_SCRIPT):
            return None
        kind = "fp16" if any(word in instance.accelerator for word in _FP16_ONLY) else "bf16"
        missing: tuple[str, ...] = (
            () if used is False else ("whether the script uses mixed precision (uses_mixed_precision)",)
        )
        if job.framework == "huggingface" and given:
            swap = Swap({"hyperparameters": {**given, kind: True}}, self.fix)
            if context.fact("script_takes_trainer_arguments") is None:
                missing += ("whether the script reads Trainer arguments (script_takes_trainer_arguments)",)
        else:
            code = _CODE.format(kind="float16" if kind == "fp16" else "bfloat16")
            swap = Swap(fix="show only", action="use autocast in the script", code=code)
        message = f"{instance.accelerator} has units for {kind} that full precision leaves idle."
        note = "not computed: the speed-up depends on the model"
        return self.advise(job, context, message, swap=swap, missing=missing, no_saving=note)
