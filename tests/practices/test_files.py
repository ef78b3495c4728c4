"""The files of practices: small, one practice each, called after it, and decided for every researched practice."""

from __future__ import annotations

import inspect
import statistics
from pathlib import Path

import pytest

import jupyter_green
from jupyter_green.practices import Practice, all_practices
from jupyter_green.views.practice_pages import own_practices

_PACKAGE = Path(jupyter_green.__file__).parent / "practices"
_MEDIAN_BYTES, _MOST_BYTES = 3 * 1024, 6 * 1024
_FOLDERS = ("data_preparation", "training_and_tuning", "deployment_and_management", "placement")
_FILES = sorted(path for folder in _FOLDERS for path in (_PACKAGE / folder).glob("*.py") if path.name != "__init__.py")


def test_there_are_at_least_fifty_practices() -> None:
    assert len(own_practices()) >= 50


def test_the_median_file_is_small_and_none_is_large() -> None:
    sizes = {path.name: len(path.read_bytes()) for path in _FILES}
    assert statistics.median(sizes.values()) <= _MEDIAN_BYTES
    assert {name: size for name, size in sizes.items() if size > _MOST_BYTES} == {}


def test_every_file_holds_one_practice_that_is_called_like_it() -> None:
    assert [path.stem for path in sorted(_FILES, key=lambda p: p.stem)] == sorted(
        practice.id.replace("-", "_") for practice in own_practices()
    )


@pytest.mark.parametrize("practice", own_practices(), ids=lambda practice: practice.id)
def test_every_practice_lies_in_the_folder_of_its_phase(practice: Practice) -> None:
    assert practice.phase.replace(" ", "_") == type(practice).__module__.split(".")[-2]


def test_no_check_reads_the_clock_or_a_file() -> None:
    for practice in all_practices():
        source = inspect.getsource(inspect.getmodule(type(practice)))  # type: ignore[arg-type]
        code = source.replace(inspect.getdoc(type(practice)) or "", "")
        assert ".today()" not in code and ".now()" not in code and "open(" not in code, practice.id
