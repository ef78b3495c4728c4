"""Audit mutated notebooks for a while: ``python benchmarks/fuzz_audit.py FOLDER --seconds 600 [--seed 1]``.

Every mutation is audited, placed, packed, written in each form that is cheap to write, and every eighth is fixed.
A crash or an internal failure is kept as ``fuzz-<seed>.ipynb`` in ``--keep`` and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.audit.trust.judge import judge
from tests.audit.trust.mutations import mutated


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("scratch"))
    told = parser.parse_args()
    paths = [path for path in sorted(told.folder.rglob("*.ipynb")) if b"sagemaker" in path.read_bytes()]
    print(f"{len(paths)} notebooks that mention SageMaker")
    ends = time.monotonic() + told.seconds
    count = crashes = jobs = 0
    slowest: list[tuple[float, int, str]] = []
    seed = told.seed * 10_000_000
    while time.monotonic() < ends:
        seed += 1
        rng = Random(seed)
        path = rng.choice(paths)
        data = mutated(path.read_bytes(), [rng.choice(paths).read_bytes()], rng)
        started = time.perf_counter()
        try:
            jobs += len(judge(data, fix=seed % 8 == 0).jobs)
        except Exception:
            crashes += 1
            told.keep.mkdir(parents=True, exist_ok=True)
            kept = told.keep / f"fuzz-{seed}.ipynb"
            kept.write_bytes(data)
            print(f"CRASH seed {seed} of {path.name}, kept as {kept}")
            traceback.print_exc(limit=-4)
        slowest = sorted([*slowest, (time.perf_counter() - started, seed, path.name)])[-5:]
        count += 1
    print(f"{count} mutations, {jobs} jobs, {crashes} crashes; slowest:")
    for seconds, which, name in reversed(slowest):
        print(f"  {seconds:6.2f} s  seed {which}  {name}")
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
