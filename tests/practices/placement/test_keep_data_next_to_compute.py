from __future__ import annotations

from jupyter_green.job import Job, Origin, Unknown
from jupyter_green.practices import Context
from tests.practices.conftest import Ask

ID = "keep-data-next-to-compute"
JOB = Job(kind="processing", region="eu-west-1", inputs=("s3://sagemaker-us-east-1-111122223333/raw/",))


def test_a_default_bucket_of_another_region_is_recognised_by_its_name_and_confirmed(ask: Ask) -> None:
    advice = ask(ID, JOB)
    assert advice is not None and "by its name, in us-east-1" in advice.message
    assert "(bucket_region)" in advice.missing[0]


def test_an_inventory_knows_better_than_the_name(ask: Ask) -> None:
    bucket = "sagemaker-us-east-1-111122223333"
    assert ask(ID, JOB, Context(inventory={"bucket_regions": {bucket: "eu-west-1"}})) is None
    far = ask(ID, JOB, Context(inventory={"bucket_regions": {bucket: "ap-south-1"}}))
    assert far is not None and far.missing == () and "ap-south-1" in far.message


def test_the_user_can_tell_where_the_bucket_is(ask: Ask) -> None:
    told = ask(ID, JOB, bucket_region="ap-south-1")
    assert told is not None and told.missing == () and "ap-south-1" in told.message
    assert ask(ID, JOB, bucket_region="eu-west-1") is None
    confirmed = ask(ID, JOB, bucket_region=True)
    assert confirmed is not None and confirmed.missing == () and "lies in us-east-1" in confirmed.message


def test_outputs_and_models_count_as_well(ask: Ask) -> None:
    assert ask(ID, JOB.with_changes(inputs=None, output="s3://out-us-west-2/x")) is not None
    model = Job(kind="endpoint", region="eu-west-1", model_data="s3://models-us-west-2/m.tar.gz")
    assert ask(ID, model) is not None


def test_the_same_region_unnamed_buckets_and_other_addresses_are_left_alone(ask: Ask) -> None:
    assert ask(ID, JOB.with_changes(region="us-east-1")) is None
    assert ask(ID, JOB.with_changes(inputs=("s3://my-bucket/raw/", "file:///tmp/x"))) is None
    assert ask(ID, JOB.with_changes(inputs=("s3://thus-east-1x/raw/",))) is None
    assert ask(ID, JOB.with_changes(region=Unknown())) is None


def test_a_region_that_was_assumed_is_no_ground_to_say_that_the_bucket_lies_elsewhere(ask: Ask) -> None:
    assumed = JOB.with_changes(origins={"region": Origin("assumed", "user", "no cell names a Region")})
    assert ask(ID, assumed) is None
    assert ask(ID, JOB.with_changes(origins={"region": Origin("given", "source", "region_name")})) is not None
