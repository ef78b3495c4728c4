"""Stream training data instead of downloading it first."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING

#: Containers that run the user's own script on plain files.
_SCRIPTS = ("pytorch", "tensorflow", "huggingface", "mxnet")
_SMALL_GB = 5.0


class FastFileMode(Practice):
    """Stream training data with FastFile mode instead of downloading it in File mode.

    What it finds
        A job in File mode, the default, on S3 prefixes.

    Why it matters
        In File mode every instance, GPU included, waits for the whole download; a search does so in every trial.

    Evidence
        No published figure found; the saving is the download phase of an earlier run.

    When it does not apply
        To manifest channels; to many small files or random access over epochs, which fetch again and again; to
        incremental training and algorithms that require File mode.

    The swap
        ``input_mode="FastFile"``. Unsafe: slow access patterns make the run longer.

    Signals not checked
        How the script reads; number and size of the objects.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/model-access-training-data.html
    """

    id = "fast-file-mode"
    title = "Stream the data: FastFile mode"
    phase = "data preparation"
    kinds = frozenset({"training", "tuning"})
    fix = "unsafe"
    needs = ("input_mode",)
    common = True
    trade_offs = ("more S3 requests", "throughput depends on the access pattern")
    lens_refs = ("MLSUS02-BP01",)
    service = "input-modes"
    example = TRAINING.with_changes(inputs=("s3://my-bucket/train/",))
    example_context = Context(told={"reads_in_order": True, "dataset_gb": 200})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a script waits for a download that it could read as it comes."""
        if job.input_mode not in (None, "File") or job.framework not in _SCRIPTS or job.local or job.serverless_job:
            return None
        inputs = job.get("inputs", ())
        if not inputs or not all(isinstance(uri, str) and uri.startswith("s3://") for uri in inputs):
            return None
        in_order, size = context.fact("reads_in_order"), context.fact("dataset_gb")
        if any(uri.endswith("manifest") for uri in inputs) or in_order is False or (size or _SMALL_GB) < _SMALL_GB:
            return None
        missing = () if in_order else ("whether the script reads its files once and in order (reads_in_order)",)
        return self.advise(
            job,
            context,
            "Every instance waits until all data is downloaded. FastFile lets the script read it as it comes.",
            swap=Swap({"input_mode": "FastFile"}, self.fix),
            missing=missing,
            no_saving="not known before a run: the download phase that is left out",
        )
