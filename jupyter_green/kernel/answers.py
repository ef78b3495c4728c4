"""What the kernel answers to a front end's requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jupyter_green.catalog.instances import find_instance
from jupyter_green.catalog.regions import region_names
from jupyter_green.kernel.books import Entry
from jupyter_green.kernel.explain import explain_practice
from jupyter_green.kernel.promises import Promise
from jupyter_green.kernel.session import Session
from jupyter_green.kernel.state import session_state
from jupyter_green.swaps.complete import complete
from jupyter_green.views.compare import compare_types, region_rows, similar_types

__all__ = ["handlers_for"]

Message = Mapping[str, Any]


def handlers_for(session: Session) -> dict[str, Callable[[Message], dict[str, Any]]]:
    """Return the handler of each request type of ``docs/protocol.md``."""
    return {
        "state": lambda message: session_state(session),
        "analyse": lambda message: _analyse(session, message),
        "explain": lambda message: _explain(session, message),
        "ignore": lambda message: _ignore(session, message),
        "compare": lambda message: _compare(session, message),
        "regions": lambda message: _regions(session, message),
        "applied": lambda message: _applied(session, message),
        "settings": lambda message: _settings(session, message),
    }


def _entry(session: Session, message: Message) -> Entry:
    entry = session.books.find(str(message.get("identity")))
    if entry is None:
        raise LookupError("this job is not in the kernel's books any more; run its cell again")
    return entry


def _analyse(session: Session, message: Message) -> dict[str, Any]:
    asked = [cell for cell in message.get("cells") or () if isinstance(cell, Mapping)]
    cells = [(str(cell.get("id")), str(cell.get("source", ""))) for cell in asked]
    ran = {record.cell_id: record.tags for record in list(session.cells.values())}
    tags = {
        number: [str(tag) for tag in cell.get("tags") or ran.get(str(cell.get("id")), ())]
        for number, cell in enumerate(asked)
    }
    from jupyter_green.views.marks import mark_cells

    region, ignored = session.settings.assumed_region(), session.settings.ignore
    return {"cells": mark_cells(cells, session.context(), region=region, tags=tags, ignored=ignored)}


def _explain(session: Session, message: Message) -> dict[str, Any]:
    entry = session.books.find(str(message.get("identity")))
    return {"markdown": explain_practice(session, str(message.get("practice")), entry)}


def _ignore(session: Session, message: Message) -> dict[str, Any]:
    entry = _entry(session, message)
    practice = str(message.get("practice"))
    session.books.change(entry, dismissed=entry.dismissed | {practice})
    reason, until = message.get("reason") or "no reason given", message.get("until")
    session.notice(f"{practice} is ignored for {entry.key}: {reason}" + (f", until {until}" if until else ""))
    return {}


def _compare(session: Session, message: Message) -> dict[str, Any]:
    entry = _entry(session, message)
    asked = [str(name) for name in message.get("types") or ()]
    types = [name for name in asked if find_instance(name)] or similar_types(entry.job)
    return compare_types(entry.job, types, grid_basis=session.settings.grid)


def _regions(session: Session, message: Message) -> dict[str, Any]:
    entry = session.books.find(str(message.get("identity"))) if message.get("identity") else None
    current = entry.job.region if entry is not None and isinstance(entry.job.region, str) else None
    current = current or session.settings.assumed_region()
    context = session.context()
    allowed = [code for code in region_names() if context.may_move_to(code)] if context.residency else None
    return region_rows(current, allowed, grid_basis=session.settings.grid)


def _applied(session: Session, message: Message) -> dict[str, Any]:
    """Keep what the user applied in the editor as a promise: the next job of that cell is checked against it."""
    practice, _, key = str(message.get("advice")).partition("@")
    entry = session.books.find(key)
    for advice in session.advice_for(entry) if entry is not None else ():
        if advice.practice == practice and advice.swap is not None and entry is not None:
            swap = complete(advice.swap, entry.job)
            session.promises.add(Promise(advice, swap, entry.key, lambda: "undo it in the editor", "cell"))
            return {"checked": True}
    return {"checked": False}


def _settings(session: Session, message: Message) -> dict[str, Any]:
    wanted = {key: message[key] for key in ("inline", "region", "residency") if message.get(key) is not None}
    if message.get("hours") is not None:
        wanted["hours"] = float(message["hours"])
    return {"problems": session.settings.take(wanted, "the front end's settings")}
