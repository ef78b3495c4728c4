"""Nothing but this machine: every connection and name look-up that leaves loopback is refused and remembered.

Standard library only, because every Python process the tests start loads it first (see sitecustomize.py beside it).
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

refused: list[str] = []


class NetworkForbidden(AssertionError):
    """Raised in place of a connection to anything but loopback."""


def _is_loopback(host: Any) -> bool:
    if host in (None, "", "localhost", b"localhost", "0.0.0.0", "::"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.split("%")[0]).is_loopback
    except ValueError:
        return text == socket.gethostname()


def _refuse(what: str) -> None:
    refused.append(what)
    raise NetworkForbidden(f"a test tried to reach {what}; only loopback is allowed")


def install() -> None:
    """Replace what opens connections and looks up names, for the rest of this process."""
    if getattr(socket.socket.connect, "loopback_only", False):
        return
    connect, connect_ex, send_to = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
    look_up = socket.getaddrinfo

    def check(sock: socket.socket, address: Any) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            _refuse(f"{address[0]}:{address[1]}")

    def guarded_connect(sock: socket.socket, address: Any) -> None:
        check(sock, address)
        return connect(sock, address)

    def guarded_connect_ex(sock: socket.socket, address: Any) -> int:
        check(sock, address)
        return connect_ex(sock, address)

    def guarded_send_to(sock: socket.socket, data: Any, *rest: Any) -> int:
        check(sock, rest[-1])
        return send_to(sock, data, *rest)

    def guarded_look_up(host: Any, *rest: Any, **options: Any) -> Any:
        if not _is_loopback(host):
            _refuse(f"the address of {host!r}")
        return look_up(host, *rest, **options)

    guarded_connect.loopback_only = True  # type: ignore[attr-defined]
    socket.socket.connect = guarded_connect  # type: ignore[method-assign,assignment]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign]
    socket.socket.sendto = guarded_send_to  # type: ignore[method-assign,assignment]
    socket.getaddrinfo = guarded_look_up
