"""The API watch: one trampoline on botocore sees every job that starts, from any SDK, and changes nothing.

Three rules. It calls what was there before through the descriptor protocol, because tracers patch the same method. It
never raises, never blocks and never passes on the user's own dicts. And it leaves as it came: off at once, and out of
the way when nobody has patched on top of it.
"""

from __future__ import annotations

import itertools
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any, Literal

from jupyter_green.kernel.attribution import Attribution, CellToken, attribute, is_ours
from jupyter_green.kernel.breaker import Breaker
from jupyter_green.kernel.import_watch import ImportWatch
from jupyter_green.kernel.private_copy import private_copy
from jupyter_green.kernel.watch_list import WATCHED, WITHOUT_START
from jupyter_green.readers.safely import class_name, safe_dict

__all__ = ["ApiCall", "ApiWatch"]

_MODULE = "botocore.client"
_CLASS = "BaseClient"
_METHOD = "_make_api_call"
_LONGEST_CHAIN = 50
RECORD_LIMIT_SECONDS = 0.02

_module_dict: Callable[[ModuleType], dict[str, Any]] = vars(ModuleType)["__dict__"].__get__
_serials = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """One AWS call of the user, at its start or at its end; both carry the same ``serial``.

    ``params`` and ``response`` are private, bounded copies (see :mod:`jupyter_green.kernel.private_copy`). A call that
    was only ``started`` may still be refused: count a job for good when it has ``returned``.
    """

    serial: int
    service: str
    operation: str
    outcome: Literal["started", "returned", "raised"]
    params: dict[str, Any]
    response: dict[str, Any] | None = None
    error: str | None = None  # class name of the exception
    error_code: str | None = None  # the service's own word for it, such as ResourceLimitExceeded
    region: str | None = None
    cell: CellToken | None = None
    attribution: Attribution = "none"
    client_id: int = 0
    started: float = 0.0  # time.monotonic()
    started_at: float = 0.0  # time.time()
    ended: float | None = None  # time.monotonic()


class ApiWatch:
    """Watches botocore's ``BaseClient._make_api_call``; ``on_call`` gets an :class:`ApiCall` at start and end of each.

    ``on_call`` runs in the user's thread and must only hand over, such as to a Worker. When botocore is not imported
    yet, the watch installs itself the moment it is.
    """

    def __init__(
        self,
        on_call: Callable[[ApiCall], object],
        *,
        watched: Mapping[str, frozenset[str]] = WATCHED,
        on_trip: Callable[[str], None] | None = None,
    ) -> None:
        self._on_call = on_call
        self._watched = watched
        self._on = False
        self._layers: list[tuple[type, Any, Any]] = []  # class, our trampoline, what it calls
        self._import_watch = ImportWatch(_MODULE, self.heal)
        self._in_flight = threading.local()
        self._lock = threading.RLock()
        self.breaker = Breaker("The watch on AWS calls", RECORD_LIMIT_SECONDS, on_trip=on_trip)

    @property
    def is_installed(self) -> bool:
        """True while calls are recorded (botocore need not be imported yet)."""
        return self._on

    def install(self) -> None:
        """Record calls from now on; safe to call again."""
        self._on = True
        self.heal()

    def uninstall(self) -> None:
        """Record nothing more, and take the trampoline out unless somebody has patched on top of it."""
        with self._lock:
            self._on = False
            self._import_watch.stop()
            for client_class, trampoline, previous in reversed(tuple(self._layers)):
                if client_class.__dict__.get(_METHOD) is trampoline:
                    setattr(client_class, _METHOD, previous)
                    self._layers.remove((client_class, trampoline, previous))

    def heal(self) -> None:
        """Put the trampoline in when botocore has appeared, was reloaded, or another patch has thrown ours out."""
        if not self._on:
            return
        self._calls_in_flight().clear()  # what an interrupt in the middle of a call has left behind
        client_class = _client_class()
        if client_class is None:
            self._import_watch.start()
            return
        if self._is_reached(client_class):
            return
        with self._lock:
            previous = client_class.__dict__.get(_METHOD)
            if previous is None or not self._on or self._is_reached(client_class):
                return
            self._import_watch.stop()
            trampoline = self._trampoline(previous)
            self._layers.append((client_class, trampoline, previous))
            setattr(client_class, _METHOD, trampoline)

    def _is_reached(self, client_class: type) -> bool:
        layer = client_class.__dict__.get(_METHOD)
        ours = [trampoline for owner, trampoline, _ in self._layers if owner is client_class]
        for _ in range(_LONGEST_CHAIN):
            if layer is None or any(layer is trampoline for trampoline in ours):
                return layer is not None
            layer = getattr(layer, "__wrapped__", None)
        return False

    def _trampoline(self, previous: Any) -> Any:
        call = _caller(previous)
        watched = self._watched

        def _make_api_call(self_: Any, *args: Any, **kwargs: Any) -> Any:
            __tracebackhide__ = True  # IPython leaves this frame out of the user's tracebacks
            # The name alone sends nearly every call straight through, before anything of ours is touched.
            if not self._on or not args or type(args[0]) is not str or args[0] not in watched:
                return call(self_, *args, **kwargs)
            started = self.breaker.run(self._begin, self_, args)
            if started is None:
                return call(self_, *args, **kwargs)
            if args[0] not in WITHOUT_START:
                self.breaker.run(self._tell, started)
            try:
                response = call(self_, *args, **kwargs)
            except BaseException as error:
                self.breaker.run(self._end, started, None, error)
                raise
            self.breaker.run(self._end, started, response, None)
            return response

        _dress(_make_api_call, previous)
        return _make_api_call

    def _begin(self, client: Any, args: tuple[Any, ...]) -> ApiCall | None:
        operation = args[0]
        service = client._service_model.service_name
        if service not in self._watched[operation] or is_ours():
            return None
        here = (id(client), operation)
        in_flight = self._calls_in_flight()
        if here in in_flight:
            return None  # our own trampoline sits in this chain twice: the outer one has it already
        in_flight.append(here)
        cell, how = attribute()
        return ApiCall(
            serial=next(_serials),
            service=service,
            operation=operation,
            outcome="started",
            params=_copied_dict(args[1] if len(args) > 1 else {}),
            region=_text(client.meta.region_name),
            cell=cell,
            attribution=how,
            client_id=id(client),
            started=time.monotonic(),
            started_at=time.time(),
        )

    def _end(self, call: ApiCall, response: Any, error: BaseException | None) -> None:
        in_flight = self._calls_in_flight()
        here = (call.client_id, call.operation)
        if here in in_flight:
            in_flight.remove(here)
        self._tell(
            ApiCall(  # written out: dataclasses.replace takes twice as long
                serial=call.serial,
                service=call.service,
                operation=call.operation,
                outcome="returned" if error is None else "raised",
                params=call.params,
                response=_copied_dict(response) if error is None else None,
                error=None if error is None else class_name(type(error)),
                error_code=None if error is None else _error_code(error),
                region=call.region,
                cell=call.cell,
                attribution=call.attribution,
                client_id=call.client_id,
                started=call.started,
                started_at=call.started_at,
                ended=time.monotonic(),
            )
        )

    def _calls_in_flight(self) -> list[tuple[int, str]]:
        calls: list[tuple[int, str]] = self._in_flight.__dict__.setdefault("calls", [])
        return calls

    def _tell(self, call: ApiCall) -> None:
        if self._on:
            self._on_call(call)


def _client_class() -> type | None:
    module = sys.modules.get(_MODULE)
    if not issubclass(type(module), ModuleType):
        return None
    # The real dict: asking a lazily loaded module for an attribute would import it.
    found = _module_dict(module).get(_CLASS)  # type: ignore[arg-type]
    return found if issubclass(type(found), type) else None


def _caller(previous: Any) -> Callable[..., Any]:
    """Return a function that calls ``previous`` as the class attribute it was."""
    if type(previous) is FunctionType:
        return previous
    if getattr(type(previous), "__get__", None) is None:
        return lambda client, *args, **kwargs: previous(*args, **kwargs)
    return lambda client, *args, **kwargs: previous.__get__(client, type(client))(*args, **kwargs)


def _dress(trampoline: Any, previous: Any) -> None:
    trampoline.__wrapped__ = previous
    if type(previous) is FunctionType:
        trampoline.__name__ = previous.__name__
        trampoline.__qualname__ = previous.__qualname__
        trampoline.__module__ = previous.__module__
        trampoline.__doc__ = previous.__doc__


def _copied_dict(value: Any) -> dict[str, Any]:
    copied = private_copy(value)
    return copied if type(copied) is dict else {}


def _text(value: Any) -> str | None:
    return value if type(value) is str else None


def _error_code(error: BaseException) -> str | None:
    held = safe_dict(error).get("response")
    inner = held.get("Error") if type(held) is dict else None
    return _text(inner.get("Code")) if type(inner) is dict else None
