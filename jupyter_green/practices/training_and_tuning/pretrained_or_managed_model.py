"""Start from a pre-trained model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING

_BUILT_IN = "image-classification"
_SWITCH = "use_pretrained_model"
_NO = ("0", "false", "no")
_SCRATCH = ("from_scratch", "train_from_scratch", "random_init")
_PRETRAINED = (_SWITCH, "pretrained", "use_pretrained")
_CODE = """\
from sagemaker.jumpstart.estimator import JumpStartEstimator
estimator = JumpStartEstimator(model_id="...")  # choose the model of your task; SDK 3: ModelTrainer with JumpStart
"""


class PretrainedOrManagedModel(Practice):
    """Start from a pre-trained model instead of training from scratch.

    What it finds
        Hyperparameters that ask for training from scratch; built-in image classification without its pre-trained
        weights.

    Why it matters
        The general part of a model has been learnt, and paid for, before. Fine-tuning takes a part of that work.

    Evidence
        No published figure found.

    When it does not apply
        No suitable model, a licence or privacy rule against it, a far domain. A huge general model in place of a small
        special one can cost more at inference for years.

    The swap
        ``use_pretrained_model=1`` for the built-in algorithm, unsafe: another model. Else JumpStart, shown only.

    Signals not checked
        Licence and domain; the size of the model at inference; image shape and layers of the built-in algorithm.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/IC-Hyperparameter.html
    """

    id = "pretrained-or-managed-model"
    title = "Start from a pre-trained model"
    kinds = frozenset({"training", "tuning"})
    fix = "unsafe"
    needs = ("framework", "hyperparameters")
    effort = 2
    trade_offs = ("model size and cost at inference", "provenance of the weights")
    lens_refs = ("MLSUS02-BP01", "MLSUS-02 (2023)")
    example = TRAINING.with_changes(framework=_BUILT_IN, hyperparameters={"epochs": 30, "num_classes": 10})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the job says that it starts from nothing."""
        given: Mapping[str, Any] = job.get("hyperparameters", {})
        if not given:
            return None
        built_in = job.framework == _BUILT_IN
        asks = any(_text(given, name) not in ("", *_NO) for name in _SCRATCH)
        refuses = any(_text(given, name) in _NO for name in _PRETRAINED)
        if not (asks or refuses or (built_in and _SWITCH not in given)):
            return None
        suits = context.fact("task_has_pretrained_model")
        if suits is False:
            return None
        if built_in:
            swap = Swap({"hyperparameters": {**given, _SWITCH: 1}}, self.fix)
        else:
            swap = Swap(fix="show only", action="start from a pre-trained model", code=_CODE)
        return self.advise(
            job,
            context,
            "This job trains from random weights. Fine-tuning a pre-trained model takes a part of the work.",
            swap=swap,
            missing=() if suits else ("whether a pre-trained model suits the task (task_has_pretrained_model)",),
            no_saving="no published figure; fewer epochs for the same quality",
        )


def _text(given: Mapping[str, Any], name: str) -> str:
    return str(given.get(name, "")).strip('"').lower()
