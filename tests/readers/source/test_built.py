"""What a cell builds and nothing starts yet is a job to advise on, and no job to count."""

from __future__ import annotations

from jupyter_green.analysis import analyse
from jupyter_green.practices import Context
from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import FoundJob, read_cells
from jupyter_green.readers.source.built import NOT_STARTED

ESTIMATOR = (
    "from sagemaker.pytorch import PyTorch\n"
    "est = PyTorch('t.py', role=role, instance_count=2, instance_type='ml.p3.16xlarge', max_run=3600,\n"
    "              framework_version='2.2.0', py_version='py310')"
)
TUNER = (
    "from sagemaker.tuner import HyperparameterTuner\n"
    "tuner = HyperparameterTuner(est, 'loss', ranges, max_jobs=20, max_parallel_jobs=2)"
)


def read(*sources: str, with_built: bool = True) -> tuple[FoundJob, ...]:
    return read_cells([SourceCell(i, source) for i, source in enumerate(sources)], with_built=with_built).jobs


def test_an_estimator_that_nothing_starts_is_an_optional_job() -> None:
    (found,) = read(ESTIMATOR)
    assert found.job.instance_type == "ml.p3.16xlarge" and found.optional == NOT_STARTED


def test_an_audit_does_not_count_it() -> None:
    assert read(ESTIMATOR, with_built=False) == ()


def test_a_started_estimator_is_one_job() -> None:
    (found,) = read(ESTIMATOR, "est.fit(inputs)")
    assert found.optional is None and found.cell == 1


def test_a_tuned_estimator_is_part_of_its_search() -> None:
    (found,) = read(ESTIMATOR, TUNER)
    assert (found.kind, found.job.max_jobs) == ("tuning", 20)


def test_what_is_opened_by_its_name_exists_already() -> None:
    assert read("from sagemaker.estimator import Estimator\nbest = Estimator.attach('yesterdays-job')") == ()
    assert read("from sagemaker.tuner import HyperparameterTuner\ntuner = HyperparameterTuner.attach('search')") == ()


def test_a_search_that_ran_has_used_its_estimator_also_when_another_takes_its_name() -> None:
    again = "tuner = HyperparameterTuner.attach('search')\nbest = tuner.best_estimator()"
    (found,) = read(ESTIMATOR, TUNER, "tuner.fit(inputs)", "best = tuner.best_estimator()", again)
    assert (found.kind, found.optional) == ("tuning", None)


def test_what_a_pipeline_takes_down_is_started() -> None:
    session = "from sagemaker.workflow.pipeline_context import PipelineSession\nsession = PipelineSession()"
    estimator = ESTIMATOR.replace("role=role", "role=role, sagemaker_session=session")
    step = "from sagemaker.workflow.steps import TrainingStep\nstep = TrainingStep('t', step_args=est.fit(inputs))"
    assert read(session, estimator, step) == read(session, estimator, step, with_built=False)


def test_what_is_built_is_told_beside_the_jobs() -> None:
    cells = [SourceCell(0, ESTIMATOR), SourceCell(2, TUNER)]
    assert read_cells(cells).built == ((2, "tuning"),)
    assert read_cells([*cells, SourceCell(3, "tuner.fit(inputs)")]).built == ()


def test_advice_on_a_cell_being_written_comes_with_its_edit() -> None:
    analysis = analyse([SourceCell(0, ESTIMATOR)], Context(), region="us-east-1", with_built=True)
    (job,) = analysis.jobs
    fixes = [job.rewrite(advice) for advice in job.advice if advice.can_apply]
    assert fixes and all(fix is not None and fix.edits and not fix.refused for fix in fixes)
