"""Do not train the same experiment twice."""

from __future__ import annotations

from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING

_SAME = ("framework", "framework_version", "image", "entry_point", "hyperparameters", "inputs", "model_id")
_CODE = """\
estimator = Estimator.attach({name!r})  # its model is in estimator.model_data; SDK 3: TrainingJob.get({name!r})
"""


class TrackExperiments(Practice):
    """Do not train the same experiment twice.

    What it finds
        A training job whose code, hyperparameters and input locations equal those of an earlier job in sight.

    Why it matters
        The second run spends everything again.

    Evidence
        No published figure. A duplicate saves the whole job.

    When it does not apply
        A repeat on purpose, to see the variance; data that changed under the same URI.

    The swap
        Attach to the earlier job and use its model. Show only. Managed MLflow tracks what was tried.

    Signals not checked
        Whether data or script changed behind their names; jobs of other notebooks.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus04-bp03.html
    """

    id = "track-experiments"
    title = "Reuse the earlier run"
    kinds = frozenset({"training"})
    needs = ("framework", "image", "entry_point", "hyperparameters", "inputs")
    trade_offs = ("somebody must look after what is tracked",)
    lens_refs = ("MLSUS04-BP03", "Guidance: redundant runs")
    example = TRAINING.with_changes(inputs=("s3://my-bucket/train",), hyperparameters={"epochs": 3})
    example_context = Context(jobs=(example.with_changes(name="first", identity="training:first"),))

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when an earlier job in sight asked for the same model."""
        repeats = context.fact("repeats_on_purpose")
        if repeats or not job.inputs or not (job.entry_point or job.image) or not context.jobs:
            return None
        earlier = _earlier_twin(job, context)
        if earlier is None:
            return None
        return self.advise(
            job,
            context,
            f"{earlier.name} ran the same code with the same hyperparameters on the same inputs.",
            swap=Swap(fix=self.fix, action="use the earlier model", code=_CODE.format(name=earlier.name)),
            missing=() if repeats is False else ("whether the repeat is meant (repeats_on_purpose)",),
            no_saving="the whole job, if the data did not change",
        )


def _earlier_twin(job: Job, context: Context) -> Job | None:
    for other in context.jobs:
        if other.identity == job.identity:
            return None
        same_kind = other.kind == job.kind and isinstance(other.name, str) and known(other.inputs)
        if same_kind and all(getattr(other, name) == getattr(job, name) for name in _SAME):
            return other
    return None
