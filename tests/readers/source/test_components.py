"""Inference components: models that the SDK deploys onto an endpoint that is there already."""

from __future__ import annotations

import pytest

from tests.readers.source.conftest import kinds

_IMPORTS = """
import boto3, sagemaker
from sagemaker.enums import EndpointType
from sagemaker.model import Model
from sagemaker.compute_resource_requirements.resource_requirements import ResourceRequirements
from sagemaker.serve import ModelBuilder
sm = boto3.client("sagemaker")
of_components = EndpointType.INFERENCE_COMPONENT_BASED
needs = ResourceRequirements(requests={"num_accelerators": 1, "memory": 4096, "copies": 2})
first, second = Model(image_uri="a", name="first"), Model(image_uri="b", name="second")
"""
_GIVEN = "initial_instance_count=1, instance_type='ml.g5.2xlarge', endpoint_type=of_components, resources=needs"


def test_a_component_deployed_onto_an_endpoint_is_no_endpoint_of_its_own(read):
    reading = read(
        f"""
        sm.create_endpoint_config(EndpointConfigName="c", ProductionVariants=[
            {{"VariantName": "v", "InstanceType": "ml.g5.2xlarge", "InitialInstanceCount": 1}}])
        sm.create_endpoint(EndpointName="e", EndpointConfigName="c")
        first.deploy(endpoint_name="e", inference_component_name="one", {_GIVEN})
        second.deploy(endpoint_name="e", inference_component_name="two", {_GIVEN})
        """,
        prelude=_IMPORTS,
    )
    assert kinds(reading) == [
        ("endpoint", "ml.g5.2xlarge"),
        ("inference-component", None),
        ("inference-component", None),
    ]
    component = reading.jobs[2].job
    assert (component.name, component.model_name, component.copies) == ("two", "second", 2)
    assert (component.component_accelerators, component.component_memory_mb) == (1, 4096)


def test_the_first_component_of_an_endpoint_makes_it_and_the_later_ones_share_it(read):
    reading = read(
        f"""
        for model in (first, second):
            model.deploy(endpoint_name="e", {_GIVEN})
        """,
        prelude=_IMPORTS,
    )
    assert kinds(reading) == [("endpoint", "ml.g5.2xlarge"), ("inference-component", None)]
    assert reading.jobs[0].job.inference_components is True


def test_the_model_of_a_component_knows_the_name_of_its_endpoint(read):
    reading = read(
        f"""
        name = sagemaker.utils.name_from_base("lab")
        first.deploy(endpoint_name=name, {_GIVEN})
        second.deploy(endpoint_name=name, {_GIVEN})
        third = Model(image_uri="c")
        third.deploy(endpoint_name=second.endpoint_name, {_GIVEN})
        sm.delete_endpoint(EndpointName=third.endpoint_name)
        """,
        prelude=_IMPORTS,
    )
    assert [found.kind for found in reading.jobs] == ["endpoint", "inference-component", "inference-component"]
    assert reading.jobs[0].job.deleted_later is True


def test_a_component_deployed_once_its_endpoint_is_deleted_makes_it_anew(read):
    reading = read(
        f"""
        first.deploy(endpoint_name="e", {_GIVEN})
        sm.delete_endpoint(EndpointName="e")
        second.deploy(endpoint_name="e", {_GIVEN})
        """,
        prelude=_IMPORTS,
    )
    assert [(found.kind, found.job.deleted_later) for found in reading.jobs] == [
        ("endpoint", True),
        ("endpoint", False),
    ]


def test_a_component_is_deleted_with_its_predictor_and_its_endpoint_goes_on(read):
    reading = read(f'first.deploy(endpoint_name="e", {_GIVEN}).delete_predictor()', prelude=_IMPORTS)
    assert reading.jobs[0].job.deleted_later is False


@pytest.mark.parametrize("given", ["endpoint_type=of_components, resources=needs", "inference_config=needs"])
def test_a_model_builder_says_that_it_deploys_components(read, given):
    reading = read(
        f"""
        for model in ("one", "two"):
            built = ModelBuilder(model=model, instance_type="ml.g5.2xlarge")
            built.build()
            built.deploy(endpoint_name=model, {given})
        """,
        prelude=_IMPORTS,
    )
    assert {found.job.inference_components for found in reading.jobs} == {True}


def test_an_update_to_the_configuration_that_deploy_made_serves_a_model_and_no_components(read):
    reading = read(
        """
        first.deploy(1, "ml.m5.large", endpoint_name="a")
        second.deploy(1, "ml.m5.xlarge", endpoint_name="b")
        sm.update_endpoint(EndpointName="a", EndpointConfigName="b")
        """,
        prelude=_IMPORTS,
    )
    assert [found.job.inference_components for found in reading.jobs] == [False, False, False]
    assert reading.jobs[2].job.model_name == "second"
