"""What a command gets and what it gives back, in the notebook and on the command line alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jupyter_green.kernel.session import Session
from jupyter_green.views.table import Table

__all__ = ["Answer", "Call", "UserError"]


class UserError(ValueError):
    """Raised for a mistake of the user; shown as one friendly line without traceback."""


@dataclass(slots=True)
class Answer:
    """What a command says: text always, HTML and data for front ends that show them."""

    text: str
    html: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def table(cls, table: Table) -> Answer:
        """Return an answer that is one table."""
        return cls(table.text(), table.html())

    def bundle(self) -> dict[str, Any]:
        """Return the answer as a MIME bundle."""
        bundle: dict[str, Any] = {"text/plain": self.text, **self.data}
        if self.html:
            bundle["text/html"] = self.html
        return bundle


@dataclass(slots=True)
class Call:
    """One call of a command: the words after its name, the session it acts on, and the notebook's names.

    ``words`` are plain arguments, ``options`` those written ``--name value`` or ``name=value``.
    """

    session: Session
    words: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Any] = field(default_factory=dict)
    extension: Any = None
    cell: str = ""  # the code below a %%green line

    def number(self, name: str) -> float | None:
        """Return an option as a number; raises UserError when it is none or negative."""
        text = self.options.get(name)
        if text is None:
            return None
        try:
            value = float(text)
        except ValueError:
            raise UserError(f"--{name} needs a number, not {text!r}") from None
        if value < 0 or value != value or value == float("inf"):
            raise UserError(f"--{name} cannot be {text}; give a number of 0 or more")
        return value

    def count(self, name: str) -> int | None:
        """Return an option as a whole number from 1 up; raises UserError when it is none."""
        value = self.number(name)
        if value is not None and (value < 1 or value != int(value)):
            raise UserError(f"--{name} needs a whole number of 1 or more, not {self.options[name]}")
        return None if value is None else int(value)
