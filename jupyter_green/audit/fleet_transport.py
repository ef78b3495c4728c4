"""Reports as bytes: between processes and machines, and in the file that an interrupted audit is resumed from.

What is read back may only be made of the report's own records and of plain values, so that a file from elsewhere can
name no other class or function. Records are taken apart and put together here, by their fields: what dataclasses do by
themselves takes several times as long, and the process that gathers the reports of all others has to do it alone. Left
behind is where each argument of a job is written: it serves the rewrites, which are part of the report by then.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import importlib
import io
import pickle
import zlib
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.report import DocumentReport, Problem
from jupyter_green.readers.collecting import collection_paused
from jupyter_green.readers.source import FoundJob

__all__ = ["pack", "pack_all", "pack_options", "unpack", "unpack_all", "unpack_options"]

_PLAIN = {
    ("builtins", name): getattr(importlib.import_module("builtins"), name)
    for name in ("set", "frozenset", "complex", "bytearray", "range", "slice")
}
_NOTHING: Mapping[Any, Any] = MappingProxyType({})
_DATES = frozenset({"date", "datetime", "timedelta", "timezone"})


def pack(report: DocumentReport) -> bytes:
    """Return the report as bytes, compressed for a disk or a network; one that cannot travel becomes a problem."""
    try:
        return zlib.compress(_packed(report), 1)
    except Exception as error:  # a value of a kind nobody thought of must not cost the other documents their audit
        why = f"the report could not be passed on: {type(error).__name__}"
        return _packed(DocumentReport(name=report.name, problems=(Problem("internal", why),)))


def pack_all(reports: Sequence[DocumentReport]) -> bytes:
    """Return some reports as bytes for another process; what they share, such as texts and rates, is in it once."""
    try:
        return _packed(tuple(reports))
    except Exception:  # one of them cannot travel
        return _packed(tuple(unpack(pack(report)) for report in reports))


def unpack(data: bytes) -> DocumentReport:
    """Return the report that the bytes hold; raises ValueError for anything else."""
    report = _read(data)
    if not isinstance(report, DocumentReport):
        raise ValueError("it holds no report")
    return report


def pack_options(options: AuditOptions) -> bytes:
    """Return the options as bytes."""
    return _packed(options)


def unpack_all(data: bytes) -> tuple[DocumentReport, ...]:
    """Return the reports that the bytes hold; raises ValueError for anything else."""
    reports = _read(data)
    if not isinstance(reports, tuple) or not all(isinstance(report, DocumentReport) for report in reports):
        raise ValueError("it holds no reports")
    return reports


@functools.lru_cache(maxsize=4)
def unpack_options(data: bytes) -> AuditOptions:
    """Return the options that the bytes hold; raises ValueError for anything else."""
    options = _read(data)
    if not isinstance(options, AuditOptions):
        raise ValueError("it holds no options")
    return options


def _read(data: bytes) -> Any:
    try:
        plain = data if data.startswith(pickle.PROTO) else zlib.decompress(data)
        with collection_paused():
            return _Reader(io.BytesIO(plain)).load()
    except Exception as error:  # pickle raises nearly anything on broken data
        raise ValueError(f"it cannot be read back: {type(error).__name__}") from error


def _packed(record: object) -> bytes:
    buffer = io.BytesIO()
    with collection_paused():
        _Writer(buffer, protocol=5).dump(record)
    return buffer.getvalue()


class _Shape(NamedTuple):
    """What reads the values of a record, and a class with the same slots that is not frozen."""

    names: tuple[str, ...]
    values: Callable[[Any], tuple[Any, ...]]
    draft: Any


@functools.cache
def _shape_of(cls: Any) -> _Shape | None:
    """Return how a record is put together; None for a class that is no record with slots of its own only."""
    if cls.__bases__ != (object,) or not dataclasses.is_dataclass(cls):
        return None
    names = tuple(one.name for one in dataclasses.fields(cls))
    if vars(cls).get("__slots__") != names or len(names) < 2:
        return None
    draft = dataclasses.make_dataclass("_Draft", names, slots=True, eq=False, repr=False)
    return _Shape(names, attrgetter(*names), draft)


def restore_record(cls: Any, *values: Any) -> Any:
    """Return a record with these values; it is written before it becomes one, because records are frozen."""
    shape = _shape_of(cls)
    if shape is None:
        raise pickle.UnpicklingError(f"{cls.__name__} is no record")
    record = shape.draft(*values)
    record.__class__ = cls
    return record


def unpack_mapping(values: dict[Any, Any]) -> Mapping[Any, Any]:
    """Return a read-only view, as the records hold it."""
    return MappingProxyType(values)


def unpack_named(cls: Any, values: dict[Any, tuple[Any, ...]]) -> Mapping[Any, Any]:
    """Return a read-only view with named tuples of one class for values, which travel as plain ones."""
    make = functools.partial(tuple.__new__, cls)
    return MappingProxyType({name: make(value) for name, value in values.items()})


def restore_tuple(cls: Any, values: tuple[Any, ...]) -> Any:
    """Return a named tuple with these values; what reads it back knows it by its name, and takes the quicker one."""
    return tuple.__new__(cls, values)


class _Reducers(dict[type, Callable[[Any], Any]]):
    """How the values of each class are taken apart, found out once; what is not in here is left to pickle."""

    def __missing__(self, cls: Any) -> Callable[[Any], Any]:
        reduce = _reducer_of(cls)
        if reduce is None:
            raise KeyError(cls)
        self[cls] = reduce
        return reduce


def _reducer_of(cls: Any) -> Callable[[Any], Any] | None:
    if cls is MappingProxyType:
        return _reduce_mapping
    if issubclass(cls, tuple):
        return lambda values: (restore_tuple, (cls, tuple(values)))
    shape = _shape_of(cls)
    if shape is None:
        return None
    values = shape.values
    if cls is FoundJob:  # where each argument stands served the rewrites, which are made
        at = shape.names.index("written")
        return lambda record: (restore_record, (cls, *(row := values(record))[:at], _NOTHING, *row[at + 1 :]))
    return lambda record: (restore_record, (cls, *values(record)))


def _reduce_mapping(view: Mapping[Any, Any]) -> Any:
    classes = set(map(type, view.values()))
    if len(classes) == 1 and (cls := classes.pop()) is not tuple and issubclass(cls, tuple):
        return unpack_named, (cls, dict(zip(view, map(tuple, view.values()), strict=True)))
    return unpack_mapping, (dict(view),)


class _Writer(pickle.Pickler):
    dispatch_table = _Reducers()


_OWN: Mapping[str, Callable[..., Any]] = {
    "unpack_mapping": MappingProxyType,
    "unpack_named": unpack_named,
    "restore_record": restore_record,
    "restore_tuple": tuple.__new__,
}


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return one of our records; raises pickle.UnpicklingError for anything else."""
        if (module, name) in _PLAIN:
            return _PLAIN[module, name]
        if module == "datetime" and name in _DATES:
            return super().find_class(module, name)
        if module == __name__ and name in _OWN:
            return _OWN[name]
        if module.startswith("jupyter_green.") and "." not in name:
            found = super().find_class(module, name)
            is_record = isinstance(found, type) and (
                dataclasses.is_dataclass(found) or issubclass(found, (enum.Enum, tuple))
            )
            if is_record and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a report")
