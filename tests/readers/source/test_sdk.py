"""The three generations of the SDK: their classes, spellings, subclasses and aliases."""

from __future__ import annotations

from jupyter_green.job import Unknown


def test_v3_trainers_take_their_instances_from_compute(read):
    reading = read(
        """
        from sagemaker.train import ModelTrainer
        from sagemaker.train.configs import Compute, StoppingCondition, CheckpointConfig
        from sagemaker.train.model_trainer import Mode
        compute = Compute(instance_type="ml.g5.xlarge", instance_count=2, enable_managed_spot_training=True)
        trainer = ModelTrainer(training_image=image, compute=compute,
            stopping_condition=StoppingCondition(max_runtime_in_seconds=600, max_wait_time_in_seconds=1200),
            checkpoint_config=CheckpointConfig(s3_uri=data))
        trainer.train(dry_run=True)
        trainer.train()
        ModelTrainer(training_image=image).train()
        ModelTrainer(training_image=image, training_mode=Mode.LOCAL_CONTAINER).train()
        """
    )
    given, bare, local = (found.job for found in reading.jobs)
    assert (given.instance_type, given.instance_count, given.spot, given.max_runtime) == ("ml.g5.xlarge", 2, True, 600)
    assert (given.max_wait, given.checkpoint) == (1200, "s3://bucket/data")
    assert (bare.instance_type, bare.origin("instance_type").status) == ("ml.m5.xlarge", "defaulted")
    assert local.local is True
    assert {found.api for found in reading.jobs} == {"sdk-v3"}


def test_a_v3_fine_tuning_trainer_without_compute_is_managed(read):
    (found,) = read('from sagemaker.train.sft_trainer import SFTTrainer\nSFTTrainer(model="m").train()').jobs
    assert (found.job.serverless_job, found.job.instance_type) == (True, None)


def test_a_v3_builder_deploys_on_its_own_instance_type(read):
    (found,) = read(
        """
        from sagemaker.serve import ModelBuilder
        builder = ModelBuilder(model="m", instance_type="ml.g5.2xlarge")
        builder.build()
        endpoint = builder.deploy(endpoint_name="e")
        endpoint.delete()
        """
    ).jobs
    assert (found.job.instance_type, found.job.deleted_later) == ("ml.g5.2xlarge", True)


def test_v3_resource_classes_spell_requests_in_snake_case(read):
    reading = read(
        """
        from sagemaker.core.resources import TrainingJob, EndpointConfig, Endpoint, Cluster
        from sagemaker.core.shapes import ResourceConfig, StoppingCondition, ProductionVariant
        from sagemaker.core.shapes import ClusterInstanceGroupSpecification
        TrainingJob.create(training_job_name="t",
            resource_config=ResourceConfig(instance_type="ml.m5.large", instance_count=1, volume_size_in_gb=30),
            stopping_condition=StoppingCondition(max_runtime_in_seconds=60))
        variant = ProductionVariant(variant_name="a", model_name="m", instance_type="ml.c5.large",
                                    initial_instance_count=1)
        config = EndpointConfig.create(endpoint_config_name="c", production_variants=[variant])
        endpoint = Endpoint.create(endpoint_name="e", endpoint_config_name=config.get_name())
        Cluster.create(cluster_name="h", instance_groups=[
            ClusterInstanceGroupSpecification(instance_type="ml.m5.4xlarge", instance_count=3)])
        Endpoint.get("e").delete()
        """
    )
    assert [(j.kind, j.job.instance_type, j.job.instance_count) for j in reading.jobs] == [
        ("training", "ml.m5.large", 1),
        ("endpoint", "ml.c5.large", 1),
        ("cluster", "ml.m5.4xlarge", 3),
    ]
    assert reading.jobs[0].job.max_runtime == 60


def test_jumpstart_leaves_the_type_to_its_catalogue(read):
    reading = read(
        """
        from sagemaker.jumpstart.model import JumpStartModel
        from sagemaker.jumpstart.estimator import JumpStartEstimator
        JumpStartModel(model_id="m").deploy()
        JumpStartModel("m", instance_type="ml.g5.2xlarge").deploy()
        JumpStartEstimator(model_id="m").fit(data)
        """
    )
    bare, given, training = (found.job for found in reading.jobs)
    assert isinstance(bare.instance_type, Unknown) and given.instance_type == "ml.g5.2xlarge"
    assert isinstance(training.instance_type, Unknown)
    assert {found.api for found in reading.jobs} == {"jumpstart"}


def test_version_one_spelling_is_read_and_named(read):
    reading = read(
        """
        est = Estimator(image, role, train_instance_count=2, train_instance_type="ml.m4.xlarge", train_max_run=60)
        est.fit(data)
        est.deploy(1, "ml.m4.xlarge")
        """
    )
    assert [(j.api, j.job.instance_count) for j in reading.jobs] == [("sdk-v1", 2), ("sdk-v1", 1)]


def test_subclasses_from_helper_files_and_aliases_are_estimators(read):
    reading = read(
        """
        import sagemaker as sage
        from ag_model import AutoGluonSagemakerEstimator
        from sagemaker.pytorch import PyTorch as Torch
        from sagemaker.tensorflow import *
        ag = AutoGluonSagemakerEstimator(role=role, instance_count=1, instance_type="ml.m5.2xlarge")
        ag.fit(data)
        sage.estimator.Estimator(image, role, 1, "ml.c5.large").fit(data)
        Torch("t.py", role=role, instance_count=1, instance_type="ml.g4dn.xlarge").fit(data)
        TensorFlow("t.py", role=role, instance_count=1, instance_type="ml.p3.2xlarge").fit(data)
        """
    )
    assert [found.job.instance_type for found in reading.jobs] == [
        "ml.m5.2xlarge",
        "ml.c5.large",
        "ml.g4dn.xlarge",
        "ml.p3.2xlarge",
    ]


def test_a_subclass_of_the_notebook_is_its_base(read):
    reading = read(
        """
        class Mine(Estimator):
            def __init__(self, count, **more):
                super().__init__(image, role, count, "ml.m5.large", **more)
        class Plain(PyTorch):
            pass
        Mine(3, max_run=60).fit(data)
        Plain("t.py", role=role, instance_type="ml.g5.xlarge", instance_count=1).fit(data)
        """
    )
    assert [(j.job.instance_type, j.job.instance_count) for j in reading.jobs] == [
        ("ml.m5.large", 3),
        ("ml.g5.xlarge", 1),
    ]


def test_a_v3_trainer_stays_itself_when_parts_are_added_to_it(read):
    (found,) = read(
        """
        from sagemaker.train import ModelTrainer
        from sagemaker.train.configs import CheckpointConfig, Compute, RemoteDebugConfig
        trainer = (
            ModelTrainer(training_image=image, compute=Compute(instance_type="ml.g5.xlarge", instance_count=2))
            .with_remote_debug_config(RemoteDebugConfig(enable_remote_debug=True))
            .with_checkpoint_config(CheckpointConfig(s3_uri=data))
        )
        trainer.train()
        """
    ).jobs
    assert (found.job.instance_type, found.job.instance_count) == ("ml.g5.xlarge", 2)
    assert found.job.checkpoint == "s3://bucket/data"


def test_a_builder_in_local_mode_makes_a_local_endpoint(read):
    reading = read(
        """
        from sagemaker.serve import Mode, ModelBuilder
        model = ModelBuilder(model="m", mode=Mode.LOCAL_CONTAINER).build()
        model.deploy()
        model.deploy(mode=Mode.SAGEMAKER_ENDPOINT, instance_type="ml.g5.xlarge", initial_instance_count=1)
        ModelBuilder(model="m", mode=Mode.IN_PROCESS).deploy()
        """
    )
    assert [found.job.local for found in reading.jobs] == [True, False, True]
    assert reading.jobs[1].job.instance_type == "ml.g5.xlarge"


def test_a_class_of_a_module_whose_name_only_begins_as_the_sdks_is_an_estimator(read):
    (found,) = read(
        """
        from sagemaker_helpers import OurEstimator
        OurEstimator(image_uri=image, instance_count=1, instance_type="ml.p2.xlarge").fit()
        """
    ).jobs
    assert (found.kind, found.job.instance_type) == ("training", "ml.p2.xlarge")


def test_an_estimator_attached_by_another_trains_on_instances_that_are_not_known(read):
    reading = read(
        """
        first = Estimator(image, role, 1, "ml.m5.large")
        second = first.attach("an-earlier-job")
        second.fit(data)
        second.deploy(1, "ml.c5.large")
        """
    )
    training, endpoint = reading.jobs
    assert (training.kind, isinstance(training.job.instance_type, Unknown)) == ("training", True)
    assert (endpoint.kind, endpoint.job.instance_type) == ("endpoint", "ml.c5.large")


def test_variants_and_computes_imported_by_a_star_are_read(read):
    reading = read(
        """
        from sagemaker.core.resources import Endpoint, EndpointConfig
        from sagemaker.core.shapes import *
        from sagemaker.train import ModelTrainer
        from sagemaker.train.configs import *
        variant = ProductionVariant(variant_name="v", instance_type="ml.g5.xlarge", initial_instance_count=2)
        EndpointConfig.create(endpoint_config_name="c", production_variants=[variant])
        Endpoint.create(endpoint_name="e", endpoint_config_name="c")
        ModelTrainer(training_image=image, compute=Compute(instance_type="ml.g5.2xlarge")).train()
        """
    )
    assert [found.job.instance_type for found in reading.jobs] == ["ml.g5.xlarge", "ml.g5.2xlarge"]


def test_remote_functions_steps_and_executors_of_version_three_are_of_version_three(read):
    reading = read(
        """
        from sagemaker.core.remote_function import RemoteExecutor, remote
        from sagemaker.mlops.workflow.function_step import step

        @remote(instance_type="ml.m5.large")
        def far():
            pass

        @remote
        def bare():
            pass

        @step(instance_type="ml.c5.large")
        def part():
            pass

        far(); bare(); part()
        RemoteExecutor(instance_type="ml.m5.xlarge").submit(far)
        """
    )
    assert [(found.via, found.api) for found in reading.jobs] == [
        ("remote-decorator", "sdk-v3"),
        ("remote-decorator", "sdk-v3"),
        ("step-decorator", "sdk-v3"),
        ("remote-executor", "sdk-v3"),
    ]
