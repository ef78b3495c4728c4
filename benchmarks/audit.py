#!/usr/bin/env python3
"""Measure the audit against what it has to do at least, on the notebooks of a folder.

usage: audit.py FOLDER [--repeat N] [--most N]

Prints, and measures against these bars: the audit of the median notebook beside the floor of the same files in the same
run (json.load, blanked magics, ast.parse; 2.5 times), a notebook that mentions no AWS ML (0.3 ms), the throughput of a
second process (1.7 times), and the start of the whole command on one small notebook (350 ms). Exit code 1 when a bar is
missed. Run it on a machine that does nothing else: the first two are CPU time, the others wall time, and beside those
stands the CPU time, from which follows what they would be on free processors.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpus import fastest, floor

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.run import audit_all
from jupyter_green.audit.sources import Source
from jupyter_green.readers.source import mentions_aws_ml

ROOT = Path(__file__).resolve().parent.parent
BARS = {"audit": 2.5, "no AWS": 0.3, "second process": 1.7, "start": 350.0}
_FEWEST_SECONDS = 10.0
_ROUNDS = 5  # each of one run with one process and one with two; the middle one counts
_SMALL = (
    "from sagemaker.pytorch import PyTorch\n"
    "PyTorch('t.py', role='r', framework_version='2.3', instance_count=1, instance_type='ml.g5.xlarge').fit()"
)


def against_the_floor(files: Sequence[bytes], repeat: int) -> float:
    options = AuditOptions()
    audits, floors = [], []
    for data in files:
        gc.collect()
        floors.append(fastest(floor, data, repeat))
        audits.append(fastest(lambda given: audit_document("a.ipynb", given, options), data, repeat))
    ratio = statistics.median(audits) / statistics.median(floors)
    print(f"audit: median {statistics.median(audits) * 1e3:.2f} ms, longest {max(audits) * 1e3:.1f} ms")
    print(f"floor: median {statistics.median(floors) * 1e3:.2f} ms; all files {sum(audits) / sum(floors):.2f} times")
    return ratio


def without_aws(repeat: int) -> float:
    cells = [{"cell_type": "code", "source": [f"x{i} = {i}\n", "print('hello')\n"], "outputs": []} for i in range(40)]
    data = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    options = AuditOptions()
    return fastest(lambda given: audit_document("a.ipynb", given, options), data, max(repeat, 20)) * 1e3


def second_process(paths: Sequence[Path]) -> float:
    """Return how much faster two processes read files; enough is read for their start to weigh little."""
    options = AuditOptions()
    sources = [Source(path.name, path) for path in paths]
    once = _run(sources, options, 1)
    many = sources * max(1, round(_FEWEST_SECONDS / max(once.wall, 1e-3)))
    rounds = [(_run(many, options, 1), _run(many, options, 2)) for _ in range(_ROUNDS)]
    ratios = [alone.wall / both.wall for alone, both in rounds]
    one, two = rounds[ratios.index(statistics.median_low(ratios))]
    print(f"processes: one {len(many) / one.wall:.0f}/s, two {len(many) / two.wall:.0f}/s, start included")
    print("each round: " + ", ".join(f"{ratio:.2f}" for ratio in ratios) + " times")
    each = 1e6 / len(many)
    print(
        f"CPU time a notebook: one process {one.own * each:.0f} us; of two, the second {two.children * each:.0f} us "
        f"and the first, which gathers, {two.own * each:.0f} us"
    )
    return statistics.median(ratios)


class _Times(NamedTuple):
    """Seconds of the clock, of this process's CPU time and of its children's."""

    wall: float
    own: float
    children: float


def _run(sources: Sequence[Source], options: AuditOptions, processes: int) -> _Times:
    wall, before = time.perf_counter(), os.times()
    for _ in audit_all(sources, options, processes=processes):
        pass
    wall = time.perf_counter() - wall
    deadline = time.perf_counter() + 10
    while multiprocessing.active_children() and time.perf_counter() < deadline:
        time.sleep(0.01)  # children that end are asked for, and only then their time is counted
    after = os.times()
    own = after.user + after.system - before.user - before.system
    return _Times(
        wall, own, after.children_user + after.children_system - before.children_user - before.children_system
    )


def start(repeat: int) -> float:
    """Return the milliseconds of the whole command, the least of some runs; the first one fills the caches."""
    notebook = {"cells": [{"cell_type": "code", "source": _SMALL, "outputs": []}], "metadata": {}, "nbformat": 4}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "small.ipynb").write_text(json.dumps(notebook), "utf-8")
        command = [sys.executable, "-m", "jupyter_green.cli", "audit", "small.ipynb", "--fail-on", "never"]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(Path(folder) / "cache")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its compiled files
        walls, busy = [], []
        for _ in range(max(repeat, 5) + 1):
            begin, before = time.perf_counter(), os.times()
            subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment)
            walls.append(time.perf_counter() - begin)
            after = os.times()
            busy.append(after.children_user + after.children_system - before.children_user - before.children_system)
    print(f"start: {min(busy[1:]) * 1e3:.0f} ms of CPU time")
    return min(walls[1:]) * 1e3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--most", type=int, default=200, help="notebooks to read")
    told = parser.parse_args()
    paths = sorted(told.folder.rglob("*.ipynb"))[: told.most]
    paths = [path for path in paths if mentions_aws_ml(path.read_bytes())]
    files = [path.read_bytes() for path in paths]
    print(f"{len(files)} notebooks that mention AWS ML")
    measured = {
        "audit": against_the_floor(files, told.repeat),
        "no AWS": without_aws(told.repeat),
        "second process": second_process(paths),
        "start": start(told.repeat),
    }
    units = {"audit": "times the floor", "no AWS": "ms", "second process": "times the throughput", "start": "ms"}
    missed = 0
    for name, figure in measured.items():
        holds = figure >= BARS[name] if name == "second process" else figure <= BARS[name]
        missed += not holds
        bar = f"{'at least' if name == 'second process' else 'at most'} {BARS[name]:g}"
        print(f"{name}: {figure:.2f} {units[name]} ({bar}): {'holds' if holds else 'MISSED'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
