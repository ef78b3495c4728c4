from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Context, SourceFacts
from tests.practices.conftest import Ask

ID = "feature-store-reuse"
GROUP = Job(kind="feature-group", name="customers", online_store=True)
RUN = Job(kind="processing", name="first", entry_point="features.py", inputs=("s3://my-bucket/raw/",))


def test_an_online_store_that_nobody_reads_is_switched_off(ask: Ask) -> None:
    advice = ask(ID, GROUP, read_online=False)
    assert advice is not None and advice.can_apply and advice.saving is None
    assert advice.swap is not None and advice.swap.applied_to(GROUP).online_store is False


def test_it_asks_whether_an_application_reads_it(ask: Ask) -> None:
    advice = ask(ID, GROUP)
    assert advice is not None and "(read_online)" in advice.missing[0]
    assert ask(ID, GROUP, read_online=True) is None


def test_an_offline_group_and_one_that_a_cell_reads_are_left_alone(ask: Ask) -> None:
    assert ask(ID, GROUP.with_changes(online_store=False)) is None
    reading = Context(source=SourceFacts(calls={"runtime.get_record": ("customers",)}))
    assert ask(ID, GROUP, reading) is None


def test_the_second_run_of_a_script_on_the_same_input_is_spoken_of_and_the_first_is_not(ask: Ask) -> None:
    again = RUN.with_changes(name="second")
    session = Context(jobs=(RUN, again))
    advice = ask(ID, again, session)
    assert advice is not None and "first" in advice.message
    assert ask(ID, RUN, session) is None
    assert ask(ID, again.with_changes(inputs=("s3://my-bucket/other/",)), session) is None
