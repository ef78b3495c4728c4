"""The guard that the whole suite runs under does what it says."""

from __future__ import annotations

import socket
import subprocess
import sys

import loopback_only
import pytest


def test_a_connection_to_elsewhere_is_refused_and_remembered() -> None:
    with pytest.raises(loopback_only.NetworkForbidden):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(loopback_only.NetworkForbidden):
        socket.getaddrinfo("example.org", 443)
    assert len(loopback_only.refused) == 2
    loopback_only.refused.clear()  # this test tried on purpose


def test_loopback_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


def test_processes_that_tests_start_are_guarded_too() -> None:
    program = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert "NetworkForbidden" in done.stderr
