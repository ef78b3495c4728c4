#!/usr/bin/env python3
"""Compare the reader's evaluator with two inference libraries, astroid and jedi, on labelled instance types.

usage: inference_libraries.py LABELS.json NOTEBOOKS_DIR        (pip install astroid jedi)

The libraries know no cells, verbs or SDKs, so they get the easier half: a notebook's cells that parse, joined to one
module, and the place of the argument expression at the call, which the reader has found for them. They are asked for
its value. A loop or a function called several times has several values; the set must be the labelled one.
"""

from __future__ import annotations

import argparse
import ast
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus import fastest, find, say

from jupyter_green.readers.cells import blank_magics, cells_of_notebook
from jupyter_green.readers.source import FoundJob, Place, read_notebook


def plain_types(label: Any) -> set[str]:
    """Return the instance types a label states plainly; empty for defaults, parameters and what nobody can know."""
    values = label if isinstance(label, list) else [label]
    return {v for v in values if isinstance(v, str) and v.startswith(("ml.", "local"))} if all(values) else set()


def one_module(data: bytes) -> tuple[str, dict[int, int]]:
    """Return the cells that parse as one text, and the line at which each of them starts."""
    lines: list[str] = []
    starts: dict[int, int] = {}
    for cell in cells_of_notebook(json.loads(data)):
        text = blank_magics(cell.source) if cell.kind == "code" else None
        if text is None:
            continue
        try:
            ast.parse(text)
        except (SyntaxError, ValueError):
            continue
        starts[cell.index] = len(lines)
        lines.extend(text.split("\n"))
    return "\n".join(lines), starts


def argument_at(tree: ast.AST, cell_text: str, place: Place, first_line: int) -> tuple[ast.expr, ast.stmt] | None:
    """Return the expression that stands at a place of a cell, and its statement."""
    before = cell_text[: place.start]
    line = first_line + before.count("\n") + 1
    column = len(before.rsplit("\n", 1)[-1].encode())
    statement: ast.stmt | None = None
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0):
            statement = node if statement is None or node.lineno >= statement.lineno else statement
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and (node.lineno, node.col_offset) == (line, column) and statement is not None:
            return node, statement
    return None


def with_astroid(module: Any, node: ast.expr, statement: ast.stmt) -> set[Any]:
    from astroid import nodes

    found: set[Any] = set()
    for candidate in module.nodes_of_class(nodes.NodeNG):
        same = (candidate.lineno, candidate.col_offset) == (node.lineno, node.col_offset)
        if same and candidate.end_col_offset == node.end_col_offset and candidate.end_lineno == node.end_lineno:
            for value in candidate.infer():
                found.add(getattr(value, "value", None))
            break
    return found


def with_jedi(text: str, node: ast.expr, statement: ast.stmt) -> set[Any]:
    import jedi

    lines = text.split("\n")
    indent = " " * statement.col_offset
    lines.insert(statement.lineno - 1, f"{indent}asked_value = ({ast.unparse(node)})")
    script = jedi.Script("\n".join(lines))
    found: set[Any] = set()
    for name in script.infer(statement.lineno, len(indent) + 1):
        for value in name._name.infer():
            found.add(value.get_safe_value(None))
    return found


def verdict(found: Iterable[Any], want: set[str]) -> str:
    values = {v for v in found if isinstance(v, str)}
    return "none" if not values or None in set(found) else "right" if values == want else "wrong"


def own_verdict(found: FoundJob, want: set[str]) -> str:
    said = say(found, "instance_type")
    return verdict(said if isinstance(said, list) else [said], want)


def main() -> None:
    import astroid

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    counts = {name: Counter[str]() for name in ("reader", "astroid", "jedi")}
    times: dict[str, list[float]] = {name: [] for name in counts}
    literal = asked = 0
    for entry in json.loads(options.labels.read_text(encoding="utf-8"))["notebooks"]:
        where = find(options.folder, entry["repo"], entry["path"])
        if where is None:
            continue
        data = where.read_bytes()
        jobs = read_notebook(data).jobs
        times["reader"].append(fastest(read_notebook, data, 3))
        text, starts = one_module(data)
        tree = ast.parse(text)
        sources = {cell.index: cell.source for cell in cells_of_notebook(json.loads(data))}
        spent = Counter[str]()
        begin = time.thread_time()
        module = astroid.parse(text)
        spent["astroid"] += time.thread_time() - begin
        for label in entry["jobs"]:
            want = plain_types(label.get("instance_type"))
            found = next(
                (j for j in jobs if (j.cell, j.line, j.kind) == (label["cell"], label["line"], label["kind"])), None
            )
            written = found.written.get("instance_type") if found is not None else None
            if not want or found is None or written is None or written.argument is None:
                continue
            place = written.argument
            if place.cell not in starts:
                continue
            spot = argument_at(tree, sources[place.cell], place, starts[place.cell])
            if spot is None:
                continue
            if isinstance(spot[0], ast.Constant):
                literal += 1
                continue
            asked += 1
            counts["reader"][own_verdict(found, want)] += 1
            for name, ask, known in (("astroid", with_astroid, module), ("jedi", with_jedi, text)):
                begin = time.thread_time()
                try:
                    answer = ask(known, *spot)
                except Exception as error:
                    counts[name][f"failed ({type(error).__name__})"] += 1
                    answer = None
                spent[name] += time.thread_time() - begin
                if answer is not None:
                    counts[name][verdict(answer, want)] += 1
        for name in ("astroid", "jedi"):
            times[name].append(spent[name])
    print(f"arguments that are literals at the call: {literal}; arguments to infer: {asked}")
    for name, count in counts.items():
        busy = [t for t in times[name] if t]
        median = statistics.median(busy) * 1e3
        print(f"{name:8} {dict(count)}  median {median:.1f} ms a notebook, {sum(busy):.2f} s in all")


if __name__ == "__main__":
    main()
