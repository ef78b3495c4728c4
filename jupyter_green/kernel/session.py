"""The session of one kernel: what cells and AWS calls say goes into the books, and what is new is shown."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_green.advisor import advise, group_common, rank
from jupyter_green.catalog.tables import CatalogError
from jupyter_green.footprint import Footprint, estimate
from jupyter_green.job import Job
from jupyter_green.kernel.api_watch import ApiCall
from jupyter_green.kernel.books import Books, Entry
from jupyter_green.kernel.cell_line import hours_of_cell
from jupyter_green.kernel.cell_watch import CellEvent
from jupyter_green.kernel.display import Display
from jupyter_green.kernel.holders import Holders
from jupyter_green.kernel.measuring import DESCRIPTIONS, Measuring
from jupyter_green.kernel.namespace import Found
from jupyter_green.kernel.promises import Promises
from jupyter_green.kernel.recorder import Recorder
from jupyter_green.kernel.reminders import Reminders
from jupyter_green.kernel.settings import JupyterGreen
from jupyter_green.kernel.silence import silent_in, tags_of_running_cell
from jupyter_green.kernel.worker import Worker
from jupyter_green.kernel.written import Notebook, written_edits
from jupyter_green.practices import Advice, Context
from jupyter_green.practices.source_facts import facts_of
from jupyter_green.practices.suppression import is_suppressed
from jupyter_green.readers.objects import parts_of, read_object
from jupyter_green.readers.requests import RequestReader
from jupyter_green.views.bundle import mime_bundle
from jupyter_green.views.line import line_view

__all__ = ["CellRecord", "Session"]

_MOST_CELLS = 500
_MOST_INLINE_ADVICE = 3
_MOST_LINES = 12
_ENDINGS = {
    "DeleteEndpoint": ("endpoint", "EndpointName"),
    "DeleteInferenceComponent": ("inference-component", "InferenceComponentName"),
    "DeleteNotebookInstance": ("notebook", "NotebookInstanceName"),
    "DeleteCluster": ("cluster", "ClusterName"),
    "DeleteMonitoringSchedule": ("monitoring-schedule", "MonitoringScheduleName"),
    "StopTrainingJob": ("training", "TrainingJobName"),
    "StopHyperParameterTuningJob": ("tuning", "HyperParameterTuningJobName"),
    "StopProcessingJob": ("processing", "ProcessingJobName"),
    "StopTransformJob": ("transform", "TransformJobName"),
}


@dataclass(slots=True)
class CellRecord:
    """What the kernel knows of one executed cell."""

    serial: int
    execution_count: int | None
    cell_id: str | None
    source: str
    tags: tuple[str, ...] = ()


class Session:
    """Joins the watches, the books, the estimate, the advice and the display of one kernel."""

    def __init__(
        self,
        shell: Any,
        settings: JupyterGreen,
        *,
        clock: Callable[[], float] = time.time,
        worker: Worker | None = None,
        started_at: float | None = None,
    ) -> None:
        self.shell = shell
        self.settings = settings
        self.clock = clock
        self.started_at = clock() if started_at is None else started_at
        self.books = Books()
        self.requests = RequestReader()
        self.worker = worker or Worker()
        self.display = Display(shell)
        self.told: dict[str, Any] = {}
        self.inventory: dict[str, Any] = {}  # what was looked up beside the jobs, by name
        self.cells: OrderedDict[int, CellRecord] = OrderedDict()
        self.cell_hours: float | None = None  # %%green hours=… around the running cell
        self.quiet = False
        self.notices: list[str] = []
        self.notebook = Notebook()
        self.recorder = Recorder(self)
        self.promises = Promises(on_event=self.recorder.swapped)
        self.measuring = Measuring(self)
        self.reminders = Reminders(self)
        self.measuring.on_measured.append(lambda entry, found: self.recorder.measured(entry))
        self.on_change: list[Callable[[], None]] = []
        self._touched: OrderedDict[int, list[str]] = OrderedDict()
        self._holders = Holders()
        self._lock = threading.RLock()

    # -- what the watches bring -----------------------------------------------------------------------------------

    def on_start(self, token: Any, raw_cell: str) -> None:
        """Remember the cell that starts, and the hours that a ``%%green`` line gives it."""
        self.cell_hours = hours_of_cell(raw_cell)
        self.cells[token.serial] = CellRecord(
            token.serial, token.execution_count, token.cell_id, raw_cell, tags_of_running_cell(self.shell)
        )
        self.notebook.run(token.cell_id, raw_cell, token.execution_count, token.serial)
        while len(self.cells) > _MOST_CELLS:
            self.cells.popitem(last=False)

    def on_cell(self, event: CellEvent) -> None:
        """Read what the cell left behind and show what is new."""
        serial = event.token.serial
        for object_id in self._holders.take_dead():
            self.books.forget_object(object_id)
        for found in event.found:
            value = found.value
            if value is None:
                continue
            with self._containing(f"the object {found.path}"):
                self._see_object(value, found, serial, event.execution_count)
        if event.found:
            replaced = self._holders.replaced_in(self.shell.user_ns)
            self.books.forget_unstarted(lambda entry: entry.object_id in replaced)
        self._show(serial, event.execution_count)
        for line in (*self.measuring.take_unsaid(), *self.reminders.due()):
            self.say(line)

    def _see_object(self, value: Any, found: Found, serial: int, cell: int | None) -> None:
        jobs = read_object(value, region=self.settings.assumed_region())
        parts = parts_of(value)
        if parts:
            self.books.see_parts(parts, of=found.object_id)
        for job in jobs:
            entry = self.books.see_object(job, found.object_id, cell=cell)
            if entry is not None:
                self._touch(serial, entry)
                self.recorder.saw(entry)
        self._holders.saw(value, found.path)

    @contextlib.contextmanager
    def _containing(self, what: str) -> Iterator[None]:
        """Keep one thing that cannot be read or estimated from hiding the others."""
        try:
            yield
        except CatalogError as error:
            if str(error) not in self.notices:
                self.say(str(error))
            self.notice(str(error))
        except Exception as error:
            self.notice(f"{what} was left out: {type(error).__name__}: {error}")

    def on_call(self, call: ApiCall) -> None:
        """Enter an AWS call that returned; runs on the worker, never in the user's time."""
        serial = call.cell.serial if call.cell is not None else 0
        count = call.cell.execution_count if call.cell is not None else None
        if call.service == "sagemaker-runtime":
            self.books.see_call(str(call.params.get("EndpointName")), at=call.started_at)
            return
        if call.operation in DESCRIPTIONS:
            self.measuring.overhear(call)
            return
        ending = _ENDINGS.get(call.operation)
        if ending is not None:
            over = self.books.see_end(f"{ending[0]}:{call.params.get(ending[1])}", at=call.started_at)
            if over is not None:
                self.recorder.ended(over)
            elif ending[0] == "endpoint":
                self.recorder.deleted(str(call.params.get(ending[1])), call.region, call.started_at)
            if ending[0] == "endpoint":
                self.reminders.memory.deleted(str(call.params.get(ending[1])))
            if self.settings.measure:
                self.measuring.follow()
            self.changed()
            return
        for job in self.requests.read(call.operation, call.params, region=call.region, service=call.service):
            entry = self.books.see_request(job, cell=count, at=call.started_at)
            self._keep_promises(entry, job)
            self._touch(serial, entry)
            self.recorder.started(entry)
            if entry.is_open_endpoint:
                self.reminders.watch()
        if serial in self._touched:
            self._show(serial, count)
            if self.settings.measure:
                self.measuring.follow()

    def renew(self, entry: Entry) -> None:
        """Show again the lines of every cell that the entry stands under."""
        with self._lock:
            serials = [serial for serial, keys in self._touched.items() if entry.key in keys]
        for serial in serials:
            record = self.cells.get(serial)
            self._show(serial, record.execution_count if record is not None else None)

    def _keep_promises(self, entry: Entry, created: Job) -> None:
        """Compare the job AWS accepted with what an applied swap promised; what differs is said under the cell."""
        moulds = {other.key for other in self.books.all() if other.stands_for == entry.key}
        verdicts = self.promises.check(entry, created, moulds)
        if verdicts:
            self.books.change(entry, kept=[str(verdict) for verdict in verdicts])
            self.recorder.kept(entry)

    def look_again(self, value: Any, entry: Entry) -> None:
        """Read an object again after it was changed from here, and renew its line."""
        for job in read_object(value, region=self.settings.assumed_region()):
            self.books.see_object(job, id(value))
        self.changed()

    def _touch(self, serial: int, entry: Entry) -> None:
        with self._lock:
            keys = self._touched.setdefault(serial, [])
            if self.cell_hours is not None:
                self.books.change(entry, hours=self.cell_hours)
            if entry.key not in keys:
                keys.append(entry.key)
            while len(self._touched) > _MOST_CELLS:
                self._touched.popitem(last=False)

    # -- what is said ---------------------------------------------------------------------------------------------

    def _show(self, serial: int, execution_count: int | None) -> None:
        with self._lock:
            keys = list(self._touched.get(serial, ()))
        entries = [entry for key in keys if (entry := self.books.find(key)) is not None and entry.counts]
        if not entries:
            return
        self.changed()
        if not self.settings.inline or self.quiet:
            return
        lines = []
        for entry in entries[:_MOST_LINES]:
            with self._containing(f"the line of {entry.key}"):
                lines += [self.line(entry)] if entry.is_worth_a_line else []
        if lines:
            self.display.show(serial, mime_bundle(lines, cell=execution_count))

    def line(self, entry: Entry) -> dict[str, Any]:
        """Return the LINE of an entry, with its advice."""
        advice = self.advice_for(entry)[:_MOST_INLINE_ADVICE] if self.settings.advice else ()
        edits = written_edits(self.notebook, entry, advice) if self.display.can_renew else None
        return line_view(self.footprint(entry), advice, edits) | {"replaces": self.books.replaced_by(entry)}

    def footprint(self, entry: Entry) -> Footprint:
        """Return the footprint of an entry: measured where it was measured, else the forecast."""
        if entry.measured is not None:
            return self.recorder.related(entry.measured)
        told = entry.hours or self.settings.expected_hours()
        past = self.recorder.past.forecast(entry.job) if told is None else None
        hours, whence = (told, "you") if past is None else past
        footprint = estimate(entry.job, hours=hours, hours_from=whence, grid=self.settings.grid, state=entry.state)
        footprint = self.recorder.related(footprint)
        return dataclasses.replace(footprint, notes=(*footprint.notes, *entry.kept)) if entry.kept else footprint

    def context(self, job: Job | None = None) -> Context:
        """Return what practices may know of this session, and of the past runs of a job."""
        return Context(
            today=datetime.date.today(),
            jobs=tuple(entry.job for entry in self.books.counted()),
            source=facts_of([record.source for record in list(self.cells.values())]),
            metrics=dict(self.measuring.metrics),
            told=dict(self.told),
            residency=tuple(self.settings.residency),
            hours=self.settings.expected_hours(),
            history=() if job is None else self.recorder.past.hours(job),
            grid=self.settings.grid,
            has_metrics_access=bool(self.measuring.metrics),
            inventory=dict(self.inventory),
        )

    def advice_for(self, entry: Entry) -> tuple[Advice, ...]:
        """Return the advice on one entry that the user has not dismissed."""
        if entry.ended_at is not None and (entry.measured is None or entry.job.kind == "endpoint"):
            return ()  # what was measured is advised on for the next run
        silent = entry.dismissed | set(self.settings.ignore)
        written = silent_in(list(self.cells.values()), entry.written_in)
        today = datetime.date.today()
        return tuple(
            item
            for item in self.advised(entry)
            if item.practice not in silent and not is_suppressed(item.practice, entry.written_in, written, today)
        )

    def advised(self, entry: Entry) -> tuple[Advice, ...]:
        """Return the advice on one entry, whatever the user silenced."""
        made = advise([entry.job], self.context(entry.job))
        for failure in made.failures:
            self.notice(f"the practice {failure.practice} failed ({failure.error}) and was left out")
        return made.advice

    def all_advice(self) -> tuple[Advice, ...]:
        """Return the advice on every counted job, ranked, what fires everywhere said once."""
        return group_common(rank(item for entry in self.books.counted() for item in self.advice_for(entry)))

    def lines(self, entries: Sequence[Entry]) -> list[dict[str, Any]]:
        """Return the LINEs of some entries."""
        return [self.line(entry) for entry in entries]

    def say(self, line: str) -> None:
        """Put one line under the running cell, unless silence was asked for."""
        if self.shell is not None and not self.quiet:
            self.shell.display_pub.publish(data={"text/plain": f"jupyter_green: {line}"}, metadata={})

    def notice(self, text: str) -> None:
        """Keep one line for ``%green doctor``; a line already kept is not repeated."""
        if text not in self.notices and len(self.notices) < 100:
            self.notices.append(text)

    def changed(self) -> None:
        """Tell everybody who shows the session's state that it is another now."""
        for callback in list(self.on_change):
            callback()
