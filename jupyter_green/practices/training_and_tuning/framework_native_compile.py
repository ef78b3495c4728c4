"""Compile the network with the framework's own compiler."""

from __future__ import annotations

from jupyter_green.catalog.frameworks import stack_of
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.choices import accelerated
from jupyter_green.practices.examples import TRAINING

_LEAST = {"pytorch": (2, 0), "tensorflow": (2, 12)}
_CODE = {
    "pytorch": "model = torch.compile(model)  # in the training script",
    "tensorflow": "model.compile(..., jit_compile=True)  # in the training script",
}
_COMPILES = ("torch.compile", "jit_compile", "torch_compile")
_SHORT_HOURS = 0.5


class FrameworkNativeCompile(Practice):
    """Compile the network with the framework's own compiler: torch.compile or XLA.

    What it finds
        A GPU job on PyTorch 2.0 or TensorFlow 2.12 and later with no sign that it compiles.

    Why it matters
        A compiled step does the same with fewer passes over memory. It took the place of Training Compiler, which is
        legacy: no new versions, no patches (guide read 2026-11-22).

    Evidence
        AWS publishes no figure, and that of Training Compiler is not carried over.

    When it does not apply
        Changing shapes, graph breaks, jobs that wait for data or network, jobs of minutes.

    The swap
        One line in the training script. Show only.

    Signals not checked
        The training script itself; what the job waits for.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus04-bp02.html
    """

    id = "framework-native-compile"
    title = "Compile the network in the script"
    kinds = frozenset({"training", "tuning"})
    needs = ("framework", "framework_version", "compiler", "hyperparameters")
    effort = 2
    common = True
    trade_offs = ("compilation at the start",)
    lens_refs = ("MLSUS04-BP02",)
    example = TRAINING

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the stack can compile and nobody says that it does."""
        stack = stack_of(job)
        if stack is None or stack.version < _LEAST.get(stack.framework, (9999,)) or job.compiler:
            return None
        if accelerated(job) is None or (context.expected_hours or _SHORT_HOURS) < _SHORT_HOURS:
            return None
        compiles = context.fact("script_compiles")
        told = "torch_compile" in job.get("hyperparameters", ())
        if compiles or told or any(word in context.source.text for word in _COMPILES):
            return None
        asked = "whether the script compiles its model already (script_compiles)"
        return self.advise(
            job,
            context,
            f"{stack.framework} can compile this network; Training Compiler, which once did, is legacy.",
            swap=Swap(fix=self.fix, action="compile the model", code=_CODE[stack.framework]),
            missing=() if compiles is False else (asked,),
            no_saving="time a hundred steps of both",
        )
