"""What starts jobs besides an estimator: tuners, processors, monitors, Spark, queues, helpers."""

from __future__ import annotations

from jupyter_green.job import Unknown
from tests.readers.source.conftest import kinds


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


def test_a_pipeline_from_a_helper_file_is_known_by_the_words_of_its_start(read):
    reading = read(
        """
        from helper import make
        pipeline, motor = make()
        pipeline.start(execution_display_name="run")
        motor.start(speed=1)
        """
    )
    assert [(found.kind, found.line) for found in reading.jobs] == [("pipeline", 3)]


def test_a_processor_in_the_order_of_the_first_2x_releases_has_its_type_and_count(read):
    made = read(
        "from sagemaker.sklearn.processing import SKLearnProcessor",
        "SKLearnProcessor('0.20.0', role, 'ml.m5.large', 2).run(code='p.py')",
        "SKLearnProcessor('1.2-1', role, 2, 'ml.m5.large').run(code='p.py')",
    )
    assert [(found.job.instance_type, found.job.instance_count) for found in made.jobs] == [("ml.m5.large", 2)] * 2
    literal = made.jobs[0].written["instance_type"].value
    assert made.sources[literal.cell][literal.start : literal.end] == "'ml.m5.large'"


def test_the_call_of_a_remote_function_is_placed_in_the_cell_where_it_stands(read):
    made = read(
        """
        from sagemaker.remote_function import remote


        @remote(instance_type="ml.m5.large")
        def train(rows): ...
        """,
        "import pandas\n\ntrain(pandas.DataFrame())",
    )
    (found,) = made.jobs
    place = found.started_at
    assert (found.cell, place.cell, place.line) == (1, 2, 3)
    assert made.sources[place.cell][place.start : place.end] == "train(pandas.DataFrame())"


def test_scikit_learn_trains_on_one_instance_where_no_count_is_given(read):
    reading = read(
        """
        from sagemaker.sklearn import SKLearn
        SKLearn(entry_point="t.py", role=role, instance_type="ml.m5.large").fit(data)
        SKLearn(entry_point="t.py", role=role, instance_type="ml.m5.large", **more).fit(data)
        PyTorch(entry_point="t.py", role=role, instance_type="ml.m5.large").fit(data)
        """
    )
    counts = [found.job.instance_count for found in reading.jobs]
    assert counts[0] == 1
    assert counts[1:] != [1, 1] and 1 not in counts[1:]
    assert reading.jobs[0].job.origin("instance_count").status == "defaulted"


def test_the_same_call_in_a_handler_is_in_place_of_the_first_and_another_is_a_job_of_its_own(read):
    reading = read(
        """
        try:
            endpoint = model.deploy(1, "ml.m5.large", container_startup_health_check_timeout=1800)
        except TypeError:
            endpoint = model.deploy(1, "ml.m5.large")
        """,
        """
        try:
            sm.describe_endpoint(EndpointName="e")
        except sm.exceptions.ClientError:
            endpoint = model.deploy(1, "ml.c5.large", endpoint_name="e")
        """,
        prelude="import boto3\nfrom sagemaker.model import Model\nsm = boto3.client('sagemaker')\nmodel = Model(image)",
    )
    assert [(found.cell, found.line, found.optional) for found in reading.jobs] == [
        (1, 2, None),
        (1, 4, "only when the call before it fails"),
        (2, 4, None),
    ]


def test_what_a_recipe_decides_is_not_known(read):
    (found,) = read(
        """
        from sagemaker.pytorch import PyTorch
        PyTorch(role=role, instance_type="ml.p5.48xlarge", instance_count=4, training_recipe="fine-tuning/nova").fit()
        """
    ).jobs
    assert isinstance(found.job.distribution, Unknown) and isinstance(found.job.hyperparameters, Unknown)


EXPERIMENT = """
    def variant(name, type_, count):
        hardware = {"InstanceType": type_, "InstanceCount": count}
        return {"ModelName": "m", "VariantName": name, "InfrastructureConfig": {
            "InfrastructureType": "RealTimeInference", "RealTimeInferenceConfig": hardware}}
    sm.create_inference_experiment(Name="shadow-test", Type="ShadowMode", EndpointName="e", RoleArn=role,
        ModelVariants=[variant("Production", "ml.m5.xlarge", 2), variant("Shadow", "ml.g5.xlarge", 1)],
        ShadowModeConfig={"SourceModelVariantName": "Production", "ShadowModelVariants": [
            {"ShadowModelVariantName": "Shadow", "SamplingPercentage": 100}]}, **more)
"""


def test_a_shadow_test_runs_on_the_hardware_of_its_shadow_beside_that_of_its_endpoint(read):
    (found,) = read("more = {}", EXPERIMENT).jobs
    job = found.job
    assert (job.kind, job.name, job.instance_type, job.instance_count) == (
        "inference-experiment", "shadow-test", "ml.g5.xlarge", 1,
    )  # fmt: skip
    assert job.schedule is None


def test_every_variant_counts_where_the_request_does_not_say_which_is_the_shadow(read):
    (found,) = read("more = {}", EXPERIMENT.replace("ShadowModeConfig=", "Other=")).jobs
    assert [(g.instance_type, g.instance_count) for g in found.job.groups] == [("ml.m5.xlarge", 2), ("ml.g5.xlarge", 1)]


def test_a_shadow_test_with_an_end_that_only_the_run_knows_has_an_end(read):
    ends = "import datetime\nmore = {'Schedule': {'EndTime': datetime.datetime.now() + datetime.timedelta(hours=2)}}"
    assert isinstance(read(ends, EXPERIMENT).jobs[0].job.schedule, Unknown)
    assert isinstance(read("more = helper()", EXPERIMENT).jobs[0].job.schedule, Unknown)
    assert read("more = {'Schedule': {'StartTime': 1}}", EXPERIMENT).jobs[0].job.schedule is None
    assert read("more = {'Schedule': {'EndTime': '2026-12-01'}}", EXPERIMENT).jobs[0].job.schedule == "2026-12-01"


def test_jobs_that_recommend_and_measure_how_to_deploy_a_language_model_are_jobs(read):
    reading = read(
        """
        from sagemaker.serve import ModelBuilder, start_benchmark
        from sagemaker.train.configs import Compute
        mb = ModelBuilder.from_jumpstart_config(compute=Compute(instance_type="ml.g6.2xlarge"))
        mb.build(model_name="m")
        mb.generate_deployment_recommendations(concurrency=1, instance_types=["ml.g6.2xlarge"])
        start_benchmark(endpoint=mb.deploy(endpoint_name="e"), concurrency=1)
        """,
        """
        def advise(name, types):
            sm.create_ai_recommendation_job(AIRecommendationJobName=name, ComputeSpec={"InstanceTypes": types})
        advise("one", ["ml.g6.24xlarge"])
        advise("two", ["ml.g5.xlarge", "ml.g6.xlarge"])
        sm.create_ai_workload_config(AIWorkloadConfigName="w")
        sm.create_ai_benchmark_job(AIBenchmarkJobName="b", BenchmarkTarget={"Endpoint": {"Identifier": "e"}})
        """,
    )
    assert [(found.kind, found.api, found.job.instance_type) for found in reading.jobs] == [
        ("inference-recommender", "sdk-v3", "ml.g6.2xlarge"),
        ("endpoint", "sdk-v3", "ml.g6.2xlarge"),
        ("inference-recommender", "sdk-v3", None),
        ("inference-recommender", "boto3", "ml.g6.24xlarge"),
        ("inference-recommender", "boto3", None),
        ("inference-recommender", "boto3", None),
    ]
