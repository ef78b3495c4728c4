from __future__ import annotations

import ast

import pytest

from jupyter_green.catalog.instances import is_offered
from jupyter_green.job import Unknown
from jupyter_green.practices import Context, SourceFacts
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask

ID = "batch-transform"
LOOP = "for row in rows:\n    answers.append(predictor.predict(row))\n"
COMPREHENSION = "answers = [runtime.invoke_endpoint(Body=row) for row in rows]\n"
ONE_CALL = "for row in rows:\n    print(row)\nanswer = predictor.predict(rows[0])\n"
LOCAL_MODEL = "for row in rows:\n    answers.append(forest.predict(row))\n"


def _cells(text: str, **told: object) -> Context:
    return Context(source=SourceFacts(text=text), told=told)


@pytest.mark.parametrize("text", [LOOP, COMPREHENSION])
def test_a_loop_over_an_endpoint_is_a_batch(ask: Ask, text: str) -> None:
    advice = ask(ID, ENDPOINT, _cells(text, only_offline=True, silent_share=0.9))
    assert advice is not None and advice.missing == ()
    assert advice.saving is not None and advice.saving.carbon.high < 0


@pytest.mark.parametrize("text", [ONE_CALL, LOCAL_MODEL, "", "# for row in rows: predictor.predict(row)"])
def test_single_calls_and_local_models_are_left_alone(ask: Ask, text: str) -> None:
    assert ask(ID, ENDPOINT, _cells(text)) is None


def test_whether_anybody_else_calls_it_is_asked(ask: Ask) -> None:
    advice = ask(ID, ENDPOINT, _cells(LOOP))
    assert advice is not None and "(only_offline)" in " ".join(advice.missing)
    assert ask(ID, ENDPOINT, _cells(LOOP, only_offline=False)) is None


@pytest.mark.parametrize("name", ["ml.m5.xlarge", "ml.c7g.xlarge", "ml.g5.xlarge"])
def test_the_type_in_the_cell_is_one_that_batch_transform_takes(ask: Ask, name: str) -> None:
    advice = ask(ID, ENDPOINT.with_changes(instance_type=name), _cells(LOOP))
    assert advice is not None and advice.swap is not None
    keywords = [
        k for node in ast.walk(ast.parse(advice.swap.code)) if isinstance(node, ast.Call) for k in node.keywords
    ]
    named = {k.arg: ast.literal_eval(k.value) for k in keywords}
    assert is_offered(named["instance_type"], "transform")


def test_a_gpu_that_batch_transform_does_not_take_is_left_alone(ask: Ask) -> None:
    assert ask(ID, GPU_ENDPOINT.with_changes(instance_type="ml.p5.48xlarge"), _cells(LOOP)) is None
    assert ask(ID, ENDPOINT.with_changes(instance_type=Unknown()), _cells(LOOP)) is None
