from __future__ import annotations

import atexit
from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_green.kernel import attribution
from jupyter_green.kernel.api_watch import ApiCall, ApiWatch
from tests.support.notebook import forget_names


@pytest.fixture
def calls() -> list[ApiCall]:
    return []


@pytest.fixture
def watch(calls: list[ApiCall]) -> Iterator[ApiWatch]:
    watch = ApiWatch(calls.append)
    watch.install()
    yield watch
    watch.uninstall()


@pytest.fixture(autouse=True)
def no_cell_is_left_running() -> Iterator[None]:
    attribution.end_cell()
    yield
    attribution.end_cell()


@pytest.fixture
def shell() -> Iterator[Any]:
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(config=config)
    atexit.unregister(shell.atexit_operations)  # which would keep each test's shell, and all it holds, to the end
    yield shell
    forget_names(shell)
    InteractiveShell.clear_instance()
