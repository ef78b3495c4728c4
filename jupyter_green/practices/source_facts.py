"""What the text of the cells tells beside the jobs: imports and dotted calls with their literal arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from jupyter_green.practices.context import SourceFacts
from jupyter_green.readers.cells import blank_magics
from jupyter_green.readers.salvage import parse_quietly

__all__ = ["facts_of"]

_WANTED = (ast.Import, ast.ImportFrom, ast.Call)
_LEAVES = frozenset({ast.Name, ast.Constant, ast.alias, ast.Load, ast.Store, str, int, type(None)})
_MOST_TEXT = 200_000


def facts_of(sources: Sequence[str], parsed: Mapping[str, Sequence[ast.stmt]] | None = None) -> SourceFacts:
    """Return the facts of some cells, read when a practice asks; a cell that does not parse adds its text only.

    ``parsed`` holds the statements of cells that were parsed before, by their text.
    """
    texts, whole = list(sources), "\n".join(sources)
    if len(whole) > _MOST_TEXT:
        texts, whole = _shortened(texts), whole[:_MOST_TEXT]
    known = parsed or {}

    @cache
    def found() -> list[ast.AST]:
        return [node for text in texts for node in _imports_and_calls(known.get(text) or _statements(text))]

    return SourceFacts(lambda: _imports(found()), lambda: _calls(found()), whole)


def _shortened(texts: Iterable[str]) -> list[str]:
    room, kept = _MOST_TEXT, []
    for text in texts:
        kept.append(text[: max(room, 0)])
        room -= len(kept[-1])
    return kept


def _statements(text: str) -> list[ast.stmt]:
    python = blank_magics(text)
    try:
        body: list[ast.stmt] = [] if python is None else parse_quietly(python).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return body


def _imports(found: Iterable[ast.AST]) -> frozenset[str]:
    imports = [alias.name for node in found if isinstance(node, ast.Import) for alias in node.names]
    return frozenset(imports + [node.module for node in found if isinstance(node, ast.ImportFrom) and node.module])


def _calls(found: Iterable[ast.AST]) -> Mapping[str, tuple[str, ...]]:
    names: dict[str, str] = {}
    for node in found:
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.name if alias.asname else alias.name.partition(".")[0]
                names[alias.asname or whole] = whole
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    calls: dict[str, tuple[str, ...]] = {}
    for node in found:
        if isinstance(node, ast.Call):
            dotted = _dotted(node.func, names)
            if dotted:
                calls[dotted] = calls.get(dotted, ()) + tuple(_literals(node))
    return MappingProxyType(calls)


def _imports_and_calls(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """Yield the imports and calls below some statements, breadth first; ``ast.walk`` takes several times as long."""
    level: Sequence[ast.AST] = body
    while level:
        below: list[ast.AST] = []
        for node in level:
            if isinstance(node, _WANTED):
                yield node
            for name in node._fields:
                value = getattr(node, name, None)
                if value.__class__ is list:
                    below += [item for item in value if item.__class__ not in _LEAVES and isinstance(item, ast.AST)]
                elif value.__class__ not in _LEAVES and isinstance(value, ast.AST):
                    below.append(value)
        level = below


def _dotted(node: ast.expr, names: dict[str, str]) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    parts.append(names.get(node.id, node.id))
    return ".".join(reversed(parts))


def _literals(call: ast.Call) -> Iterable[str]:
    """Yield the text of literal arguments; of an f-string its constant parts."""
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value
        elif isinstance(argument, ast.JoinedStr):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in argument.values)
