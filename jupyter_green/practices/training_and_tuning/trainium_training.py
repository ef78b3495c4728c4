"""Consider AWS Trainium for large networks that Neuron supports."""

from __future__ import annotations

from jupyter_green.catalog.frameworks import stack_of
from jupyter_green.catalog.instances import find_instance, is_offered
from jupyter_green.catalog.prices import is_priced_in
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Practice, Swap
from jupyter_green.practices.choices import accelerated
from jupyter_green.practices.examples import TRAINING

_FROM = ("p3", "p3dn", "p4d", "p4de", "p5", "p5e", "p5en", "g5", "g6", "g6e")
_MANY_GPUS = 4
_SHORT_HOURS = 1.0
_BARRED = ("smp", "smddp", "pytorchxla")
_TYPE = "ml.trn1.32xlarge"
_QUESTIONS = {
    "accepts_pinned_neuron": "whether an image pinned to Neuron 2.30 and PyTorch 2.9 is acceptable: that path ended",
    "supported_by_neuron": "whether Neuron supports every operator of the model, with fixed shapes and no CUDA code",
}


class TrainiumTraining(Practice):
    """Consider AWS Trainium for large networks that Neuron supports.

    What it finds
        A PyTorch job on four GPUs or more, in a Region where a Trainium type is priced.

    Why it matters
        Trainium is built for this arithmetic and draws less for it where the model fits.

    Evidence
        The ML lens: BERT-Large from scratch used about 25 % less energy than on a same-size cluster of comparable
        instances; one workload, one generation. AWS: up to 50 % lower cost to train.

    When it does not apply
        TensorFlow, CUDA code, changing shapes, short jobs, SMP, SMDDP, Debugger or Training Compiler. The software is
        in transition: PyTorch/XLA training ended with Neuron 2.30 (2026-05-20), its image with 2.31 (2026-06-28); the
        native backend is a public beta on Trn2 and Trn3 only. Never a safe swap.

    The swap
        ``instance_type="ml.trn1.32xlarge"`` with a Neuron image of your choice. Show only.

    Signals not checked
        Operators of the model; quota and capacity; the time on either chip.

    References
        https://awsdocs-neuron.readthedocs-hosted.com/en/latest/training/index.html
    """

    id = "trainium-training"
    title = "Consider Trainium"
    kinds = frozenset({"training"})
    needs = ("framework", "distribution", "compiler", "debugger_rules")
    confidence = "medium"
    effort = 3
    effects = (
        Effect("energy", 0.0, 0.25, "ML lens: BERT-Large from scratch, Trn1 against comparable instances"),
        Effect("cost", 0.0, 0.5, "AWS, cost to train"),
    )
    trade_offs = ("porting and compiling", "PyTorch/XLA training ended with Neuron 2.30 (2026-05-20)")
    lens_refs = ("MLSUS05-BP02", "MLSUS-12 (2023)")
    example = TRAINING.with_changes(instance_type="ml.p4d.24xlarge")

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak about large PyTorch jobs on GPUs; ask before anything else."""
        instance = accelerated(job)
        if instance is None or instance.family not in _FROM or instance.accelerator_count < _MANY_GPUS:
            return None
        stack = stack_of(job)
        if stack is None or stack.framework != "pytorch" or job.compiler or job.distribution in _BARRED:
            return None
        if job.debugger_rules or any(context.fact(name) is False for name in _QUESTIONS):
            return None
        if (context.expected_hours or _SHORT_HOURS) < _SHORT_HOURS or not _is_available(job):
            return None
        return self.advise(
            job,
            context,
            "Trainium may train this with less energy, on software that is in transition. Compile a few steps first.",
            swap=Swap({"instance_type": _TYPE}, self.fix),
            missing=tuple(f"{text} ({name})" for name, text in _QUESTIONS.items() if not context.fact(name)),
            no_saving="not computed: the time on the other chip is not known",
        )


def _is_available(job: Job) -> bool:
    priced = not isinstance(job.region, str) or is_priced_in(_TYPE, job.region)
    return priced and bool(is_offered(_TYPE, job.kind)) and find_instance(_TYPE) is not None
