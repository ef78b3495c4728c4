"""The public entry: cells in, found jobs out, nothing executed."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from pathlib import Path

from jupyter_green.readers.cells import (
    SourceCell,
    blank_magics,
    cells_of_notebook,
    load_notebook,
    notebook_language,
    parse_cell,
    quiet_parser,
)
from jupyter_green.readers.collecting import collection_paused
from jupyter_green.readers.salvage import LONGEST_CELL
from jupyter_green.readers.source.build import build_jobs
from jupyter_green.readers.source.built import not_started, start_what_is_built
from jupyter_green.readers.source.collect import Collector
from jupyter_green.readers.source.definitions import unknown_arguments
from jupyter_green.readers.source.evaluator import Evaluator
from jupyter_green.readers.source.found import SourceReading
from jupyter_green.readers.source.statements import STATEMENTS
from jupyter_green.readers.source.values import Function, Scope
from jupyter_green.readers.source.whereabouts import find_whereabouts

__all__ = ["mentions_aws_ml", "read_cells", "read_file", "read_notebook"]

#: Without one of these no code can start a SageMaker job: the SDK's and service's name, or an instance type.
_WORDS = ("sagemaker", '"ml.', "'ml.")
#: The rarer words are looked for in so much of a file only: the rest is saved pictures, and each scan costs.
_RARE_WITHIN = 200_000
_VERBS = re.compile(
    r"\.(?:fit|deploy|train|tune|run\w*|transform|start|submit|execute|create\w*|suggest_baseline)\b|Step\("
)
_MOST_UNCALLED = 200


def mentions_aws_ml(text: str | bytes) -> bool:
    """True when a text has a word without which no cell of it can use AWS ML."""
    if isinstance(text, bytes):
        return b"sagemaker" in text or _names_instance(text[:_RARE_WITHIN])
    return any(word in text for word in _WORDS)


def _names_instance(head: bytes) -> bool:
    at = head.find(b"ml.")
    while at > 0:
        if head[at - 1] in b"\"'":
            return True
        at = head.find(b"ml.", at + 3)
    return False


def read_notebook(data: bytes | str, *, region: str | None = None) -> SourceReading:
    """Read a notebook file's bytes; raises ValueError for what is no JSON."""
    if not mentions_aws_ml(data):
        return SourceReading()
    notebook = load_notebook(data)
    language = notebook_language(notebook)
    if "python" not in language and language not in ("ipython", "pyspark", "sagemath", "conda_python3"):
        return SourceReading(language=language)
    return read_cells(cells_of_notebook(notebook), region=region)


def read_file(path: Path | str, *, region: str | None = None) -> SourceReading:
    """Read a notebook or a ``.py`` file, which is one cell."""
    where = Path(path)
    data = where.read_bytes()
    if where.suffix == ".py":
        text = data.decode("utf-8-sig", errors="replace")
        return read_cells([SourceCell(0, text)], region=region)
    return read_notebook(data, region=region)


def read_cells(
    cells: Sequence[SourceCell],
    *,
    region: str | None = None,
    otherwise: str | None = None,
    with_built: bool = False,
    identified: bool = False,
    trees: dict[str, Sequence[ast.stmt]] | None = None,
) -> SourceReading:
    """Find every SageMaker job that the cells would start, in order; ``region`` is for jobs whose code names none.

    Without it they are where the code lets one see that they run, by images and buckets, and else in ``otherwise``.

    ``with_built`` adds what is built and not started in these cells, as optional jobs: a cell being written.
    ``identified`` gives each job an identity, by its cell and its place among the jobs. Into ``trees`` go the
    statements of each cell by its text, for whoever looks for something else in them.
    """
    code = [cell for cell in cells if cell.kind == "code"]
    if not any(mentions_aws_ml(cell.source) for cell in code):
        return SourceReading()
    quiet_parser()
    with collection_paused():
        return _read(code, (region, otherwise), with_built, identified, {} if trees is None else trees)


def _read(
    code: Sequence[SourceCell],
    regions: tuple[str | None, str | None],
    with_built: bool,
    identified: bool,
    trees: dict[str, Sequence[ast.stmt]],
) -> SourceReading:
    collector = Collector()
    ev = Evaluator(collector)
    problems: list[tuple[int, str]] = []
    sources: dict[int, str] = {}
    parsed: list[tuple[int, list[ast.stmt], str]] = []
    for cell in code:  # all of them first: parsing takes a tenth longer where each cell is read in between
        text = blank_magics(cell.source)
        if text is None:
            parsed.append((cell.index, [], "a cell of another language"))
            continue
        sources[cell.index] = cell.source
        ev.texts[cell.index] = text
        body, whole = parse_cell(text)
        trees[cell.source] = body
        parsed.append((cell.index, body, "" if whole else _why_in_parts(text)))
    for index, body, wrong in parsed:
        if wrong:
            problems.append((index, wrong))
        ev.cell = index
        _run_cell(ev, body, index, problems)
    _read_uncalled(ev, sources, problems)
    built = tuple((instance.cell, kind) for instance, kind in not_started(ev))
    if with_built:
        start_what_is_built(ev)
    where = find_whereabouts(collector, sources.values(), *regions)
    reading = SourceReading(
        jobs=build_jobs(collector, sources, where, identified=identified),
        deletes=tuple(collector.deletes),
        imports=frozenset(collector.imports),
        not_understood=tuple(problems),
        sources=tuple(sources.values()),
        assumed_region=where.region if isinstance(where.region, str) else None,
        whereabouts=where,
        with_built=with_built,
        built=built,
    )
    ev.close()
    return reading


def _why_in_parts(text: str) -> str:
    if len(text) > LONGEST_CELL:
        return f"has more than {LONGEST_CELL:,} characters and was not read"
    return "does not parse; the statements that do were read"


def _run_cell(ev: Evaluator, body: list[ast.stmt], index: int, problems: list[tuple[int, str]]) -> None:
    """Run the statements of one cell; one that this reader trips over is noted and left out."""
    ev.budget -= len(body)
    for statement in body:
        handler = STATEMENTS.get(type(statement))
        if handler is None:
            continue
        try:
            handler(ev, statement)
        except Exception as error:
            problems.append((index, f"line {statement.lineno} was not read ({type(error).__name__})"))
            _reset(ev, index)


def _reset(ev: Evaluator, cell: int) -> None:
    """Go back to the top of the notebook after a statement that failed half-way."""
    ev.scope, ev.cell, ev.frames, ev.log = ev.globals, cell, (), None
    ev.loops.clear()
    ev.active.clear()
    ev.returns, ev.yields, ev.in_handler, ev.loop_end = [], None, 0, None


def _read_uncalled(ev: Evaluator, sources: dict[int, str], problems: list[tuple[int, str]]) -> None:
    """Read the bodies of functions that nothing calls: their jobs may start elsewhere, so they are optional."""
    ev.optional = "function never called"
    for function in list(ev.functions[:_MOST_UNCALLED]):
        if (
            not function.called
            and function.job is None
            and _VERBS.search(sources.get(function.cell, ""))
            and not ev.is_dull_block(function.node.body, function.cell)
        ):
            _read_body(ev, function, problems)
    ev.optional = None


def _read_body(ev: Evaluator, function: Function, problems: list[tuple[int, str]]) -> None:
    function.called = True
    ev.scope = Scope(function.scope)
    ev.scope.vars.update(unknown_arguments(function))
    ev.cell = function.cell
    ev.active.append(function)
    try:
        ev.run(function.node.body)
    except Exception as error:
        problems.append((function.cell, f"a function was not read ({type(error).__name__})"))
    _reset(ev, function.cell)
