"""Endpoints by request and by session: joins, variants, modes, deletes."""

from __future__ import annotations

import pytest

from jupyter_green.job import Unknown


def test_an_endpoint_is_joined_to_its_configuration_by_name(read):
    reading = read(
        """
        from time import strftime
        stamp = strftime("%H%M")
        small, big = f"small-{stamp}", f"big-{stamp}"
        for_small = {"VariantName": "a", "ModelName": "m", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
        sm.create_endpoint_config(EndpointConfigName=small, ProductionVariants=[for_small])
        """,
        """
        sm.create_endpoint_config(EndpointConfigName=big, ProductionVariants=[
            {**for_small, "InstanceType": "ml.p3.2xlarge", "InitialInstanceCount": 2}])
        """,
        "sm.create_endpoint(EndpointName=f'{small}', EndpointConfigName=small)",
        "sm.create_endpoint(EndpointName='e2', EndpointConfigName=big)",
    )
    assert [(j.cell, j.job.instance_type, j.job.instance_count, j.job.mode) for j in reading.jobs] == [
        (3, "ml.m5.large", 1, "real-time"),
        (4, "ml.p3.2xlarge", 2, "real-time"),
    ]


def test_an_endpoint_whose_configuration_is_not_there_is_unknown(read):
    (found,) = read("sm.create_endpoint(EndpointName='e', EndpointConfigName=name_from_elsewhere)").jobs
    assert isinstance(found.job.instance_type, Unknown)


def test_variants_made_by_the_sdk_and_several_variants_are_read(read):
    reading = read(
        """
        from sagemaker.session import production_variant
        a = production_variant(model_name="a", instance_type="ml.m5.large", initial_instance_count=1, variant_name="A")
        b = production_variant("b", "ml.c5.large", 2)
        sagemaker.Session().endpoint_from_production_variants(name="e", production_variants=[a, b])
        """
    )
    (found,) = reading.jobs
    assert found.variants == 2
    assert found.choices["instance_type"] == ("ml.m5.large", "ml.c5.large")


def test_serverless_asynchronous_and_multi_model_endpoints_are_told_apart(read):
    reading = read(
        """
        def endpoint(name, variant, **more):
            sm.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant], **more)
            sm.create_endpoint(EndpointName=name, EndpointConfigName=name)
        instance = {"ModelName": "one", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
        sm.create_model(ModelName="many", PrimaryContainer={"Image": image, "Mode": "MultiModel"})
        endpoint("s", {"ModelName": "one", "ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 7}})
        endpoint("a", instance, AsyncInferenceConfig={"OutputConfig": {"S3OutputPath": data}})
        endpoint("m", {**instance, "ModelName": "many"})
        endpoint("r", instance)
        """
    )
    assert [found.job.mode for found in reading.jobs] == ["serverless", "async", "multi-model", "real-time"]
    assert reading.jobs[0].job.serverless_memory_mb == 2048
    assert reading.jobs[0].job.serverless_max_concurrency == 7
    assert reading.jobs[0].job.instance_type is None


def test_instance_pools_are_a_choice(read):
    (found,) = read(
        """
        pools = [{"InstanceType": "ml.g5.xlarge", "Priority": 2}, {"InstanceType": "ml.g6.xlarge", "Priority": 1}]
        sm.create_endpoint_config(EndpointConfigName="c", ProductionVariants=[{"InstancePools": pools}])
        sm.create_endpoint(EndpointName="e", EndpointConfigName="c")
        """
    ).jobs
    assert found.choices["instance_type"] == ("ml.g5.xlarge", "ml.g6.xlarge")
    assert found.job.instance_preferences == ("ml.g6.xlarge", "ml.g5.xlarge")


def test_a_request_filled_key_by_key_is_read(read):
    reading = read(
        """
        params = {"TrainingJobName": "t", "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1}}
        params["ResourceConfig"]["VolumeSizeInGB"] = 50
        params["StoppingCondition"] = {"MaxRuntimeInSeconds": 3600}
        params.update(EnableManagedSpotTraining=True)
        sagemaker.Session().sagemaker_client.create_training_job(**params)
        """,
        """
        limits = {"MaxNumberOfTrainingJobs": 20, "MaxParallelTrainingJobs": 4}
        sagemaker.Session().boto_session.client("sagemaker").create_hyper_parameter_tuning_job(
            HyperParameterTuningJobName="h",
            HyperParameterTuningJobConfig={"Strategy": "Random", "ResourceLimits": limits},
            TrainingJobDefinition={k: v for k, v in params.items()},
        )
        """,
    )
    training, tuning = reading.jobs
    assert (training.job.instance_type, training.job.volume_gb, training.job.spot) == ("ml.m5.large", 50, True)
    assert (tuning.job.instance_type, tuning.job.max_jobs, tuning.job.strategy) == ("ml.m5.large", 20, "Random")
    assert {found.api for found in reading.jobs} == {"boto3"}


def test_the_sdk_sessions_own_endpoint_calls_are_joined(read):
    (found,) = read(
        """
        session = sagemaker.Session()
        session.create_endpoint_config("c", "model", initial_instance_count=1, instance_type="ml.m5.large")
        session.create_endpoint("e", "c")
        session.delete_endpoint("e")
        """
    ).jobs
    assert (found.job.instance_type, found.job.deleted_later) == ("ml.m5.large", True)


def test_a_session_updates_an_endpoint_with_a_configuration_made_from_its_first(read):
    reading = read(
        """
        from sagemaker.session import production_variant
        session = sagemaker.Session()
        a = production_variant("a", "ml.m5.large", 1)
        b = production_variant("b", "ml.c5.large", 2)
        session.endpoint_from_production_variants(name="e", production_variants=[a])
        session.create_endpoint_config_from_existing("e", "both", new_production_variants=[a, b])
        session.update_endpoint(endpoint_name="e", endpoint_config_name="both", wait=False)
        session.create_endpoint_config_from_existing(existing_config_name="e", new_config_name="same")
        session.update_endpoint("e", "same")
        session.delete_endpoint("e")
        """
    )
    first, both, same = reading.jobs
    assert [found.kind for found in reading.jobs] == ["endpoint", "endpoint-update", "endpoint-update"]
    assert (first.job.instance_type, same.job.instance_type) == ("ml.m5.large", "ml.m5.large")
    assert both.choices["instance_type"] == ("ml.m5.large", "ml.c5.large")
    assert all(found.job.deleted_later for found in reading.jobs)


def test_a_session_that_is_given_the_words_of_a_client_is_understood(read):
    (found,) = read(
        """
        session = sagemaker.Session()
        variant = {"InstanceType": "ml.c5.xlarge", "InitialInstanceCount": 1, "VariantName": "v", "ModelName": "m"}
        session.create_endpoint_config(EndpointConfigName="c", ProductionVariants=[variant])
        session.create_endpoint(EndpointName="e", EndpointConfigName="c")
        """
    ).jobs
    assert found.job.instance_type == "ml.c5.xlarge"


def test_a_model_builder_has_the_instances_of_its_compute(read):
    reading = read(
        """
        from sagemaker.serve import ModelBuilder
        from sagemaker.train.configs import Compute
        compute = Compute(instance_type="ml.g6.2xlarge", instance_count=2)
        ModelBuilder(model="m", compute=compute, instance_type="ml.m5.large").deploy(endpoint_name="one")
        ModelBuilder.from_jumpstart_config(jumpstart_config=config, compute=compute).deploy()
        ModelBuilder(model="m", compute=compute).deploy(instance_type="ml.g5.xlarge")
        ModelBuilder(model="m", instance_type="ml.m5.large", compute=None).deploy()
        ModelBuilder(model="m", instance_type="ml.m5.large", compute=helper()).deploy()
        """
    )
    found = [(f.job.instance_type, f.job.instance_count) for f in reading.jobs]
    assert found[:4] == [("ml.g6.2xlarge", 2), ("ml.g6.2xlarge", 2), ("ml.g5.xlarge", 2), ("ml.m5.large", 1)]
    assert not isinstance(found[4][0], str)


def test_a_model_builder_with_a_batch_configuration_makes_a_transformer(read):
    reading = read(
        """
        from sagemaker.batch_inference.batch_transform_inference_config import BatchTransformInferenceConfig
        from sagemaker.serve import ModelBuilder
        batch = BatchTransformInferenceConfig(instance_count=3, instance_type="ml.m5.large", output_path="s3://b/o")
        transformer = ModelBuilder(model="m", instance_type="ml.c5.large").deploy(inference_config=batch)
        transformer.transform(data=data)
        """
    )
    assert [(f.kind, f.job.instance_type, f.job.instance_count) for f in reading.jobs] == [
        ("transform", "ml.m5.large", 3)
    ]


def test_the_volume_that_deploy_asks_for_is_kept(read):
    reading = read('Estimator(image, role, 1, "ml.m5.large").deploy(1, "ml.g5.xlarge", volume_size=256)')
    assert reading.jobs[0].job.volume_gb == 256


@pytest.mark.parametrize(
    ("deploys", "deleted"),
    [
        (['.deploy(1, "ml.m5.large")'], [True]),  # the name was read off the output of the deploy
        (['.deploy(1, "ml.m5.large", endpoint_name="mine")'], [False]),
        (['.deploy(1, "ml.m5.large")', '.deploy(1, "ml.m5.large")'], [False, False]),
    ],
)
def test_a_delete_of_a_name_that_was_copied_reaches_the_only_endpoint_it_can_be(read, deploys, deleted):
    reading = read(
        *(f'Estimator(image, role, 1, "ml.m5.large"){deploy}' for deploy in deploys),
        'sm.delete_endpoint(EndpointName="estimator-2021-03-04-05-06-07-890")',
    )
    assert [found.job.deleted_later for found in reading.jobs] == deleted


def test_the_cleanup_of_spark_deletes_its_endpoints(read):
    reading = read(
        """
        from sagemaker_pyspark import KMeansSageMakerEstimator, SageMakerResourceCleanup
        estimator = KMeansSageMakerEstimator(
            sagemakerRole=role, trainingInstanceType="ml.m4.xlarge", trainingInstanceCount=1,
            endpointInstanceType="ml.t2.large", endpointInitialInstanceCount=1)
        model = estimator.fit(frame)
        """,
        "SageMakerResourceCleanup(model.sagemakerClient).deleteResources(model.getCreatedResources())",
    )
    assert [(f.kind, f.job.deleted_later) for f in reading.jobs if f.kind == "endpoint"] == [("endpoint", True)]


def test_a_model_builder_that_tunes_in_its_container_still_deploys(read):
    reading = read(
        """
        from sagemaker.serve import Mode, ModelBuilder
        model = ModelBuilder(model="m", mode=Mode.LOCAL_CONTAINER).build()
        tuned = model.tune()
        tuned.deploy()
        tuned.deploy(mode=Mode.SAGEMAKER_ENDPOINT, instance_type="ml.g5.xlarge")
        """
    )
    assert [(f.kind, f.job.local, f.job.instance_type) for f in reading.jobs if f.line == 5] == [
        ("endpoint", False, "ml.g5.xlarge")
    ]
    assert [f.line for f in reading.jobs] == [4, 5]


def test_a_client_of_another_library_makes_an_endpoint_of_so_many_instances(read):
    reading = read(
        "from cohere_sagemaker import Client",
        "client = Client(region_name=region)",
        'client.create_endpoint(arn=package, endpoint_name="one", instance_type="ml.g5.xlarge", n_instances=2)',
    )
    assert [(f.kind, f.job.instance_type, f.job.instance_count) for f in reading.jobs] == [
        ("endpoint", "ml.g5.xlarge", 2)
    ]


def test_an_update_finds_the_configuration_that_the_sdk_made_under_the_name_of_the_endpoint(read):
    reading = read(
        """
        name = f"churn-{time.time()}"
        model = Model(image, role=role)
        model.deploy(2, "ml.m5.large", endpoint_name=name)
        """,
        """
        variants = [{"VariantName": "a", "ModelName": "m", "InstanceType": "ml.g5.xlarge", "InitialInstanceCount": 1}]
        sm.create_endpoint_config(EndpointConfigName=name + "-b", ProductionVariants=variants)
        sm.update_endpoint(EndpointName=name, EndpointConfigName=name + "-b")
        """,
        "sm.update_endpoint(EndpointName=name, EndpointConfigName=name)",
    )
    assert [(found.kind, found.job.instance_type, found.job.instance_count) for found in reading.jobs] == [
        ("endpoint", "ml.m5.large", 2),
        ("endpoint-update", "ml.g5.xlarge", 1),
        ("endpoint-update", "ml.m5.large", 2),
    ]


def test_the_cell_that_deletes_an_endpoint_is_noted(read):
    reading = read(
        "from sagemaker.model import Model\nmodel = Model(image, role=role)\nfirst = model.deploy(1, 'ml.m5.large')",
        "first.delete_endpoint()",
        "second = model.deploy(1, 'ml.m5.large')",
    )
    assert [(one.cell, one.job.deleted_in_cell) for one in reading.jobs] == [(1, 2), (3, None)]
