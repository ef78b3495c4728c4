"""Names that only exist at run time, spelt in one cell in one way and in another cell in another."""

from __future__ import annotations

import pytest

CONFIG = """
sm.create_endpoint_config(
    EndpointConfigName=f"{job}-config",
    ProductionVariants=[{"InstanceType": "ml.m5.large", "InitialInstanceCount": 1}],
)
"""


@pytest.mark.parametrize(
    "spelt",
    [
        'job + "-config"',
        'job + "-" + "config"',
        '"{}-config".format(job)',
        '"{0}-{1}".format(job, "config")',
        '"{name}-config".format(name=job)',
        '"%s-config" % job',
        '"%s-%s" % (job, "config")',
        '"-".join([job, "config"])',
        "f\"{job}-{'config'}\"",
        'str(job) + "-config"',
        '"".join((job, "-config"))',
    ],
)
def test_a_configuration_is_found_by_its_name_however_that_is_spelt(read, spelt):
    reading = read(
        "%store -r job",
        CONFIG,
        f"sm.create_endpoint(EndpointName=job, EndpointConfigName={spelt})",
    )
    assert [found.job.instance_type for found in reading.jobs] == ["ml.m5.large"]


@pytest.mark.parametrize(
    "spelt",
    [
        'job + "-configs"',
        '"{}-{}".format(job)',
        '"{0!r}-config".format(job)',
        '"{:>9}-config".format(job)',
        '"%r-config" % job',
        '"%s-config%%" % job',
        '"{{}}-config".format(job)',
        'other + "-config"',
    ],
)
def test_a_configuration_of_another_name_is_not_taken(read, spelt):
    reading = read(
        "%store -r job",
        "%store -r other",
        CONFIG,
        f"sm.create_endpoint(EndpointName=job, EndpointConfigName={spelt})",
    )
    assert not isinstance(reading.jobs[0].job.instance_type, str)


def test_a_delete_finds_the_endpoint_by_another_spelling_of_its_name(read):
    reading = read(
        "from time import strftime",
        'stamp = strftime("%Y")',
        'first = Estimator(image, role, 1, "ml.m5.large").deploy(1, "ml.m5.large", endpoint_name=f"one-{stamp}")',
        'second = Estimator(image, role, 1, "ml.m5.large").deploy(1, "ml.m5.large", endpoint_name="two-" + stamp)',
        'sm.delete_endpoint(EndpointName="{}-{}".format("one", stamp))',
    )
    assert [found.job.deleted_later for found in reading.jobs] == [True, False]


def test_texts_that_grow_without_end_are_given_up(read):
    reading = read(
        "%store -r job",
        'name = job + "a" * 3',
        "for i in range(24):\n    name = f'{job}{i}{name}'\n    name = name + name",
        "Estimator(image, role, 1, 'ml.m5.large').deploy(1, 'ml.m5.large', endpoint_name=name)",
    )
    assert len(reading.jobs) == 1


def test_two_names_from_outside_are_not_the_same_name(read):
    reading = read(
        "%store -r first second",
        "third = !cat name.txt",
        "fourth = !cat other.txt",
        *(
            f'Estimator(image, role, 1, "ml.m5.large").deploy(1, "ml.m5.large", endpoint_name={name})'
            for name in ("first", "second", "third", "fourth")
        ),
        "for name in (second, fourth):\n    sm.delete_endpoint(EndpointName=name)",
    )
    assert [found.job.deleted_later for found in reading.jobs] == [False, True, False, True]


def test_a_name_from_outside_is_unknown_after_a_loop_over_underscores(read):
    reading = read(
        "for _ in range(3):\n    pass",
        "%store -r count",
        'Estimator(image, role, count, "ml.m5.large").fit(data)',
    )
    assert not isinstance(reading.jobs[0].job.instance_count, int)


@pytest.mark.parametrize(
    "made",
    ['f"quick-kit-{uuid4()}"', '"quick-kit-" + str(uuid4())', 'sagemaker.utils.name_from_base("quick-kit")'],
)
def test_a_name_that_was_copied_from_an_output_is_of_the_endpoint_that_may_have_it(read, made):
    reading = read(
        "from uuid import uuid4",
        f'Estimator(image, role, 1, "ml.m5.large").deploy(1, "ml.m5.large", endpoint_name={made})',
        'Estimator(image, role, 1, "ml.m5.large").deploy(1, "ml.m5.large", endpoint_name=f"other-{uuid4()}")',
        'sm.delete_endpoint(EndpointName="quick-kit-73cfda6e-7afa")',
    )
    assert [found.job.deleted_later for found in reading.jobs] == [True, False]


def test_a_copied_name_that_two_endpoints_may_have_is_of_none(read):
    reading = read(
        "from uuid import uuid4",
        *['Estimator(image, role, 1, "ml.m5.large").deploy(1, "ml.m5.large", endpoint_name=f"mine-{uuid4()}")'] * 2,
        'sm.delete_endpoint(EndpointName="mine-73cfda6e-7afa")',
        'sm.delete_endpoint(EndpointName="yours-73cfda6e-7afa")',
    )
    assert [found.job.deleted_later for found in reading.jobs] == [False, False]
