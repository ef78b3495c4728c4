"""Finds a Chromium, or installs one: a test that has no browser fails, it does not skip."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_or_install() -> str | None:
    """Return the path of a Chromium of the system, or None once Playwright has one of its own."""
    found = _of_the_system()
    if found:
        return found
    own = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(own, check=False).returncode == 0:
        return None
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
        found = _of_the_system()
        if found:
            return found
    raise RuntimeError("the browser tests need Chromium: install it with your system's package manager")


def _of_the_system() -> str | None:
    return next((path for path in map(shutil.which, _NAMES) if path), None)
