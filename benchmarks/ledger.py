"""What the ledger holds under fire, and what it costs: ``python benchmarks/ledger.py`` (``--kills 200``, ``--json``).

Four writers append to one file while they are killed with SIGKILL at random moments; a row is lost when its writer was
told that it is written and it is not there, damaged when it is there in another form. The bar is zero of either.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from jupyter_green.footprint import estimate  # noqa: E402
from jupyter_green.job import Job  # noqa: E402
from jupyter_green.ledger import Ledger, Row  # noqa: E402
from jupyter_green.ledger.past import read_past  # noqa: E402
from jupyter_green.ledger.rows import Scribe  # noqa: E402
from jupyter_green.ledger.runs import runs  # noqa: E402
from tests.support import ledger_kills  # noqa: E402

RUNS = 5000
APPENDS = 50


def rows_of(number: int, scribe: Scribe) -> list[Row]:
    """Return what one measured training job leaves behind."""
    name = f"train-{number}"
    job = Job(
        kind="training", name=name, entry_point=f"train{number % 50}.py", framework="pytorch", region="us-east-1",
        instance_type="ml.g5.xlarge", instance_count=1, max_runtime=86400,
    )  # fmt: skip
    at = 1.79e9 + 60 * number
    forecast, measured = estimate(job), estimate(job, hours=1 + number % 7, state="measured")
    key = f"training:{name}"
    return [
        scribe.job(job, key, "started", at),
        scribe.footprint(forecast, key, at),
        scribe.job(job, key, "ended", at + 3600),
        scribe.footprint(measured, key, at + 3600),
    ]


def costs() -> dict[str, Any]:
    """Return what appending and reading take, and how large the file grows."""
    with tempfile.TemporaryDirectory() as folder:
        ledger, scribe = Ledger(Path(folder) / "ledger.sqlite"), Scribe("benchmark")
        ledger.append([row for number in range(RUNS) for row in rows_of(number, scribe)])
        appends = []
        for number in range(RUNS, RUNS + APPENDS):
            rows = rows_of(number, scribe)
            start = time.perf_counter()
            assert ledger.append(rows)
            appends.append(time.perf_counter() - start)
        reads = {}
        for name, read in (("history", lambda: runs(ledger)), ("past runs", lambda: read_past(ledger))):
            start = time.perf_counter()
            read()
            reads[name] = round((time.perf_counter() - start) * 1000)
        return {
            "append of 4 rows, median ms": round(statistics.median(appends) * 1000, 1),
            f"reading {RUNS} runs for %green history, ms": reads["history"],
            "reading past runs at start, ms": reads["past runs"],
            "bytes a run": ledger.path.stat().st_size // RUNS,
        }


def main() -> int:
    """Print the figures; return 1 when a row was lost or damaged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = ledger_kills.run(asked.kills, asked.writers, asked.seed) | costs()
    held = found["lost"] == found["damaged"] == found["set aside"] == 0
    if asked.json:
        print(json.dumps(found))
        return 0 if held else 1
    for name, value in found.items():
        print(f"{name:50} {value}")
    print(f"bar: 0 rows lost or damaged over {found['kills']} kills: {'held' if held else 'NOT held'}")
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
