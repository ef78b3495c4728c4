from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import wrapt

from jupyter_green.kernel.import_watch import ImportWatch

NAME = "jupyter_green_sample_module"


@pytest.fixture
def module_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(tmp_path))
    path = tmp_path / f"{NAME}.py"
    path.write_text("value = 1\n")
    importlib.invalidate_caches()
    yield path
    sys.modules.pop(NAME, None)


@pytest.fixture
def seen() -> list[bool]:
    return []


@pytest.fixture
def watch(seen: list[bool]) -> Iterator[ImportWatch]:
    watch = ImportWatch(NAME, lambda: seen.append(hasattr(sys.modules.get(NAME), "value")))
    watch.start()
    yield watch
    watch.stop()


def test_it_calls_when_the_module_has_been_run(module_file: Path, watch: ImportWatch, seen: list[bool]) -> None:
    importlib.import_module(NAME)
    assert seen == [True]


def test_the_module_is_as_if_nobody_had_watched(module_file: Path, watch: ImportWatch) -> None:
    module = importlib.import_module(NAME)
    assert module.__spec__ is not None
    assert type(module.__loader__).__name__ == "SourceFileLoader"
    assert "exec_module" not in vars(module.__loader__)
    assert inspect.getsource(module) == "value = 1\n"
    assert importlib.reload(module) is module


def test_other_modules_are_none_of_its_business(watch: ImportWatch, seen: list[bool]) -> None:
    assert watch.find_spec("json") is None
    assert seen == []


def test_a_module_that_does_not_exist_is_reported_as_ever(watch: ImportWatch) -> None:
    with pytest.raises(ModuleNotFoundError, match=NAME):
        importlib.import_module(NAME)


def test_a_module_that_fails_is_reported_as_ever_and_seen_when_it_works(
    module_file: Path, watch: ImportWatch, seen: list[bool]
) -> None:
    module_file.write_text("1 / 0\n")
    with pytest.raises(ZeroDivisionError):
        importlib.import_module(NAME)
    assert seen == []
    module_file.write_text("value = 'longer'\n")
    importlib.invalidate_caches()
    importlib.import_module(NAME)
    assert seen == [True]


def test_a_callback_that_raises_does_not_break_the_import(module_file: Path) -> None:
    def fail() -> None:
        raise RuntimeError

    watch = ImportWatch(NAME, fail)
    watch.start()
    assert importlib.import_module(NAME).value == 1
    watch.stop()


def test_a_finder_that_raises_is_heard_by_the_import_system_not_by_us(
    module_file: Path, watch: ImportWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def find_spec(self, *_: object) -> None:
            raise OSError("broken finder")

    monkeypatch.setattr(sys, "meta_path", [watch, Broken(), *sys.meta_path])
    assert watch.find_spec(NAME) is None
    with pytest.raises(OSError, match="broken finder"):
        importlib.import_module(NAME)


@pytest.mark.parametrize("order", ["ours first", "wrapt first"])
def test_it_lives_with_the_import_hooks_of_tracers(module_file: Path, seen: list[bool], order: str) -> None:
    watch = ImportWatch(NAME, lambda: seen.append(True))
    traced: list[str] = []
    if order == "ours first":
        watch.start()
    wrapt.register_post_import_hook(lambda module: traced.append(module.__name__), NAME)
    if order == "wrapt first":
        watch.start()
    try:
        assert importlib.import_module(NAME).value == 1
    finally:
        watch.stop()
    assert seen == [True]
    assert traced == [NAME]


def test_starting_twice_and_stopping_twice_leaves_the_path_as_it_was() -> None:
    before = list(sys.meta_path)
    watch = ImportWatch(NAME, lambda: None)
    watch.start()
    watch.start()
    assert len(sys.meta_path) == len(before) + 1
    watch.stop()
    watch.stop()
    assert sys.meta_path == before


def test_many_threads_may_import_at_once(module_file: Path, watch: ImportWatch, seen: list[bool]) -> None:
    module_file.write_text("import time; time.sleep(0.05); value = 1\n")
    values: list[int] = []
    threads = [threading.Thread(target=lambda: values.append(importlib.import_module(NAME).value)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert values == [1] * 8
    assert seen == [True]


def test_looking_a_module_up_does_not_run_it(module_file: Path, watch: ImportWatch, seen: list[bool]) -> None:
    assert importlib.util.find_spec(NAME) is not None
    assert NAME not in sys.modules
    assert seen == []
