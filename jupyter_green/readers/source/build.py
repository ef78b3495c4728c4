"""From records to found jobs: passes of a loop put together, values made plain, places counted in code points."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from jupyter_green.dialects.sdk_v1 import RENAMED
from jupyter_green.job import JOB_FIELDS, Job, Origin, Status, Unknown
from jupyter_green.readers.source.collect import Collector, Emission, Record
from jupyter_green.readers.source.fields import Field, Plain, plain_value
from jupyter_green.readers.source.found import FoundJob, Place, Written
from jupyter_green.readers.source.values import tuple_as
from jupyter_green.readers.source.whereabouts import Whereabouts

__all__ = ["build_jobs"]

_DIALECT = {
    "sdk-v1": "sdk_v1",
    "sdk-v2": "sdk_v2",
    "jumpstart": "sdk_v2",
    "stepfunctions": "sdk_v2",
    "sdk-v3": "sdk_v3",
    "boto3": "api",
}
_OLD_NAMES: dict[str, list[str]] = {}
for _old, _new in RENAMED.items():
    _OLD_NAMES.setdefault(_new, []).append(_old)


#: A Job that nothing is known of, of which every found one is a changed copy: that is quicker than to make one.
_BLANK = Job(kind="training")


class _Places:
    """Turns places of syntax trees into places in cells."""

    def __init__(self, sources: Mapping[int, str], assigned: Mapping[ast.AST, str]) -> None:
        self._sources = sources
        self._assigned = assigned
        self._cells: dict[int, tuple[list[int], list[str] | None]] = {}
        self._arguments: dict[ast.AST, dict[str | None, ast.expr]] = {}

    def of(self, node: Any, cell: int) -> Place | None:
        """Return the place of a node; None for what stands nowhere in a cell."""
        starts, lines = self._cells.get(cell) or self._of_cell(cell)
        try:
            line, end = node.lineno - 1, node.end_lineno - 1
            start = starts[line] + line  # with the line breaks above
            stop = start if end == line else starts[end] + end
        except (AttributeError, TypeError, IndexError):
            return None
        if lines is None:
            return tuple_as(Place, (cell, start + node.col_offset, stop + node.end_col_offset, line + 1))
        start, stop = start + _column(lines[line], node.col_offset), stop + _column(lines[end], node.end_col_offset)
        return Place(cell, start, stop, line + 1)

    def _of_cell(self, cell: int) -> tuple[list[int], list[str] | None]:
        """Return the characters above each line of a cell, and its lines where not all of them are ASCII."""
        source = self._sources.get(cell)
        lines = [] if source is None else source.split("\n")
        is_ascii = source is None or source.isascii()
        known = self._cells[cell] = ([0, *accumulate(map(len, lines))][: len(lines)], None if is_ascii else lines)
        return known

    def written(self, field: Field, place: Place | None) -> Written:
        """Return where a field that stands at ``place`` is written, at the call that takes it and as a literal."""
        node = field.node
        value = place if type(node) is ast.Constant else None
        given = self._argument(field)
        variable = given.id if type(given) is ast.Name else None
        if variable is None and value is not None and node is not None:
            variable = self._assigned.get(node)
        argument = place if given is node else self.of(given, field.call_cell)
        return tuple_as(Written, (field.spelling, value, argument, variable))

    def _argument(self, field: Field) -> ast.expr | None:
        """Return the expression in the call that gives this field."""
        call = field.call
        if type(call) is not ast.Call:
            return None
        named = self._arguments.get(call)
        if named is None:
            named = self._arguments[call] = {keyword.arg: keyword.value for keyword in reversed(call.keywords)}
        word = field.spelling.rpartition(".")[2]
        given = named.get(word)
        if given is None and word in _OLD_NAMES:
            given = next((named[old] for old in _OLD_NAMES[word] if old in named), None)
        at = field.position
        if given is None and 0 <= at < len(call.args):
            starred = any(isinstance(argument, ast.Starred) for argument in call.args[: at + 1])
            return None if starred else call.args[at]
        return given


def _column(line: str, offset: int) -> int:
    """Return a column in code points from one in UTF-8 bytes."""
    if line.isascii():
        return offset
    return len(line.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "ignore"))


def build_jobs(
    collector: Collector, sources: Mapping[int, str], where: Whereabouts, *, identified: bool = False
) -> tuple[FoundJob, ...]:
    """Return the found jobs of a reading in the order they start; ``identified`` ones differ in their identity."""
    places = _Places(sources, collector.assigned)
    records = sorted(collector.records.values(), key=lambda record: record.order)
    replaced = collector.replaced()
    return tuple(
        _found(collector, record, places, where, number if identified else None, id(record) in replaced)
        for number, record in enumerate(record for record in records if not record.cancelled)
    )


def _found(
    collector: Collector,
    record: Record,
    places: _Places,
    where: Whereabouts,
    number: int | None,
    replaced: bool,
) -> FoundJob:
    readings = [{name: (f, plain_value(f)) for name, f in e.fields.items()} for e in record.emissions]
    values, origins, choices, written, parameters = {}, {}, {}, {}, {}
    for name, (field, plain) in (readings[0] if len(readings) == 1 else _together(readings)).items():
        value = values[name] = plain.value
        if plain.options:
            choices[name] = plain.options
        if field.status == "defaulted" and (value is None or value is False):
            continue  # a Job says of itself that nobody wrote it
        node = field.node
        place = places.of(node, field.cell) if node is not None else None
        status, detail = _origin(field, plain)
        span = (place.start, place.end) if place is not None and status != "defaulted" else None
        origins[name] = tuple_as(Origin, (status, "source", detail, field.cell, span))
        if plain.detail.startswith("pipeline parameter"):
            parameters[name] = plain.detail.removeprefix("pipeline parameter ")
        if node is not None and field.status == "given":
            written[name] = places.written(field, place)
    variants = values.pop("variants", 1)
    passes, in_loop = _passes(record.emissions)
    job = _job(
        collector,
        record,
        values,
        choices.get("instance_type", ()),
        origins,
        where,
        passes if in_loop else None,
        number,
    )
    return FoundJob(
        job=job,
        kind=record.kind,
        cell=record.cell,
        line=record.line,
        api=record.api,
        via=record.via,
        also_cells=record.also_cells,
        in_function=record.in_function,
        optional=record.optional,
        in_loop=in_loop,
        passes=passes,
        each=_each(job, readings),
        choices=MappingProxyType(choices),
        written=MappingProxyType(written),
        parameters=MappingProxyType(parameters),
        variants=variants if isinstance(variants, int) else 1,
        made_at=places.of(*record.made_by) if record.made_by else None,
        started_at=places.of(record.node, record.node_cell),
        replaced=replaced,
    )


def _together(readings: list[dict[str, tuple[Field, Plain]]]) -> dict[str, tuple[Field, Plain]]:
    """Return one reading for those of several passes: each field as it is first written, with all it may be."""
    together = {}
    for name in dict.fromkeys(name for reading in readings for name in reading):
        found = [reading[name] for reading in readings if name in reading]
        field, first = found[0]
        if name == "variants":
            most = max((plain.value for _, plain in found if isinstance(plain.value, int)), default=1)
            together[name] = (field, Plain(most))
            continue
        value, options = _merged([plain for _, plain in found], len(found) < len(readings))
        together[name] = (field, first._replace(value=value, options=options))
    return together


def _merged(plains: list[Plain], partly: bool) -> tuple[Any, tuple[Any, ...]]:
    """Return one value for several readings of a field, and what it may be when they differ."""
    first = plains[0]
    if len(plains) == 1 or all(p.value == first.value and p.options == first.options for p in plains):
        if isinstance(first.value, Unknown) or not partly:
            return first.value, first.options
        return first.value, ()
    options: dict[Any, None] = {}
    for plain in plains:
        if plain.options:
            options.update(dict.fromkeys(plain.options))
        elif isinstance(plain.value, (str, int, float, bool)):
            options[plain.value] = None
        else:
            return Unknown("differs by pass"), ()
    if len(options) == 1:
        return next(iter(options)), ()
    return Unknown("differs by pass"), tuple(options)


def _origin(field: Field, plain: Plain) -> tuple[Status, str]:
    if field.status == "defaulted":
        return "defaulted", field.spelling
    if plain.detail.startswith(("pipeline parameter", "command-line argument")):
        return "assumed", f"default of {plain.detail}"
    return "given", field.spelling


def _passes(emissions: list[Emission]) -> tuple[int | None, bool]:
    in_loop = any(e.in_loop for e in emissions)
    total: int | None = 0
    for emission in emissions:
        if emission.alternative:
            continue
        total = None if total is None or emission.passes is None else total + emission.passes
    return total, in_loop


def _job(
    collector: Collector,
    record: Record,
    values: dict[str, Any],
    types: tuple[Any, ...],
    origins: dict[str, Origin],
    where: Whereabouts,
    passes: int | None,
    number: int | None,
) -> Job:
    kind: Any = "endpoint" if record.kind == "endpoint-update" else record.kind
    fields = {name: value for name, value in values.items() if name in JOB_FIELDS and value is not None}
    if _are_local(types or (fields.get("instance_type"),)):
        fields["local"] = True
    if record.autoscaling is not None:
        fields["autoscaling"] = record.autoscaling
    if record.endpoints:
        fields["deleted_later"] = collector.deleted_later(record)
        if fields["deleted_later"] is True:
            fields["deleted_in_cell"] = max(ref.deleted_in_cell or 0 for ref in record.endpoints)
    if record.via == "pipeline-step":
        names = [name for name in collector.pipeline_names if isinstance(name, str)]
        fields["part_of"] = names[0] if len(names) == len(collector.pipeline_names) == 1 else "a pipeline"
    written_region = fields.pop("region", None)
    if not isinstance(written_region, str) and isinstance(where.region, str):
        origins = {**origins, "region": where.origin_for(fields.get("image"))}
    return _BLANK.with_changes(
        kind=kind,
        region=written_region if isinstance(written_region, str) else where.region,
        api=_DIALECT.get(record.api),
        cell=record.cell,
        passes=passes,
        origins=MappingProxyType(origins),
        identity="" if number is None else f"cell-{record.cell}:{kind}-{number}",
        **fields,
    )


def _are_local(types: tuple[Any, ...]) -> bool:
    """True when each of the types that a job may run on is this machine."""
    return all(isinstance(type_, str) and type_.startswith("local") for type_ in types)


def _each(job: Job, readings: list[dict[str, tuple[Field, Plain]]]) -> tuple[Job, ...]:
    """Return one job for every pass when the passes differ in what they run on."""
    watched = ("instance_type", "instance_count", "max_runtime", "spot", "volume_gb")
    if len(readings) < 2:
        return ()
    made: dict[tuple[Any, ...], int] = {}
    for reading in readings:
        key = tuple(reading[n][1].value if n in reading else None for n in watched)
        if any(isinstance(v, Unknown) for v in key):
            return ()
        made[key] = made.get(key, 0) + 1
    if len(made) < 2:
        return ()
    return tuple(
        job.with_changes(
            **{n: v for n, v in zip(watched, key, strict=True) if v is not None},
            passes=count,
            local=job.local or _are_local(key[:1]),
        )
        for key, count in made.items()
    )
