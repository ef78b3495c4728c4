"""Compress with Zstandard inside the format rather than with gzip around it."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Practice, Swap
from jupyter_green.practices.data_cells import WRITE_ZSTANDARD
from jupyter_green.practices.examples import TRAINING

_MEDIA = ("image/", "video/", "audio/", "application/x-image")


class BetterCompression(Practice):
    """Compress with Zstandard inside the format rather than with gzip around it.

    What it finds
        An input channel with compression Gzip.

    Why it matters
        Smaller files move fewer bytes in every run, and a gzip file cannot be split among readers.

    Evidence
        The Well-Architected ML lens: Zstandard gives 10–15 % smaller files than gzip at the same speed of compression.
        Bytes only; no figure for energy or cost.

    When it does not apply
        To media that is compressed already. The API's compression field knows only None and Gzip, so Zstandard has to
        live inside the file format, or the script has to unpack it.

    The swap
        Shown, not applied: the data has to be written anew, and the job's compression left unset.

    Signals not checked
        Whether every reader of the data knows the codec.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus03-bp03.html
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html
    """

    id = "better-compression"
    title = "Compress with Zstandard inside the format"
    phase = "data preparation"
    kinds = frozenset({"training", "tuning", "processing", "transform"})
    confidence = "medium"
    effort = 2
    effects = (Effect("storage", 0.1, 0.15, "Well-Architected ML lens, Zstandard against gzip at equal speed"),)
    trade_offs = ("every reader has to know the codec",)
    lens_refs = ("MLSUS03-BP03",)
    service = "file-formats"
    example = TRAINING.with_changes(compression="Gzip", inputs=("s3://my-bucket/train/",))

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the platform unpacks gzip for the job."""
        if job.compression != "Gzip" or job.get("content_type", "").startswith(_MEDIA):
            return None
        return self.advise(
            job,
            context,
            "The input is gzip around whole files. Parquet with Zstandard inside is smaller and can be split.",
            swap=Swap(action="write the data as Parquet with Zstandard", fix="show only", code=WRITE_ZSTANDARD),
        )
