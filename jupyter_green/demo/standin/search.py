"""Search: whole documents of many jobs, filtered by their properties and tags."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Mapping
from typing import Any

from jupyter_green.demo.standin.kinds import KINDS, as_seconds, describe, paged
from jupyter_green.demo.standin.world import Account, Refused, Request, answers

_SEARCHED = ("TrainingJob", "HyperParameterTuningJob", "Endpoint", "Model")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "GreaterThan": operator.gt,
    "GreaterThanOrEqualTo": operator.ge,
    "LessThan": operator.lt,
    "LessThanOrEqualTo": operator.le,
}


@answers("sagemaker", "Search")
def _search(account: Account, request: Request) -> Mapping[str, Any] | None:
    kind = request["Resource"]
    if kind not in _SEARCHED:
        return None
    question = json.dumps({k: v for k, v in request.items() if k not in ("NextToken", "MaxResults")}, default=str)
    if "NextToken" not in request or question not in account.searches:  # the pages of one search show one moment
        account.searches = {question: _found(account, kind, request)}
    found = account.searches[question]
    page, token = paged(found, request, default=100)
    answer: dict[str, Any] = {
        "Results": [{kind: document} for document in page],
        "TotalHits": {"Value": len(found), "Relation": "EqualTo"},
    }
    return answer | ({"NextToken": token} if token else {})


def _found(account: Account, kind: str, request: Request) -> list[dict[str, Any]]:
    documents = [
        describe(account, record) | {"Tags": record.tags, KINDS[kind].name_key: record.name}
        for record in account.shelf(kind).values()
    ]
    expression, order = request.get("SearchExpression") or {}, request.get("SortBy", "LastModifiedTime")
    found = [document for document in documents if _lets_through(expression, document)]
    found.sort(key=lambda d: str(_property(d, order)), reverse=request.get("SortOrder", "Descending") == "Descending")
    return found


def _lets_through(expression: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    verdicts = [_passes(one, document) for one in expression.get("Filters") or []]
    verdicts += [_lets_through(one, document) for one in expression.get("SubExpressions") or []]
    if not verdicts:
        return True
    return any(verdicts) if expression.get("Operator") == "Or" else all(verdicts)


def _passes(condition: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    found = _property(document, condition["Name"])
    how, wanted = str(condition.get("Operator", "Equals")), str(condition.get("Value", ""))
    if how in ("Exists", "NotExists"):
        return (found is not None) == (how == "Exists")
    if how == "NotEquals":
        return _text(found) != wanted
    if found is None:
        return False
    if how == "Equals":
        return _text(found) == wanted
    if how == "Contains":
        return wanted in _text(found)
    if how == "In":
        return _text(found) in wanted.split(",")
    if how in _COMPARE:
        return _COMPARE[how](float(found), _number(wanted))
    raise Refused(f"Unknown operator: {how}")


def _property(document: Mapping[str, Any], name: str) -> Any:
    if name.startswith("Tags."):
        return next((tag["Value"] for tag in document["Tags"] if tag["Key"] == name[5:]), None)
    value: Any = document
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        from datetime import datetime

        return as_seconds(datetime.fromisoformat(value.replace("Z", "+00:00")))
