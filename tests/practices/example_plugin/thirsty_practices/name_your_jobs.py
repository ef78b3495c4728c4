"""Name your jobs, so that their footprint can be found again."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap


class NameYourJobs(Practice):
    """Name your jobs, so that their footprint can be found again.

    What it finds
        A training job without a name of its own.

    Why it matters
        A generated name says nothing to the people who read the report.

    Evidence
        None is needed: nothing is saved by it.

    When it does not apply
        To jobs that a pipeline or a search starts and names.

    The swap
        A ``name``. Safe.

    Signals not checked
        Names set in a configuration file.

    References
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html
    """

    id = "name-your-jobs"
    title = "Name the job"
    phase = "training and tuning"
    kinds = frozenset({"training"})
    fix = "safe"
    needs = ("name",)
    not_checked = ("names set in a configuration file",)
    example = Job(kind="training", region="eu-west-1", instance_type="ml.m5.xlarge", instance_count=1)

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when nobody named the job."""
        if job.name is not None or job.part_of is not None:
            return None
        name = context.fact("team") or "experiment"
        return self.advise(job, context, "This job has no name of its own.", swap=Swap({"name": name}, self.fix))
