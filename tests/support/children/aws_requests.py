"""Who asks AWS for what: each request that botocore sends is seen, and those of jupyter_green itself are noted.

A request is ours when a frame of ``jupyter_green.aws`` is on its stack, or when our code called the client: the caller
is the first frame above botocore, boto3 and the kernel's watch. The stand-in and the demo are not ours, they play AWS
and its user. Standard library only: every Python process that the tests start loads this first, and botocore is
patched when the process imports it, not before.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

#: The folder where the processes of one session note their requests.
FOLDER = "GREEN_TESTS_AWS_REQUESTS"
_MODULE = "botocore.endpoint"
_READING = ("Describe", "List", "Get", "Search", "Head", "BatchGet", "BatchDescribe")
_BETWEEN = ("botocore", "boto3", "s3transfer", "jupyter_green.kernel.api_watch", __name__)
_PLAYERS = ("jupyter_green.demo",)


def changes_something(operation: str) -> bool:
    """True for an operation whose name does not say that it only reads."""
    return not operation.startswith(_READING)


def is_ours(frame: FrameType | None) -> bool:
    """True when jupyter_green asked, by the stack that ends in this frame."""
    names = list(_names(frame))
    if any(_in(name, ("jupyter_green.aws",)) for name in names):
        return True
    caller = next((name for name in names if not _in(name, _BETWEEN)), "")
    return _in(caller, ("jupyter_green",)) and not _in(caller, _PLAYERS)


def notes(kind: str) -> Path | None:
    """Return the file where this process and those it starts note ``reads`` or ``writes``; None without a folder."""
    folder = os.environ.get(FOLDER, "")
    return Path(folder) / f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.{kind}" if folder else None


def install() -> None:
    """See every request of this process from now on."""
    module = sys.modules.get(_MODULE)
    if module is not None:
        _watch(module)
    elif not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def _names(frame: FrameType | None) -> Iterator[str]:
    while frame is not None:
        yield str(frame.f_globals.get("__name__", ""))
        frame = frame.f_back


def _in(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def _note(service: str, operation: str) -> None:
    path = notes("writes" if changes_something(operation) else "reads")
    if path is not None:
        with path.open("a", encoding="ascii") as file:
            file.write(f"{service}:{operation}\n")


def _watch(module: ModuleType) -> None:
    endpoint = module.Endpoint
    send = endpoint.make_request
    if getattr(send, "seen_by_the_tests", False):
        return

    def make_request(self: Any, operation_model: Any, request_dict: Any) -> Any:
        if is_ours(sys._getframe(1)):
            _note(operation_model.service_model.service_name, operation_model.name)
        return send(self, operation_model, request_dict)

    make_request.seen_by_the_tests = True  # type: ignore[attr-defined]
    endpoint.make_request = make_request


class _Finder:
    """Finds nothing itself: it watches the one module when its own loader has run it."""

    def __init__(self) -> None:
        self._busy = False

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != _MODULE or self._busy:
            return None
        self._busy = True
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self._busy = False
        if spec is not None and spec.loader is not None:
            loader: Any = spec.loader
            run = loader.exec_module

            def exec_module(module: ModuleType) -> None:
                run(module)
                _watch(module)

            loader.exec_module = exec_module
        return spec
