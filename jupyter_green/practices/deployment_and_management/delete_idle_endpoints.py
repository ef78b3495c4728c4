"""Delete endpoints that nobody calls."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_cells import delete_cell
from jupyter_green.practices.endpoint_practice import GPU_ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import keeps_nothing_idle
from jupyter_green.practices.traffic import saving_by_share
from jupyter_green.wording import say_duration

_LONG_SILENCE_HOURS = 24.0


class DeleteIdleEndpoints(EndpointPractice):
    """Delete endpoints that nobody calls.

    What it finds
        An endpoint without a call for a day or more, and a notebook that deploys an endpoint and never deletes it.

    Why it matters
        An endpoint draws power and is billed for every hour that it stands, called or not.

    Evidence
        Computed, not published: from the moment it is deleted all of its energy, carbon and cost fall away.

    When it does not apply
        Serverless without provisioned concurrency, and scaling to zero: nothing stands by. A warm standby, or a
        production endpoint: say ``keep_endpoint``. An endpoint whose metrics show calls.

    The swap
        Show only: a cell that deletes the endpoint and its configuration. The model stays and can be deployed again.

    Signals not checked
        Calls from other accounts; whether another team relies on the endpoint; deletion outside this notebook.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/ex1-cleanup.html
    """

    id = "delete-idle-endpoints"
    title = "Delete the endpoint when you are done"
    confidence = "high"
    fault = True
    trade_offs = ("minutes to deploy it again",)
    lens_refs = ("MLSUS05-BP01", "MLSUS04-BP03")
    example = GPU_ENDPOINT.with_changes(instance_type="ml.g5.xlarge", deleted_later=False)

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when metrics show a long silence, or when nothing in the notebook ever deletes the endpoint."""
        if job.local or context.fact("keep_endpoint") is True or keeps_nothing_idle(job):
            return None
        metrics = context.metrics_of(job)
        silent = metrics.silent_hours if metrics is not None else None
        if silent is not None and silent >= _LONG_SILENCE_HOURS:
            message = f"Nobody has called it for {say_duration(silent * 3600)}, and it is still up."
            note = "from the moment it is deleted"
        elif job.deleted_later is False and silent is None:
            message = "This notebook deploys it and never deletes it: it stays up, called or not, until someone does."
            note = "for every hour it stays up after your last call"
        else:
            return None
        swap = Swap(fix=self.fix, action="delete", code=delete_cell(job, context))
        return self.advise(job, context, message, swap=swap, **saving_by_share(job, context, 1.0, note))
