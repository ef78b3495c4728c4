"""Score data sets with Batch Transform instead of looping over an endpoint."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, SourceFacts, Swap
from jupyter_green.practices.endpoint_calls import called_in_a_loop
from jupyter_green.practices.endpoint_practice import ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_real_time, is_suggestable, least_suggestable, only_type
from jupyter_green.practices.traffic import SILENCE, saving_by_share, traffic_of

_X86_FAMILIES = frozenset({"m5", "c5", "m6i", "c6i", "r6i", "m7i", "c7i", "r7i"})


class BatchTransform(EndpointPractice):
    """Score data sets with Batch Transform instead of looping over an endpoint.

    What it finds
        A real-time endpoint that the notebook calls in a loop.

    Why it matters
        A batch job starts, scores everything and ends. An endpoint stays up before, after and between the loops.

    Evidence
        No published figure. Computed: the share of hours without a call, times what the endpoint draws.

    When it does not apply
        When anybody calls the endpoint online. With one huge file that cannot be split, more instances do not help:
        files are spread over instances. Some types are not offered for transform (Graviton, p4, p5, p6, g7).

    The swap
        Show only: a cell with ``transformer()`` and ``transform()`` on a type that Batch Transform takes.

    Signals not checked
        Where the input lies; whether records can be split by line; other notebooks that call the endpoint.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
    """

    id = "batch-transform"
    title = "Score in a batch job"
    needs = ("mode", "instance_type")
    confidence = "medium"
    effort = 2
    trade_offs = ("minutes of start-up for each job",)
    lens_refs = ("MLSUS05-BP01",)
    example = ENDPOINT
    example_context = Context(
        source=SourceFacts(text="for row in rows:\n    answers.append(predictor.predict(row))\n"),
        told={"only_offline": True, "silent_share": 0.95},
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the endpoint is called in a loop and nobody said that it serves online."""
        if not is_real_time(job) or job.inference_components or context.fact("only_offline") is False:
            return None
        now = only_type(job)
        if now is None or not called_in_a_loop(context.source.text):
            return None
        batch_job = job.with_changes(kind="transform", mode=None)
        target = now if is_suggestable(now.name, batch_job) else None
        if target is None and not now.has_accelerator:
            target = least_suggestable(batch_job, _X86_FAMILIES, now.vcpus, now.memory_gib)
        if target is None:
            return None
        silent = traffic_of(job, context).silent_share
        missing = [] if silent is not None else [SILENCE]
        if context.fact("only_offline") is None:
            missing.append("whether nobody calls the endpoint online (only_offline)")
        swap = Swap(fix=self.fix, action="replace the endpoint by a batch transform job", code=_cell(target.name))
        saving = saving_by_share(job, context, silent, "for the hours without a call")
        message = "The notebook scores a data set call by call. A batch job ends when the last record is scored."
        return self.advise(job, context, message, swap=swap, missing=tuple(missing), **saving)


def _cell(instance_type: str) -> str:
    return (
        "# model: the Model (or estimator) that was deployed; put the records into S3, one a line\n"
        f'transformer = model.transformer(instance_count=1, instance_type="{instance_type}", strategy="MultiRecord")\n'
        'transformer.transform("s3://BUCKET/records/", content_type="text/csv", split_type="Line")\n'
    )
