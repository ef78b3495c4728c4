"""What the text of the cells tells beside the jobs: imports and dotted calls with their literal arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType

from jupyter_green.practices.context import SourceFacts
from jupyter_green.readers.cells import blank_magics

__all__ = ["facts_of"]

_WANTED = (ast.Import, ast.ImportFrom, ast.Call)
_LEAVES = frozenset({ast.Name, ast.Constant, ast.alias, ast.Load, ast.Store, str, int, type(None)})
_MOST_TEXT = 200_000


def facts_of(sources: Iterable[str]) -> SourceFacts:
    """Return the facts of some cells; a cell that does not parse adds its text only."""
    imports: set[str] = set()
    calls: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    texts: list[str] = []
    room = _MOST_TEXT
    for source in sources:
        text = source[: max(room, 0)]
        room -= len(text)
        texts.append(text)
        python = blank_magics(text)
        if python is None:
            continue
        try:
            tree = ast.parse(python)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        found = list(_imports_and_calls(tree.body))
        for node in found:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    imports.add(alias.name)
                    names[alias.asname or alias.name.partition(".")[0]] = (
                        alias.name if alias.asname else alias.name.partition(".")[0]
                    )
            elif isinstance(node, ast.ImportFrom) and node.module:
                imports.add(node.module)
                for alias in node.names:
                    names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        for node in found:
            if isinstance(node, ast.Call):
                dotted = _dotted(node.func, names)
                if dotted:
                    calls[dotted] = calls.get(dotted, ()) + tuple(_literals(node))
    return SourceFacts(frozenset(imports), MappingProxyType(calls), "\n".join(texts))


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
