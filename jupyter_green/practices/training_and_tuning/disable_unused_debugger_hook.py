"""Switch off the Debugger hook that SDK 2 attaches by itself."""

from __future__ import annotations

from jupyter_green.catalog.frameworks import DEEP_LEARNING
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING

#: What cells say that have rules of their own, or read what the hook saves.
_READS_IT = ("smdebug", "debugger_artifacts_path", "Rule.sagemaker(", "Rule.custom(", "rule_configs.")


class DisableUnusedDebuggerHook(Practice):
    """Switch off the Debugger hook and the profiler that SDK 2 attaches by itself.

    What it finds
        A framework job of SDK 2 that leaves the hook at its default, or a request that carries a hook, without any
        Debugger rule.

    Why it matters
        The hook saves tensors, and the profiler metrics, to S3 for a service nobody asked for.

    Evidence
        No published figure: a little storage and input/output, more under Training Compiler.

    When it does not apply
        Debugger rules, cells that read the stored tensors (``smdebug``), or a team that does. Debugger is closed to new
        customers since 2026-07-30.

    The swap
        ``debugger_hook=False`` and ``profiler=False``. Safe: the model is the same.

    Signals not checked
        Whether somebody reads the stored tensors or the profiler's report.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/debugger-availability-change.html
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProfilerConfig.html
    """

    id = "disable-unused-debugger-hook"
    title = "Switch off the unused Debugger hook"
    kinds = frozenset({"training", "tuning"})
    fix = "safe"
    needs = ("debugger_hook", "debugger_rules", "framework", "profiler")
    common = True
    trade_offs = ("less system telemetry; the metrics of CloudWatch stay",)
    lens_refs = ("MLSUS04-BP03",)
    example = TRAINING

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a hook is attached and no rule reads what it saves."""
        if job.debugger_hook is False or job.debugger_rules or job.local or context.fact("reads_debugger_output"):
            return None
        attached = job.api == "sdk_v2" and job.framework in DEEP_LEARNING
        if not (attached or job.debugger_hook is True):
            return None
        if any(word in context.source.text for word in _READS_IT):
            return None
        by = "SDK 2 attaches" if job.debugger_hook is None else "This job carries"
        changes = {"debugger_hook": False} if job.profiler is False else {"debugger_hook": False, "profiler": False}
        message = f"{by} a Debugger hook, and no rule reads what it saves."
        note = "a little storage and input/output; no figure"
        return self.advise(job, context, message, swap=Swap(changes, self.fix), no_saving=note)
