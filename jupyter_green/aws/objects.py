"""S3 objects, listed and read for the audit; the client can do nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jupyter_green.aws.guard import NotReadOnlyError
from jupyter_green.aws.outcome import problem_of

__all__ = ["Object", "Objects"]

#: The operations that reading objects takes -> the IAM action each needs.
READS = {"ListObjectsV2": "s3:ListBucket", "GetObject": "s3:GetObject"}
_ATTEMPTS = 4
_CONNECT_SECONDS, _READ_SECONDS = 5, 60


@dataclass(frozen=True, slots=True)
class Object:
    """One object of a bucket; ``version`` changes when its content does."""

    bucket: str
    key: str
    size: int
    version: str


class Objects:
    """Lists and reads objects; every error is an OSError whose message is one line. ``session`` is a boto3 session."""

    def __init__(self, session: Any = None) -> None:
        self._session = session
        self._made: Any = None

    def find(self, bucket: str, prefix: str) -> Iterator[Object]:
        """Yield the objects whose key begins with the prefix, in the order of their keys."""
        token: str | None = None
        while True:
            more = {"ContinuationToken": token} if token else {}
            answer = self._ask("list_objects_v2", "ListObjectsV2", Bucket=bucket, Prefix=prefix, **more)
            for one in answer.get("Contents", ()):
                yield Object(bucket, one["Key"], int(one["Size"]), str(one.get("ETag", "")).strip('"'))
            token = answer.get("NextContinuationToken")
            if not answer.get("IsTruncated") or not token:
                return

    def read(self, bucket: str, key: str, most: int) -> bytes:
        """Return the first ``most`` bytes of an object."""
        answer = self._ask("get_object", "GetObject", Bucket=bucket, Key=key)
        body = answer["Body"]
        try:
            data: bytes = body.read(most)
        except Exception as error:  # the connection's errors have no common class
            raise OSError(str(problem_of(error, READS["GetObject"], "S3"))) from error
        finally:
            body.close()
        return data

    def _ask(self, method: str, operation: str, **request: Any) -> Any:
        try:
            return getattr(self._client(), method)(**request)
        except NotReadOnlyError:
            raise
        except Exception as error:  # botocore's, the credential provider's, the network's
            raise OSError(str(problem_of(error, READS[operation], "S3"))) from error

    def _client(self) -> Any:
        if self._made is None:
            import boto3
            from botocore.config import Config

            config = Config(
                retries={"mode": "adaptive", "total_max_attempts": _ATTEMPTS},
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_READ_SECONDS,
                user_agent_extra="jupyter-green",
            )
            session = self._session or boto3.session.Session()
            self._made = session.client("s3", config=config)
            self._made.meta.events.register_first("before-call", _refuse)
        return self._made


def _refuse(model: Any, **_: Any) -> None:
    if model.name not in READS:
        raise NotReadOnlyError(f"s3:{model.name} is not on the list of what the audit may ask")
