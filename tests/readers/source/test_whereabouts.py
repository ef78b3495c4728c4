"""The Region of jobs whose code names none: set for every session, or told by images, buckets and partitions."""

from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import read_cells
from jupyter_green.readers.source.whereabouts import mentioned_regions

TRAIN = 'Estimator({image}, role, 1, "ml.m5.large").fit(data)'
PLAIN = TRAIN.format(image="image")
HOST = '"123456789012.dkr.ecr.{}.amazonaws.com/x:1"'


def regions(reading):
    """Return the Region of each job, and how it was come by."""
    return [(found.job.region, found.job.origin("region").status) for found in reading.jobs]


@pytest.mark.parametrize(
    "cell",
    [
        'boto3.setup_default_session(region_name="eu-west-1")',
        'from boto3 import setup_default_session as setup\nsetup(region_name="eu-west-1", profile_name="dev")',
        'import os\nos.environ["AWS_DEFAULT_REGION"] = "eu-west-1"',
        'from os import environ\nplace = "eu-west-1"\nenviron["AWS_REGION"] = place',
        'import os\nos.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")',
        'import os\nos.environ.update({"AWS_DEFAULT_REGION": "eu-west-1"})',
        'import os\nos.environ.update(AWS_REGION="eu-west-1")',
        "%env AWS_DEFAULT_REGION=eu-west-1",
        "%set_env AWS_REGION eu-west-1",
        'place = "eu-west-1"\n%env AWS_DEFAULT_REGION={place}',
    ],
)
@pytest.mark.parametrize(
    "start",
    [
        PLAIN,
        'boto3.client("sagemaker").create_processing_job(ProcessingJobName="p")',
        'sagemaker.Session().create_endpoint_config("c", "m", 1, "ml.m5.large")\n'
        'boto3.client("sagemaker").create_endpoint(EndpointName="e", EndpointConfigName="c")',
        "Estimator(image, role, 1, 'ml.m5.large', sagemaker_session=sagemaker.Session()).fit(data)",
        "sagemaker.workflow.steps.TrainingStep('t', estimator=Estimator(image, role, 1, 'ml.m5.large'))",
    ],
    ids=["estimator", "client", "endpoint", "session", "step"],
)
def test_a_region_that_a_cell_sets_for_every_session_is_that_of_the_jobs(read, cell, start):
    reading = read(cell, start)
    assert regions(reading) == [("eu-west-1", "given")]
    assert reading.jobs[0].job.origin("region").place == "source"


def test_the_stronger_default_counts_and_what_a_session_names_itself_counts_more(read):
    both = 'import os\nos.environ["AWS_REGION"] = "eu-west-1"\nos.environ["AWS_DEFAULT_REGION"] = "eu-west-2"'
    assert regions(read(both, PLAIN)) == [("eu-west-2", "given")]
    assert regions(read(both, 'boto3.setup_default_session(region_name="eu-west-3")', PLAIN)) == [
        ("eu-west-3", "given")
    ]
    own = 'session = sagemaker.Session(boto3.Session(region_name="eu-north-1"))'
    assert regions(read(both, own, PLAIN.replace("1,", "1, sagemaker_session=session, instance_type="))) == [
        ("eu-north-1", "given")
    ]


def test_a_session_of_a_region_that_nobody_knows_does_not_get_the_default(read):
    unknown = "session = sagemaker.Session(boto3.Session(region_name=input()))"
    start = PLAIN.replace("1,", "1, sagemaker_session=session, instance_type=")
    ((region, _),) = regions(read('boto3.setup_default_session(region_name="eu-west-1")', unknown, start))
    assert isinstance(region, Unknown)


def test_a_client_that_is_older_than_the_default_does_not_get_it(read):
    ((region, _),) = regions(
        read('boto3.setup_default_session(region_name="eu-west-1")', 'sm.create_processing_job(ProcessingJobName="p")')
    )
    assert isinstance(region, Unknown)


def test_setdefault_leaves_a_variable_that_a_cell_has_set(read):
    cell = 'import os\nos.environ["AWS_DEFAULT_REGION"] = "eu-west-1"\nos.environ.setdefault("AWS_DEFAULT_REGION", "x")'
    assert regions(read(cell, PLAIN)) == [("eu-west-1", "given")]
    read_again = 'Estimator(image, role, 1, os.environ["KIND"]).fit(data)'
    (found,) = read('import os\nos.environ["KIND"] = "ml.c5.large"', read_again).jobs
    assert found.job.instance_type == "ml.c5.large"


def test_a_region_of_one_branch_only_is_not_taken(read):
    cell = """
        import os
        if input():
            os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"
        else:
            os.environ["AWS_DEFAULT_REGION"] = "eu-west-2"
        """
    ((region, _),) = regions(read(cell, PLAIN))
    assert isinstance(region, Unknown)


@pytest.mark.parametrize(
    "image",
    [
        HOST.format("eu-west-1"),
        'f"{account}.dkr.ecr.eu-west-1.amazonaws.com/x:1"',
        '{"us-east-1": ' + HOST.format("us-east-1") + ', "eu-west-1": ' + HOST.format("eu-west-1") + '}["eu-west-1"]',
        'sagemaker.image_uris.retrieve("xgboost", "eu-west-1", version="1.5-1")',
    ],
)
def test_the_image_of_a_job_lies_in_the_region_of_the_job(read, image):
    reading = read(TRAIN.format(image=image), PLAIN)
    assert [region for region, _ in regions(reading)] == ["eu-west-1"] * 2
    assert reading.whereabouts.sign == "image" and regions(reading)[1][1] == "assumed"


def test_a_job_knows_its_region_by_its_own_image(read):
    assert regions(read(TRAIN.format(image=HOST.format("eu-west-1")))) == [("eu-west-1", "looked up")]


@pytest.mark.parametrize(
    "cell",
    [
        TRAIN.format(image=HOST.format("eu-west-1")) + "\n" + TRAIN.format(image=HOST.format("us-west-2")),
        f"images = {{'a': {HOST.format('eu-west-1')}, 'b': {HOST.format('us-west-2')}}}\n"
        + TRAIN.format(image="images[input()]"),
        f"images = {{'a': {HOST.format('eu-west-1')}}}\n" + PLAIN,
        TRAIN.format(image='"docker.io/x:1"'),
    ],
    ids=["several", "one of many", "no image of a job", "another registry"],
)
def test_images_that_do_not_tell_one_region_tell_none(read, cell):
    reading = read(cell)
    assert {type(region) for region, _ in regions(reading)} == {Unknown}


def test_the_name_of_the_default_bucket_tells_a_region_where_nothing_better_does(read):
    bucket = 'bucket = "sagemaker-us-west-2-123456789012"'
    assert regions(read(bucket, PLAIN)) == [("us-west-2", "assumed")]
    assert regions(read(bucket, TRAIN.format(image=HOST.format("eu-west-1")))) == [("eu-west-1", "looked up")]
    two = bucket + '\nother = "sagemaker-eu-west-1-123456789012"'
    assert isinstance(regions(read(two, PLAIN))[0][0], Unknown)
    assert isinstance(regions(read('bucket = "sagemaker-us-west-2-samples"', PLAIN))[0][0], Unknown)


CHINA = '"{}.dkr.ecr.{}.amazonaws.com.cn/x:1".format(account, boto3.Session().region_name)'


@pytest.mark.parametrize(
    "cell",
    [TRAIN.format(image=CHINA), 'role = "arn:aws-cn:iam::123456789012:role/x"\n' + PLAIN],
    ids=["image", "ARN"],
)
def test_a_job_of_another_partition_is_in_none_of_the_regions_of_the_main_one(cell):
    code = "from sagemaker.estimator import Estimator\nimport boto3\n" + cell
    for given, otherwise in ((None, "us-east-1"), ("us-east-1", None)):
        reading = read_cells([SourceCell(0, code)], region=given, otherwise=otherwise)
        (region,) = (found.job.region for found in reading.jobs)
        assert isinstance(region, Unknown) and "China" in region.reason
    assert read_cells([SourceCell(0, code)], region="cn-north-1").jobs[0].job.region == "cn-north-1"


def test_what_a_comment_says_of_buckets_and_partitions_is_no_sign(read):
    comments = '# bucket = "sagemaker-us-west-2-123456789012"\n    # role = "arn:aws-cn:iam::123456789012:role/x"\n'
    assert regions(read(comments + PLAIN))[0][0] == Unknown("not written in the code")


def test_an_ending_of_hosts_for_both_partitions_is_no_sign_of_one(read):
    image = '"{}.dkr.ecr.{}.{}/x:1".format(account, region, ending)'
    choice = 'ending = "amazonaws.com"\nif region in ("cn-north-1",):\n    ending = "amazonaws.com.cn"\n'
    arns = 'a = "arn:aws:iam::aws:policy/x" if region == "us-east-1" else "arn:aws-cn:iam::aws:policy/x"\n'
    for cell in (choice + TRAIN.format(image=image), arns + PLAIN):
        assert regions(read(cell))[0][0] == Unknown("not written in the code")


def test_regions_that_stand_in_the_code_for_whatever_purpose_are_seen():
    code = [
        "x.dkr.ecr.us-west-2.amazonaws.com # or eu-central-1",
        "us-gov-west-1 cn-north-1 mars-north-1 ml-us-east-1",
    ]
    assert mentioned_regions(code) == ("us-west-2", "eu-central-1", "us-gov-west-1", "cn-north-1", "us-east-1")
