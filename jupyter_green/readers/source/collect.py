"""What a reading gathers: jobs by the call that starts them, endpoints and the deletes that reach them."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jupyter_green.job import Unknown
from jupyter_green.readers.source.fields import Field
from jupyter_green.readers.source.texts import TextSym
from jupyter_green.readers.source.values import Choice, ListValue, Sym, Value
from jupyter_green.readers.source.whereabouts import default_region

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

__all__ = ["Collector", "Emission", "EndpointRef", "Record"]

_STEPS = ("pipeline-step", "step-decorator")


@dataclass(slots=True)
class Emission:
    """One time that a call starts a job: the fields, and how often this pass runs (None: not known)."""

    fields: dict[str, Field]
    passes: int | None
    in_loop: bool
    alternative: bool


@dataclass(slots=True)
class Record:
    """A job as the statement that starts it, reached along one chain of calls."""

    kind: str
    api: str
    via: str | None
    cell: int
    node: ast.AST
    node_cell: int
    line: int
    also_cells: tuple[int, ...]
    in_function: str | None
    optional: str | None
    emissions: list[Emission] = field(default_factory=list)
    endpoints: list[EndpointRef] = field(default_factory=list)
    made_by: tuple[ast.AST, int] | None = None
    order: int = 0
    cancelled: bool = False
    autoscaling: tuple[int, int] | Unknown | None = None


@dataclass(slots=True)
class EndpointRef:
    """An endpoint that the code makes: the name it is known by, and whether the code deletes it."""

    name: Value
    keys: set[Hashable]
    record: Record
    unknown_loops: int
    order: int
    deleted: bool = False
    deleted_in_cell: int | None = None
    named_by_sdk: bool = False


def _says_hardware(record: Record) -> bool:
    """True when a record tells what its endpoint runs on."""
    fields = record.emissions[-1].fields
    type_ = fields.get("instance_type")
    return "serverless_memory_mb" in fields or (type_ is not None and not isinstance(type_.value, Sym))


def _to_be_filled_in(name: Value) -> bool:
    """True for an empty name or one in angle brackets, which a user replaces before the run."""
    return isinstance(name, str) and (not name.strip() or (name.startswith("<") and name.endswith(">")))


def _default_region(ev: Evaluator) -> dict[str, Field]:
    """Return the Region that cells set for every session that names none."""
    found = default_region(ev)
    if found is None or not isinstance(found[1][0], str):
        return {}
    return {"region": Field(found[1][0], None, found[1][2], found[0])}


class Collector:
    """Holds the records of one reading, and the tables that join requests to each other."""

    def __init__(self) -> None:
        self.imports: set[str] = set()
        self.assigned: dict[ast.AST, str] = {}
        self.records: dict[Hashable, Record] = {}
        self.endpoints: list[EndpointRef] = []
        self.configs: dict[Hashable, Any] = {}
        self.models: dict[Hashable, Any] = {}
        self.pipelines: set[Hashable] = set()
        self.pipeline_names: list[Value] = []
        self.made_pipelines: dict[Hashable, Any] = {}  # the object, or True for a definition with steps
        self.pipeline_starts: dict[Hashable, tuple[Hashable, int]] = {}  # the first, and the latest step at that time
        self.latest_step = 0
        self.unmatched_deletes: list[int] = []
        self.deletes: list[tuple[int, int]] = []
        self._order = 0
        self._alternatives = 0

    @contextmanager
    def alternatives(self) -> Iterator[None]:
        """While this is open, further uses of one call are other possible settings of it, not further passes."""
        self._alternatives += 1
        try:
            yield
        finally:
            self._alternatives -= 1

    def close(self) -> None:
        """Let go of the records, which hold endpoints that hold them."""
        for record in self.records.values():
            record.emissions.clear()
            record.endpoints.clear()

    def tick(self) -> int:
        """Return the next moment of the reading."""
        self._order += 1
        return self._order

    def emit(
        self,
        ev: Evaluator,
        node: ast.AST,
        kind: str,
        api: str,
        fields: dict[str, Field],
        *,
        via: str | None = None,
        at: tuple[int, int] | None = None,
        also: tuple[int, ...] = (),
        made_by: tuple[ast.AST, int] | None = None,
        optional: str | None = None,
        part: str = "",
    ) -> Record:
        """Note a job that the call ``node`` starts; one record for all passes of a loop."""
        key = (*ev.snapshot_key(node), kind, part)
        record = self.records.get(key)
        if record is None:
            cell, line = at or (ev.cell, getattr(node, "lineno", 1))
            callers = [c for c, _ in ev.frames if c != cell]
            own = () if cell == ev.cell else (ev.cell,)
            cells = tuple(dict.fromkeys(c for c in (*own, *reversed(callers), *also) if c != cell))
            name = getattr(ev.active[-1].node, "name", None) if ev.active else None
            record = Record(kind, api, via, cell, node, ev.cell, line, cells, name, optional or ev.optional)
            record.order = self.tick()
            record.made_by = made_by
            self.records[key] = record
            if via in _STEPS:
                self.latest_step = record.order
        elif record.optional == "function never called" and not ev.optional:
            record.optional = None
        passes: int | None = 1
        for loop in ev.loops:
            passes = None if loop is None or passes is None else passes * loop
        if ev.environment and "region" not in fields:
            fields = {**fields, **_default_region(ev)}
        alternative = self._alternatives > 0 and bool(record.emissions)
        record.emissions.append(Emission(fields, passes, bool(ev.loops), alternative))
        return record

    # endpoints
    def add_endpoint(self, ev: Evaluator, record: Record, name: Value) -> EndpointRef:
        """Note that ``record`` makes an endpoint called ``name``."""
        named_by_sdk = name is None
        if named_by_sdk:
            name = Sym("the name that the SDK makes")
        key = ev.name_key(name)
        unknown = sum(1 for n in ev.loops if n != 1)
        ref = EndpointRef(name, {key} if key is not None else set(), record, unknown, self.tick())
        ref.named_by_sdk = named_by_sdk
        self.endpoints.append(ref)
        record.endpoints.append(ref)
        return ref

    def named(self, ev: Evaluator, name: Value) -> list[EndpointRef]:
        """Return the endpoints made so far that are called ``name``."""
        key = ev.name_key(name)
        return [] if key is None else [ref for ref in self.endpoints if key in ref.keys]

    def running(self, ev: Evaluator, name: Value, node: ast.AST) -> list[EndpointRef]:
        """Return the endpoints called ``name`` that run when ``node`` is called; none that it makes itself instead."""
        return [
            ref
            for ref in self.named(ev, name)
            if not ref.deleted and not (self._alternatives and ref.record.node is node)
        ]

    def replaced(self) -> frozenset[int]:
        """Return the ids of the records whose endpoints all get other instances by an update later."""
        if all(record.kind != "endpoint-update" for record in self.records.values()):
            return frozenset()
        latest: dict[int, Record] = {}
        for record in sorted(self.records.values(), key=lambda record: record.order):
            if not record.optional and _says_hardware(record):
                latest.update((id(ref), record) for ref in record.endpoints)
        return frozenset(
            id(record)
            for record in self.records.values()
            if record.endpoints and all(latest.get(id(ref), record).order > record.order for ref in record.endpoints)
        )

    def delete(self, ev: Evaluator, refs: list[EndpointRef], node: ast.AST) -> None:
        """Note that these endpoints are deleted now; a delete outside of the loop that made them reaches one only."""
        if ev.optional or ev.in_handler:
            return
        self.deletes.append((ev.cell, getattr(node, "lineno", 1)))
        for ref in refs:
            if ref.unknown_loops == 0 or ev.loops:
                ref.deleted, ref.deleted_in_cell = True, ev.cell

    def delete_name(self, ev: Evaluator, name: Value, node: ast.AST) -> None:
        """Note that the endpoint called ``name`` is deleted now."""
        for option in name.options if isinstance(name, Choice) else (name,):
            if isinstance(option, ListValue):
                for slot in option.items:
                    self.delete_name(ev, slot[0], node)
                continue
            found = self.named(ev, option)
            if found:
                self.delete(ev, found, node)
            elif isinstance(option, Sym) or _to_be_filled_in(option):
                self.delete_unknown(ev, node)
            elif isinstance(option, str) and (copied := self._copied(option)):
                self.delete(ev, copied, node)

    def _copied(self, name: str) -> list[EndpointRef]:
        """Return the one endpoint that may be called so at run time: the name was copied from an output of it."""
        running = [ref for ref in self.endpoints if not ref.deleted]
        fitting = [ref for ref in running if type(ref.name) is TextSym and ref.name.fits(name)]
        if not fitting and len(running) == 1 and running[0].named_by_sdk:
            return running
        return fitting if len(fitting) == 1 else []

    def delete_unknown(self, ev: Evaluator, node: ast.AST) -> None:
        """Note that an endpoint is deleted whose name is not known: the latest that still runs, if only one may be."""
        if ev.optional or ev.in_handler:
            return
        self.deletes.append((ev.cell, getattr(node, "lineno", 1)))
        running = [ref for ref in self.endpoints if not ref.deleted and ref.unknown_loops == 0]
        if running and (len(running) == 1 or not ev.loops):
            running[-1].deleted, running[-1].deleted_in_cell = True, ev.cell
        if len(running) > 1:
            self.unmatched_deletes.append(self.tick())

    def deleted_later(self, record: Record) -> bool | Unknown:
        """Return whether the code deletes the endpoints of a record."""
        if all(ref.deleted for ref in record.endpoints):
            return True
        latest = max(ref.order for ref in record.endpoints)
        if any(order > latest for order in self.unmatched_deletes) and not any(r.deleted for r in record.endpoints):
            return Unknown("an endpoint is deleted later, and its name is not known")
        return False

    # joins
    def remember(self, table: dict[Hashable, Any], ev: Evaluator, name: Value, request: Any) -> None:
        """Remember a request by the name it gives, for the requests that refer to it."""
        for option in name.options if isinstance(name, Choice) else (name,):
            key = ev.name_key(option)
            if key is not None:
                table[key] = request

    def recall(self, table: Mapping[Hashable, Any], ev: Evaluator, name: Value) -> Any:
        """Return the request that was remembered under ``name``, or None."""
        for option in name.options if isinstance(name, Choice) else (name,):
            key = ev.name_key(option)
            if key is not None and key in table:
                return table[key]
        return None
