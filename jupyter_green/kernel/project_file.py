"""pyproject.toml, as the kernel and the audit read it: our table, and tables that are meant to be it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["MisnamedTableError", "own_table"]

_NAME = "jupyter-green"
#: A line that may begin our table or a slip of it; most files have none, and are not parsed.
_MAY_BE_OURS = re.compile(r"^[ \t]*\[*[ \t]*(?:tool[ \t]*\.[ \t]*)?[\"']?j[a-z]*[-_. ]*gr", re.M | re.I)
_NEAR = 0.85


class MisnamedTableError(ValueError):
    """Raised for a table that is meant to be ours and is called otherwise; the message is one line."""


def own_table(path: Path) -> Any:
    """Return what stands at ``[tool.jupyter-green]`` of the file, an empty mapping where nothing does.

    Raises OSError and ValueError for a file that cannot be read, and MisnamedTableError.
    """
    text = path.read_text("utf-8")
    if _NAME not in text and not _MAY_BE_OURS.search(text):
        return {}
    document = _toml().loads(text)
    tool = document.get("tool", {})
    if not isinstance(tool, Mapping):
        return {}
    for written, names in (("tool.", tool), ("", document)):
        for name, value in names.items():
            if isinstance(value, Mapping) and _is_slip(name, is_in_tool=bool(written)):
                raise MisnamedTableError(f"unknown table [{written}{name}]; did you mean [tool.{_NAME}]?")
    return tool.get(_NAME, {})


def _is_slip(name: str, *, is_in_tool: bool) -> bool:
    if name == _NAME:
        return not is_in_tool
    if "".join(filter(str.isalpha, name.lower())) == _NAME.replace("-", ""):
        return True
    if abs(len(name) - len(_NAME)) > 3:
        return False
    from difflib import SequenceMatcher

    return SequenceMatcher(None, name.lower(), _NAME).ratio() >= _NEAR


def _toml() -> Any:
    try:
        import tomllib
    except ModuleNotFoundError:  # Python 3.10
        import tomli as tomllib  # type: ignore[import-not-found,no-redef,unused-ignore]
    return tomllib
