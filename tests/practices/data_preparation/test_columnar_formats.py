from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Context, SourceFacts
from tests.practices.conftest import Ask

ID = "columnar-formats"
CSV = Job(kind="training", framework="xgboost", content_type="text/csv", inputs=("s3://my-bucket/train/",))


def test_rows_of_text_are_spoken_of_and_the_figure_is_a_ceiling_on_bytes(ask: Ask) -> None:
    advice = ask(ID, CSV, dataset_gb=40)
    assert advice is not None and advice.missing == ()
    assert [(effect.of, effect.is_ceiling) for effect in advice.effects] == [("storage", True)]
    assert not advice.can_apply


def test_names_of_files_tell_it_too(ask: Ask) -> None:
    job = CSV.with_changes(content_type=None, inputs=("s3://my-bucket/train/part.csv",))
    assert ask(ID, job) is not None
    assert ask(ID, job.with_changes(inputs=("s3://my-bucket/train/part.parquet",))) is None


def test_it_asks_for_the_size_and_leaves_small_data_alone(ask: Ask) -> None:
    advice = ask(ID, CSV)
    assert advice is not None and "(dataset_gb)" in advice.missing[0]
    assert ask(ID, CSV, dataset_gb=0.2) is None


def test_algorithms_that_read_only_csv_are_left_alone(ask: Ask) -> None:
    assert ask(ID, CSV.with_changes(framework="kmeans")) is None


def test_a_query_that_makes_a_table_of_text_is_spoken_of(ask: Ask) -> None:
    query = Job(kind="athena", entry_point="CREATE TABLE t WITH (format = 'TEXTFILE') AS SELECT * FROM s")
    advice = ask(ID, query)
    assert advice is not None and "table of text" in advice.message
    assert ask(ID, query.with_changes(entry_point="CREATE TABLE t WITH (format = 'PARQUET') AS SELECT 1")) is None
    assert ask(ID, query.with_changes(entry_point=None)) is None


def test_a_cell_that_reads_csv_from_s3_is_spoken_of_once(ask: Ask) -> None:
    calls = {"pandas.read_csv": ("s3://my-bucket/train.csv",)}
    plain = (Job(kind="training", framework="kmeans", name="a"), Job(kind="training", framework="kmeans", name="b"))
    context = Context(source=SourceFacts(calls=calls), jobs=(Job(kind="endpoint"), *plain))
    assert [ask(ID, job, context) is not None for job in plain] == [True, False]
    local = Context(source=SourceFacts(calls={"pandas.read_csv": ("train.csv",)}), jobs=plain)
    assert ask(ID, plain[0], local) is None
