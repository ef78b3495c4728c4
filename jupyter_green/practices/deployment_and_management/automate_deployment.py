"""Let test and shadow environments exist only while they are needed."""

from __future__ import annotations

import re

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.endpoint_cells import delete_cell
from jupyter_green.practices.hosting import is_real_time
from jupyter_green.practices.traffic import SILENCE, saving_by_share, traffic_of

_FOR_TESTS = re.compile(
    r"(?:^|[-_.])(?:staging|stage|test|testing|dev|qa|uat|sandbox|demo)(?:[-_.]|\d|$)", re.IGNORECASE
)


class AutomateDeployment(Practice):
    """Let test and shadow environments exist only while they are needed.

    What it finds
        An endpoint named for staging, test or development that nothing deletes, and one with a shadow variant.

    Why it matters
        Tests take minutes, their environments stand for weeks. A shadow runs second hardware for the same traffic.

    Evidence
        No published figure; computed from the hours without a call.

    When it does not apply
        Single-user exploration; environments that are busy; a shadow test with an end date.

    The swap
        Show only: a pipeline that deploys, tests and deletes, or a serverless endpoint for functional tests.

    Signals not checked
        A pipeline elsewhere that deletes it; how long the shadow test has to run.

    References
        https://aws.amazon.com/blogs/machine-learning/use-serverless-inference-to-reduce-testing-costs-in-your-mlops-pipelines/
    """

    id = "automate-deployment"
    title = "Deploy for the test, then delete"
    phase = "deployment and management"
    kinds = frozenset({"endpoint", "inference-experiment"})
    needs = ("deleted_later", "shadow")
    effort = 3
    trade_offs = ("a pipeline to keep up",)
    lens_refs = ("Guidance step 14",)
    example = Job(
        kind="endpoint", name="churn-staging", region="us-east-1", instance_type="ml.m5.xlarge", instance_count=1
    )
    example_context = Context(told={"silent_share": 0.97})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak on shadow hardware, and on test endpoints that stay up."""
        if job.shadow or job.kind == "inference-experiment":
            if job.schedule is not None:  # it ends, be it on a date that only the run knows
                return None
            message = "The shadow runs second hardware for the same traffic. Give the test an end date."
            swap = Swap(fix=self.fix, action="end the shadow test on a date")
            return self.advise(job, context, message, swap=swap)
        name = job.get("name", "")
        if job.deleted_later is True or not is_real_time(job) or not _FOR_TESTS.search(name):
            return None
        silent = traffic_of(job, context).silent_share
        return self.advise(
            job,
            context,
            f"{name} looks like a test environment that stays up between tests.",
            swap=Swap(fix=self.fix, action="delete after the test", code=delete_cell(job, context)),
            missing=() if silent is not None else (SILENCE,),
            **saving_by_share(job, context, silent, "for the hours without a call"),
        )
