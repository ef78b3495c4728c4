"""The operations that every kind of resource answers in the same way: create, describe, list, stop, delete, tag."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jupyter_green.demo.standin.checks import check_values, service_model
from jupyter_green.demo.standin.timeline import Phase, Timeline
from jupyter_green.demo.standin.world import Account, Record, Refused, Request, answers

KINDS: dict[str, Kind] = {}


def _echo(account: Account, record: Record) -> Mapping[str, Any]:
    return {}


def _anything_goes(account: Account, request: Request) -> None:
    return None


def _nothing_more(account: Account, record: Record) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of resource is named, lives and describes itself."""

    name: str  # as in Create<name>
    segment: str  # of the ARN
    plural: str = ""  # as in List<plural>
    name_key: str = ""
    arn_key: str = ""
    status_key: str = ""
    path: tuple[str, ...] = ()  # request keys that make the name unique, when it is more than the name
    moving: str = "Creating"
    settled: str = "InService"
    check: Callable[[Account, Request], None] = _anything_goes
    phases: Callable[[Account, Request], tuple[Phase, ...]] | None = None
    told: Callable[[Account, Record], Mapping[str, Any]] = _echo
    made: Callable[[Account, Record], None] = _nothing_more

    def key(self, request: Request) -> str:
        """Return the name under which a request's resource is kept."""
        return "/".join(str(request.get(part) or "-") for part in self.path or (self.name_key,))

    def plan(self, account: Account, request: Request) -> Timeline:
        """Return the life of a resource asked for now."""
        phases = self.phases(account, request) if self.phases else (Phase(self.moving, 90, billed=False),)
        return Timeline.plan(phases, account.now, account.world.real_seconds)


def serve(kind: Kind, *, stop: bool = False, delete: bool = True, update: bool = False) -> Kind:
    """Answer the common operations for a kind; the list operation when it has a plural."""
    KINDS[kind.name] = kind
    answers("sagemaker", f"Create{kind.name}")(lambda account, request: create(account, kind, request))
    answers("sagemaker", f"Describe{kind.name}")(lambda account, request: _describe(account, kind, request))
    if kind.plural:
        answers("sagemaker", f"List{kind.plural}")(lambda account, request: _list(account, kind, request))
    if stop:
        answers("sagemaker", f"Stop{kind.name}")(lambda account, request: _stop(account, kind, request))
    if delete:
        answers("sagemaker", f"Delete{kind.name}")(lambda account, request: _delete(account, kind, request))
    if update:
        answers("sagemaker", f"Update{kind.name}")(lambda account, request: _update(account, kind, request))
    return kind


def create(account: Account, kind: Kind, request: Request) -> Mapping[str, Any]:
    """Make a resource and return its ARN as the service does."""
    return {kind.arn_key: make(account, kind, request).arn}


def make(account: Account, kind: Kind, request: Request, **facts: Any) -> Record:
    """Make a resource of a kind, after the checks the service would make."""
    check_values("sagemaker", f"Create{kind.name}", request)
    kind.check(account, request)
    name = kind.key(request)
    record = Record(
        kind.name,
        name,
        account.arn(kind.segment, name),
        {key: value for key, value in request.items() if key != "Tags"},
        kind.plan(account, request),
        outcome=account.world.habit(name).outcome,
        facts=facts,
        tags=list(request.get("Tags") or []),
    )
    account.keep(record)
    kind.made(account, record)
    return record


def describe(account: Account, record: Record) -> dict[str, Any]:
    """Return everything the service says about a resource now."""
    kind, now = KINDS[record.kind], account.now
    over = record.timeline.is_over(now)
    answer: dict[str, Any] = {key: value for key, value in record.request.items() if value not in ({}, [], None)}
    answer[kind.arn_key] = record.arn
    answer["CreationTime"] = record.timeline.created
    answer["LastModifiedTime"] = record.modified or record.timeline.created + record.timeline.elapsed(now)
    if kind.status_key:
        answer[kind.status_key] = kind.settled if over else kind.moving
    answer.update(kind.told(account, record))
    answer.update(record.facts)
    return answer


def _describe(account: Account, kind: Kind, request: Request) -> Mapping[str, Any]:
    return describe(account, account.find(kind.name, kind.key(request)))


def _stop(account: Account, kind: Kind, request: Request) -> Mapping[str, Any]:
    record = account.find(kind.name, kind.key(request))
    if record.timeline.is_over(account.now):
        raise Refused(f"The request was rejected because the {kind.name} {record.name} has already ended.")
    record.timeline = record.timeline.cut(account.now)
    record.outcome = "Stopped"
    return {}


def _delete(account: Account, kind: Kind, request: Request) -> Mapping[str, Any]:
    account.drop(kind.name, kind.key(request))
    return {}


def _update(account: Account, kind: Kind, request: Request) -> Mapping[str, Any]:
    check_values("sagemaker", f"Update{kind.name}", request)
    record = account.find(kind.name, kind.key(request))
    record.request.update(request)
    record.modified = account.now
    return {kind.arn_key: record.arn}


def _list(account: Account, kind: Kind, request: Request) -> Mapping[str, Any]:
    shape = service_model("sagemaker").operation_model(f"List{kind.plural}").output_shape
    key = next(name for name, member in shape.members.items() if member.type_name == "list")
    found = select(account, kind, list(account.shelf(kind.name).values()), request)
    page, token = paged(found, request, default=10)
    answer: dict[str, Any] = {key: [describe(account, record) for record in page]}
    if token:
        answer["NextToken"] = token
    return answer


def select(account: Account, kind: Kind, records: list[Record], request: Request) -> list[Record]:
    """Return the records that a List request's filters let through, in its order."""
    for name, value in request.items():
        if name.endswith("NameContains"):
            records = [record for record in records if str(value).lower() in record.name.lower()]
        elif match := re.fullmatch(r"(CreationTime|LastModifiedTime)(After|Before)", name):
            bound = as_seconds(value)
            later = match[2] == "After"
            records = [r for r in records if (describe(account, r)[match[1]] > bound) == later]
        elif name.endswith("Equals"):
            told = kind.status_key if name == "StatusEquals" else name.removesuffix("Equals")
            records = [record for record in records if describe(account, record).get(told) == value]
    by_name = request.get("SortBy") == "Name"
    descending = request.get("SortOrder", "Ascending" if by_name else "Descending") == "Descending"
    return sorted(records, key=lambda r: r.name if by_name else (r.timeline.created, r.name), reverse=descending)


def paged(found: list[Any], request: Request, default: int) -> tuple[list[Any], str | None]:
    """Return the page that a request asks for and the token of the next one."""
    size, start = int(request.get("MaxResults") or default), int(request.get("NextToken") or 0)
    if not 1 <= size <= 100:
        raise Refused(
            f"1 validation error detected: Value '{size}' at 'maxResults' failed to satisfy constraint: "
            "Member must have value less than or equal to 100"
        )
    end = start + size
    return found[start:end], str(end) if end < len(found) else None


def as_seconds(value: Any) -> float:
    """Return a request's time as epoch seconds."""
    return value.timestamp() if isinstance(value, datetime) else float(value)


@answers("sagemaker", "AddTags")
def _add_tags(account: Account, request: Request) -> Mapping[str, Any] | None:
    record = account.by_arn.get(request["ResourceArn"])
    if record is None:
        return None
    new = {tag["Key"] for tag in request["Tags"]}
    record.tags = [tag for tag in record.tags if tag["Key"] not in new] + list(request["Tags"])
    return {"Tags": record.tags}


@answers("sagemaker", "ListTags")
def _list_tags(account: Account, request: Request) -> Mapping[str, Any] | None:
    record = account.by_arn.get(request["ResourceArn"])
    return None if record is None else {"Tags": record.tags}


@answers("sagemaker", "DeleteTags")
def _delete_tags(account: Account, request: Request) -> Mapping[str, Any] | None:
    record = account.by_arn.get(request["ResourceArn"])
    if record is None:
        return None
    record.tags = [tag for tag in record.tags if tag["Key"] not in request["TagKeys"]]
    return {}
