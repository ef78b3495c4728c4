"""Putting one output under the cell that is running, and renewing it in place."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

__all__ = ["Display"]

_MOST_REMEMBERED = 500


class Display:
    """Publishes at most one output a cell. A terminal cannot renew what it printed, so it prints what is new."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._shown: OrderedDict[int, str] = OrderedDict()
        self.can_renew = getattr(shell, "kernel", None) is not None

    def show(self, serial: int, bundle: Mapping[str, Any]) -> None:
        """Show the bundle under the cell with this serial, in place of what it showed before."""
        before = self._shown.get(serial)
        text = str(bundle.get("text/plain", ""))
        if before == text:
            return
        self._shown[serial] = text
        while len(self._shown) > _MOST_REMEMBERED:
            self._shown.popitem(last=False)
        publisher = self._shell.display_pub
        if self.can_renew:
            transient = {"display_id": f"jupyter-green-{serial}"}
            publisher.publish(data=dict(bundle), metadata={}, transient=transient, update=before is not None)
        else:
            fresh = text.removeprefix(before).lstrip("\n") if before and text.startswith(before) else text
            publisher.publish(data={"text/plain": fresh}, metadata={})
