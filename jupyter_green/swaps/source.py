"""Carry a Swap into the source of cells: spans of arguments are edited and every other byte stays as it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jupyter_green.dialects.limits import max_runtime_of
from jupyter_green.job import JOB_FIELDS, Job, known
from jupyter_green.practices.advice import Swap
from jupyter_green.swaps.complete import complete
from jupyter_green.swaps.edits import EditError, Rewrite, unified_diff
from jupyter_green.swaps.encode import encode
from jupyter_green.swaps.imports import Imports
from jupyter_green.swaps.items import NotEditable
from jupyter_green.swaps.legality import why_illegal
from jupyter_green.swaps.made import CannotSay, Made
from jupyter_green.swaps.names import Names, names_of
from jupyter_green.swaps.places import CellText, ParsedCall
from jupyter_green.swaps.spellings import Spelling, Words, words_of_call
from jupyter_green.swaps.views import View
from jupyter_green.swaps.writer import Writer

__all__ = ["CallSite", "rewrite_call"]

_MADE_BY_OTHER_CALLS = {"autoscaling": "auto scaling is registered by calls of its own, which the advice shows"}
#: A nested object whose defaults the SDK fills in only where the whole object is missing.
_WITHOUT_DEFAULTS = "StoppingCondition"
_LISTED_RESOURCES = ("TrainingJobDefinition", "HyperParameterTuningResourceConfig")
_NOTHING_ASSIGNED: Mapping[str, tuple[int, int, int]] = {}


@dataclass(frozen=True, slots=True)
class CallSite:
    """A call that says something about the job, by its span (code points) in a cell.

    ``name`` is the class or verb where the caller knows better than the text (an alias, a subclass).
    """

    cell: int
    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Site:
    where: CallSite
    call: ParsedCall
    words: Words


def rewrite_call(
    cells: Sequence[str],
    sites: Sequence[CallSite],
    swap: Swap,
    job: Job,
    *,
    assigned: Mapping[str, tuple[int, int, int]] = _NOTHING_ASSIGNED,
) -> Rewrite:
    """Return the edits that carry ``swap`` into the calls that make and start ``job``.

    ``sites`` are the job's calls, the one to prefer first: the starting call of an endpoint (``deploy``), else the
    constructing call; a tuner's estimator is found from there. ``assigned`` gives, for a field that a later statement
    sets on the object (``est.max_run = 60``), the cell, start and end of the value there.

    Nothing is returned in part: when one field cannot be
    written, or the job would be left illegal, ``refused`` says why and there are no edits.
    """
    unknown = [name for name in swap.changes if name not in JOB_FIELDS]
    if unknown:
        return Rewrite(refused=f"a job has no field {unknown[0]}")
    if not swap.changes:
        return Rewrite(refused="this change is no argument of the call")
    if "mode" in swap.changes and "multi-model" in (job.mode, swap.changes["mode"]):
        return Rewrite(refused="a multi-model endpoint is made by a class of its own, not by an argument")
    swap = complete(swap, job)
    forbidden = why_illegal(job, swap)
    if forbidden:
        return Rewrite(refused=forbidden)
    names = names_of(tuple(cells))
    texts = names.cells
    imports = Imports(texts, names)
    writer = Writer(texts, names, imports)
    try:
        found = [site for where in sites if (site := _site(texts, names, where, job)) is not None]
        if not found:
            return Rewrite(refused="the call that makes the job was not found in its cell")
        found.extend(_inner_sites(writer, names, texts, found, job))
        after = swap.applied_to(job)
        meant = _owners_meant(found, swap)
        for name, value in swap.changes.items():
            if name in assigned:
                writer.put_at(*assigned[name], value)
                continue
            _write_field(writer, found, name, value, job, after, meant)
        if job.api == "sdk_v3" and known(swap.changes.get("max_wait")):
            _keep_time_limit(writer, found, after)
        edits = [*writer.edits(), *imports.edits()]
    except (CannotSay, NotEditable) as error:
        return Rewrite(refused=str(error))
    edits = sorted(edit for edit in edits if edit.before != edit.after)
    made = tuple(edits)
    if not made:
        return Rewrite(notes=tuple(writer.notes) or ("the source says so already",))
    try:
        diff = unified_diff(cells, made)
    except EditError as error:
        return Rewrite(refused=str(error))
    return Rewrite(made, diff, tuple(imports.added), notes=tuple(writer.notes))


def _site(texts: Sequence[CellText], names: Names, where: CallSite, job: Job) -> _Site | None:
    if not 0 <= where.cell < len(texts):
        return None
    call = texts[where.cell].parse_call(where.start, where.end)
    if call is None:
        return None
    name = where.name or names.imported_as(call.name) or call.name
    func = call.node.func
    owner = func.value.id if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) else ""
    words = words_of_call(name, job, names.imported_as(owner) or owner)
    return None if words is None else _Site(where, call, words)


def _inner_sites(
    writer: Writer, names: Names, texts: Sequence[CellText], sites: list[_Site], job: Job
) -> Iterator[_Site]:
    """Yield the call that made a tuner's estimator, where it is written out or held by a variable."""
    if job.kind != "tuning" or job.api == "api":
        return
    for site in sites:
        for argument in ("estimator", "model_trainer"):
            item = _view(writer, site).items.find(argument)
            if item is None:
                continue
            cell, node = site.where.cell, item.value
            if isinstance(node, ast.Name):
                binding = names.sole_binding(node.id)
                if binding is None or binding.value is None:
                    continue
                if names.readers(node.id) > 1:
                    writer.notes.append(f"{node.id} may run by itself too; it changes there as well")
                cell, node = binding.cell, binding.value
            if isinstance(node, ast.Call):
                start, end = texts[cell].span(node)
                found = _site(texts, names, CallSite(cell, start, end), job.with_changes(kind="training"))
                if found is not None and not any(
                    (found.where.cell, start) == (s.where.cell, s.where.start) for s in sites
                ):
                    yield found


def _as_listed(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path in a tuning request that holds its trials' resources under the longer name."""
    return (*_LISTED_RESOURCES, *path[2:]) if path[:2] == (_LISTED_RESOURCES[0], "ResourceConfig") else path


def _owners_meant(sites: list[_Site], swap: Swap) -> frozenset[str]:
    """Return the nested objects that the swap fills with something else than their defaults."""
    return frozenset(
        spelling.path[0]
        for site in sites
        for name, value in swap.changes.items()
        for spelling in site.words.of(name)
        if spelling.owner_class and value is not None and value != spelling.default
    )


def _write_field(
    writer: Writer, sites: list[_Site], name: str, value: Any, job: Job, after: Job, meant: frozenset[str]
) -> None:
    ways = [(site, spelling) for site in sites for spelling in site.words.of(name)]
    if not ways and name in _MADE_BY_OTHER_CALLS:
        writer.notes.append(_MADE_BY_OTHER_CALLS[name])
        return
    if not ways:
        raise CannotSay(_no_words(name))
    present = [way for way in ways if writer.views.says(_view(writer, way[0]), way[1].path)]
    site, spelling = (present or ways)[0]
    view = _view(writer, site)
    if writer.views.says(view, _LISTED_RESOURCES):
        spelling = replace(spelling, path=_as_listed(spelling.path))
    if spelling.codec == "mapping" and isinstance(value, Mapping):
        before = getattr(job, name)
        writer.put_keys(view, spelling.path, before if isinstance(before, Mapping) else {}, value)
        return
    said = encode(spelling.codec, value, site.words.api, after)
    if said is None and not present:
        return
    if not present and value == spelling.default and _is_filled_in(writer, view, spelling, meant):
        return
    at = writer.views.node_at(view, spelling.path) if isinstance(said, list) else None
    if at is not None and _put_each(writer, at, said, spelling.path[-1]):
        return
    writer.put(view, spelling.path, said, _maker(site, spelling))


def _put_each(writer: Writer, at: tuple[int, ast.expr], said: list[Any], name: str) -> bool:
    """Change a list item by item where there are as many as before; return whether that was done.

    Raises CannotSay when the items say more than the new ones do, such as a count for each type.
    """
    cell, node = at
    if not isinstance(node, ast.List):
        return False
    items = [dict(item.arguments) if isinstance(item, Made) else item for item in said]
    elements = [element for element in node.elts if isinstance(element, (ast.Call, ast.Dict))]
    views = [view for element in elements if (view := writer.views.literal(cell, element)) is not None]
    if items and any(item.key not in items[0] for view in views for item in view.items.items):
        raise CannotSay(f"{name} holds more than a swap can say; change it there")
    if len(views) != len(node.elts) or len(views) != len(items):
        return False
    for view, item in zip(views, items, strict=True):
        for key, value in item.items():
            writer.put(view, (key,), value)
    return True


def _is_filled_in(writer: Writer, view: View, spelling: Spelling, meant: frozenset[str]) -> bool:
    """True when the SDK takes the default by itself: not in an object whose very presence means something."""
    if not spelling.owner_class:
        return True
    owner = spelling.path[:1]
    return spelling.owner_class != _WITHOUT_DEFAULTS and (owner[0] in meant or writer.views.says(view, owner))


def _keep_time_limit(writer: Writer, sites: list[_Site], after: Job) -> None:
    """Say the time limit beside the waiting time.

    SDK 3 fills in its hour only where no StoppingCondition is given; beside one without a limit the API takes a day,
    which may be longer than the waiting time.
    """
    limit = max_runtime_of(after)
    for site in sites:
        for spelling in site.words.of("max_runtime"):
            view = _view(writer, site)
            if limit is not None and not writer.views.says(view, spelling.path):
                writer.put(view, spelling.path, limit, _maker(site, spelling))


def _maker(site: _Site, spelling: Spelling) -> str:
    return f"{site.words.api}:{spelling.owner_class}" if spelling.owner_class else ""


def _view(writer: Writer, site: _Site) -> View:
    return writer.views.of(site.where.cell, site.call.node, site.words.positional)


def _no_words(name: str) -> str:
    if name == "region":
        return "the Region comes from the session: make the session with another region_name"
    return f"no argument of this call says {name.replace('_', ' ')}"
