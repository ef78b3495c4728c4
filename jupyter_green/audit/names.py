"""The names of documents in reports: told apart without saying where on this machine they are."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from jupyter_green.audit.redact import redact_name

if TYPE_CHECKING:
    from jupyter_green.audit.sources import Source

__all__ = ["told_apart"]


def told_apart(sources: Sequence[Source], *, redacted: bool) -> list[Source]:
    """Return the documents by names of which each is there once, whatever the order they were given in.

    What lies below the current folder keeps its relative path. Others of that name take on as many folders above them
    as it needs, never the whole path. Where that does not do, a number does.
    """
    names = [_clean(source.name, redacted) for source in sources]
    above = [0] * len(sources)
    while alike := _alike(names):
        longer = {i: _longer(sources[i], above[i] + 1) for group in alike for i in group}
        for i, name in longer.items():
            if name:
                names[i], above[i] = _clean(name, redacted), above[i] + 1
        if not any(longer.values()):
            break
    taken = set(names)
    for group in _alike(names):
        for i in sorted(group, key=lambda i: (not _is_here(sources[i]), sources[i].key))[1:]:
            number = 2
            while (told := f"{number}/{names[i]}") in taken:
                number += 1
            taken.add(told)
            names[i] = told
    pairs = zip(sources, names, strict=True)
    return [source if name == source.name else replace(source, name=name) for source, name in pairs]


def _clean(name: str, redacted: bool) -> str:
    return redact_name(name) if redacted else name


def _alike(names: Iterable[str]) -> list[list[int]]:
    """Return the positions of each name that is there more than once."""
    groups: dict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        groups[name].append(i)
    return [group for group in groups.values() if len(group) > 1]


def _longer(source: Source, above: int) -> str:
    """Return the name with so many folders above it, or an empty text where there are none to take."""
    if source.path is None or _is_here(source):
        return ""
    parts = PurePath(source.key).parts[1:]
    count = len(PurePath(source.name).parts) + above
    return "/".join(parts[-count:]) if count < len(parts) else ""


def _is_here(source: Source) -> bool:
    """True for a file below the current folder."""
    return source.path is not None and PurePath(os.path.abspath(source.path)).is_relative_to(Path.cwd())  # noqa: PTH100  (links stay as they are)
