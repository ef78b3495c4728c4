#!/usr/bin/env python3
"""Audit the notebooks that a labels file names, write predictions for its scorer, and measure the time it takes.

usage: corpus.py LABELS.json NOTEBOOKS_DIR [--predictions OUT.json] [--repeat N]

NOTEBOOKS_DIR holds the notebooks at owner+name/PATH or owner/name/PATH. Beside the time of each notebook stands the
floor of the same file in the same run: json.load, blanked magics and ast.parse, which any reader of source has to pay.
"reader" is the part of the audit that finds the jobs. Exit code 1 when notebooks are missing.
"""

from __future__ import annotations

import argparse
import ast
import gc
import json
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.report import ReportedJob
from jupyter_green.job import Unknown
from jupyter_green.readers.cells import blank_magics, cells_of_notebook
from jupyter_green.readers.source import FoundJob, read_notebook

OPTIONS = AuditOptions()


def find(folder: Path, repo: str, path: str) -> Path | None:
    for name in (repo.replace("/", "+"), repo):
        if (folder / name / path).is_file():
            return folder / name / path
    return None


def say(found: FoundJob, field: str) -> Any:
    """Return a field in the words of the labels."""
    value = getattr(found.job, field)
    options = found.choices.get(field)
    if options:
        return list(options) if found.in_loop or found.variants > 1 else "conditional:" + "|".join(map(str, options))
    if value is None or isinstance(value, Unknown):
        return None
    status = found.job.origin(field).status
    if field in found.parameters:
        return f"parameter:{value}"
    return f"default:{value}" if status == "defaulted" else value


def prediction(found: FoundJob, repo: str, path: str) -> dict[str, Any]:
    job = found.job
    said: dict[str, Any] = {
        "repo": repo,
        "path": path,
        "cell": found.cell,
        "line": found.line,
        "also_cells": list(found.also_cells),
        "kind": found.kind,
        "api": found.api,
        "via": found.via,
        "instance_type": say(found, "instance_type"),
        "instance_count": say(found, "instance_count"),
        "volume_gb": say(found, "volume_gb"),
        "max_run": say(found, "max_runtime"),
        "max_wait": say(found, "max_wait"),
        "keep_alive": say(found, "keep_alive"),
        "in_loop": (found.passes if found.passes is not None else True) if found.in_loop else False,
    }
    if job.groups and job.instance_groups:
        said["instance_type"] = [g.instance_type for g in job.groups if isinstance(g.instance_type, str)]
        counts = [g.instance_count for g in job.groups]
        said["instance_count"] = (
            sum(c for c in counts if isinstance(c, int)) if all(isinstance(c, int) for c in counts) else None
        )
    if job.local and said["instance_type"] is None:
        said["instance_type"] = "local"
    if found.kind in ("training", "tuning"):
        said["spot"] = None if isinstance(job.spot, Unknown) else bool(job.spot)
        said["checkpoint"] = None if isinstance(job.checkpoint, Unknown) else job.checkpoint is not None
        said["checkpoint"] = True if isinstance(job.checkpoint, Unknown) else said["checkpoint"]
        said["compiler"] = None if isinstance(job.compiler, Unknown) else bool(job.compiler)
    if found.kind == "tuning":
        said["tuning"] = {
            "strategy": say(found, "strategy"),
            "max_jobs": say(found, "max_jobs"),
            "max_parallel_jobs": say(found, "max_parallel_jobs"),
            "early_stopping": say(found, "early_stopping"),
        }
    if found.kind in ("endpoint", "endpoint-update"):
        mode = None if isinstance(job.mode, Unknown) else job.mode
        deleted = None if isinstance(job.deleted_later, Unknown) else bool(job.deleted_later)
        said["endpoint"] = {"mode": mode, "deleted_later": deleted, "variants": found.variants}
        if mode == "serverless":
            said["serverless"] = {
                "memory_mb": say(found, "serverless_memory_mb"),
                "max_concurrency": say(found, "serverless_max_concurrency"),
            }
    return said


def statements(jobs: Iterable[ReportedJob]) -> list[FoundJob]:
    """Return the jobs with the passes of a loop joined, which the audit reports by their settings."""
    found: dict[str, FoundJob] = {}
    for one in (job.found for job in jobs):
        before = found.get(one.job.identity)
        passes = None if before is None or before.passes is None or one.passes is None else before.passes + one.passes
        found[one.job.identity] = one if before is None else replace(one, passes=passes)
    return list(found.values())


def floor(data: bytes) -> None:
    """Do what every reader of notebook source has to do, and nothing else."""
    for cell in cells_of_notebook(json.loads(data)):
        if cell.kind != "code":
            continue
        text = blank_magics(cell.source)
        if text is not None:
            try:
                ast.parse(text)
            except (SyntaxError, ValueError):
                continue


def fastest(function: Any, data: bytes, repeat: int) -> float:
    """Return the least CPU time of several runs, which other work on the machine does not lengthen."""
    times = []
    for _ in range(repeat):
        begin = time.thread_time()
        function(data)
        times.append(time.thread_time() - begin)
    return min(times)


def labelled(labels: Path) -> list[dict[str, Any]]:
    """Return the notebooks that a labels file names; exits with one line where it is none."""
    try:
        told = json.loads(labels.read_text(encoding="utf-8"))["notebooks"]
        return [{"repo": str(entry["repo"]), "path": str(entry["path"])} for entry in told]
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"corpus.py: {labels} is no labels file: {type(error).__name__}: {error}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    told = parser.parse_args()
    predictions: list[dict[str, Any]] = []
    audits, readers, floors, missing = [], [], [], []
    print(f"CPU time in ms, best of {told.repeat} runs\n{'audit':>8} {'reader':>8} {'floor':>8} {'ratio':>6}  notebook")
    for entry in labelled(told.labels):
        where = find(told.folder, entry["repo"], entry["path"])
        if where is None:
            missing.append(entry["path"])
            continue
        data = where.read_bytes()
        jobs = statements(audit_document(where.name, data, OPTIONS).jobs)
        predictions.extend(prediction(job, entry["repo"], entry["path"]) for job in jobs if job.optional is None)
        gc.collect()
        floors.append(fastest(floor, data, told.repeat))
        readers.append(fastest(read_notebook, data, told.repeat))
        audits.append(fastest(lambda given: audit_document("a.ipynb", given, OPTIONS), data, told.repeat))
        row = " ".join(f"{1e3 * times[-1]:8.2f}" for times in (audits, readers, floors))
        print(f"{row} {audits[-1] / floors[-1]:6.2f}  {entry['path'].strip()}")
    if told.predictions:
        told.predictions.write_text(json.dumps(predictions, indent=1), encoding="utf-8")
    print(f"notebooks {len(audits)} (missing {len(missing)}), jobs found {len(predictions)}")
    for path in missing:
        print(f"missing: {path}", file=sys.stderr)
    for name, times in (("audit", audits), ("reader", readers)):
        if times:
            print(against(name, times, floors))
    return 1 if missing else 0


def against(name: str, times: Sequence[float], floors: Sequence[float]) -> str:
    """Return the times beside the floor of the same files: of the median notebook, of each, and of all."""
    ratios = [mine / least for mine, least in zip(times, floors, strict=True)]
    middle, least = statistics.median(times), statistics.median(floors)
    return (
        f"{name}: median {middle * 1e3:.2f} ms, longest {max(times) * 1e3:.1f} ms; floor: median {least * 1e3:.2f} ms\n"
        f"{name} / floor: median notebook {middle / least:.2f}, median of ratios {statistics.median(ratios):.2f}, "
        f"all files {sum(times) / sum(floors):.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
