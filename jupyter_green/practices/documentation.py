"""The documentation of a practice as its docstring holds it: a summary and named sections."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["SECTIONS", "Documentation", "documentation_of", "read_docstring"]

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
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")
_LONG_ENOUGH = 60


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

    @property
    def evidence(self) -> str:
        """Return the evidence in one line: as many of its first sentences as it takes to say something."""
        said = ""
        for sentence in _SENTENCE_END.split(_in_one_line(self.sections.get("Evidence", ""))):
            said = f"{said} {sentence}".strip()
            if len(said) >= _LONG_ENOUGH:
                break
        return said.rstrip(".")

    @property
    def not_checked(self) -> tuple[str, ...]:
        """Return the signals not checked, one by one; the section parts them with semicolons."""
        text = _in_one_line(self.sections.get("Signals not checked", "")).rstrip(".")
        clauses = (clause.strip() for clause in text.split(";"))
        return tuple(
            clause[0].lower() + clause[1:] if clause[1:2].islower() else clause for clause in clauses if clause
        )


def _in_one_line(section: str) -> str:
    """Return a section as plain text: in a card nothing reads the marks of code."""
    return " ".join(section.replace("``", "").split())


def documentation_of(practice: object) -> Documentation:
    """Return what the docstring of a practice, or of its class, says."""
    cls = practice if isinstance(practice, type) else type(practice)
    return read_docstring(cls.__dict__.get("__doc__"))


def read_docstring(docstring: str | None) -> Documentation:
    """Return the parts of a docstring; without one everything is missing.

    A section starts with its name on a line of its own; its text is indented below.
    """
    summary: list[str] = []
    sections: dict[str, list[str]] = {}
    into = summary
    for line in inspect.cleandoc(docstring or "").splitlines():
        if line in SECTIONS:
            into = sections.setdefault(line, [])
        else:
            into.append(line.strip())
    return Documentation(" ".join(summary).strip(), {name: "\n".join(text).strip() for name, text in sections.items()})
