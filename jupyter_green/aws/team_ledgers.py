"""``jupyter green merge`` with ledgers in S3, read by the client that can only list and get."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence
from typing import Any

from jupyter_green.aws.objects import Objects
from jupyter_green.ledger import merge_app

__all__ = ["ledgers_in_s3", "main"]

_SUFFIXES = (".sqlite", ".json")
_MOST_BYTES = 1 << 30
_WILD = "*?["


def main(arguments: Sequence[str]) -> int:
    """Merge ledgers, those in S3 among them; see :func:`jupyter_green.ledger.merge_app.main`."""
    return merge_app.main(arguments, {"s3": ledgers_in_s3})


def ledgers_in_s3(address: str, session: Any = None) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the ledgers at ``s3://bucket/key``, with wildcards, or below ``s3://bucket/folder``.

    Raises OSError with one line where AWS does not answer or a ledger is too large. ``session`` is a boto3 session.
    """
    bucket, _, key = address.removeprefix("s3://").partition("/")
    if not bucket:
        raise OSError("it names no bucket")
    objects = Objects(session)
    first_wild = min((key.index(sign) for sign in _WILD if sign in key), default=len(key))
    is_wild = first_wild < len(key)
    for one in objects.find(bucket, key[:first_wild]):
        below = one.key.startswith(f"{key.rstrip('/')}/" if key else "") and one.key.endswith(_SUFFIXES)
        if not (fnmatch.fnmatchcase(one.key, key) if is_wild else one.key == key or below):
            continue
        if one.size > _MOST_BYTES:
            raise OSError(f"s3://{bucket}/{one.key} has {one.size:,} bytes, more than {_MOST_BYTES:,}")
        yield f"s3://{bucket}/{one.key}", objects.read(bucket, one.key, _MOST_BYTES)
