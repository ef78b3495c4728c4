"""Calls of an endpoint, one by one or in a loop."""

from __future__ import annotations

import pytest

from jupyter_green.practices.endpoint_calls import called_in_a_loop


@pytest.mark.parametrize(
    "text",
    [
        "for row in rows:\n    answers.append(predictor.predict(row))",
        "while True:\n    # a comment\n\n    if ready:\n        runtime.invoke_endpoint(EndpointName=name)",
        "async for row in rows:\n\tmy_predictor.predict(row)",
        "answers = [predictor.predict(row) for row in rows]",
        "def score(rows):\n    for row in rows:\n        x = 1\n        predictor.predict(row)\n",
    ],
)
def test_a_call_for_each_row_is_one_in_a_loop(text: str) -> None:
    assert called_in_a_loop(text)


@pytest.mark.parametrize(
    "text",
    [
        "predictor.predict(rows)",
        "for row in predictor.predict(rows):\n    print(row)",
        "print([row for row in predictor.predict(rows)])",
        "for row in rows:\n    print(row)\npredictor.predict(rows)",
        "for row in rows:\n    print(row)\ndef f():\n    predictor.predict(rows)",
        "predictor.predict(rows)  # once for all",
        "for row in rows:\n    # predictor.predict(row)\n    pass",
        "",
    ],
)
def test_a_call_for_all_rows_is_none(text: str) -> None:
    assert not called_in_a_loop(text)
