from __future__ import annotations

from jupyter_green.job import Job, Unknown
from tests.practices.conftest import Ask

ID = "idle-shutdown-notebooks"
APP = Job(kind="notebook", name="research", instance_type="ml.g5.xlarge")


def test_a_notebook_that_nothing_stops_is_spoken_of_with_its_gpu(ask: Ask) -> None:
    advice = ask(ID, APP)
    assert advice is not None and "A10G" in advice.message
    assert advice.swap is not None and "IdleTimeoutInMinutes" in advice.swap.code


def test_a_very_long_timeout_is_spoken_of(ask: Ask) -> None:
    advice = ask(ID, APP.with_changes(idle_timeout=12 * 3600))
    assert advice is not None and "12 idle hours" in advice.message


def test_a_short_timeout_and_a_lifecycle_script_are_left_alone(ask: Ask) -> None:
    assert ask(ID, APP.with_changes(idle_timeout=3600)) is None
    assert ask(ID, APP.with_changes(lifecycle_config="auto-stop")) is None


def test_silent_when_the_settings_are_not_known(ask: Ask) -> None:
    assert ask(ID, APP.with_changes(idle_timeout=Unknown())) is None
    assert ask(ID, APP.with_changes(lifecycle_config=Unknown())) is None


def test_a_notebook_job_of_a_pipeline_ends_by_itself(ask: Ask) -> None:
    assert ask(ID, APP.with_changes(part_of="nightly")) is None
