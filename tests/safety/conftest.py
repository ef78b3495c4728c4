from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.kernel.conftest import calls, no_cell_is_left_running, shell  # noqa: F401
from tests.safety import hostile
from tests.safety.watched import Watched


@pytest.fixture
def watched(shell: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:  # noqa: F811
    """A shell with every watch of the kernel room on it, and a reader that reads what it finds."""
    monkeypatch.setitem(sys.modules, "sagemaker", sys)
    watched = Watched(shell)
    watched.start()
    yield watched
    watched.stop()


@pytest.fixture(autouse=True)
def nobody_looked() -> Iterator[None]:
    """No code of a hostile object was run, even when the exception it raised was swallowed."""
    hostile.CAUGHT.clear()
    yield
    assert hostile.CAUGHT == []
