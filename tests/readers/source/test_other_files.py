"""What a notebook takes from files that are not seen: names without an import, helper classes, functions of steps."""

from __future__ import annotations

from tests.readers.source.conftest import kinds


def test_step_and_remote_take_functions_of_other_files(read):
    reading = read(
        """
        from sagemaker.remote_function import remote
        from sagemaker.workflow.function_step import step
        from steps.preprocess import preprocess
        import steps.train
        """,
        """
        prepared = step(preprocess, instance_type="ml.m5.xlarge", keep_alive_period_in_seconds=60)(raw=data)
        trained = step(steps.train.fit, name="train", instance_type="ml.g5.xlarge")(prepared[0])
        """,
        'elsewhere = remote(steps.train.other, instance_type="ml.c5.large")',
        "elsewhere(3)",
        'never = remote(steps.train.other, instance_type="ml.c5.large")',
    )
    assert kinds(reading) == [
        ("training", "ml.m5.xlarge"),
        ("training", "ml.g5.xlarge"),
        ("training", "ml.c5.large"),
    ]
    assert [found.via for found in reading.jobs] == ["step-decorator", "step-decorator", "remote-decorator"]
    assert [(found.cell, found.also_cells) for found in reading.jobs][2] == (3, (4,))


def test_sagemaker_and_its_classes_are_known_where_a_helper_imports_them(read):
    reading = read(
        """
        estimator = sagemaker.estimator.Estimator(image, role, instance_count=1, instance_type="ml.c5.xlarge")
        tuner = HyperparameterTuner(estimator, objective_metric_name="loss", max_jobs=2)
        tuner.fit("s3://bucket/data")
        SKLearnProcessor("1.2-1", role, "ml.m5.xlarge", 1).run(code="prepare.py")
        boto3.client("sagemaker").create_training_job(ResourceConfig={"InstanceType": "ml.m5.large"})
        """,
        prelude="from project_dependencies import *",
    )
    assert kinds(reading) == [
        ("tuning", "ml.c5.xlarge"),
        ("processing", "ml.m5.xlarge"),
        ("training", "ml.m5.large"),
    ]


def test_a_framework_without_import_counts_where_it_is_given_instances(read):
    reading = read(
        """
        TensorFlow(entry_point="t.py", role=role, train_instance_type="ml.p3.2xlarge", train_instance_count=1).fit(data)
        KMeans(n_clusters=3).fit(data)
        Pipeline(steps=[]).fit(data)
        Processor().run()
        """,
        prelude="import sagemaker",
    )
    assert kinds(reading) == [("training", "ml.p3.2xlarge")]
    assert reading.jobs[0].api == "sdk-v1"


def test_an_object_that_a_helper_class_makes_of_instances_has_them(read):
    for helper in ("from utility import ComputeMaker", "from utility import *"):
        reading = read(
            helper,
            "from sagemaker.train import ModelTrainer",
            'compute = ComputeMaker.create(instance_type="ml.p5.48xlarge", instance_count=2)',
            "ModelTrainer(training_image=image, compute=compute).train()",
            "compute.fit(data)",
        )
        assert [(f.job.instance_type, f.job.instance_count) for f in reading.jobs] == [("ml.p5.48xlarge", 2)]


def test_a_class_that_runs_an_entry_point_on_instances_trains(read):
    reading = read(
        "from forecasting import Framework",
        'Framework.run(entry_point="t.py", role=role, instance_type="ml.c5.large")',
        'Framework.run(query="SELECT", instance_type="ml.c5.large")',
        'backend.run(entry_point="t.py", instance_type="ml.c5.large")',
    )
    assert kinds(reading) == [("training", "ml.c5.large")]


def test_an_estimator_of_a_helper_function_has_the_type_it_is_handed(read):
    reading = read(
        "from helpers import make_estimator, launch",
        'make_estimator(instance_type="ml.m5.4xlarge").fit(data)',
        'launch(instance_type="ml.m5.4xlarge").fit(data)',
    )
    assert kinds(reading) == [("training", "ml.m5.4xlarge")]


def test_a_helper_whose_import_is_hidden_deletes_what_it_is_handed(read):
    reading = read(
        "from utility import *",
        'predictor = Estimator(image, role, 1, "ml.m5.large").deploy(1, "ml.m5.large", endpoint_name="one")',
        "clean_up(predictor)",
    )
    assert [found.job.deleted_later for found in reading.jobs] == [True]


def test_steps_of_step_functions_are_told_from_those_of_pipelines_by_their_arguments(read):
    reading = read(
        """
        estimator = sagemaker.estimator.Estimator(image, role, instance_count=1, instance_type="ml.c5.xlarge")
        TrainingStep("Train", estimator=estimator, job_name=names["job"], wait_for_completion=True)
        TrainingStep(name="Train", estimator=estimator, inputs=data)
        EndpointConfigStep("Config", endpoint_config_name=names["model"], initial_instance_count=2,
                           instance_type="ml.c5.large")
        EndpointStep("Endpoint", endpoint_name=names["endpoint"], endpoint_config_name=names["model"])
        """,
        prelude="from project_dependencies import *",
    )
    assert [(f.kind, f.via, f.job.instance_type) for f in reading.jobs] == [
        ("training", "stepfunctions-step", "ml.c5.xlarge"),
        ("training", "pipeline-step", "ml.c5.xlarge"),
        ("endpoint", "stepfunctions-step", "ml.c5.large"),
    ]
