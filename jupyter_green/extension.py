"""Loading and unloading the kernel extension: ``%load_ext jupyter_green``."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from jupyter_green.kernel.api_watch import ApiWatch
from jupyter_green.kernel.cell_watch import CellWatch
from jupyter_green.kernel.comm import CommTarget
from jupyter_green.kernel.session import Session
from jupyter_green.kernel.settings import JupyterGreen, SettingsError, environment_settings, read_project_table
from jupyter_green.readers.objects import is_sdk_class

__all__ = ["Extension", "current", "load", "unload"]


class Extension:
    """Everything that is loaded into one shell, and can be taken out again without a trace."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.problems: list[str] = []
        self.settings = self._settings()
        self.session = Session(shell, self.settings, clock=time.time)
        self.api_watch = ApiWatch(self.session.on_call, on_trip=self.report)
        self.cell_watch = CellWatch(
            shell,
            self.session.on_cell,
            is_interesting=is_sdk_class,
            on_start=self.session.on_start,
            heal=self.api_watch.heal,
            on_trip=self.report,
        )
        self.comm = CommTarget(self.session, shell)

    def start(self) -> None:
        """Begin to watch, register the magics and tell a waiting front end."""
        from jupyter_green.magics import register

        self.api_watch.install()
        self.cell_watch.start()
        register(self)
        self.comm.start()
        self.session.worker.submit(_warm_up)

    def stop(self) -> None:
        """Take everything out again."""
        from jupyter_green.magics import unregister

        self.comm.stop()
        unregister(self)
        self.cell_watch.stop()
        self.api_watch.uninstall()
        self.session.worker.stop()
        if self.settings in self.shell.configurables:
            self.shell.configurables.remove(self.settings)

    def report(self, text: str) -> None:
        """Say once that a part was switched off, and keep it for ``%green doctor``."""
        self.session.notice(text)
        print(f"jupyter_green: {text}")

    def _settings(self) -> JupyterGreen:
        settings = JupyterGreen(parent=self.shell)
        if settings not in self.shell.configurables:
            self.shell.configurables.append(settings)
        try:
            table, where = read_project_table(Path.cwd())
            self.problems += settings.take(table, where)
        except (SettingsError, OSError) as error:
            self.problems.append(str(error))
        self.problems += settings.take(environment_settings(os.environ), "environment")
        return settings


_loaded: dict[int, Extension] = {}


def load(shell: Any) -> Extension:
    """Load the extension into ``shell``; loading it again changes nothing."""
    extension = _loaded.get(id(shell))
    if extension is None:
        extension = Extension(shell)
        extension.start()
        _loaded[id(shell)] = extension
        for problem in extension.problems:
            print(f"jupyter_green: {problem}")
    return extension


def unload(shell: Any) -> None:
    """Unload the extension from ``shell``; without one loaded, nothing happens."""
    extension = _loaded.pop(id(shell), None)
    if extension is not None:
        extension.stop()


def current(shell: Any) -> Extension | None:
    """Return the extension loaded into ``shell``, or None."""
    return _loaded.get(id(shell))


def _warm_up() -> None:
    """Read practices and tables in the background, so that the first line need not wait for them."""
    from jupyter_green.catalog.instances import find_instance
    from jupyter_green.practices import all_practices

    all_practices()
    find_instance("ml.m5.xlarge")
