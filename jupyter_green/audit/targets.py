"""Where the audit may write: never over what it reads, and never under a name that promises another form."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_green.audit.sources import SUFFIXES, Source, UsageError

if TYPE_CHECKING:
    from jupyter_green.audit.arguments import CommandLine

__all__ = ["check_targets"]


def check_targets(line: CommandLine, sources: Sequence[Source]) -> None:
    """Raise UsageError for a place that may not be written, before anything is read that takes its time."""
    targets = list(_targets(line))
    read = {os.path.realpath(source.path) for source in sources if source.path is not None} if targets else set()
    if line.baseline is not None and not line.write_baseline:
        read.add(os.path.realpath(line.baseline))
    for option, path in targets:
        if os.path.realpath(path) in read:
            raise UsageError(f"{option} {path.name} would be written over a file that this audit reads")
    named = targets if line.parquet is None else [*targets, ("--parquet", line.parquet)]
    for option, path in named:
        if path.suffix.lower() in SUFFIXES:
            raise UsageError(f"{option} {path.name} has the name of a notebook or a Python file; give it another")
    if len({os.path.realpath(path) for _, path in targets}) < len(targets):
        raise UsageError("two options name one file to write to; give each its own")
    output = line.output
    if output is not None and output.suffix.lower() == ".pdf":
        raise UsageError(
            f"--output {output.name}: no PDF is written here; print the HTML, or use jupyter nbconvert --to webpdf "
            "--template green_audit"
        )
    if output is not None and not output.parent.is_dir():
        raise UsageError(f"--output {output.name} cannot be written: there is no folder {output.parent}")


def _targets(line: CommandLine) -> Iterator[tuple[str, Path]]:
    """Yield every file that would be written, with the option that says so."""
    if line.output is not None:
        yield "--output", line.output
    if line.baseline is not None and line.write_baseline:
        yield "--baseline", line.baseline
    if line.resume is not None:
        yield "--resume", line.resume
    if line.parquet is not None:
        for table in ("jobs", "findings", "problems"):
            yield "--parquet", line.parquet / table / "part-0.parquet"
