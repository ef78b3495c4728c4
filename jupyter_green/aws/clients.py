"""Clients made when they are first needed, guarded, patient, and silent towards the kernel's own watch."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from jupyter_green.aws.guard import NotReadOnlyError, action, guard, is_allowed
from jupyter_green.aws.outcome import Outcome, Problem, problem_of

__all__ = ["Answer", "Clients"]

Answer = dict[str, Any]
_ATTEMPTS = 4
_CONNECT_SECONDS, _READ_SECONDS = 5, 30
_PRICE_LIST_REGIONS = {"ap": "ap-south-1", "eu": "eu-central-1"}


class Clients:
    """The one factory of AWS clients; ask it, and every error is a result.

    ``session`` is a boto3 session (made when needed); ``around`` gives a context inside which each call is made, so
    that a kernel can tell its own look-ups from the user's calls.
    """

    def __init__(
        self,
        session: Any = None,
        *,
        region: str | None = None,
        around: Callable[[], AbstractContextManager[Any]] = nullcontext,
        attempts: int = _ATTEMPTS,
    ) -> None:
        self.asked: Counter[str] = Counter()
        self._session = session
        self._region = region
        self._around = around
        self._attempts = attempts
        self._made: dict[tuple[str, str], Any] = {}
        self._lock = threading.RLock()

    def ask(
        self, service: str, operation: str, region: str | None = None, *, would: str = "", **request: Any
    ) -> Outcome[Answer]:
        """Return the answer of one operation, or why there is none. ``would`` says what it would have told."""
        where, name = region or self._region or "", action(service, operation)
        if not is_allowed(service, operation):
            raise NotReadOnlyError(f"{name} is not on the list of what jupyter_green may ask")
        try:
            from botocore import xform_name

            with self._around():
                client = self._client(service, where)
                where = where or str(client.meta.region_name)
                self.asked[name] += 1
                return Outcome(getattr(client, xform_name(operation))(**request))
        except NotReadOnlyError:
            raise
        except Exception as error:  # botocore's, the credential provider's, the network's: all are results here
            return Outcome(problem=problem_of(error, name, where, would))

    def pages(
        self, service: str, operation: str, region: str | None = None, *, would: str = "", **request: Any
    ) -> Iterator[Outcome[Answer]]:
        """Yield the answers page by page; a problem is the last thing yielded."""
        seen: set[str] = set()
        while True:
            outcome = self.ask(service, operation, region, would=would, **request)
            yield outcome
            token = outcome.value.get("NextToken") if outcome.value is not None else None
            if not token or token in seen:
                return
            seen.add(token)
            request = {**request, "NextToken": token}

    def everything(
        self, service: str, operation: str, key: str, region: str | None = None, *, would: str = "", **request: Any
    ) -> tuple[list[Any], Problem | None]:
        """Return the items under ``key`` of all pages, and the problem that ended the reading, if any."""
        items: list[Any] = []
        for outcome in self.pages(service, operation, region, would=would, **request):
            if outcome.value is None:
                return items, outcome.problem
            items += outcome.value.get(key) or []
        return items, None

    @property
    def total_asked(self) -> int:
        """How many calls were made so far."""
        return self.asked.total() if hasattr(self.asked, "total") else sum(self.asked.values())

    def _client(self, service: str, region: str) -> Any:
        with self._lock:
            key = (service, region)
            if key not in self._made:
                self._made[key] = guard(self._make(service, region))
            return self._made[key]

    def _make(self, service: str, region: str) -> Any:
        import boto3
        from botocore.config import Config

        if self._session is None:
            self._session = boto3.session.Session()
        config = Config(
            retries={"mode": "adaptive", "total_max_attempts": self._attempts},
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            user_agent_extra="jupyter-green",
        )
        if service == "pricing":  # the price list answers in three Regions for all of them
            region = _PRICE_LIST_REGIONS.get(region.partition("-")[0], "us-east-1")
        return self._session.client(service, region_name=region or None, config=config)
