"""Facts that the user tells because a practice asked: kept for the session, and shown to every front end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_green.kernel.session import Session

__all__ = ["tell", "told"]

_MOST_FACTS = 200


def tell(session: Session, facts: Mapping[str, object], where: str) -> list[str]:
    """Keep facts by name, or forget those given as None; return one line for each that could not be used.

    The Regions that data may live in and the hours of a run are settings as well: what reads those follows.
    """
    problems: list[str] = []
    for name, value in facts.items():
        key = name.replace("-", "_")
        setting = _as_setting(key, value)
        refused = [] if setting is None else session.settings.take(setting, where)
        problems += refused
        if value is None:
            session.told.pop(key, None)
        elif not refused and (key in session.told or len(session.told) < _MOST_FACTS):
            session.told[key] = value
    session.books.touch()
    session.changed()
    return problems


def told(session: Session) -> dict[str, Any]:
    """Return the facts told so far as a front end shows them."""
    return {name: value for name, value in session.told.items() if isinstance(value, (bool, int, float, str))}


def _as_setting(name: str, value: object) -> dict[str, Any] | None:
    if name == "residency":
        words = value if isinstance(value, str) else ""
        return {"residency": words.replace(",", " ").split()}
    if name == "hours":
        return {"hours": value or 0.0}
    return None
