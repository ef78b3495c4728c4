"""The contract of a practice: a documented class with one pure ``check``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Literal, cast, final

from jupyter_green.job import Job, Kind
from jupyter_green.practices.advice import Advice, Confidence, Effect, FixClass, Swap
from jupyter_green.practices.context import Context
from jupyter_green.practices.documentation import read_docstring

__all__ = ["Phase", "Practice"]

Phase = Literal["data preparation", "training and tuning", "deployment and management", "placement"]


class Practice(ABC):
    """One sustainability practice: subclass it, one class a file, and write its page into the docstring.

    The docstring is the documentation page: first line what to do, then the sections *What it finds*, *Why it matters*,
    *Evidence*, *When it does not apply*, *The swap*, *Signals not checked*, *References*. ``id`` is the kebab-case
    name, the file is its snake_case. ``example`` is a job on which the practice speaks; the page's code is made of it.
    ``evidence`` and ``not_checked`` are taken from their sections where the class does not say them itself; in this
    package the folder says the ``phase``.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    phase: ClassVar[Phase]
    kinds: ClassVar[frozenset[Kind]] = frozenset()  # of the jobs that it is asked about
    fix: ClassVar[FixClass] = "show only"
    needs: ClassVar[tuple[str, ...]] = ()  # Job fields that must be known, else the practice stays silent
    since: ClassVar[str] = "0.1.0"
    confidence: ClassVar[Confidence] = "none"
    effort: ClassVar[int] = 1
    fault: ClassVar[bool] = False
    effects: ClassVar[tuple[Effect, ...]] = ()
    evidence: ClassVar[str] = "no published figure found"
    trade_offs: ClassVar[tuple[str, ...]] = ()
    not_checked: ClassVar[tuple[str, ...]] = ()
    lens_refs: ClassVar[tuple[str, ...]] = ()
    service: ClassVar[str] = ""  # key in catalog/lifecycle; a retired service is never suggested
    common: ClassVar[bool] = False  # fires on nearly every notebook: grouped and ranked by type x count x time
    example: ClassVar[Job]
    example_context: ClassVar[Context] = Context()

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        package, _, folder = cls.__module__.rpartition(".")[0].rpartition(".")
        if package == "jupyter_green.practices" and "phase" not in cls.__dict__:
            cls.phase = cast(Phase, folder.replace("_", " "))
        if not cls.__doc__:
            return
        about = read_docstring(cls.__doc__)
        if "evidence" not in cls.__dict__ and about.evidence:
            cls.evidence = about.evidence
        if "not_checked" not in cls.__dict__ and about.not_checked:
            cls.not_checked = about.not_checked

    @abstractmethod
    def check(self, job: Job, context: Context) -> Advice | None:
        """Return advice for this job, or None; pure, and never called for other kinds than ``kinds``."""

    @final
    def applies_to(self, job: Job) -> bool:
        """True when the kind fits and every needed field is known."""
        return job.kind in self.kinds and job.unknown_fields.isdisjoint(self.needs)

    def advise(
        self,
        job: Job,
        context: Context,
        message: str,
        *,
        swap: Swap | None = None,
        missing: tuple[str, ...] = (),
        no_saving: str = "",
        **more: Any,
    ) -> Advice:
        """Return advice with this practice's standing facts and the paired saving of ``swap``.

        ``no_saving`` says why none can be computed: the rate of the changed job would mislead.
        """
        saving = total = None
        note = no_saving
        if swap is not None and swap.changes and not no_saving and "saving" not in more:
            saving, total, note = context.saving(job, swap)
        standing: dict[str, Any] = {
            "title": self.title,
            "fault": self.fault,
            "effects": self.effects,
            "confidence": self.confidence,
            "effort": self.effort,
            "evidence": self.evidence,
            "trade_offs": self.trade_offs,
            "not_checked": self.not_checked,
            "saving": saving,
            "total_saving": total,
            "saving_note": note,
        }
        standing.update(more)
        return Advice(practice=self.id, job=job, message=message, swap=swap, missing=missing, **standing)
