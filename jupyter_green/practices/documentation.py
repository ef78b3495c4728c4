"""The documentation of a practice as its docstring holds it: a summary and named sections."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_green.practices.base import Practice

__all__ = ["SECTIONS", "Documentation", "documentation_of"]

#: The sections every practice writes, in this order.
SECTIONS = (
    "What it finds",
    "Why it matters",
    "Evidence",
    "When it does not apply",
    "The swap",
    "Signals not checked",
    "References",
)


@dataclass(frozen=True, slots=True)
class Documentation:
    """A practice's summary line and the text of its sections by name, in the order they were written."""

    summary: str
    sections: Mapping[str, str]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the names of sections that are absent or empty."""
        return tuple(name for name in SECTIONS if not self.sections.get(name))

    @property
    def is_ordered(self) -> bool:
        """True when the sections are exactly the wanted ones in the wanted order."""
        return tuple(self.sections) == SECTIONS


def documentation_of(practice: Practice | type[Practice]) -> Documentation:
    """Return what the docstring of a practice says; without a docstring everything is missing.

    A section starts with its name on a line of its own; its text is indented below.
    """
    cls = practice if inspect.isclass(practice) else type(practice)
    lines = inspect.cleandoc(cls.__dict__.get("__doc__") or "").splitlines()
    summary: list[str] = []
    sections: dict[str, list[str]] = {}
    into = summary
    for line in lines:
        if line and not line.startswith(" ") and line.strip() in SECTIONS:
            into = sections.setdefault(line.strip(), [])
        else:
            into.append(line.strip())
    return Documentation(" ".join(summary).strip(), {name: "\n".join(text).strip() for name, text in sections.items()})
