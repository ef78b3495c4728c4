"""What a finished job leaves in S3: enough for the SDK to deploy it."""

from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_green.demo.standin.world import Account, Record


def leave_model(account: Account, record: Record) -> None:
    """Put a small model.tar.gz where the training job says its model is, when that bucket exists."""
    output = (record.request.get("OutputDataConfig") or {}).get("S3OutputPath", "")
    if not output.startswith("s3://"):
        return
    from moto.s3.models import s3_backends

    bucket, _, prefix = output.removeprefix("s3://").partition("/")
    backend = s3_backends[account.number][account.partition]
    if bucket not in backend.buckets:
        return
    key = "/".join(part for part in (prefix.strip("/"), record.name, "output/model.tar.gz") if part)
    backend.put_object(bucket, key, _small_model())


def _small_model() -> bytes:
    packed, content = io.BytesIO(), b"a stand-in for trained weights\n"
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("model.bin")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()
