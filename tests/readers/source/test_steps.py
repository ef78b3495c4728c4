"""Pipelines, their steps and parameters, step and remote functions, Step Functions."""

from __future__ import annotations

from jupyter_green.footprint import estimate
from tests.readers.source.conftest import kinds


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


def test_a_notebook_job_step_keeps_its_limit_and_volume(read):
    reading = read(
        """
        from sagemaker.workflow.notebook_job_step import NotebookJobStep
        NotebookJobStep(name="a", input_notebook="a.ipynb", instance_type="ml.m5.xlarge",
                        max_runtime_in_seconds=3600, volume_size=50)
        """
    )
    assert [(f.kind, f.job.max_runtime, f.job.volume_gb) for f in reading.jobs] == [("notebook", 3600, 50)]


def notes(reading):
    """Return what is noted at the start of each pipeline."""
    return [estimate(found.job).notes[0] for found in reading.jobs if found.kind == "pipeline"]


ELSEWHERE = "its steps are written elsewhere and are not counted"
ONE_BY_ONE = "its steps are counted one by one"
WITH_FIRST = "its steps are counted once, with the first start"
PIPELINE = """
    from sagemaker.workflow.pipeline import Pipeline
    from sagemaker.workflow.steps import TrainingStep
    step = TrainingStep("t", estimator=Estimator(image, role, 1, "ml.m5.large"))
    pipeline = Pipeline(name="here", steps=[step])
    pipeline.start()
"""


def test_the_steps_of_a_pipeline_of_another_place_are_not_said_to_be_counted(read):
    started = """
        from sagemaker.workflow.pipeline import Pipeline
        Pipeline("made-elsewhere").start()
        sm.start_pipeline_execution(PipelineName="made-elsewhere-too")
        get_pipeline(role).start(parameters={"Count": 2})
        """
    assert notes(read(started)) == [ELSEWHERE] * 3
    assert notes(read(PIPELINE, started)) == [ONE_BY_ONE, *[ELSEWHERE] * 3]


def test_a_second_start_of_a_pipeline_does_not_count_its_steps_again(read):
    again = "pipeline.start()\nsm.start_pipeline_execution(PipelineName='here')"
    assert notes(read(PIPELINE, again)) == [ONE_BY_ONE, WITH_FIRST, WITH_FIRST]


def test_a_pipeline_that_a_loop_starts_and_one_with_new_steps_count_theirs(read):
    loop = PIPELINE.replace("pipeline.start()", "for _ in range(3):\n        pipeline.start()")
    assert notes(read(loop)) == [ONE_BY_ONE]
    assert notes(read(PIPELINE, PIPELINE)) == [ONE_BY_ONE, ONE_BY_ONE]


def test_a_pipeline_of_a_definition_of_json_counts_the_steps_that_are_written_in_it(read):
    define = """
        import json
        step = {"Name": "t", "Type": "Training", "Arguments": {"ResourceConfig": {"InstanceType": "ml.m5.large"}}}
        sm.create_pipeline(PipelineName="p", PipelineDefinition=json.dumps({"Steps": [step]}), RoleArn=role)
        sm.start_pipeline_execution(PipelineName="p")
        """
    assert notes(read(define)) == [ONE_BY_ONE]
    assert notes(read(define.replace('json.dumps({"Steps": [step]})', "open('p.json').read()"))) == [ELSEWHERE]
