"""Keep training data in a columnar format."""

from __future__ import annotations

import re

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Practice, Swap
from jupyter_green.practices.data_cells import WRITE_PARQUET
from jupyter_green.practices.examples import TRAINING
from jupyter_green.practices.source_hints import s3_reads, speaks_for_notebook

_ROW_TYPES = ("text/csv", "application/json", "application/jsonlines")
_ROW_FILES = (".csv", ".csv.gz", ".json", ".jsonl", ".tsv")
_READERS = ("pandas.read_csv", "pandas.read_json", "dask.dataframe.read_csv")
#: Containers that run the user's script, which can read any format, and XGBoost, which reads Parquet itself.
_READ_PARQUET = ("pytorch", "tensorflow", "huggingface", "sklearn", "xgboost", "spark")
_SMALL_GB = 1.0
_TEXT_TABLE = re.compile(r"TEXTFILE|OpenCSVSerde|LazySimpleSerDe|JsonSerDe", re.IGNORECASE)


class ColumnarFormats(Practice):
    """Keep training data in a columnar format such as Parquet rather than CSV or JSON.

    What it finds
        A job that reads CSV or JSON, by its content type or the names of its input, a query that makes an Athena table
        of text, and cells that read such files from S3.

    Why it matters
        Text is larger on disk and on the wire, and every run parses it again.

    Evidence
        The Well-Architected ML lens: Parquet against CSV cuts storage by up to 87 %. That is bytes stored, not energy
        or cost of a job; for those no figure was found.

    When it does not apply
        To built-in algorithms limited to CSV, recordIO or LibSVM; to small data; to data read once, where the
        conversion costs more than it saves.

    The swap
        Shown, not applied: the data has to be written anew before ``content_type="application/x-parquet"`` is true.

    Signals not checked
        The size of the data unless you tell it; how often it is read.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus03-bp03.html
        https://docs.aws.amazon.com/whitepapers/latest/building-data-lakes/monitoring-optimizing-data-lake-environment.html
    """

    id = "columnar-formats"
    title = "Keep the data in Parquet"
    phase = "data preparation"
    kinds = frozenset({"training", "tuning", "processing", "notebook", "athena"})
    confidence = "medium"
    effort = 2
    effects = (Effect("storage", 0.0, 0.87, "Well-Architected ML lens, Parquet against CSV"),)
    trade_offs = ("a conversion step", "row-wise streaming is less natural")
    lens_refs = ("MLSUS03-BP03",)
    service = "file-formats"
    example = TRAINING.with_changes(content_type="text/csv", inputs=("s3://my-bucket/train/",))
    example_context = Context(told={"dataset_gb": 40})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a container that could read Parquet reads text, or a cell does."""
        if job.kind == "athena":
            if not _TEXT_TABLE.search(job.get("entry_point", "")):
                return None
            found = "This query makes a table of text."
        elif job.kind != "notebook" and job.framework in _READ_PARQUET and self._is_text(job):
            found = "This job reads rows of text."
        elif speaks_for_notebook(job, context, self.kinds):
            reads = s3_reads(context, _READERS, _ROW_FILES)
            if not reads:
                return None
            found = f"A cell reads {reads[0]} as text."
        else:
            return None
        size = context.fact("dataset_gb")
        if size is not None and size < _SMALL_GB:
            return None
        return self.advise(
            job,
            context,
            f"{found} A columnar file is smaller and is not parsed again in every run.",
            swap=Swap(action="write the data as Parquet once", fix="show only", code=WRITE_PARQUET),
            missing=() if size is not None else ("how many GB the data has (dataset_gb)",),
        )

    @staticmethod
    def _is_text(job: Job) -> bool:
        content = job.get("content_type", "")
        if content:
            return content.partition(";")[0] in _ROW_TYPES
        return any(isinstance(uri, str) and uri.endswith(_ROW_FILES) for uri in job.get("inputs", ()))
