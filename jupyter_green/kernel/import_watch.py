"""Calls back once, when one module has been imported, without taking part in its import.

The finder only looks the module up; the module's own loader runs it. For that one run the loader *instance* carries our
``exec_module``, which takes itself off first, so neither the loader's class nor the module's spec is changed.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

__all__ = ["ImportWatch"]


class ImportWatch:
    """A meta path finder for one module name; never breaks an import, and is gone after :meth:`stop`."""

    def __init__(self, module_name: str, on_import: Callable[[], None]) -> None:
        self.module_name = module_name
        self._on_import = on_import
        self._looking = threading.local()

    def start(self) -> None:
        """Watch imports from now on; does nothing when already watching."""
        if not any(finder is self for finder in sys.meta_path):
            sys.meta_path.insert(0, self)

    def stop(self) -> None:
        """Watch no more."""
        sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not self]

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec that the other finders give for the watched module, and None for every other name."""
        if fullname != self.module_name or getattr(self._looking, "on", False):
            return None
        self._looking.on = True  # another finder may ask all finders again, us included
        try:
            return self._spec_of_others(fullname, path, target)
        except Exception:
            return None  # the import system asks the others itself, and reports what they say
        finally:
            self._looking.on = False

    def _spec_of_others(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None
    ) -> ModuleSpec | None:
        for finder in list(sys.meta_path):
            find: Any = None if finder is self else getattr(finder, "find_spec", None)
            spec: ModuleSpec | None = find(fullname, path, target) if find is not None else None
            if spec is not None:
                self._ride_along(spec.loader)
                return spec
        return None

    def _ride_along(self, loader: Any) -> None:
        run = getattr(loader, "exec_module", None)
        if run is None:
            return

        def exec_module(module: ModuleType) -> None:
            vars(loader).pop("exec_module", None)
            run(module)
            try:
                self._on_import()
            except Exception:
                return  # the module is imported; whoever watches looks again before and after each cell

        loader.exec_module = exec_module
