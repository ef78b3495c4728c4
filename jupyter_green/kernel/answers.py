"""What the kernel answers to a front end's requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jupyter_green.catalog.instances import find_instance
from jupyter_green.catalog.regions import region_names
from jupyter_green.job import Job
from jupyter_green.kernel.books import Entry
from jupyter_green.kernel.explain import explain_practice
from jupyter_green.kernel.promises import Promise
from jupyter_green.kernel.session import Session
from jupyter_green.kernel.state import session_state
from jupyter_green.kernel.told import tell
from jupyter_green.quantities import Quantity
from jupyter_green.swaps.complete import complete
from jupyter_green.views.compare import HoursOf, compare_types, region_rows, similar_types

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
        "tell": lambda message: _tell(session, message),
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
        number: [str(tag) for tag in cell.get("tags", ran.get(str(cell.get("id")), ())) or ()]
        for number, cell in enumerate(asked)
    }
    from jupyter_green.views.marks import mark_cells

    region, ignored = session.settings.assumed_region(), session.settings.ignore
    return {"cells": mark_cells(cells, session.context(), region=region, tags=tags, ignored=ignored)}


def _explain(session: Session, message: Message) -> dict[str, Any]:
    entry = session.books.find(str(message.get("identity")))
    return {"markdown": explain_practice(session, str(message.get("practice")), entry)}


def _ignore(session: Session, message: Message) -> dict[str, Any]:
    identity, practice = str(message.get("identity")), str(message.get("practice"))
    entry = session.books.find(identity)
    if entry is not None:  # else it is written and never ran: the front end alone hides it
        session.books.change(entry, dismissed=entry.dismissed | {practice})
    reason, until = message.get("reason") or "no reason given", message.get("until")
    session.notice(f"{practice} is ignored for {identity}: {reason}" + (f", until {until}" if until else ""))
    return {}


def _compare(session: Session, message: Message) -> dict[str, Any]:
    entry = _entry(session, message)
    asked = [str(name) for name in message.get("types") or ()]
    types = [name for name in asked if find_instance(name)] or similar_types(entry.job)
    told = _hours_told(message.get("hours"))
    return compare_types(entry.job, types, hours=_hours_on(session, entry, told), grid_basis=session.settings.grid)


def _hours_told(said: Any) -> dict[str, float]:
    """Return the hours a front end gave by instance type, without what is no time."""
    given = said.items() if isinstance(said, Mapping) else ()
    return {str(name): float(hours) for name, hours in given if isinstance(hours, (int, float)) and 0 < hours < 1e6}


def _hours_on(session: Session, entry: Entry, told: Mapping[str, float]) -> HoursOf:
    """Return what knows the time of the entry's job on other hardware: the user, else past runs of the same code."""

    def hours(job: Job) -> float | tuple[float, float, float] | Quantity | None:
        name = job.instance_type
        if isinstance(name, str) and name in told:
            return told[name]
        if job.groups == entry.job.groups:
            return session.footprint(entry).hours
        past = session.recorder.past.forecast(job)
        return None if past is None else past[0]

    return hours


def _regions(session: Session, message: Message) -> dict[str, Any]:
    entry = session.books.find(str(message.get("identity"))) if message.get("identity") else None
    current = entry.job.region if entry is not None and isinstance(entry.job.region, str) else None
    current = current or session.settings.assumed_region()
    context = session.context()
    allowed = [code for code in region_names() if context.may_move_to(code)] if context.residency else None
    return region_rows(current, allowed, grid_basis=session.settings.grid)


def _applied(session: Session, message: Message) -> dict[str, Any]:
    """Keep what the user applied in the editor as a promise, or take it back once it was undone there.

    The next job of that cell is checked against it.
    """
    practice, _, key = str(message.get("advice")).partition("@")
    if message.get("undone") is True:
        for promise in session.promises.waiting(practice, key):
            session.promises.take_back(promise)
        return {"checked": False}
    entry = session.books.find(key)
    for advice in session.advice_for(entry) if entry is not None else ():
        if advice.practice == practice and advice.swap is not None and entry is not None:
            swap = complete(advice.swap, entry.job)
            session.promises.add(Promise(advice, swap, entry.key, lambda: "undo it in the editor", "cell"))
            return {"checked": True}
    return {"checked": False}


def _tell(session: Session, message: Message) -> dict[str, Any]:
    facts = message.get("facts")
    fitting = (bool, int, float, str, type(None))
    said = {str(name): value for name, value in facts.items()} if isinstance(facts, Mapping) else {}
    usable = {name: value for name, value in said.items() if name.isidentifier() and isinstance(value, fitting)}
    return {"problems": tell(session, usable, "the front end's answer")}


def _settings(session: Session, message: Message) -> dict[str, Any]:
    wanted = {key: message[key] for key in ("inline", "region", "residency") if message.get(key) is not None}
    if message.get("hours") is not None:
        wanted["hours"] = float(message["hours"])
    return {"problems": session.settings.take(wanted, "the front end's settings")}
