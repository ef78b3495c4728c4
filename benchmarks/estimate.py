"""What an estimate costs: table look-ups cold and warm, one job warm, the first line after loading, advice on one job.

Each cold figure is taken in a fresh interpreter. Figures are wall-clock medians; a busy machine makes them larger, so
the time of `json.loads` on a fixed text, taken in the same run, stands beside them for scale.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from jupyter_green.advisor import advise
from jupyter_green.catalog.instances import find_instance
from jupyter_green.catalog.prices import hourly_price
from jupyter_green.footprint import estimate
from jupyter_green.job import Job

JOB = Job(kind="training", instance_type="ml.p3.16xlarge", instance_count=2, region="us-east-1", max_runtime=86400)

COLD_LOOK_UP = """
import time
from jupyter_green.catalog import instances, regions, prices
start = time.perf_counter()
instances.find_instance("ml.p3.16xlarge"); regions.find_region("us-east-1")
prices.hourly_price("ml.p3.16xlarge", "us-east-1")
print(time.perf_counter() - start)
"""
FIRST_LINE = """
import time
from traitlets.config import Config
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
shell.run_line_magic("load_ext", "jupyter_green")
from jupyter_green.extension import current
extension = current(shell)
time.sleep(2)
from jupyter_green.job import Job
session = extension.session
job = Job(kind="training", instance_type="ml.p3.16xlarge", instance_count=2, region="us-east-1", max_runtime=86400)
start = time.perf_counter()
entry = session.books.see_object(job, 1, cell=1)
session.display.show(1, {"text/plain": session.line(entry)["text"]})
print(time.perf_counter() - start)
"""


def median_of(work: Callable[[], object], repeats: int, inner: int = 1) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        for _ in range(inner):
            work()
        times.append((time.perf_counter() - start) / inner)
    return statistics.median(times)


def fresh(code: str, repeats: int = 5) -> float:
    outputs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(repeats)
    ]
    return statistics.median(float(output.strip().splitlines()[-1]) for output in outputs)


def main() -> None:
    text = json.dumps({str(n): [n] * 10 for n in range(1000)})
    scale = median_of(lambda: json.loads(text), 50)
    estimate(JOB)
    advise([JOB])
    rows = [
        ("first look-ups, cold", fresh(COLD_LOOK_UP) * 1e3, "ms", 15),
        ("look-up of a type, warm", median_of(lambda: find_instance("ml.p3.16xlarge"), 50, 1000) * 1e6, "µs", 20),
        (
            "look-up of a price, warm",
            median_of(lambda: hourly_price("ml.p3.16xlarge", "us-east-1"), 50, 1000) * 1e6,
            "µs",
            20,
        ),
        ("estimate of one job, warm", median_of(lambda: estimate(JOB), 50, 100) * 1e6, "µs", 100),
        ("advice on one job from all practices, warm", median_of(lambda: advise([JOB]), 50, 5) * 1e3, "ms", 2),
        ("first line after loading", fresh(FIRST_LINE) * 1e3, "ms", 50),
    ]
    for what, value, unit, bar in rows:
        print(f"{what:45} {value:8.2f} {unit}   bar {bar} {unit}   {'ok' if value <= bar else 'MISSED'}")
    print(f"{'json.loads of 60 KB in this run':45} {scale * 1e3:8.2f} ms   for scale")


if __name__ == "__main__":
    main()
