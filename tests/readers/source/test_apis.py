"""Hard cases 7 to 10: boto3, pipelines, the third SDK generation, subclasses and aliases."""

from __future__ import annotations

from jupyter_green.job import Unknown


def kinds(reading):
    return [(found.kind, found.job.instance_type) for found in reading.jobs]


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


def test_pipeline_parameters_give_their_default_and_say_so(read):
    reading = read(
        """
        from sagemaker.workflow.pipeline import Pipeline
        from sagemaker.workflow.parameters import ParameterString, ParameterInteger
        from sagemaker.workflow.steps import ProcessingStep, TrainingStep
        from sagemaker.workflow.pipeline_context import PipelineSession
        from sagemaker.sklearn.processing import SKLearnProcessor
        kind = ParameterString(name="Kind", default_value="ml.m5.large")
        count = ParameterInteger("Count", 2)
        pipeline_session = PipelineSession()
        processor = SKLearnProcessor("1.2-1", role, count, kind, sagemaker_session=pipeline_session)
        """,
        'step_1 = ProcessingStep("p", step_args=processor.run(code="p.py"))',
        """
        est = Estimator(image, role, 1, kind.default_value, sagemaker_session=pipeline_session)
        arguments = est.fit(data)
        step_2 = TrainingStep(name="t", step_args=arguments)
        old = TrainingStep(name="old", estimator=Estimator(image, role, 1, "ml.c5.large"))
        """,
        "pipeline = Pipeline(name='p', parameters=[kind, count], steps=[step_1, step_2, old])\npipeline.upsert(role)",
        "pipeline.start()",
        "pipeline.start(parameters={'Kind': 'ml.m5.xlarge'})",
    )
    assert [(j.kind, j.cell, j.via, j.job.instance_type) for j in reading.jobs] == [
        ("processing", 2, "pipeline-step", "ml.m5.large"),
        ("training", 3, "pipeline-step", "ml.m5.large"),
        ("training", 3, "pipeline-step", "ml.c5.large"),
        ("pipeline", 5, None, None),
        ("pipeline", 6, None, None),
    ]
    first = reading.jobs[0]
    assert first.parameters == {"instance_type": "Kind", "instance_count": "Count"}
    assert first.job.origin("instance_type").status == "assumed"


def test_a_step_takes_over_the_job_of_a_call_outside_of_a_pipeline_session(read):
    reading = read(
        """
        from sagemaker.workflow.steps import TransformStep
        t = sagemaker.transformer.Transformer("model", 1, "ml.m5.large")
        step = TransformStep("t", step_args=t.transform(data))
        """
    )
    assert [(j.kind, j.via) for j in reading.jobs] == [("transform", "pipeline-step")]


def test_check_monitor_automl_and_notebook_steps_are_jobs(read):
    reading = read(
        """
        from sagemaker.workflow.check_job_config import CheckJobConfig
        from sagemaker.workflow.quality_check_step import QualityCheckStep
        from sagemaker.workflow.monitor_batch_transform_step import MonitorBatchTransformStep
        from sagemaker.workflow.notebook_job_step import NotebookJobStep
        from sagemaker.workflow.automl_step import AutoMLStep
        from sagemaker.workflow.pipeline_context import PipelineSession
        from sagemaker.workflow.condition_step import ConditionStep
        from sagemaker.workflow.model_step import ModelStep
        from sagemaker import AutoML, Model
        session = PipelineSession()
        config = CheckJobConfig(role=role, instance_type="ml.c5.xlarge")
        QualityCheckStep(name="q", quality_check_config=None, check_job_config=config)
        model = Model(image, role=role, sagemaker_session=session)
        transform = model.transformer(1, "ml.m5.xlarge").transform(data)
        MonitorBatchTransformStep("m", transform, None, CheckJobConfig(role=role))
        AutoMLStep(name="a", step_args=AutoML(role, "y", sagemaker_session=session).fit())
        NotebookJobStep(input_notebook="a.ipynb", image_uri=image, kernel_name="k", instance_type="ml.t3.medium")
        ConditionStep("c", if_steps=[ModelStep("n", step_args=model.create("ml.m5.large"))])
        """
    )
    assert kinds(reading) == [
        ("processing", "ml.c5.xlarge"),
        ("transform", "ml.m5.xlarge"),
        ("processing", "ml.m5.xlarge"),
        ("automl", None),
        ("notebook", "ml.t3.medium"),
    ]


def test_step_and_remote_functions_are_jobs_at_each_call(read):
    reading = read(
        """
        from sagemaker.workflow.function_step import step
        from sagemaker.remote_function import remote, RemoteExecutor
        @step(name="prepare", instance_type="ml.m5.xlarge", keep_alive_period_in_seconds=300)
        def prepare(x):
            return sagemaker_free(x)
        @remote(instance_type="ml.g5.xlarge")
        def train(x):
            model.fit(x)
        def plain(x):
            return x
        """,
        "a = prepare(1)",
        "train(a)",
        'step(plain, name="s", instance_type="ml.c5.large")(a)',
        'with RemoteExecutor(instance_type="ml.r5.large") as e:\n    jobs = [e.submit(plain, i) for i in range(3)]',
    )
    assert [(j.via, j.job.instance_type, j.cell) for j in reading.jobs] == [
        ("step-decorator", "ml.m5.xlarge", 1),
        ("remote-decorator", "ml.g5.xlarge", 1),
        ("step-decorator", "ml.c5.large", 1),
        ("remote-executor", "ml.r5.large", 5),
    ]
    assert [j.also_cells for j in reading.jobs[:2]] == [(2,), (3,)]
    assert reading.jobs[3].passes == 3
    assert reading.jobs[0].job.keep_alive == 300


def test_step_functions_steps_are_jobs(read):
    reading = read(
        """
        import stepfunctions
        from stepfunctions import steps
        from stepfunctions.steps import TrainingStep
        TrainingStep("train", estimator=Estimator(image, role, 1, "ml.m5.large"), data=data)
        steps.EndpointConfigStep("c", endpoint_config_name="c", model_name="m", initial_instance_count=1,
                                 instance_type="ml.m5.xlarge")
        steps.EndpointStep("e", endpoint_name="e", endpoint_config_name="c")
        """
    )
    assert [(j.kind, j.via, j.job.instance_type) for j in reading.jobs] == [
        ("training", "stepfunctions-step", "ml.m5.large"),
        ("endpoint", "stepfunctions-step", "ml.m5.xlarge"),
    ]


def test_a_ready_made_step_functions_pipeline_trains_and_serves(read):
    reading = read(
        """
        from stepfunctions.template.pipeline import TrainingPipeline
        pipeline = TrainingPipeline(estimator=Estimator(image, role, 2, "ml.m5.large"), role=role, inputs=data)
        pipeline.create()
        pipeline.execute()
        """
    )
    assert [(j.kind, j.via, j.job.instance_type, j.job.instance_count) for j in reading.jobs] == [
        ("training", "stepfunctions-step", "ml.m5.large", 2),
        ("endpoint", "stepfunctions-step", "ml.m5.large", 2),
    ]


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


def test_tuning_takes_its_instances_from_the_estimator(read):
    (found,) = read(
        """
        from sagemaker.tuner import HyperparameterTuner
        est = Estimator(image, role, 2, "ml.m5.large", use_spot_instances=True, max_wait=90000)
        tuner = HyperparameterTuner(est, "auc", {}, max_jobs=20, max_parallel_jobs=4, early_stopping_type="Auto")
        tuner.fit({"train": data})
        """
    ).jobs
    job = found.job
    assert (job.kind, job.instance_type, job.instance_count, job.max_jobs) == ("tuning", "ml.m5.large", 2, 20)
    assert (job.early_stopping, job.spot, job.strategy) == ("Auto", True, "Bayesian")


def test_processors_monitors_and_recommenders_are_jobs(read):
    reading = read(
        """
        from sagemaker import clarify
        from sagemaker.model_monitor import DefaultModelMonitor
        from sagemaker.model import Model
        clarify.SageMakerClarifyProcessor(role=role, instance_count=1, instance_type="ml.c5.xlarge").run_bias()
        monitor = DefaultModelMonitor(role=role)
        monitor.suggest_baseline(data)
        monitor.create_monitoring_schedule(schedule_cron_expression="cron(0 * ? * * *)")
        Model(image).right_size(supported_instance_types=["ml.c5.large"])
        """
    )
    assert kinds(reading) == [
        ("processing", "ml.c5.xlarge"),
        ("processing", "ml.m5.xlarge"),
        ("monitoring-schedule", "ml.m5.xlarge"),
        ("inference-recommender", "ml.c5.large"),
    ]


def test_spark_pipelines_run_each_of_their_estimators(read):
    reading = read(
        """
        from pyspark.ml import Pipeline
        from sagemaker_pyspark.algorithms import PCASageMakerEstimator, KMeansSageMakerEstimator
        pca = PCASageMakerEstimator(trainingInstanceType="ml.m4.xlarge", trainingInstanceCount=1)
        kmeans = KMeansSageMakerEstimator(trainingInstanceType="ml.c4.xlarge", trainingInstanceCount=2)
        model = Pipeline(stages=[pca, kmeans]).fit(frame)
        """
    )
    training = [found for found in reading.jobs if found.optional is None]
    assert [(j.job.instance_type, j.job.instance_count, j.api) for j in training] == [
        ("ml.m4.xlarge", 1, "sagemaker-pyspark"),
        ("ml.c4.xlarge", 2, "sagemaker-pyspark"),
    ]


def test_the_region_of_the_session_or_client_is_the_jobs(read):
    reading = read(
        """
        session = sagemaker.Session(boto_session=boto3.Session(region_name="eu-west-1"))
        est = Estimator(image, role, 1, "ml.m5.large", sagemaker_session=session)
        est.fit(data)
        est.deploy(1, "ml.m5.large")
        boto3.client("sagemaker", region_name="eu-north-1").create_training_job(TrainingJobName="t")
        boto3.session.Session(region_name="us-west-2").client("sagemaker").create_training_job(TrainingJobName="t")
        sm.create_training_job(TrainingJobName="t")
        """
    )
    regions = [found.job.region for found in reading.jobs]
    assert regions[:4] == ["eu-west-1", "eu-west-1", "eu-north-1", "us-west-2"]
    assert isinstance(regions[4], Unknown)


def test_a_pipeline_made_by_a_helper_counts_when_it_starts(read):
    reading = read(
        """
        from pipelines.abalone import get_pipeline
        pipeline = get_pipeline(role=role)
        pipeline.upsert(role_arn=role)
        pipeline.start()
        get_pipeline(role).start(parameters={"Count": 2})
        boto3.client("sagemaker").start_pipeline_execution(PipelineName="p")
        """
    )
    assert [found.kind for found in reading.jobs] == ["pipeline"] * 3


def test_a_client_that_is_never_made_is_known_by_its_requests(read):
    reading = read(
        'sm.create_notebook_instance(NotebookInstanceName="n", InstanceType="ml.t3.medium")', prelude="x = 1"
    )
    assert [(j.kind, j.job.instance_type) for j in reading.jobs] == [("notebook", "ml.t3.medium")]


def test_batch_queues_and_helpers_that_make_endpoints_start_jobs(read):
    reading = read(
        """
        from sagemaker.aws_batch.training_queue import TrainingQueue
        queue = TrainingQueue("q")
        est = Estimator(image, role, 1, "ml.g5.xlarge")
        queue.submit(training_job=est, inputs=data)
        queue.map(est, inputs=[data, data])
        """,
        """
        from cohere_sagemaker import Client
        co = Client()
        co.create_endpoint(arn="a", endpoint_name="e", instance_type="ml.p4d.24xlarge", n_instances=1)
        """,
    )
    assert [(j.kind, j.job.instance_type, j.passes) for j in reading.jobs] == [
        ("training", "ml.g5.xlarge", 1),
        ("training", "ml.g5.xlarge", 2),
        ("endpoint", "ml.p4d.24xlarge", 1),
    ]


def test_channels_hyperparameters_and_scaling_are_read(read):
    reading = read(
        """
        from sagemaker.inputs import TrainingInput
        est = Estimator(image, role, 1, "ml.m5.large", hyperparameters={"epochs": 3, "name": unknown()})
        est.set_hyperparameters(depth=5)
        est.fit({"train": TrainingInput(data, content_type="text/csv", input_mode="FastFile"), "test": data})
        est.transformer(1, "ml.m5.large").transform(data, content_type="text/csv")
        predictor = est.deploy(1, "ml.m5.large", endpoint_name=made_up)
        boto3.client("application-autoscaling").register_scalable_target(
            ServiceNamespace="sagemaker", ResourceId=f"endpoint/{predictor.endpoint_name}/variant/AllTraffic",
            ScalableDimension="sagemaker:variant:DesiredInstanceCount", MinCapacity=1, MaxCapacity=4)
        est.deploy(1, "ml.m5.xlarge")
        """
    )
    training, transform, first, second = (found.job for found in reading.jobs)
    assert training.inputs == ("s3://bucket/data", "s3://bucket/data")
    assert (training.input_mode, training.content_type) == ("FastFile", "text/csv")
    assert (training.hyperparameters["epochs"], training.hyperparameters["depth"]) == (3, 5)
    assert isinstance(training.hyperparameters["name"], Unknown)
    assert (transform.inputs, transform.content_type) == (("s3://bucket/data",), "text/csv")
    assert (first.autoscaling, second.autoscaling) == ((1, 4), None)


def test_the_best_candidate_of_an_automl_job_is_deployed(read):
    reading = read(
        """
        from sagemaker import AutoML
        automl = AutoML(role=role, target_attribute_name="y")
        automl.fit(inputs=data)
        automl.deploy(initial_instance_count=1, instance_type="ml.m5.2xlarge")
        """
    )
    assert kinds(reading) == [("automl", None), ("endpoint", "ml.m5.2xlarge")]
