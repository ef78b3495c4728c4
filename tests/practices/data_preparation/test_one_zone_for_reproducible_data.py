from __future__ import annotations

from jupyter_green.job import Job, Unknown
from tests.practices.conftest import Ask

ID = "one-zone-for-reproducible-data"
JOB = Job(kind="processing", output="s3://my-bucket/interim/")


def test_passing_output_that_can_be_made_again_is_spoken_of(ask: Ask) -> None:
    advice = ask(ID, JOB, can_be_made_again=True)
    assert advice is not None and advice.missing == ()
    assert advice.swap is not None and "ONEZONE_IA" in advice.swap.code


def test_it_asks_whether_it_can_be_made_again(ask: Ask) -> None:
    advice = ask(ID, JOB)
    assert advice is not None and "(can_be_made_again)" in advice.missing[0]
    assert ask(ID, JOB, can_be_made_again=False) is None


def test_only_a_whole_word_of_the_path_counts(ask: Ask) -> None:
    assert ask(ID, JOB.with_changes(output="s3://my-bucket/temperature/")) is None
    assert ask(ID, JOB.with_changes(output=Unknown())) is None
    assert ask(ID, JOB.with_changes(output=None)) is None
