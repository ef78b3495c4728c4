from __future__ import annotations

from jupyter_green.job import InstanceGroup, Job
from jupyter_green.practices import Context, SourceFacts
from tests.practices.conftest import Ask

ID = "serverless-data-prep"
CLUSTER = Job(kind="emr", name="etl", instance_groups=(InstanceGroup("m5.xlarge", 3, "CORE"),))


def test_a_cluster_that_nothing_ends_is_spoken_of(ask: Ask) -> None:
    advice = ask(ID, CLUSTER, intermittent=True)
    assert advice is not None and advice.missing == ()
    assert advice.swap is not None and "emr-serverless" in advice.swap.code


def test_it_asks_whether_the_cluster_ever_waits(ask: Ask) -> None:
    advice = ask(ID, CLUSTER)
    assert advice is not None and "(intermittent)" in advice.missing[0]


def test_a_busy_cluster_is_left_alone(ask: Ask) -> None:
    assert ask(ID, CLUSTER, intermittent=False) is None


def test_a_cluster_that_ends_itself_and_a_serverless_application_are_left_alone(ask: Ask) -> None:
    assert ask(ID, CLUSTER.with_changes(idle_timeout=3600)) is None
    assert ask(ID, Job(kind="emr", name="application")) is None


def test_spark_in_the_kernel_is_spoken_of_and_pandas_is_not(ask: Ask) -> None:
    notebook = Job(kind="notebook", instance_type="ml.m5.4xlarge")
    spark, pandas = (Context(source=SourceFacts(imports=frozenset({name}))) for name in ("pyspark.sql", "pandas"))
    advice = ask(ID, notebook, spark)
    assert advice is not None and "kernel" in advice.message
    assert ask(ID, notebook, pandas) is None
