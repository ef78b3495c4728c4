"""Reports as bytes: between processes and machines, and in the file that an interrupted audit is resumed from.

What is read back may only be made of the report's own records and of plain values, so that a file from elsewhere can
name no other class or function.
"""

from __future__ import annotations

import copyreg
import dataclasses
import enum
import functools
import importlib
import io
import pickle
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.report import DocumentReport, Problem

__all__ = ["pack", "pack_options", "unpack", "unpack_options"]

_PLAIN = {
    ("builtins", name): getattr(importlib.import_module("builtins"), name)
    for name in ("set", "frozenset", "complex", "bytearray", "range", "slice")
}
_DATES = frozenset({"date", "datetime", "timedelta", "timezone"})


def pack(report: DocumentReport, *, smaller: bool = True) -> bytes:
    """Return the report as bytes, ``smaller`` for a disk or a network; one that cannot travel becomes a problem."""
    try:
        return _packed(report, smaller=smaller)
    except Exception as error:  # a value of a kind nobody thought of must not cost the other documents their audit
        why = f"the report could not be passed on: {type(error).__name__}"
        return _packed(DocumentReport(name=report.name, problems=(Problem("internal", why),)))


def unpack(data: bytes) -> DocumentReport:
    """Return the report that the bytes hold; raises ValueError for anything else."""
    report = _read(data)
    if not isinstance(report, DocumentReport):
        raise ValueError("it holds no report")
    return report


def pack_options(options: AuditOptions) -> bytes:
    """Return the options as bytes."""
    return _packed(options)


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
        return _Reader(io.BytesIO(plain)).load()
    except Exception as error:  # pickle raises nearly anything on broken data
        raise ValueError(f"it cannot be read back: {type(error).__name__}") from error


def _packed(record: object, *, smaller: bool = True) -> bytes:
    buffer = io.BytesIO()
    _Writer(buffer, protocol=5).dump(record)
    return zlib.compress(buffer.getvalue(), 1) if smaller else buffer.getvalue()


def _pack_mapping(mapping: Mapping[Any, Any]) -> tuple[Callable[[dict[Any, Any]], Any], tuple[dict[Any, Any]]]:
    return unpack_mapping, (dict(mapping),)


def unpack_mapping(values: dict[Any, Any]) -> Mapping[Any, Any]:
    """Return a read-only view, as the records hold it."""
    return MappingProxyType(values)


class _Writer(pickle.Pickler):
    dispatch_table = {**copyreg.dispatch_table, MappingProxyType: _pack_mapping}  # noqa: RUF012  (pickle's own name)


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return one of our records; raises pickle.UnpicklingError for anything else."""
        if (module, name) in _PLAIN:
            return _PLAIN[module, name]
        if module == "datetime" and name in _DATES:
            return super().find_class(module, name)
        if (module, name) == (__name__, "unpack_mapping"):
            return unpack_mapping
        if module.startswith("jupyter_green.") and "." not in name:
            found = super().find_class(module, name)
            is_record = isinstance(found, type) and (
                dataclasses.is_dataclass(found) or issubclass(found, (enum.Enum, tuple))
            )
            if is_record and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a report")
