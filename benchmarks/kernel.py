"""What the kernel extension costs the user: loading it, each cell, each AWS call.

Run ``python benchmarks/kernel.py`` (``--quick`` for fewer repeats, ``--json`` for machines). Each figure is given as an
absolute median and 99th percentile, calls also as a ratio to the same call without us; the exit code tells whether the
bars hold. Cells and loading are measured in the time of the user's own thread, so that a busy machine does not pass for
slow code; the time by the clock on the wall stands beside it.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import textwrap
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

TRAINING_REQUEST: dict[str, Any] = {
    "TrainingJobName": "churn",
    "AlgorithmSpecification": {"TrainingImage": "image", "TrainingInputMode": "File"},
    "RoleArn": "arn:aws:iam::123456789012:role/execution",
    "InputDataConfig": [
        {
            "ChannelName": "train",
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/train"}},
        }
    ],
    "OutputDataConfig": {"S3OutputPath": "s3://bucket/out"},
    "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
    "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
    "HyperParameters": {f"hp{number}": "1" for number in range(10)},
}


def sample(function: Callable[[], object], repeats: int, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Seconds of each of ``repeats`` calls, in order, after a warm-up."""
    for _ in range(max(3, repeats // 20)):
        function()
    taken = []
    for _ in range(repeats):
        started = clock()
        function()
        taken.append(clock() - started)
    return sorted(taken)


def at(sorted_samples: list[float], share: float) -> float:
    return sorted_samples[min(len(sorted_samples) - 1, int(share * len(sorted_samples)))]


def answered_client() -> Any:
    """A real client whose calls are answered before they are sent."""
    import botocore.session

    session = botocore.session.Session()
    session.set_credentials("testing", "testing")
    client = session.create_client("sagemaker", region_name="us-east-1")

    def reply(model: Any, **_: Any) -> tuple[Any, dict[str, Any]]:
        return types.SimpleNamespace(status_code=200, headers={}), {"TrainingJobArn": "arn", "ResponseMetadata": {}}

    client.meta.events.register("before-call", reply)
    return client


def watched_calls(repeats: int) -> dict[str, float]:
    """What the watch adds to a call, measured on the bare method so that botocore's own noise does not hide it."""
    import botocore.client

    from jupyter_green.kernel.api_watch import ApiWatch
    from jupyter_green.kernel.worker import Worker

    client, answer = answered_client(), {"TrainingJobArn": "arn:aws:sagemaker:us-east-1:1:training-job/churn"}
    whole = sample(lambda: client.create_training_job(**TRAINING_REQUEST), repeats)
    original = botocore.client.BaseClient.__dict__["_make_api_call"]
    worker = Worker(size=10 * repeats)
    watch = ApiWatch(lambda call: worker.submit(id, call))
    calls: dict[str, Callable[[], object]] = {
        "unwatched": lambda: client._make_api_call("DescribeEndpoint", TRAINING_REQUEST),
        "create": lambda: client._make_api_call("CreateTrainingJob", TRAINING_REQUEST),
    }
    botocore.client.BaseClient._make_api_call = lambda self, operation, params: answer
    try:
        bare = {name: sample(call, repeats) for name, call in calls.items()}
        watch.install()
        with_us = {name: sample(call, repeats) for name, call in calls.items()}
        watch.uninstall()
    finally:
        botocore.client.BaseClient._make_api_call = original
        worker.stop()
    added = {name: at(with_us[name], 0.5) - at(bare[name], 0.5) for name in calls}
    return {
        "API watch, unwatched call, median added [µs]": added["unwatched"] * 1e6,
        "API watch, Create*, median added [µs]": added["create"] * 1e6,
        "API watch, Create*, p99 [µs]": at(with_us["create"], 0.99) * 1e6,
        "API watch, Create* through botocore: ratio to without": 1 + added["create"] / at(whole, 0.5),
    }


def cells(names: int, repeats: int) -> dict[str, float]:
    """What both callbacks of a cell take with ``names`` names, a tenth of them lists and a few SageMaker objects."""
    import botocore.client  # noqa: F401 - without an SDK loaded there is nothing to search for

    from jupyter_green.kernel.api_watch import ApiWatch
    from jupyter_green.kernel.cell_watch import CellWatch
    from jupyter_green.readers.safely import type_names

    estimator = type("Estimator", (), {"__module__": "sagemaker.estimator"})
    user_ns: dict[str, Any] = {f"name{n}": [n, str(n)] if n % 10 == 0 else n for n in range(names)}
    for number in range(5):
        user_ns[f"est{number}"] = made = estimator()
        vars(made).update({f"attribute{n}": n for n in range(60)}, hyperparameters={"epochs": 1})
    shell = types.SimpleNamespace(user_ns=user_ns, user_ns_hidden={}, execution_count=1)
    watch = ApiWatch(lambda call: None)
    cell_watch = CellWatch(
        shell,
        lambda event: None,
        is_interesting=lambda cls: any(module.startswith("sagemaker") for module, _ in type_names(cls)),
        heal=watch.heal,
    )
    watch.install()
    info = types.SimpleNamespace(raw_cell="name3 = est1.fit(name7)", cell_id="a", store_history=True)
    result = types.SimpleNamespace(
        info=info, execution_count=1, error_before_exec=None, error_in_exec=None, result=None
    )

    def cell() -> None:
        cell_watch.before_cell(info)
        cell_watch.after_cell(result)

    gc.collect()
    wall = sample(cell, repeats)
    own = sample(cell, repeats, time.thread_time)
    watch.uninstall()
    assert all(breaker.is_on for breaker in cell_watch.breakers.values())
    return {
        f"cell with {names:,} names, median [ms]": at(own, 0.5) * 1e3,
        f"cell with {names:,} names, p99 [ms]": at(own, 0.99) * 1e3,
        f"cell with {names:,} names, p99 by the clock on the wall [ms]": at(wall, 0.99) * 1e3,
    }


LOADING = """
import time
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config
config = Config()
config.HistoryManager.enabled = False
shell = InteractiveShell.instance(config=config)
shell.run_cell("1;")
import sys
before = set(sys.modules)
started, own = time.perf_counter(), time.thread_time()
shell.run_line_magic("load_ext", "jupyter_green")
own, wall = time.thread_time() - own, time.perf_counter() - started
import json
heavy = {"boto3", "botocore", "sagemaker", "pandas", "ipywidgets", "nbformat", "libcst"}
print(json.dumps({"own": own, "wall": wall, "heavy": sorted(heavy & (set(sys.modules) - before))}))
"""


def loading(repeats: int) -> dict[str, float]:
    """What ``import`` and ``%load_ext`` take in a fresh IPython, on top of IPython itself."""
    own, wall = [], []
    for _ in range(repeats):
        command = [sys.executable, "-c", textwrap.dedent(LOADING)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        found = json.loads(done.stdout.strip().splitlines()[-1])
        assert found["heavy"] == [], f"loading imported {found['heavy']}"
        own.append(found["own"])
        wall.append(found["wall"])
    return {
        "import and %load_ext, median [ms]": statistics.median(own) * 1e3,
        "import and %load_ext, slowest [ms]": max(own) * 1e3,
        "import and %load_ext, median by the clock on the wall [ms]": statistics.median(wall) * 1e3,
    }


BARS = {
    "API watch, unwatched call, median added [µs]": 1.0,
    "API watch, Create*, median added [µs]": 20.0,
    "cell with 1,000 names, p99 [ms]": 1.0,
    "cell with 10,000 names, p99 [ms]": 6.0,
    "import and %load_ext, median [ms]": 50.0,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the repeats")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    share = 10 if options.quick else 1
    figures = {
        **watched_calls(20_000 // share),
        **cells(1_000, 3_000 // share),
        **cells(10_000, 1_000 // share),
        **loading(20 // share),
    }
    missed = [name for name, bar in BARS.items() if figures[name] > bar]
    if options.json:
        print(json.dumps({"figures": figures, "bars": BARS, "missed": missed}, indent=1))
    else:
        for name, value in figures.items():
            bar = f"   bar {BARS[name]:g}" if name in BARS else ""
            print(f"{name:62} {value:10.3g}{bar}{'   MISSED' if name in missed else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
