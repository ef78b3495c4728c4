"""Tab completion after ``%green``: commands, instance types, Regions, practices and options."""

from __future__ import annotations

import re

from jupyter_green.catalog.instances import instance_names
from jupyter_green.catalog.regions import region_names
from jupyter_green.magics.router import command_names

__all__ = ["complete"]

_OPTIONS = ("--count", "--hours", "--kind", "--memory", "--region")
_TAKES_PRACTICE = ("explain", "apply", "ignore")


def complete(text: str) -> list[str]:
    """Return the candidates for the last word of a ``%green`` line."""
    words = re.split("[ =,]", text.lstrip())[1:]
    last = words[-1] if words else ""
    done = [word for word in words[:-1] if word]
    if not done:
        return [name for name in command_names() if name.startswith(last)]
    if done[-1] in ("--region", "region") or (done[-1] in region_names() and text.removesuffix(last).endswith(",")):
        return [name for name in region_names() if name.startswith(last)]
    if last.startswith("-"):
        return [option for option in _OPTIONS if option.startswith(last)]
    if done[0] in _TAKES_PRACTICE:
        from jupyter_green.practices import all_practices

        return [practice.id for practice in all_practices() if practice.id.startswith(last)]
    if done[0] in ("estimate", "compare", "instances", "whatif") and last:
        return [name for name in instance_names() if name.startswith(last)]
    return []
