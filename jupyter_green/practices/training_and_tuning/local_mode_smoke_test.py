"""Try a script small before launching it large."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.choices import accelerated
from jupyter_green.practices.examples import TRAINING

_NOT_LOCAL = ("smp", "smddp", "pytorchxla")
_LOCAL = """\
instance_type = "local_gpu"  # SDK 2, with one instance; SDK 3: training_mode=Mode.LOCAL_CONTAINER
# needs Docker beside the notebook; otherwise one small instance and a sample of the data
"""
_SMALL = "instance_count = 1  # and a sample of the data: this does not run in local mode\n"


class LocalModeSmokeTest(Practice):
    """Try a script in local mode or on a sample before launching it on many accelerators.

    What it finds
        A script that the notebook launches straight onto several accelerated instances, with no smaller job of the same
        script beside it.

    Why it matters
        Most first launches fail on a typo or a path, after all instances have started and loaded the data.

    Evidence
        No published figure. The saving is the runs that fail.

    When it does not apply
        A script that has run before; a Studio image without Docker; SMP, SMDDP and Training Compiler, which do not run
        in local mode: there, one instance and a sample.

    The swap
        Show only: a first run with ``local_gpu`` or on one instance.

    Signals not checked
        Earlier runs of the script in this account.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/train-debug-and-improve.html
        https://github.com/aws/sagemaker-python-sdk/blob/master/migration.md
    """

    id = "local-mode-smoke-test"
    title = "Try it small first"
    kinds = frozenset({"training"})
    needs = ("entry_point", "instance_count", "distribution")
    trade_offs = ("a few minutes for the small run",)
    example = TRAINING.with_changes(instance_count=4)

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a script meets many accelerators first."""
        count, tried = job.get("instance_count", 1), context.fact("script_tried_small")
        if count < 2 or not job.entry_point or tried or accelerated(job) is None:
            return None
        if any(
            o.entry_point == job.entry_point and (o.local or o.get("instance_count", 1) < count) for o in context.jobs
        ):
            return None
        code = _SMALL if job.distribution in _NOT_LOCAL or job.compiler else _LOCAL
        asked = "whether the script has run on a sample before (script_tried_small)"
        return self.advise(
            job,
            context,
            f"{job.entry_point} starts on {count} instances at once. A small run finds most faults.",
            swap=Swap(fix=self.fix, action="try the script on a sample first", code=code),
            missing=() if tried is False else (asked,),
            no_saving="the runs that would have failed",
        )
