"""Let idle notebook apps shut down."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.choices import accelerated
from jupyter_green.practices.data_cells import IDLE_SETTINGS

_LONGEST = 4 * 3600


class IdleShutdownNotebooks(Practice):
    """Shut down idle JupyterLab and Code Editor spaces and notebook instances.

    What it finds
        A Studio domain, app or notebook instance without an idle rule or lifecycle script, or with one of more than
        four hours.

    Why it matters
        An open notebook keeps its machine, GPU included, through nights and weekends.

    Evidence
        No published figure found. The saving is the idle hours times the rate of the instance.

    When it does not apply
        To a notebook job, which ends by itself. To background work that shows in no kernel. A long cell counts as
        active, and so does an open terminal.

    The swap
        Shown, not applied: idle settings of 60 minutes or more (SageMaker Distribution 2.0 or newer), or an auto-stop
        script for a notebook instance. What is in memory is lost.

    Signals not checked
        Settings made on the domain or the user profile; how many hours it idles.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-idle-shutdown.html
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus03-bp01.html
    """

    id = "idle-shutdown-notebooks"
    title = "Let idle notebooks shut down"
    phase = "placement"
    kinds = frozenset({"notebook"})
    needs = ("idle_timeout", "lifecycle_config")
    confidence = "medium"
    trade_offs = ("what is in memory is lost",)
    lens_refs = ("MLSUS03-BP01",)
    service = "idle-shutdown"
    example = Job(kind="notebook", name="research", region="us-east-1", instance_type="ml.g5.xlarge")

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when nothing stops an idle app soon."""
        limit = job.get("idle_timeout", None)
        if job.part_of or job.lifecycle_config if limit is None else limit <= _LONGEST:
            return None
        chip = accelerated(job)
        machine = f" with {chip.accelerator_count} × {chip.accelerator}" if chip else ""
        rule = "Nothing stops this notebook" if limit is None else f"Only {limit // 3600} idle hours stop this notebook"
        return self.advise(
            job,
            context,
            f"{rule}{machine}: it draws power through nights and weekends.",
            swap=Swap(action="set an idle timeout", fix="show only", code=IDLE_SETTINGS),
        )
