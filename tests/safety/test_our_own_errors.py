"""Every function of ours is made to raise, one after the other: the user's cells run as if alone all the same."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

import pytest

import jupyter_green.kernel
import jupyter_green.readers
from tests.kernel.stand_ins import TRAINING_REQUEST, answered_client, sdk_class
from tests.safety.watched import Watched
from tests.support.sample import sampled

# The walls themselves: nothing can stand behind them. They are a few lines each and are tested line by line elsewhere.
WALLS = {"Breaker.run", "CellWatch.before_cell", "CellWatch.after_cell", "Worker._work"}
LOWER_HALF = [
    "jupyter_green.readers.safely",
    "jupyter_green.kernel.api_watch",
    "jupyter_green.kernel.attribution",
    "jupyter_green.kernel.breaker",
    "jupyter_green.kernel.cell_watch",
    "jupyter_green.kernel.import_watch",
    "jupyter_green.kernel.namespace",
    "jupyter_green.kernel.private_copy",
    "jupyter_green.kernel.scan",
    "jupyter_green.kernel.watch_list",
    "jupyter_green.kernel.worker",
]


def functions() -> Iterator[tuple[str, Any, str]]:
    """Every function and method defined in the lower half of the kernel room: a label, its owner, its name."""
    for module_name in LOWER_HALF:
        module = importlib.import_module(module_name)
        for name, value in vars(module).items():
            if getattr(value, "__module__", None) != module_name:
                continue
            if isinstance(value, FunctionType):
                yield f"{module_name}.{name}", module, name
            elif inspect.isclass(value):
                for inner, member in vars(value).items():
                    label = f"{value.__name__}.{inner}"
                    if isinstance(member, FunctionType | property) and label not in WALLS:
                        yield f"{module_name}.{label}", value, inner


FUNCTIONS = list(functions())
ROOM = [
    importlib.import_module(f"{package.__name__}.{info.name}")
    for package in (jupyter_green.kernel, jupyter_green.readers)
    for info in pkgutil.iter_modules(package.__path__)
]
ERRORS = [ValueError, MemoryError, RecursionError, asyncio.CancelledError, GeneratorExit]


def every_module_that_uses(owner: Any, name: str) -> Iterator[Any]:
    """The owner, and each module that has imported the function by name."""
    original = vars(owner)[name]
    yield owner
    for module in ROOM:
        if module is not owner and vars(module).get(name) is original:
            yield module


def raising(error: type[BaseException]) -> Callable[..., Any]:
    def broken(*_: object, **__: object) -> Any:
        raise error("of ours")

    return broken


def work(watched: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    """Cells that make objects, start jobs that succeed and fail, and use threads and tasks."""
    watched.shell.user_ns.update(
        client=answered_client(), request=TRAINING_REQUEST, Estimator=sdk_class(), results=(results := [])
    )
    for _ in range(2):
        watched.run("est = Estimator(); est.instance_type = 'ml.m5.large'; jobs = [est, {'a': est}]")
        watched.run("results.append(client.create_training_job(**request)['TrainingJobArn'])")
        watched.run(
            "try:\n    client.create_training_job(Wrong=1)\n"
            "except Exception as error:\n    results.append(type(error).__name__)"
        )
        watched.run(
            "import threading\n"
            "thread = threading.Thread(target=lambda: results.append(client.create_training_job(**request)))\n"
            "thread.start(); thread.join()"
        )
        watched.run("import asyncio\nresults.append(await asyncio.to_thread(len, [1, 2]))")
    assert len(results) == 8
    assert results[0].endswith("churn")
    assert results[1] == "ParamValidationError"
    assert results[3] == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == ""


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("label", "owner", "name"), [pytest.param(*case, id=case[0]) for case in sampled(FUNCTIONS)])
def test_cells_run_when_a_function_of_ours_raises(
    watched: Watched,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    label: str,
    owner: Any,
    name: str,
) -> None:
    error = ERRORS[FUNCTIONS.index((label, owner, name)) % len(ERRORS)]
    with monkeypatch.context() as patched:
        broken = raising(error)
        kind = vars(owner)[name]
        for user in tuple(every_module_that_uses(owner, name)):
            patched.setattr(user, name, property(broken) if isinstance(kind, property) else broken)
        work(watched, capsys)


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("part", ["on_call", "on_cell", "is_interesting", "on_start", "heal", "on_trip"])
def test_cells_run_when_what_is_plugged_in_raises(
    shell: Any, capsys: pytest.CaptureFixture[str], part: str, error: type[BaseException]
) -> None:
    watched, broken = Watched(shell), raising(error)
    watched.start()
    match part:
        case "on_call":
            watched.api._on_call = broken
        case "on_trip":
            watched.api._on_call = watched.cells._on_cell = broken
            for breaker in (watched.api.breaker, *watched.cells.breakers.values()):
                breaker._on_trip = broken
        case "is_interesting":
            watched.cells._scan._walk._is_interesting = broken
        case _:
            setattr(watched.cells, f"_{part}", broken)
    work(watched, capsys)
    watched.stop()


def test_a_part_that_keeps_failing_is_switched_off_and_says_so_once(
    watched: Watched, capsys: pytest.CaptureFixture[str]
) -> None:
    watched.cells._on_cell = raising(ValueError)
    watched.api._on_call = raising(KeyError)
    work(watched, capsys)
    assert sorted(watched.tripped) == [
        "The report under cells is switched off: it failed with ValueError, again and again",
        "The watch on AWS calls is switched off: it failed with KeyError, again and again",
    ]
