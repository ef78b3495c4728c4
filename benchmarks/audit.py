#!/usr/bin/env python3
"""Measure the audit against what it has to do at least, on the notebooks of a folder.

usage: audit.py FOLDER [--repeat N] [--most N]

Prints, and measures against these bars: the audit of the median notebook beside the floor of the same files in the same
run (json.load, blanked magics, ast.parse; 2.5 times), a notebook that mentions no AWS ML (0.3 ms), the throughput of a
second process (1.7 times), and the start of the whole command on one small notebook (350 ms). Exit code 1 when a bar is
missed. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpus import fastest, floor

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.run import audit_all
from jupyter_green.audit.sources import Source
from jupyter_green.readers.source import mentions_aws_ml

ROOT = Path(__file__).resolve().parent.parent
BARS = {"audit": 2.5, "no AWS": 0.3, "second process": 1.7, "start": 350.0}
_FEWEST_SECONDS = 6.0
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


def second_process(files: Sequence[bytes]) -> float:
    """Return how much faster two processes read; their start is measured apart by auditing enough."""
    options = AuditOptions()
    sources = [Source(f"{number}.ipynb", data=data) for number, data in enumerate(files)]
    once = _seconds(sources, options, 1)
    many = sources * max(1, round(_FEWEST_SECONDS / max(once, 1e-3)))
    one, two = _seconds(many, options, 1), _seconds(many, options, 2)
    print(f"processes: one {len(many) / one:.0f}/s, two {len(many) / two:.0f}/s, start included")
    return one / two


def _seconds(sources: Sequence[Source], options: AuditOptions, processes: int) -> float:
    begin = time.perf_counter()
    for _ in audit_all(sources, options, processes=processes):
        pass
    return time.perf_counter() - begin


def start(repeat: int) -> float:
    """Return the milliseconds of the whole command, the least of some runs; the first one fills the caches."""
    notebook = {"cells": [{"cell_type": "code", "source": _SMALL, "outputs": []}], "metadata": {}, "nbformat": 4}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "small.ipynb").write_text(json.dumps(notebook), "utf-8")
        command = [sys.executable, "-m", "jupyter_green.cli", "audit", "small.ipynb", "--fail-on", "never"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        times = []
        for _ in range(max(repeat, 5) + 1):
            begin = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment)
            times.append(time.perf_counter() - begin)
    return min(times[1:]) * 1e3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--most", type=int, default=200, help="notebooks to read")
    told = parser.parse_args()
    paths = sorted(told.folder.rglob("*.ipynb"))[: told.most]
    files = [data for data in (path.read_bytes() for path in paths) if mentions_aws_ml(data)]
    print(f"{len(files)} notebooks that mention AWS ML, of {len(paths)}")
    measured = {
        "audit": against_the_floor(files, told.repeat),
        "no AWS": without_aws(told.repeat),
        "second process": second_process(files),
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
