"""From the resource objects of the core SDK, and serverless configurations, to Jobs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jupyter_green.dialects import sdk_v2, sdk_v3
from jupyter_green.dialects.api import OPERATIONS
from jupyter_green.job import Job, Unknown
from jupyter_green.readers.classes import SERVERLESS_CONFIG
from jupyter_green.readers.fields import read_fields
from jupyter_green.readers.requests import RequestReader, job_identity, read_rows
from jupyter_green.readers.safely import safe_dict
from jupyter_green.readers.values import decode_plain

__all__ = ["read_resource"]

_SNAKE = re.compile(r"(?:^|_)([a-z0-9])")


def read_resource(held: Mapping[str, Any], name: str, region: str | None) -> tuple[Job, ...]:
    """Return the job that a resource object or a serverless configuration stands for, if any."""
    job = _serverless(held, region) if name == SERVERLESS_CONFIG else _resource(held, name, region)
    return () if job is None else (job,)


def _serverless(held: Mapping[str, Any], region: str | None) -> Job:
    """Return the endpoint that a serverless configuration would make."""
    rows = tuple(
        row._replace(owner="", attribute="") for row in sdk_v2.DEPLOY_ROWS if row.owner_class == SERVERLESS_CONFIG
    )
    fields, origins = read_fields(held, rows)
    return Job(kind="endpoint", mode="serverless", region=region, api="sdk_v2", origins=origins, **fields)


def _resource(held: Mapping[str, Any], name: str, region: str | None) -> Job | None:
    """Return the job of a resource object of the core SDK, read through its request spelling."""
    operation = OPERATIONS.get(sdk_v3.RESOURCES[name])
    document = _in_request_words(held)
    if operation is None or not isinstance(document, dict) or operation.kind == "model":
        return None
    job_name = document.get(operation.name_key)
    fields, origins = read_rows(document, operation.rows, "object")
    if operation.kind == "tuning":
        return next(iter(RequestReader("object").read(operation.name, document, region=region)), None)
    if operation.kind == "endpoint":
        fields["instance_type"] = Unknown("its endpoint configuration is not part of this object")
    return Job(
        kind=operation.kind,
        name=job_name if type(job_name) is str else None,
        region=region,
        api="sdk_v3",
        identity=job_identity(operation.kind, job_name),
        origins=origins,
        **fields,
    )


def _in_request_words(value: Any, depth: int = 0) -> Any:
    """Return a resource object as the request it was made of: snake_case to CamelCase, unset fields left out."""
    if depth > 6:
        return None
    if type(value) is list:
        return [_in_request_words(item, depth + 1) for item in value[:200]]
    plain = decode_plain(value).value
    if not isinstance(plain, Unknown):
        return plain
    held = value if type(value) is dict else safe_dict(value)
    if not held:
        return None
    return {
        _camel(key): inner
        for key, item in held.items()
        if type(key) is str and not key.startswith("_") and (inner := _in_request_words(item, depth + 1)) is not None
    }


def _camel(name: str) -> str:
    words = _SNAKE.sub(lambda match: match[1].upper(), name)
    for said, spelt in (("InGb", "InGB"), ("InMb", "InMB"), ("S3Uri", "S3Uri")):
        words = words.replace(said, spelt)
    return words
