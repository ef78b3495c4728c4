"""Keep the notebook small."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, SourceFacts, Swap
from jupyter_green.practices.choices import accelerated
from jupyter_green.practices.data_cells import REMOTE_FUNCTION
from jupyter_green.practices.source_hints import imports_any, speaks_for_notebook

_ON_GPU = ("torch", "tensorflow", "jax", "cupy", "cudf", "transformers")
_TRAINS = (".backward(", "Trainer(", ".fit(x", ".fit(X", "xgboost.train(", "lightgbm.train(", "for epoch in")


class HeavyWorkOffTheNotebook(Practice):
    """Keep the notebook small and push heavy steps to job-scoped compute.

    What it finds
        A notebook on a GPU whose cells import nothing that uses one, and cells that train a model in the kernel.

    Why it matters
        A notebook holds its machine all day, a job for its minutes.

    Evidence
        No published figure found; the saving is the idle hours.

    When it does not apply
        To short interactive work, and where a job takes longer to start than to run.

    The swap
        Shown, not applied: ``@remote`` around the heavy function, and a smaller space.

    Signals not checked
        How long the cells run; other users of the GPU.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus03-bp01.html
    """

    id = "heavy-work-off-the-notebook"
    title = "Move heavy work off the notebook"
    phase = "placement"
    kinds = frozenset({"notebook", "training", "processing"})
    effort = 2
    trade_offs = ("each iteration waits for a job to start",)
    lens_refs = ("MLSUS03-BP01",)
    service = "remote-functions"
    example = Job(kind="notebook", name="research", region="us-east-1", instance_type="ml.g5.2xlarge")
    example_context = Context(source=SourceFacts(imports=frozenset({"pandas", "sklearn.linear_model"})))

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak of a GPU that no cell uses, or of training inside the kernel."""
        if not speaks_for_notebook(job, context, self.kinds):
            return None
        chip = accelerated(job) if job.kind == "notebook" else None
        trains = any(sign in context.source.text for sign in _TRAINS) and context.fact("short_runs") is not True
        user = imports_any(context, *_ON_GPU) if chip or trains else ""
        if user and trains:
            found = f"A cell trains with {user} inside the kernel."
        elif chip and not user and context.source.imports:
            found = f"No cell imports anything that uses the {chip.accelerator} of this notebook."
        else:
            return None
        code = REMOTE_FUNCTION.format(home="core.remote_function" if job.api == "sdk_v3" else "remote_function")
        return self.advise(
            job,
            context,
            f"{found} A job holds the machine only while it works.",
            swap=Swap(action="run the heavy function as a job", fix="show only", code=code),
        )
