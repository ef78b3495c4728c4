"""Reading the rows of a dialect table off one object's instance dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_green.dialects.spelling import Row
from jupyter_green.job import Origin
from jupyter_green.readers.safely import safe_dict
from jupyter_green.readers.values import decode

__all__ = ["read_fields"]


def read_fields(held: Mapping[str, Any], rows: tuple[Row, ...]) -> tuple[dict[str, Any], dict[str, Origin]]:
    """Return the Job fields that ``rows`` find in ``held``, with the origin of each; the first row of a field wins."""
    fields: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    owners: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.field in fields or not row.path:
            continue
        raw = _follow(held, row.path, owners)
        read = decode(row.codec, raw)
        if read.value is None:
            if row.default is not None:
                fields[row.field] = row.default
                origins[row.field] = Origin("defaulted", "object", row.spelling)
            continue
        fields[row.field] = read.value
        same = row.default is not None and type(raw) is type(row.default) and raw == row.default
        status = read.status or ("defaulted" if same else "given")
        origins[row.field] = Origin(status, "object", read.detail or row.spelling)  # type: ignore[arg-type]
    return fields, origins


def _follow(held: Mapping[str, Any], path: tuple[str, ...], owners: dict[str, dict[str, Any]]) -> Any:
    if len(path) == 1:
        return held.get(path[0])
    owner = owners.get(path[0])
    if owner is None:
        inner = held.get(path[0])
        owner = owners[path[0]] = {} if inner is None else (dict(inner) if type(inner) is dict else safe_dict(inner))
    return owner.get(path[1])
