"""Reading an account: the jobs of the last days, page by page, resumable at any page."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.outcome import Problem
from jupyter_green.aws.tally import Tally, TallyFile
from jupyter_green.job import Job
from jupyter_green.readers.records import RECORD_KINDS, Record, as_seconds, read_endpoint, read_record

__all__ = ["ACTIONS", "read_account"]

#: What reading an account may ask for.
ACTIONS = (
    "sagemaker:Search",
    "sagemaker:ListProcessingJobs",
    "sagemaker:DescribeProcessingJob",
    "sagemaker:ListTransformJobs",
    "sagemaker:DescribeTransformJob",
    "sagemaker:ListEndpoints",
    "sagemaker:DescribeEndpoint",
    "sagemaker:DescribeEndpointConfig",
)
_PAGE = 100
_KINDS = ("training", "processing", "transform", "endpoint")


def read_account(
    clients: Clients,
    tally: Tally,
    *,
    kept: TallyFile | None = None,
    on_page: Callable[[Tally], None] | None = None,
    is_time_up: Callable[[], bool] = lambda: False,
) -> list[Problem]:
    """Read into ``tally`` what it does not hold yet, keep it after every page, and return the problems met.

    Training jobs, the trials of tuning jobs among them, come as whole documents from Search. The lists of processing
    and transform jobs name no hardware, so each is described; when ``is_time_up`` says so, the reading stops where it
    is, and the next one goes on there. A problem with one kind does not stop the others.
    """
    problems: list[Problem] = []
    for kind in _KINDS:
        cursor = tally.cursors.setdefault(kind, {})
        if cursor.get("done"):
            continue
        problem = _read_kind(clients, tally, kind, cursor, kept, on_page, is_time_up)
        if problem is None:
            cursor["done"] = True
            cursor.pop("names", None)
        else:
            problems.append(problem)
        if kept is not None:
            kept.save(tally)
    return problems


def _read_kind(
    clients: Clients,
    tally: Tally,
    kind: str,
    cursor: dict[str, Any],
    kept: TallyFile | None,
    on_page: Callable[[Tally], None] | None,
    is_time_up: Callable[[], bool],
) -> Problem | None:
    since = max(tally.since, float(cursor.get("after", tally.since)))
    seen = set(cursor.get("names", ()))  # of the last moment read: a list that goes on there tells them again
    counted_to = int(cursor.get("after", 0)) - 1  # the list of endpoints begins at the first one again
    operation, key, name_key, request = _question(kind, since)
    would = f"the {kind} jobs of the account" if kind != "endpoint" else "the endpoints of the account"
    for outcome in clients.pages("sagemaker", operation, tally.region, would=would, **request):
        if outcome.value is None:
            return outcome.problem
        items = [one.get("TrainingJob", one) for one in outcome.value.get(key) or ()]
        fresh = [one for one in items if one.get(name_key) not in seen and _created(one) >= counted_to]
        problem = _count(clients, tally, kind, fresh, cursor, is_time_up)
        if problem is not None:
            return problem
        if items:
            cursor["after"] = as_seconds(items[-1].get("CreationTime")) or since
            names = {**cursor.get("names", {}), **{one.get(name_key): _created(one) for one in items}}
            cursor["names"] = {name: made for name, made in names.items() if made >= int(cursor["after"]) - 1}
            seen = set(cursor["names"])
        if kept is not None:
            kept.save(tally)
        if on_page is not None:
            on_page(tally)
        if items and cursor["after"] > tally.until:
            return None
    return None


def _question(kind: str, since: float) -> tuple[str, str, str, dict[str, Any]]:
    """Return operation, key of the items, key of their names, and the request that lists a kind, oldest first."""
    moment = datetime.datetime.fromtimestamp(int(since), tz=datetime.timezone.utc)
    order = {"SortBy": "CreationTime", "SortOrder": "Ascending", "MaxResults": _PAGE}
    if kind == "training":
        after = {"Name": "CreationTime", "Operator": "GreaterThanOrEqualTo", "Value": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}
        return (
            "Search",
            "Results",
            "TrainingJobName",
            {
                "Resource": "TrainingJob",
                "SearchExpression": {"Filters": [after]},
                **order,
            },
        )
    if kind == "endpoint":
        return "ListEndpoints", "Endpoints", "EndpointName", order  # an old one may stand there still
    keys = RECORD_KINDS[kind]
    a_second_before = moment - datetime.timedelta(seconds=1)
    return keys.listing, keys.list_key, keys.name_key, {"CreationTimeAfter": a_second_before, **order}


def _count(
    clients: Clients,
    tally: Tally,
    kind: str,
    items: Iterable[Mapping[str, Any]],
    cursor: dict[str, Any],
    is_time_up: Callable[[], bool],
) -> Problem | None:
    """Count one page; the page is counted as a whole or, on a problem, its counted part is named in the cursor."""
    for item in items:
        if _created(item) > tally.until:
            continue
        if is_time_up():
            return _time_is_up(tally, kind, _created(item))
        account = _account_of(item)
        if tally.account and account != tally.account:
            detail = f"the reading that was kept is of account {tally.account}, not {account}: --fresh yes starts anew"
            return Problem("failed", f"reading the {kind} jobs", tally.region, detail)
        tally.account = account
        if kind == "training":
            record = read_record("training", item, tally.region, now=tally.until)
            tally.add(record, "tuning" if item.get("TuningJobArn") else "training")
            cursor.setdefault("names", {})[item.get(_name_key(kind))] = _created(item)
            continue
        found, problem = (_endpoint if kind == "endpoint" else _described)(clients, tally, kind, item)
        if problem is not None and problem.why != "missing":
            return problem
        if found is None:
            tally.skip("deleted meanwhile")
        else:
            tally.add(found, kind)
        cursor.setdefault("names", {})[item.get(_name_key(kind))] = _created(item)
    return None


def _time_is_up(tally: Tally, kind: str, at: float) -> Problem:
    from_then = datetime.datetime.fromtimestamp(at, tz=datetime.timezone.utc)
    detail = f"those made from {from_then:%Y-%m-%d %H:%M} UTC on are not counted yet"
    return Problem("unfinished", f"reading the {kind}{'' if kind == 'endpoint' else ' job'}s", tally.region, detail)


def _described(
    clients: Clients, tally: Tally, kind: str, item: Mapping[str, Any]
) -> tuple[Record | None, Problem | None]:
    keys = RECORD_KINDS[kind]
    outcome = clients.ask(
        "sagemaker",
        keys.describe,
        tally.region,
        would=f"the size of {kind} jobs",
        **{keys.name_key: item[keys.name_key]},
    )
    if outcome.value is None:
        return None, outcome.problem
    return read_record(kind, outcome.value, tally.region, now=tally.until), None


def _endpoint(
    clients: Clients, tally: Tally, kind: str, item: Mapping[str, Any]
) -> tuple[Record | None, Problem | None]:
    """Return an endpoint with its hours inside the window, at the size it has now."""
    name, would = item["EndpointName"], "the size of endpoints"
    told = clients.ask("sagemaker", "DescribeEndpoint", tally.region, would=would, EndpointName=name)
    if told.value is None:
        return None, told.problem
    config = clients.ask(
        "sagemaker",
        "DescribeEndpointConfig",
        tally.region,
        would=would,
        EndpointConfigName=told.value.get("EndpointConfigName"),
    )
    if config.value is None:
        return None, config.problem
    known = Job(kind="endpoint", name=name, region=tally.region)
    record = read_endpoint(told.value, config.value, known, tally.region)
    start = max(record.created or tally.until, tally.since)
    return dataclasses.replace(record, hours=max(0.0, tally.until - start) / 3600), None


def _account_of(item: Mapping[str, Any]) -> str:
    """Return the account that a listed thing belongs to, by its ARN."""
    arns = [str(value).split(":") for key, value in item.items() if key.endswith(("JobArn", "EndpointArn"))]
    return next((parts[4] for parts in arns if len(parts) > 5), "")


def _created(item: Mapping[str, Any]) -> float:
    return as_seconds(item.get("CreationTime")) or 0.0


def _name_key(kind: str) -> str:
    return "EndpointName" if kind == "endpoint" else RECORD_KINDS[kind].name_key
