"""Send many records a request, and start no more instances than there are files."""

from __future__ import annotations

from jupyter_green.catalog.instances import find_instance
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap

_OWN_CONTAINERS = (None, "pytorch", "tensorflow", "huggingface", "sklearn")  # built-in algorithms choose for themselves


class TuneBatchTransform(Practice):
    """Send many records a request, and start no more instances than there are files.

    What it finds
        A batch transform with more instances than input files, single records, or one request at a time on a CPU type.

    Why it matters
        Files are spread over instances: one without a file idles to the end. Single records leave processors waiting.

    Evidence
        No published figure for batching; what instances without a file draw is computed from their own rate.

    When it does not apply
        Records near the payload limit; a container that takes single records; built-in algorithms, which choose their
        concurrency.

    The swap
        ``instance_count`` down to the files (safe), or ``batch_strategy="MultiRecord"`` (unsafe: needs ``split_type``),
        then ``max_concurrent_transforms`` (unsafe: needs a thread-safe container).

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
        """Speak on instances without a file first, then on single records, then on single requests."""
        count, files = job.get("instance_count", 1), context.fact("input_files")
        if isinstance(files, int) and 1 <= files < count:
            message = f"The input has fewer files than instances, {files} for {count}: the others idle."
            return self.advise(job, context, message, swap=Swap({"instance_count": files}, "safe"))
        if files is None and count > 1:
            asked = "how many input files there are (input_files)"
            return self.advise(job, context, f"{count} instances need {count} files or more.", missing=(asked,))
        if job.batch_strategy != "MultiRecord" and context.fact("takes_many_records") is not False:
            message = "Records go out one at a time. Several a request keep the processors busy."
            swap = Swap({"batch_strategy": "MultiRecord"}, self.fix)
            asked = "whether the container takes several lines a request, with split_type set (takes_many_records)"
            done = bool(context.fact("takes_many_records"))
        elif (vcpus := _idle_vcpus(job)) and context.fact("thread_safe") is not False:
            message = (
                f"One request at a time keeps one of {vcpus} vCPUs busy, unless the container serves on all of them."
            )
            swap = Swap({"max_concurrent_transforms": vcpus}, self.fix)
            asked = "whether the container answers parallel requests (thread_safe)"
            done = bool(context.fact("thread_safe"))
        else:
            return None
        later = "not known before the run: the time that gets shorter"
        return self.advise(job, context, message, swap=swap, missing=() if done else (asked,), no_saving=later)


def _idle_vcpus(job: Job) -> int:
    """Return the vCPUs that requests one at a time leave idle, 0 where the algorithm chooses its own concurrency."""
    now = find_instance(job.get("instance_type", ""))
    chosen = job.max_concurrent_transforms not in (None, 1) or job.framework not in _OWN_CONTAINERS
    return 0 if chosen or now is None or now.has_accelerator or now.vcpus < 2 else now.vcpus
