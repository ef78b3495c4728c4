"""What stands beside a job in its source and says something of it: images, models, launchers, inputs."""

from __future__ import annotations

import pytest

from jupyter_green.job import Unknown


def test_the_model_of_a_configuration_tells_its_image_and_its_network(read):
    (found,) = read(
        """
        image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.3.0-cpu-py311"
        sm.create_model(ModelName="m", PrimaryContainer={"Image": image, "Environment": {"A": "1"}},
                        VpcConfig={"Subnets": ["s"], "SecurityGroupIds": ["g"]}, ExecutionRoleArn="r")
        variant = {"VariantName": "a", "ModelName": "m", "InstanceType": "ml.c5.xlarge", "InitialInstanceCount": 1}
        sm.create_endpoint_config(EndpointConfigName="c", ProductionVariants=[variant])
        sm.create_endpoint(EndpointName="e", EndpointConfigName="c")
        """
    ).jobs
    job = found.job
    assert (job.framework, job.framework_version, job.environment, job.vpc) == ("pytorch", "2.3.0", {"A": "1"}, True)


def test_variants_without_a_model_hold_inference_components(read):
    reading = read(
        """
        for name, more in (("a", {}), ("b", {"ModelName": "m"})):
            variant = {"VariantName": "v", "InstanceType": "ml.g5.xlarge", "InitialInstanceCount": 1, **more}
            sm.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
        sm.create_endpoint(EndpointName="x", EndpointConfigName="a")
        sm.create_endpoint(EndpointName="y", EndpointConfigName="b")
        """
    )
    assert [found.job.inference_components for found in reading.jobs] == [True, False]


_IMAGE = "763104351884.dkr.ecr.us-east-1.amazonaws.com/"


@pytest.mark.parametrize(
    ("image", "told"),
    [
        (f"'{_IMAGE}pytorch-training:2.1.0-gpu-py310'", ("pytorch", "2.1.0", None)),
        (
            f"'{_IMAGE}huggingface-pytorch-training:2.0.0-transformers4.28.1-gpu-py310-cu118-ubuntu20.04'",
            ("huggingface", "4.28.1", "pytorch 2.0.0"),
        ),
        ("image_uris.retrieve('xgboost', region, '1.7-1')", ("xgboost", "1.7-1", None)),
        (
            "image_uris.retrieve(framework='huggingface', region=region, version='4.28.1', "
            "base_framework_version='pytorch2.0.0')",
            ("huggingface", "4.28.1", "pytorch 2.0.0"),
        ),
        ("image_uris.retrieve(framework, region)", (None, None, None)),
        ("'111122223333.dkr.ecr.us-east-1.amazonaws.com/mine:2.1.0'", (None, None, None)),
    ],
)
@pytest.mark.parametrize(
    "start",
    [
        "from sagemaker import image_uris\nfrom sagemaker.estimator import Estimator\n"
        "Estimator(image_uri={}, role='r', instance_type='ml.g5.2xlarge', instance_count=1).fit()",
        "from sagemaker.core import image_uris\nfrom sagemaker.train import ModelTrainer\n"
        "ModelTrainer(training_image={}, role='r').train()",
        "from sagemaker import image_uris\nimport boto3\n"
        "boto3.client('sagemaker').create_training_job(TrainingJobName='t', AlgorithmSpecification="
        "{{'TrainingImage': {}, 'TrainingInputMode': 'File'}}, ResourceConfig={{'InstanceType': 'ml.g5.2xlarge'}})",
    ],
    ids=["SDK 2", "SDK 3", "boto3"],
)
def test_an_image_tells_its_framework_in_each_generation(read, start, image, told):
    (found,) = read(start.format(image)).jobs
    job = found.job
    assert (job.framework, job.framework_version, job.base_framework) == told


@pytest.mark.parametrize(
    ("given", "way"),
    [("Torchrun()", "torch_distributed"), ("Torchrun(smp=SMP(hybrid_shard_degree=8))", "smp"), ("MPI()", "mpi")],
)
def test_classes_of_sdk_3_say_how_training_is_distributed(read, given, way):
    (found,) = read(
        f"""
        from sagemaker.train import ModelTrainer
        from sagemaker.train.distributed import MPI, SMP, Torchrun
        ModelTrainer(training_image="i", role="r", distributed={given}).train()
        """
    ).jobs
    assert found.job.distribution == way


@pytest.mark.parametrize(
    "start",
    [
        "from sagemaker.processing import ProcessingInput, ScriptProcessor\n"
        "ScriptProcessor(image_uri='i', role='r', instance_type='ml.m5.large', instance_count=2).run(code='p.py', "
        "inputs=[ProcessingInput(source='s3://b/raw/', destination='/opt', "
        "s3_data_distribution_type='ShardedByS3Key')])",
        "from sagemaker.core.processing import ScriptProcessor\n"
        "from sagemaker.core.shapes import ProcessingInput, ProcessingS3Input\n"
        "ScriptProcessor(image_uri='i', role='r', instance_type='ml.m5.large', instance_count=2).run(code='p.py', "
        "inputs=[ProcessingInput(input_name='i', s3_input=ProcessingS3Input(s3_uri='s3://b/raw/', "
        "local_path='/opt', s3_data_type='S3Prefix', s3_data_distribution_type='ShardedByS3Key'))])",
    ],
    ids=["SDK 2", "SDK 3"],
)
def test_a_processor_says_its_inputs_when_it_runs(read, start):
    (found,) = read(start).jobs
    assert (found.job.inputs, found.job.data_distribution) == (("s3://b/raw/",), "ShardedByS3Key")


@pytest.mark.parametrize(
    "start",
    [
        "from sagemaker.processing import ProcessingOutput, ScriptProcessor\n"
        "ScriptProcessor(image_uri='i', role='r', instance_type='ml.m5.large', instance_count=2).run(code='p.py', "
        "outputs=[ProcessingOutput('/opt', 's3://b/interim/')])",
        "from sagemaker.core.processing import ScriptProcessor\n"
        "from sagemaker.core.shapes import ProcessingOutput, ProcessingS3Output\n"
        "ScriptProcessor(image_uri='i', role='r', instance_type='ml.m5.large', instance_count=2).run(code='p.py', "
        "outputs=[ProcessingOutput(output_name='o', s3_output=ProcessingS3Output(s3_uri='s3://b/interim/', "
        "local_path='/opt', s3_upload_mode='EndOfJob'))])",
    ],
    ids=["SDK 2", "SDK 3"],
)
def test_a_processor_says_where_its_output_goes(read, start):
    (found,) = read(start).jobs
    assert (found.job.output, found.job.inputs) == ("s3://b/interim/", None)


def test_ranges_of_a_search_keep_their_bounds(read):
    (found,) = read(
        """
        from sagemaker.tuner import CategoricalParameter, ContinuousParameter, HyperparameterTuner
        from sagemaker.xgboost import XGBoost
        ranges = {"eta": ContinuousParameter(1e-5, 0.1), "booster": CategoricalParameter(["a", "b"])}
        estimator = XGBoost(entry_point="t.py", role="r", framework_version="1.7-1", instance_type="ml.m5.large")
        HyperparameterTuner(estimator, "auc", ranges, max_jobs=9).fit()
        """
    ).jobs
    assert found.job.hyperparameter_ranges == {"eta": {"low": 1e-5, "high": 0.1}, "booster": {}}


_STEPS = {
    "SDK 2": """
        from sagemaker.pytorch import PyTorch
        from sagemaker.workflow.pipeline import Pipeline
        from sagemaker.workflow.pipeline_context import PipelineSession
        from sagemaker.workflow.steps import CacheConfig, TrainingStep
        estimator = PyTorch(entry_point="t.py", role="r", framework_version="2.1.0", py_version="py310",
                            instance_type="ml.g5.2xlarge", instance_count=1, sagemaker_session=PipelineSession())
        step = TrainingStep(name="Train", step_args=estimator.fit({{"train": "s3://b/t"}}){cache})
        Pipeline(name="churn", steps=[step]).start()
        """,
    "SDK 3": """
        from sagemaker.core.workflow.pipeline_context import PipelineSession
        from sagemaker.mlops.workflow.pipeline import Pipeline
        from sagemaker.mlops.workflow.steps import CacheConfig, TrainingStep
        from sagemaker.train import ModelTrainer
        trainer = ModelTrainer(training_image="i", role="r", sagemaker_session=PipelineSession())
        step = TrainingStep(name="Train", step_args=trainer.train(){cache})
        Pipeline(name="churn", steps=[step]).start()
        """,
}


@pytest.mark.parametrize("generation", _STEPS)
@pytest.mark.parametrize(
    ("cache", "told"),
    [
        ("", False),
        (", cache_config=CacheConfig(True, 'P7D')", True),
        (", cache_config=CacheConfig(enable_caching=False)", False),
        (", cache_config=ours", Unknown),
    ],
)
def test_a_step_says_its_pipeline_and_its_cache(read, generation, cache, told):
    step = read(_STEPS[generation].format(cache=cache)).jobs[0].job
    assert (step.kind, step.part_of) == ("training", "churn")
    assert step.cache is told or (isinstance(step.cache, Unknown) and told is Unknown)


def test_a_step_of_one_of_several_pipelines_names_none(read):
    code = _STEPS["SDK 2"].format(cache="") + '\n        Pipeline(name="other", steps=[]).start()'
    assert read(code).jobs[0].job.part_of == "a pipeline"


def test_steps_of_a_definition_for_boto3_are_read_where_it_is_written(read):
    reading = read(
        """
        import json
        train = {"ResourceConfig": {"InstanceType": "ml.g5.xlarge", "InstanceCount": 1}}
        steps = [{"Name": "A", "Type": "Training", "Arguments": train},
                 {"Name": "B", "Type": "Training", "Arguments": train, "CacheConfig": {"Enabled": True}},
                 {"Name": "C", "Type": "Condition", "Arguments": {}}]
        sm.create_pipeline(PipelineName="churn", PipelineDefinition=json.dumps({"Steps": steps}), RoleArn="r")
        """
    )
    jobs = [found.job for found in reading.jobs]
    assert [(j.name, j.kind, j.part_of, j.cache) for j in jobs] == [
        ("A", "training", "churn", False),
        ("B", "training", "churn", True),
    ]


def test_a_trainer_of_sdk_3_says_by_a_method_how_often_it_is_tried_again(read):
    (found,) = read(
        """
        from sagemaker.train import ModelTrainer
        from sagemaker.train.configs import RetryStrategy
        strategy = RetryStrategy(maximum_retry_attempts=3)
        ModelTrainer(training_image="i", role="r").with_retry_strategy(strategy).train()
        """
    ).jobs
    assert found.job.retry_attempts == 3
