"""A practice of another package: announced by an entry point, found, asked and checked like our own."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_green.advisor import advise
from jupyter_green.conformance import check_practice
from jupyter_green.job import Job
from jupyter_green.practices import PracticeError, all_practices, find_practice, practices_for
from jupyter_green.practices.registry import collect_practices

_PLUGIN = Path(__file__).parent / "example_plugin"
_JOB = Job(kind="training", region="eu-west-1", instance_type="ml.m5.xlarge", instance_count=1)


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The example package, installed into a folder of its own as an installer would lay it out."""
    site = tmp_path / "site-packages"
    shutil.copytree(_PLUGIN, site)
    monkeypatch.syspath_prepend(str(site))
    _forget()
    yield site
    _forget()
    for name in [name for name in sys.modules if name.split(".")[0] == "thirsty_practices"]:
        del sys.modules[name]


def _forget() -> None:
    all_practices.cache_clear()
    find_practice.cache_clear()
    practices_for.cache_clear()


@pytest.mark.usefixtures("plugin")
def test_an_installed_practice_is_found_beside_our_own() -> None:
    found = find_practice("name-your-jobs")
    assert found is not None
    assert find_practice("managed-spot-training") is not None


@pytest.mark.usefixtures("plugin")
def test_it_passes_the_kit_that_ours_pass() -> None:
    found = find_practice("name-your-jobs")
    assert found is not None
    check_practice(found)


@pytest.mark.usefixtures("plugin")
def test_its_advice_stands_among_the_others() -> None:
    assert "name-your-jobs" in {advice.practice for advice in advise([_JOB]).advice}


def test_without_the_package_there_is_no_such_practice() -> None:
    assert find_practice("name-your-jobs") is None


def test_an_entry_point_that_names_no_practice_is_refused(plugin: Path) -> None:
    announced = plugin / "thirsty_practices-1.0.dist-info" / "entry_points.txt"
    announced.write_text("[jupyter_green.practices]\nnot-one = thirsty_practices.name_your_jobs:Job\n", "utf-8")
    with pytest.raises(PracticeError, match="'not-one' does not name a Practice class"):
        all_practices()


def test_an_id_that_is_taken_is_refused() -> None:
    one = type(all_practices()[0])
    with pytest.raises(PracticeError, match="is taken by"):
        collect_practices([one, one])
