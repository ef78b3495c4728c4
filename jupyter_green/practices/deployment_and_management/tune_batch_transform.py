"""Send many records a request, and start no more instances than there are files."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap


class TuneBatchTransform(Practice):
    """Send many records a request, and start no more instances than there are files.

    What it finds
        A batch transform that sends records one at a time, or has more instances than input files.

    Why it matters
        Files are spread over instances: one without a file idles to the end. Single records leave processors waiting.

    Evidence
        No published figure for batching. Computed for instances without a file.

    When it does not apply
        Records near the payload limit; a container that takes single records.

    The swap
        ``instance_count`` down to the files (safe), or ``batch_strategy="MultiRecord"`` (unsafe: needs ``split_type``).

    Signals not checked
        ``split_type``; memory while batching.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html
    """

    id = "tune-batch-transform"
    title = "Fill the batch transform's instances"
    phase = "deployment and management"
    kinds = frozenset({"transform"})
    fix = "unsafe"
    needs = ("batch_strategy", "instance_count")
    confidence = "low"
    trade_offs = ("more memory a request",)
    lens_refs = ("MLSUS05-BP01",)
    example = Job(
        kind="transform",
        region="us-east-1",
        instance_type="ml.m5.xlarge",
        instance_count=4,
        batch_strategy="MultiRecord",
    )
    example_context = Context(told={"input_files": 1})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak on instances without a file first, then on single records."""
        count, files = job.get("instance_count", 1), context.fact("input_files")
        if isinstance(files, int) and 1 <= files < count:
            message = f"{files} of {count} instances get a file; the others idle."
            return self.advise(job, context, message, swap=Swap({"instance_count": files}, "safe"))
        takes_many = context.fact("takes_many_records")
        if job.batch_strategy == "MultiRecord" or takes_many is False:
            if count < 2 or files is not None:
                return None
            asked = ("how many input files there are (input_files)",)
            return self.advise(job, context, f"{count} instances need {count} files or more.", missing=asked)
        asked = ("whether the container takes several lines a request, with split_type set (takes_many_records)",)
        return self.advise(
            job,
            context,
            "Records go out one at a time. Several a request keep the processors busy.",
            swap=Swap({"batch_strategy": "MultiRecord"}, self.fix),
            missing=() if takes_many else asked,
            no_saving="not known before the run: the time that gets shorter",
        )
