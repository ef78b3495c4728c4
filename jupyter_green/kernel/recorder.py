"""What the session sees is written to the ledger, on a thread of its own: a slow disk delays no line and no cell."""

from __future__ import annotations

import atexit
import dataclasses
import os
import uuid
from collections.abc import Callable
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from jupyter_green.footprint import Footprint
from jupyter_green.kernel.books import Entry
from jupyter_green.kernel.promises import Promise
from jupyter_green.kernel.worker import Worker
from jupyter_green.ledger import Ledger, LedgerError, Row, ledger_path
from jupyter_green.ledger.budget import budgets_of, over_budget, spent_of
from jupyter_green.ledger.left_open import LeftOpen, endpoint_of, left_open
from jupyter_green.ledger.past import Past, read_past
from jupyter_green.ledger.rows import AppliedSwap, JobEvent, Scribe, SwapEvent, reason_of
from jupyter_green.ledger.sameness import run_of

if TYPE_CHECKING:
    from jupyter_green.aws.measure import Measurement
    from jupyter_green.kernel.session import Session
    from jupyter_green.readers.records import Record

__all__ = ["Recorder"]

_T = TypeVar("_T")
_SECONDS_AT_EXIT = 3.0
_KIND = "SELECT kind FROM jobs WHERE name = ? AND event <> 'seen' ORDER BY at DESC LIMIT 1"
_EVENTS = "SELECT DISTINCT event FROM jobs WHERE run = ?"


class Recorder:
    """Writes the session's rows, knows its past runs, and asks when a job leads over a budget.

    Its methods return at once; with the setting ``ledger`` off they do nothing.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._worker = Worker("jupyter-green-ledger", size=5000)
        self._last: dict[tuple[str, str], Any] = {}  # what was written last of a job, so that nothing is said twice
        self._started: set[str] = set()
        self._exit_hook: Callable[..., object] | None = None
        self.past = Past()
        self.left_open: tuple[LeftOpen, ...] = ()  # endpoints of earlier kernels without an end
        self._has_read = False
        self.ledger = Ledger(ledger_path(os.environ), warn=self._warn)
        self.session_id = uuid.uuid4().hex[:12]

    @property
    def is_on(self) -> bool:
        """True when the user keeps a ledger."""
        return bool(self._session.settings.ledger)

    @property
    def has_read(self) -> bool:
        """True when what earlier kernels wrote has been read, or when there is nothing to read."""
        return self._has_read or not self.is_on

    @cached_property
    def scribe(self) -> Scribe:
        """Writes the rows of this session; the notebook is asked for once, when the first row is due."""
        return Scribe(self.session_id, self._notebook())

    # -- what happened ------------------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Read what past runs say, before the first job needs it."""
        self._submit(self._read_past)

    def saw(self, entry: Entry) -> None:
        """Write that a job was built or changed, with its forecast."""
        if entry.counts:
            self._submit(self._write_job, dataclasses.replace(entry), "seen", self._session.clock())

    def started(self, entry: Entry) -> None:
        """Write that a job was started, with its forecast and the promises it kept; ask when a budget is exceeded."""
        if not entry.counts:
            return
        now = dataclasses.replace(entry)  # as it is at this moment: the thread may come to it after the job's end
        self._submit(self._write_job, now, "started", entry.started_at or self._session.clock())
        self._submit(self._ask, now)

    def ended(self, entry: Entry) -> None:
        """Write that a job was stopped or an endpoint deleted."""
        if entry.counts:
            self._submit(self._write_end, dataclasses.replace(entry), entry.ended_at or self._session.clock())

    def deleted(self, name: str, region: str | None, at: float) -> None:
        """Write that an endpoint was deleted which an earlier kernel started; one that nobody knows is left out."""
        self._submit(self._write_deleted, name, region, at)

    def measured(self, entry: Entry) -> None:
        """Write what a job turned out to be."""
        if entry.measured is not None:
            self._submit(self._write_measured, dataclasses.replace(entry), entry.measured, self._session.clock())

    def measured_later(self, found: Measurement) -> None:
        """Write what a job came to that another kernel started, and its start and end where nobody had seen them."""
        record = found.record
        if record is not None and record.is_over and found.footprint is not None and isinstance(record.job.name, str):
            self._submit(self._write_later, record, found.footprint)

    def swapped(self, promise: Promise) -> None:
        """Write that a swap was applied or taken back."""
        event: SwapEvent = "undone" if promise.undone else "applied"
        self._submit(self._write_swap, promise, promise.advice.job, promise.key, event, self._session.clock())

    def kept(self, entry: Entry) -> None:
        """Write what became of the promises that were checked against a started job."""
        for promise in self._session.promises.made:
            if promise.verdicts and (promise.id, "verdict") not in self._last:
                self._last[promise.id, "verdict"] = True
                found = {verdict.ok for verdict in promise.verdicts}
                event: SwapEvent = "broken" if False in found else "unclear" if None in found else "kept"
                self._submit(self._write_swap, promise, entry.job, entry.key, event, self._session.clock())

    # -- what is known ------------------------------------------------------------------------------------------------

    def endpoint(self, name: str, region: str | None) -> LeftOpen | None:
        """Return what the ledger knows of an endpoint; None where it knows nothing or cannot be read."""
        return self._read(lambda: endpoint_of(self.ledger, name, region))

    def kind_of(self, name: str) -> str | None:
        """Return the kind of the newest job of this name in the ledger; None where it knows none or cannot be read."""
        rows = self._read(lambda: self.ledger.read(_KIND, (name,)))
        return str(rows[0]["kind"]) if rows else None

    def _read(self, question: Callable[[], _T]) -> _T | None:
        if not self.is_on:
            return None
        self.drain()
        try:
            return question()
        except LedgerError as error:
            self._session.notice(str(error))
            return None

    def related(self, footprint: Footprint) -> Footprint:
        """Return the footprint with its total set in relation to the usual run, where they differ."""
        relation = self.past.relation(footprint)
        if not relation:
            return footprint
        return dataclasses.replace(footprint, total_label=f"{footprint.total_label}, {relation}".lstrip(", "))

    def drain(self, timeout: float = 5.0) -> bool:
        """Wait until everything so far is written; False when that takes longer."""
        return self._worker.drain(timeout)

    def stop(self) -> None:
        """Write what is left and end the thread."""
        self._worker.stop(_SECONDS_AT_EXIT)
        if self._exit_hook is not None:
            atexit.unregister(self._exit_hook)

    # -- on the ledger's thread ---------------------------------------------------------------------------------------

    def _submit(self, task: Callable[..., None], *values: Any) -> None:
        if not self.is_on:
            return
        if self._exit_hook is None:
            self._exit_hook = atexit.register(self._worker.drain, _SECONDS_AT_EXIT)
        self._worker.submit(task, *values)

    def _read_past(self) -> None:
        try:
            self.past = read_past(self.ledger)
            self.left_open = tuple(left_open(self.ledger))
        except LedgerError as error:
            self._session.notice(str(error))
        self._has_read = True

    def _write_job(self, entry: Entry, event: JobEvent, at: float) -> None:
        job, footprint = entry.job, self._session.footprint(entry)
        rows: list[Row] = []
        if self._is_news(entry.key, event, job) or event == "started":
            rows.append(self.scribe.job(job, entry.key, event, at))
        if entry.measured is None and self._is_news(entry.key, "forecast", (footprint.job, str(footprint.hours))):
            rows.append(self.scribe.footprint(_without_verdicts(footprint, entry), entry.key, at))
        if event == "started":
            self._started.add(entry.key)
        self._append(rows)

    def _write_end(self, entry: Entry, at: float) -> None:
        self._append([self.scribe.job(entry.job, entry.key, "ended", at)])

    def _write_deleted(self, name: str, region: str | None, at: float) -> None:
        found = endpoint_of(self.ledger, name, region)
        if found is not None and found.ended is None and found.job is not None:
            job = found.job.with_changes(name=name, region=found.region)
            self._append([self.scribe.job(job, f"endpoint:{name}", "ended", at)])

    def _write_measured(self, entry: Entry, footprint: Footprint, at: float) -> None:
        job = entry.job
        row = self.scribe.footprint(_without_verdicts(footprint, entry), entry.key, at)
        shown = {name: value for name, value in row.values.items() if name not in ("id", "at")}
        if not self._is_news(entry.key, "measured", shown):
            return
        rows = []
        if entry.started_at is not None and entry.key not in self._started:
            self._started.add(entry.key)
            rows.append(self.scribe.job(job, entry.key, "started", entry.started_at))
        over = entry.ended_at is not None
        rows.append(self.scribe.job(job, entry.key, "ended" if over else "seen", entry.ended_at or at))
        self._append([*rows, row])
        if row.values["state"] == "measured":
            self.past.add(job, row.values.get("hours_central"), row.values.get("carbon_gco2e_central"))

    def _write_later(self, record: Record, footprint: Footprint) -> None:
        job, key, now = record.job, f"{record.job.kind}:{record.job.name}", self._session.clock()
        row = self.scribe.footprint(footprint, key, now)
        shown = {name: value for name, value in row.values.items() if name not in ("id", "at")}
        if not self._is_news(key, "measured", shown):
            return
        try:
            seen = {one["event"] for one in self.ledger.read(_EVENTS, (row.values["run"],))}
        except LedgerError as error:
            self._session.notice(str(error))
            return
        moments: dict[JobEvent, float | None] = {"started": record.started, "ended": record.ended}
        unseen = [self.scribe.job(job, key, event, at or now) for event, at in moments.items() if event not in seen]
        self._append([*unseen, row])

    def _write_swap(self, promise: Promise, job: Any, key: str, event: SwapEvent, at: float) -> None:
        reason = reason_of(promise.verdicts) if event not in ("applied", "undone") else ""
        applied = AppliedSwap(promise.id, promise.advice, promise.swap, promise.where)
        self._append([self.scribe.swap(applied, job, key, event, at, reason=reason)])

    def _ask(self, entry: Entry) -> None:
        """Ask, in one line, whether a job that leads over a budget shall run."""
        run = run_of(entry.job, entry.key, self.session_id)
        footprint = self._session.footprint(entry)
        try:
            for budget in budgets_of(self.ledger, self.scribe.notebook):
                spent = spent_of(self.ledger, budget, self._session.clock(), without=run)
                question = over_budget(budget, spent, footprint)
                if question and self._is_news(entry.key, f"budget {budget.per} {budget.unit}", question):
                    self._session.say(question)
        except LedgerError as error:
            self._session.notice(str(error))

    def _append(self, rows: list[Row]) -> None:
        if rows:
            self.ledger.append(rows)

    def _is_news(self, key: str, what: str, value: Any) -> bool:
        if self._last.get((key, what)) == value:
            return False
        self._last[key, what] = value
        return True

    def _warn(self, line: str) -> None:
        self._session.notice(line)
        print(f"jupyter_green: {line}")

    def _notebook(self) -> str:
        """Return the notebook's file name, without its folder; what stands for it where nobody tells."""
        names = getattr(self._session.shell, "user_ns", None) or {}
        told = names.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME", "")
        name = PurePath(told).name if type(told) is str else ""
        return name or f"unnamed-{self.session_id}"


def _without_verdicts(footprint: Footprint, entry: Entry) -> Footprint:
    """Return the footprint without what became of promises: that may quote values, and stands with the swaps."""
    return dataclasses.replace(footprint, notes=tuple(note for note in footprint.notes if note not in entry.kept))
