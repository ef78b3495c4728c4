"""The comm with a front end: a versioned hello, answers to its requests, and the state whenever it changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_green.kernel.session import Session

__all__ = ["LOADED_TARGET", "PROTOCOL", "TARGET", "CommTarget"]

TARGET = "jupyter_green"
LOADED_TARGET = "jupyter_green:loaded"
PROTOCOL = 1

Handler = Callable[[Mapping[str, Any]], dict[str, Any]]


class CommTarget:
    """Registers the comm target and serves every front end that opens it; without a kernel it does nothing.

    ``handlers`` maps a request's type to a function from its message to the answer. Handlers may run on another thread
    than the cells; what they raise becomes an ``error`` answer of one line.
    """

    def __init__(self, session: Callable[[], Session], shell: Any) -> None:
        self._made = session
        self._kernel = getattr(shell, "kernel", None)
        self._comms: dict[str, Any] = {}
        self._lock = threading.RLock()
        self._pushed = -1
        self.handlers: dict[str, Handler] = {}

    @property
    def _session(self) -> Session:
        return self._made()

    def start(self) -> None:
        """Register the target, and wake a front end that waits for the extension to be loaded."""
        manager = getattr(self._kernel, "comm_manager", None)
        if manager is None:
            return
        manager.register_target(TARGET, self._opened)
        self._wake()

    def stop(self) -> None:
        """Close every comm and take the target back."""
        manager = getattr(self._kernel, "comm_manager", None)
        if manager is None:
            return
        manager.unregister_target(TARGET, self._opened)
        with self._lock:
            open_comms, self._comms = list(self._comms.values()), {}
        for comm in open_comms:
            comm.close()

    def push_soon(self) -> None:
        """Send the state from the worker, once for however many changes are waiting."""
        if self._comms:
            self._session.worker.submit(self._push)

    def _push(self) -> None:
        from jupyter_green.kernel.state import session_state

        version = self._session.books.version
        if version == self._pushed:
            return
        self._pushed = version
        state = {"type": "state", **session_state(self._session)}
        with self._lock:
            comms = list(self._comms.values())
        for comm in comms:
            comm.send(state)

    def _opened(self, comm: Any, message: Mapping[str, Any]) -> None:
        from jupyter_green import __version__
        from jupyter_green.kernel.answers import handlers_for

        self.handlers = {**handlers_for(self._session), **self.handlers}
        if self.push_soon not in self._session.on_change:
            self._session.on_change.append(self.push_soon)
        with self._lock:
            self._comms[comm.comm_id] = comm
        comm.on_msg(lambda said: self._received(comm, said))
        comm.on_close(lambda _: self._comms.pop(comm.comm_id, None))
        inline = bool(self._session.settings.inline)
        comm.send({"type": "hello", "protocol": PROTOCOL, "version": __version__, "inline": inline})
        self._pushed = -1
        self.push_soon()

    def _received(self, comm: Any, message: Mapping[str, Any]) -> None:
        data = message.get("content", {}).get("data", {})
        if not isinstance(data, dict):
            return
        request, kind = data.get("request"), str(data.get("type"))
        handler = self.handlers.get(kind)
        try:
            if handler is None:
                raise ValueError(f"unknown request {kind!r}; this kernel speaks protocol {PROTOCOL}")
            answer = {"type": "answer", "request": request, **handler(data)}
        except Exception as error:
            self._session.notice(f"a front end's {kind} request failed: {type(error).__name__}")
            answer = {"type": "error", "request": request, "message": _one_line(error)}
        comm.send(answer)
        if kind in ("ignore", "settings", "applied"):
            self._pushed = -1
            self.push_soon()

    def _wake(self) -> None:
        """Open and close an empty comm that a waiting front end listens for."""
        try:
            from comm import create_comm
        except ImportError:  # an old ipykernel: the front end finds the target when it asks next
            return
        comm = create_comm(target_name=LOADED_TARGET)
        comm.close()


def _one_line(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return text[0][:300] if text else type(error).__name__
