"""``%green doctor``: versions, what it costs here, what is off, and how old the tables are."""

from __future__ import annotations

import datetime
import platform
import statistics
import sys
import time
from importlib import metadata

from jupyter_green.catalog.tables import ASSEMBLED, DATA_VERSION
from jupyter_green.footprint import METHOD_VERSION, estimate
from jupyter_green.job import Job
from jupyter_green.magics.answer import Answer, Call
from jupyter_green.magics.arguments import check_words
from jupyter_green.practices import all_practices
from jupyter_green.views.table import Table

SUMMARY = "versions, overhead measured here, what is switched off, table ages"
USAGE = "%green doctor"
_PACKAGES = ("jupyter-green", "ipython", "ipykernel", "jupyterlab", "boto3", "botocore", "sagemaker", "sagemaker-core")
_STATED_LIFE_DAYS = 400
_REPEATS = 50


def run(call: Call) -> Answer:
    """Return the state of this installation and this kernel."""
    check_words(call, USAGE, most=0)
    rows = [("Python", platform.python_version(), "")]
    rows += [(name, _version(name), "") for name in _PACKAGES]
    rows.append(("SageMaker SDK loaded", _sdk(), ""))
    rows += _overhead(call)
    age = (datetime.date.today() - datetime.date.fromisoformat(ASSEMBLED)).days
    state = "fresh" if age <= _STATED_LIFE_DAYS else "older than their stated life: upgrade jupyter-green"
    rows.append(("tables", f"{DATA_VERSION}, {age} day{'' if age == 1 else 's'} old", state))
    rows.append(("method", METHOD_VERSION, ""))
    rows.append(("practices", str(len(all_practices())), ""))
    rows.append(_ledger(call))
    rows += [("notice", text, "") for text in call.session.notices]
    extension = call.extension
    if extension is not None:
        watching = "watching" if extension.api_watch.is_installed else "off"
        rows.append(("AWS calls", watching, "read in memory only; nothing is sent"))
        rows += [("setting", problem, "") for problem in extension.problems]
    return Answer.table(Table(("what", "value", ""), tuple(rows)))


def _ledger(call: Call) -> tuple[str, str, str]:
    recorder = call.session.recorder
    if not recorder.is_on:
        return ("ledger", "off", "")
    waiting = recorder.ledger.waiting
    return (
        "ledger",
        str(recorder.ledger.path),
        f"{waiting} rows wait to be written" if waiting else "on this machine only",
    )


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def _sdk() -> str:
    if "sagemaker.core" in sys.modules:
        return "3.x"
    return "2.x" if "sagemaker" in sys.modules else "none"


def _overhead(call: Call) -> list[tuple[str, str, str]]:
    """Measure what one estimate and one cell cost on this machine."""
    job = Job(kind="training", instance_type="ml.g5.xlarge", instance_count=1, region="us-east-1")
    rows = [("one estimate", _micros(lambda: estimate(job)), "median of 50")]
    extension = call.extension
    if extension is not None:
        from jupyter_green.kernel.namespace import find_objects
        from jupyter_green.readers.classes import is_sdk_class

        names = len(call.names)
        scan = _micros(lambda: find_objects(call.names, is_sdk_class))
        rows.append((f"one cell, {names} names", scan, "a full look; cells pay for changed names only"))
    return rows


def _micros(work: object) -> str:
    times = []
    for _ in range(_REPEATS):
        start = time.perf_counter()
        work()  # type: ignore[operator]
        times.append(time.perf_counter() - start)
    return f"{statistics.median(times) * 1e6:.0f} µs"
