"""Prefer a distilled variant of the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Practice, Swap
from jupyter_green.practices.examples import TRAINING

_NAMED_IN = ("model_name_or_path", "model_name", "model_id", "base_model", "model")
_DISTILLED = {
    "bert-base-uncased": "distilbert-base-uncased",
    "bert-base-cased": "distilbert-base-cased",
    "bert-base-multilingual-cased": "distilbert-base-multilingual-cased",
    "roberta-base": "distilroberta-base",
    "gpt2": "distilgpt2",
    "whisper-large-v2": "distil-whisper/distil-large-v2",
    "whisper-large-v3": "distil-whisper/distil-large-v3",
}


class EfficientAlgorithmOrDistilledModel(Practice):
    """Prefer a distilled or smaller variant of the model.

    What it finds
        Fine-tuning of a model whose name has a distilled sibling: BERT, RoBERTa, GPT-2, Whisper.

    Why it matters
        The sibling has fewer layers: every step of training and every later prediction costs less.

    Evidence
        The ML lens: DistilBERT runs 60 % faster than BERT (about 37.5 % less time, not energy) and keeps 97 % of its
        performance. Nothing is claimed for the others.

    When it does not apply
        A task that has been shown to need the larger model.

    The swap
        The sibling's name in ``hyperparameters``. Unsafe: another model.

    Signals not checked
        Quality on your task; a tokenizer that the script names.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus04-bp02.html
    """

    id = "efficient-algorithm-or-distilled-model"
    title = "Try the distilled model"
    kinds = frozenset({"training", "tuning"})
    fix = "unsafe"
    needs = ("hyperparameters",)
    confidence = "medium"
    effects = (Effect("runtime", 0.0, 0.375, "ML lens: DistilBERT against BERT, inference speed"),)
    trade_offs = ("some accuracy",)
    lens_refs = ("MLSUS04-BP02", "MLSUS-08 (2023)")
    example = TRAINING.with_changes(
        framework="huggingface",
        framework_version="4.28.1",
        base_framework="pytorch 2.0.0",
        hyperparameters={"model_name_or_path": "bert-base-uncased", "epochs": 3},
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the model's name has a distilled sibling."""
        given: Mapping[str, Any] = job.get("hyperparameters", {})
        key = next((name for name in _NAMED_IN if name in given), None)
        if key is None:
            return None
        full = str(given[key]).strip('"')
        sibling = _DISTILLED.get(full.rpartition("/")[2])
        accepts = context.fact("accepts_quality_loss")
        if sibling is None or accepts is False:
            return None
        return self.advise(
            job,
            context,
            f"{full} has a distilled sibling, {sibling}, that costs less in training and at every prediction.",
            swap=Swap({"hyperparameters": {**given, key: sibling}}, self.fix),
            missing=() if accepts else ("whether a small loss of quality is acceptable (accepts_quality_loss)",),
            effects=self.effects if full.rpartition("/")[2].startswith("bert") else (),
            no_saving="not computed: the speed-up depends on the task",
        )
