#!/usr/bin/env python3
"""Compare ways to find an argument's bytes in a cell, and count rewrites that break a cell or touch other bytes.

usage: rewriting.py [NOTEBOOKS_DIR ...]         (default: demo_notebooks; pip install libcst parso)

Three parsers give the place of every argument of the calls that start jobs: ``ast`` with ``tokenize`` on the call
alone (what swaps use), ``libcst`` and ``parso`` on the cell. "agree" counts arguments whose text is the same.
"""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from jupyter_green.practices.advice import Swap
from jupyter_green.readers.cells import SourceCell, blank_magics, cells_of_notebook, load_notebook
from jupyter_green.readers.source import FoundJob, SourceReading, read_cells
from jupyter_green.swaps.edits import apply_edits
from jupyter_green.swaps.found import rewrite_found, sites_of, texts_of
from jupyter_green.swaps.items import Items
from jupyter_green.swaps.places import CellText

ROUNDS = 5
SWAPS: dict[str, tuple[dict[str, Any], ...]] = {
    "training": ({"spot": True}, {"instance_type": "ml.g5.4xlarge"}, {"max_runtime": 1234}, {"checkpoint": "s3://b"}),
    "tuning": ({"spot": True}, {"early_stopping": "Auto"}, {"strategy": "Random"}, {"completion_criteria": True}),
    "endpoint": ({"mode": "serverless"}, {"instance_type": "ml.c5.2xlarge"}, {"mode": "async"}),
    "processing": ({"instance_type": "ml.m5.4xlarge"}, {"instance_count": 3}),
    "transform": ({"instance_type": "ml.m5.4xlarge"},),
}


class Call(NamedTuple):
    """A call that starts or makes a job, in the blanked text of its cell."""

    source: str
    start: int
    end: int


class Notebook(NamedTuple):
    """A notebook's cells and what was read from them."""

    cells: list[SourceCell]
    reading: SourceReading


def notebooks(folders: list[Path]) -> Iterator[Notebook]:
    for folder in folders:
        for path in sorted(folder.rglob("*.ipynb")):
            try:
                cells = cells_of_notebook(load_notebook(path.read_bytes()))
            except ValueError:
                continue
            yield Notebook(cells, read_cells(cells))


def calls_of(found: list[Notebook]) -> list[Call]:
    """Return the calls whose cells every parser can take: no magics, and Python as a whole."""
    calls = []
    for notebook in found:
        texts = texts_of(notebook.cells)
        for job in notebook.reading.jobs:
            for site in sites_of(job):
                source = texts[site.cell]
                text = CellText(source)
                if blank_magics(source) == source and text.tree and text.parse_call(site.start, site.end):
                    calls.append(Call(source, site.start, site.end))
    return list(dict.fromkeys(calls))


# -- three ways ------------------------------------------------------------------------------------------------------


def by_ast(call: Call) -> list[str]:
    text = CellText(call.source)
    parsed = text.parse_call(call.start, call.end)
    assert parsed is not None
    return [text.text(item.value).removeprefix("*") for item in Items(0, text, parsed.node).items]


def by_ast_of_cell(call: Call) -> list[str]:
    text = CellText(call.source)
    for node in ast.walk(text.tree or ast.Module([], [])):
        if isinstance(node, ast.Call) and text.span(node) == (call.start, call.end):
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
            return [text.text(value).removeprefix("*") for value in sorted(values, key=text.span)]
    return []


def by_libcst(call: Call) -> list[str]:
    import libcst as cst
    from libcst.metadata import MetadataWrapper, PositionProvider

    wrapper = MetadataWrapper(cst.parse_module(call.source), unsafe_skip_copy=True)
    places = wrapper.resolve(PositionProvider)
    starts = CellText(call.source).starts
    for node, place in places.items():
        if isinstance(node, cst.Call):
            start = starts[place.start.line - 1] + place.start.column
            if (start, starts[place.end.line - 1] + place.end.column) == (call.start, call.end):
                spans = [places[argument.value] for argument in node.args]
                return [
                    _cut(call.source, starts, s.start.line, s.start.column, s.end.line, s.end.column) for s in spans
                ]
    return []


def by_parso(call: Call) -> list[str]:
    import parso

    starts = CellText(call.source).starts

    def offset(place: tuple[int, int]) -> int:
        return starts[place[0] - 1] + place[1]

    def look(node: Any) -> list[str] | None:
        for child in getattr(node, "children", ()):
            if offset(child.start_pos) >= call.end or offset(child.end_pos) <= call.start:
                continue
            bracket = child.type == "trailer" and child.children[0] == "(" and offset(child.end_pos) == call.end
            if bracket and offset(child.parent.start_pos) == call.start:
                inner = child.children[1] if len(child.children) == 3 else None
                if inner is None:
                    return []
                given = inner.children if inner.type == "arglist" else [inner]
                values = [a.children[-1] if a.type == "argument" else a for a in given if a != ","]
                return [call.source[offset(v.start_pos) : offset(v.end_pos)] for v in values]
            deeper = look(child)
            if deeper is not None:
                return deeper
        return None

    return look(parso.parse(call.source)) or []


def _cut(source: str, starts: list[int], line: int, column: int, last_line: int, last_column: int) -> str:
    return source[starts[line - 1] + column : starts[last_line - 1] + last_column]


WAYS: dict[str, Callable[[Call], list[str]]] = {
    "ast + tokenize, the call": by_ast,
    "ast, the whole cell": by_ast_of_cell,
    "libcst, the whole cell": by_libcst,
    "parso, the whole cell": by_parso,
}


def compare(calls: list[Call]) -> None:
    expected = [by_ast(call) for call in calls]
    total = sum(len(arguments) for arguments in expected)
    print(f"{len(calls)} calls with {total} arguments, {ROUNDS} rounds each")
    for name, way in WAYS.items():
        way(calls[0])
        took = []
        same = 0
        for call, wanted in zip(calls, expected, strict=True):
            rounds = []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                found = way(call)
                rounds.append((time.perf_counter() - start) * 1000)
            took.append(min(rounds))
            same += sum(a.strip("() \n") == b.strip("() \n") for a, b in zip(found, wanted, strict=False))
        print(
            f"  {name:26} median {statistics.median(took):6.2f} ms · slowest {max(took):7.2f} ms · "
            f"agree {same / total:.1%} · import {import_ms(name):.0f} ms"
        )


def import_ms(way: str) -> float:
    """Return what importing the parser costs in a fresh interpreter."""
    library = {"libcst": "libcst, libcst.metadata", "parso": "parso"}.get(way.partition(",")[0], "ast, tokenize")
    code = f"import time; t = time.perf_counter(); import {library}; print((time.perf_counter() - t) * 1000)"
    return min(float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(3))


def rewrite_all(found: list[Notebook]) -> int:
    """Carry swaps into every job; return how many rewrites broke a cell or touched a byte outside their spans."""
    tally: Counter[str] = Counter()
    took = []
    for notebook in found:
        for job in notebook.reading.jobs:
            for changes in SWAPS.get(job.job.kind, ()):
                start = time.perf_counter()
                made = rewrite_found(notebook.cells, job, Swap(changes), reading=notebook.reading)
                took.append((time.perf_counter() - start) * 1000)
                tally["refused" if made.refused else "written" if made.edits else "already so"] += 1
                tally["broken"] += bool(made.edits) and _is_broken(notebook, job, made.edits)
    print(f"{sum(tally[k] for k in ('refused', 'written', 'already so'))} swaps: " + str(dict(tally)))
    print(f"  with reading the result back: median {statistics.median(took):.1f} ms · slowest {max(took):.0f} ms")
    return tally["broken"]


def _is_broken(notebook: Notebook, job: FoundJob, edits: tuple[Any, ...]) -> bool:
    texts = texts_of(notebook.cells)
    after = apply_edits(texts, edits)
    for number, (was, now) in enumerate(zip(texts, after, strict=True)):
        at = 0
        pieces = []
        for edit in edits:
            if edit.cell == number:
                pieces += [was[at : edit.start], edit.after]
                at = edit.end
        if "".join([*pieces, was[at:]]) != now:
            return True
        if CellText(was).tree is not None and CellText(now).tree is None:
            return True
    return False


def main() -> int:
    """Print the figures; return 1 when a rewrite broke a cell or changed a byte outside its spans."""
    folders = [Path(name) for name in sys.argv[1:]] or [Path(__file__).resolve().parent.parent / "demo_notebooks"]
    found = list(notebooks(folders))
    compare(calls_of(found))
    return 1 if rewrite_all(found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
