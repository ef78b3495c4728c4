"""Jobs that stay on the machine of the notebook, by their session or by each type they may have."""

from __future__ import annotations

import pytest

from tests.readers.source.conftest import kinds


@pytest.mark.parametrize("module", ["sagemaker.local", "sagemaker.core.local"])
def test_what_a_local_session_runs_is_local_whatever_its_type(read, module):
    reading = read(
        f"""
        from {module} import LocalSession
        from sagemaker.processing import Processor
        from sagemaker.tuner import HyperparameterTuner
        here = LocalSession()
        estimator = Estimator(image, role, 1, "ml.m5.large", sagemaker_session=here)
        estimator.fit(data)
        estimator.deploy(1, "ml.m5.xlarge")
        estimator.transformer(1, "ml.m5.large").transform(data)
        Processor(role, image, 1, "ml.c5.large", sagemaker_session=here).run()
        Estimator(image, role, 1, "ml.m5.large", sagemaker_session=sagemaker.Session()).fit(data)
        """
    )
    assert [found.job.local for found in reading.jobs] == [True, True, True, True, False]
    assert kinds(reading)[0] == ("training", "ml.m5.large")


def test_the_steps_of_a_local_pipeline_are_local(read):
    reading = read(
        """
        from sagemaker.workflow.pipeline_context import LocalPipelineSession, PipelineSession
        from sagemaker.workflow.pipeline import Pipeline
        from sagemaker.workflow.steps import ProcessingStep, TrainingStep
        from sagemaker.workflow.condition_step import ConditionStep
        from sagemaker.sklearn.processing import SKLearnProcessor
        here = LocalPipelineSession()
        processor = SKLearnProcessor("1.2-1", role, 1, "ml.m5.large", sagemaker_session=here)
        first = ProcessingStep("p", step_args=processor.run(code="p.py"))
        estimator = Estimator(image, role, 1, "ml.m5.large", sagemaker_session=PipelineSession())
        second = TrainingStep("t", step_args=estimator.fit(data))
        third = TrainingStep("u", estimator=Estimator(image, role, 1, "ml.m5.large"))
        either = ConditionStep("c", conditions=[], if_steps=[third], else_steps=[])
        """,
        'Pipeline("here", steps=[first, second, either], sagemaker_session=here).start()',
        """
        other = TrainingStep("v", step_args=estimator.fit(data))
        Pipeline("there", steps=[other], sagemaker_session=PipelineSession()).start()
        """,
    )
    assert [(found.kind, found.job.local) for found in reading.jobs] == [
        ("processing", True),
        ("training", True),
        ("training", True),
        ("pipeline", True),
        ("training", False),
        ("pipeline", False),
    ]


@pytest.mark.parametrize(("other", "local"), [("local_gpu", True), ("ml.g5.xlarge", False)])
def test_a_job_is_local_when_each_type_it_may_have_is(read, other, local):
    (found,) = read(
        f"""
        import subprocess
        instance_type = "local"
        if subprocess.call("nvidia-smi") == 0:
            instance_type = "{other}"
        Estimator(image, role, 1, instance_type).fit(data)
        """
    ).jobs
    assert found.job.local is local
    assert found.choices["instance_type"] == (other, "local")


def test_a_session_that_may_be_local_or_not_leaves_the_job_on_aws(read):
    (found,) = read(
        """
        import os
        from sagemaker.local import LocalSession
        session = LocalSession() if os.environ["HERE"] else sagemaker.Session()
        Estimator(image, role, 1, "ml.m5.large", sagemaker_session=session).fit(data)
        """
    ).jobs
    assert found.job.local is False


def test_each_pass_of_a_loop_is_local_by_its_own_type(read):
    (found,) = read(
        """
        for instance_type in ("local", "ml.m5.large"):
            Estimator(image, role, 1, instance_type).fit(data)
        """
    ).jobs
    assert [(job.instance_type, job.local) for job in found.each] == [("local", True), ("ml.m5.large", False)]
