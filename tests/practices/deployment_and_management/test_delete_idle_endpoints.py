from __future__ import annotations

import ast

from jupyter_green.job import Unknown
from jupyter_green.practices import Context, Metrics, SourceFacts
from jupyter_green.practices.endpoint_practice import ENDPOINT
from tests.practices.conftest import Ask

ID = "delete-idle-endpoints"
FORGOTTEN = ENDPOINT.with_changes(deleted_later=False)


def _measured(**values: float) -> Context:
    return Context(metrics={ENDPOINT.identity: Metrics(**values)})


def test_an_endpoint_that_the_notebook_never_deletes_is_a_fault(ask: Ask) -> None:
    advice = ask(ID, FORGOTTEN)
    assert advice is not None and advice.fault
    assert advice.swap is not None and advice.swap.action == "delete"
    assert advice.saving is not None and advice.saving.carbon.high < 0


def test_the_cell_it_offers_is_python_that_deletes_this_endpoint(ask: Ask) -> None:
    advice = ask(ID, FORGOTTEN)
    assert advice is not None and advice.swap is not None
    ast.parse(advice.swap.code)
    assert "'churn'" in advice.swap.code and "sm.delete_endpoint(EndpointName=name)" in advice.swap.code


def test_without_a_name_the_cell_takes_it_from_the_variable_that_deploy_filled(ask: Ask) -> None:
    nameless = FORGOTTEN.with_changes(name=None)
    advice = ask(ID, nameless, Context(source=SourceFacts(text="scorer = model.deploy(1, 'ml.m5.large')\n")))
    assert advice is not None and advice.swap is not None
    assert "name = scorer.endpoint_name" in advice.swap.code


def test_components_go_before_their_endpoint(ask: Ask) -> None:
    advice = ask(ID, FORGOTTEN.with_changes(inference_components=True))
    assert advice is not None and advice.swap is not None
    ast.parse(advice.swap.code)
    assert advice.swap.code.index("delete_inference_component(") < advice.swap.code.index("delete_endpoint(")


def test_a_long_silence_is_found_in_the_metrics(ask: Ask) -> None:
    advice = ask(ID, ENDPOINT, _measured(silent_hours=80))
    assert advice is not None and "3.3 days" in advice.message


def test_calls_a_little_while_ago_are_no_silence(ask: Ask) -> None:
    assert ask(ID, FORGOTTEN, _measured(silent_hours=2)) is None


def test_an_endpoint_that_is_deleted_or_may_be_is_left_alone(ask: Ask) -> None:
    assert ask(ID, ENDPOINT.with_changes(deleted_later=True)) is None
    assert ask(ID, ENDPOINT.with_changes(deleted_later=Unknown())) is None
    assert ask(ID, ENDPOINT) is None


def test_what_keeps_no_instance_while_silent_is_left_alone(ask: Ask) -> None:
    serverless = FORGOTTEN.with_changes(mode="serverless", instance_type=None, serverless_memory_mb=2048)
    assert ask(ID, serverless) is None
    assert ask(ID, FORGOTTEN.with_changes(managed_scaling=(0, 2))) is None
    assert ask(ID, serverless.with_changes(provisioned_concurrency=2)) is not None


def test_a_standby_may_be_kept(ask: Ask) -> None:
    assert ask(ID, FORGOTTEN, keep_endpoint=True) is None
