"""The evaluator's state: scopes, the call stack, loops, and the log that undoes a branch not taken."""

from __future__ import annotations

import ast
from ast import Attribute, Constant, Name, Subscript
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from jupyter_green.readers.cells import SET_ENVIRONMENT, SHELL_DELETE
from jupyter_green.readers.source import interest
from jupyter_green.readers.source.collect import Collector
from jupyter_green.readers.source.expressions import EXPRESSIONS
from jupyter_green.readers.source.sdk import sdk_class, without_import
from jupyter_green.readers.source.statements import STATEMENTS
from jupyter_green.readers.source.values import (
    Choice,
    Foreign,
    Function,
    Instance,
    Scope,
    Slot,
    Sym,
    Value,
    identity,
    join,
)

__all__ = ["Evaluator"]

MAX_DEPTH = 12
STATEMENT_BUDGET = 60_000
_ENDS = ("return", "raise")
_BUILTINS = {name: Foreign(f"builtins.{name}") for name in (
    "range", "len", "enumerate", "zip", "list", "tuple", "dict", "set", "str", "int", "float", "sorted", "reversed",
    "min", "max", "sum", "bool", "getattr", "print", "map", "isinstance", "any", "all", "round", "abs", "type", "next",
    "iter", "filter", "format", "hasattr", "setattr", "super", "vars", "globals", "locals", "id", "open", "input",
    "display", SHELL_DELETE, SET_ENVIRONMENT,
)}  # fmt: skip


class Evaluator:
    """Runs over the statements of a notebook without running them; every method is about its state."""

    __slots__ = (
        "active",
        "budget",
        "cell",
        "collector",
        "dull",
        "environment",
        "frames",
        "functions",
        "globals",
        "in_handler",
        "interned",
        "lines",
        "log",
        "loop_end",
        "loops",
        "optional",
        "quiet",
        "returns",
        "scope",
        "started",
        "texts",
        "user_names",
        "wildcards",
        "yields",
    )

    def __init__(self, collector: Collector) -> None:
        self.collector = collector
        self.globals = Scope()
        self.scope = self.globals
        self.cell = 0
        self.log: dict[tuple[int, Any], tuple[dict[Any, Slot], Any, Slot | None]] | None = None
        self.frames: tuple[tuple[int, ast.AST], ...] = ()
        self.active: list[Function] = []
        self.loops: list[int | None] = []
        self.loop_end: str | None = None
        self.returns: list[Value] = []
        self.yields: list[Slot] | None = None
        self.budget = STATEMENT_BUDGET
        self.wildcards: list[str] = []
        self.interned: dict[Hashable, Sym] = {}
        self.in_handler = 0
        self.optional: str | None = None
        self.functions: list[Function] = []
        self.started: list[Instance] = []
        self.texts: dict[int, str] = {}
        self.lines: dict[int, list[str]] = {}
        self.environment: dict[Any, Slot] = {}  # its variables that cells set, and boto3's default session
        self.user_names: dict[str, list[Function | None]] = {}  # None for a class
        self.quiet: dict[str, bool | None] = {}  # None while it is being found out
        self.dull: dict[ast.AST, bool] = {}

    # values
    def eval(self, node: ast.expr) -> Value:
        """Return what an expression stands for."""
        handler = EXPRESSIONS.get(type(node))
        return Sym("an expression that is not understood") if handler is None else handler(self, node)

    def slot(self, node: ast.expr) -> Slot:
        """Return an expression's value with the place where it is written."""
        kind = type(node)
        if kind is Constant:
            return (node.value, node, self.cell)  # type: ignore[attr-defined]
        if kind is Name:
            name: str = node.id  # type: ignore[attr-defined]
            found = self.scope.vars.get(name) or self.lookup(name)
            return (self.name(name), node, self.cell) if found is None else found
        handler = EXPRESSIONS.get(kind)
        if handler is None:
            return (Sym("an expression that is not understood"), node, self.cell)
        if kind is Attribute or kind is Subscript:
            value = handler(self, node, True)
            return value if type(value) is tuple else (value, node, self.cell)
        return (handler(self, node), node, self.cell)

    def derive(self, reason: str, *parts: Hashable) -> Sym:
        """Return the unknown value that is the same whenever it is made of the same parts."""
        known = self.interned.get(parts)
        if known is None:
            known = self.interned[parts] = Sym(reason, ("derived", len(self.interned)))
        return known

    def lookup(self, name: str) -> Slot | None:
        """Return the slot of a name, from the innermost scope outwards."""
        scope: Scope | None = self.scope
        while scope is not None:
            found = scope.vars.get(name)
            if found is not None:
                return found
            scope = scope.parent
        return None

    def name(self, name: str) -> Value:
        """Return the value of a name; one that is not bound is an unknown of its own."""
        found = self.lookup(name)
        if found is not None:
            return found[0]
        if name in _BUILTINS:
            return _BUILTINS[name]
        for module in self.wildcards:
            known = sdk_class(module, name)
            if known is not None and (
                known.family != "config" or name.endswith(("Config", "Condition", "Compute", "Variant"))
            ):
                return known
        if name == "_":
            return Sym("it comes from outside of this notebook")
        if name == "__name__":
            return "__main__"
        return without_import(name) or self.derive(f"{name} is not defined in this notebook", "name", name)

    # writing
    def write(self, space: dict[Any, Slot], key: Any, slot: Slot) -> None:
        """Bind a name, key or attribute, and remember what was there when a branch may have to be undone."""
        log = self.log
        if log is not None:
            place = (id(space), key)
            if place not in log:
                log[place] = (space, key, space.get(key))
        space[key] = slot

    def bind(self, name: str, slot: Slot) -> None:
        """Bind a name in the scope that the code writes to."""
        if name == "_":  # stands for what comes from outside, and must go on doing so after ``for _ in …``
            return
        scope = self.scope
        if name in scope.globals_:
            scope = self.globals
        if self.log is None:  # as ``write`` would do: most names are bound outside of any branch
            scope.vars[name] = slot
        else:
            self.write(scope.vars, name, slot)

    def define(self, name: str, function: Function | None) -> None:
        """Note that the notebook defines a function, or a class, of this name."""
        self.user_names.setdefault(name, []).append(function)
        self.quiet.clear()  # what was dull may call it
        self.dull.clear()

    def is_dull(self, node: ast.expr) -> bool:
        """True when the lines of a call have no word that could start, change, hand on or delete a job."""
        known = self.dull.get(node)
        if known is None:
            lines = self.lines.get(self.cell) or self._lines_of(self.cell)
            first, last = node.lineno - 1, node.end_lineno or node.lineno
            text = lines[first] if last == first + 1 else "\n".join(lines[first:last])
            known = self.dull[node] = interest.is_dull(text, self.user_names.keys(), self._is_quiet)
        return known

    def is_dull_block(self, body: list[ast.stmt], cell: int) -> bool:
        """True when no statement of a block can matter but by the names it binds."""
        known = self.dull.get(body[0])
        if known is None:
            lines = self.lines.get(cell) or self._lines_of(cell)
            text = "\n".join(lines[body[0].lineno - 1 : body[-1].end_lineno])
            known = interest.is_dull(text, self.user_names.keys(), self._is_quiet) and not interest.stores(text)
            self.dull[body[0]] = known
        return known

    def _is_quiet(self, name: str) -> bool:
        """True when the notebook's functions of this name only compute; one that calls itself is not looked into."""
        if name not in self.quiet:
            self.quiet[name] = None
            self.quiet[name] = all(
                function is not None and self._only_computes(function) for function in self.user_names[name]
            )
        return self.quiet[name] is True

    def _only_computes(self, function: Function) -> bool:
        body = function.node.body
        return function.job is None and type(body) is list and self.is_dull_block(body, function.cell)

    def _lines_of(self, cell: int) -> list[str]:
        lines = self.lines[cell] = self.texts[cell].split("\n")
        return lines

    def close(self) -> None:
        """Let go of what was read, so that it is freed at once: much of it holds each other."""
        for function in self.functions:
            function.scope.vars.clear()
            function.owner = None
        self.globals.vars.clear()
        self.functions.clear()
        self.collector.close()

    # running
    def run(self, body: Sequence[ast.stmt]) -> str | None:
        """Run a block; returns how it ended: None, ``return``, ``raise``, ``break`` or ``continue``."""
        self.budget -= len(body)
        for statement in body:
            handler = STATEMENTS.get(type(statement))
            if handler is not None:
                flow = handler(self, statement)
                if flow is not None:
                    return flow
        return None

    def fork(self, branches: Sequence[Callable[[], str | None]]) -> str | None:
        """Run several branches of which one will be taken, each from the same state, and join what they leave."""
        outer = self.log
        flows: list[str | None] = []
        logs = []
        for branch in branches:
            log: dict[tuple[int, Any], tuple[dict[Any, Slot], Any, Slot | None]] = {}
            self.log = log
            try:
                flows.append(branch())
            finally:
                self.log = outer
                after = {}
                for place, (space, key, old) in log.items():
                    after[place] = space.get(key)
                    if old is None:
                        space.pop(key, None)
                    else:
                        space[key] = old
            logs.append((log, after))
        live = [i for i, flow in enumerate(flows) if flow not in _ENDS]
        if not live:
            return "return" if "return" in flows else "raise"
        touched = {}
        for i in live:
            touched.update(logs[i][0])
        for place, (space, key, old) in touched.items():
            slots = [logs[i][1].get(place, old) if place in logs[i][1] else old for i in live]
            self._merge(space, key, [slot for slot in slots if slot is not None])
        if len(live) == len(flows) and flows[0] is not None and all(flow == flows[0] for flow in flows):
            return flows[0]
        return None

    def _merge(self, space: dict[Any, Slot], key: Any, slots: list[Slot]) -> None:
        if not slots:
            return
        value = join(slot[0] for slot in slots)
        if isinstance(value, (Choice, Sym)) and len(slots) > 1:
            self.write(space, key, (value, None, slots[0][2]))
        else:
            self.write(space, key, slots[0])

    def in_loop(self, passes: int | None, run: Callable[[], Any]) -> Any:
        """Run one pass of a loop that runs ``passes`` times (None: not known)."""
        self.loops.append(passes)
        try:
            return run()
        finally:
            self.loops.pop()

    def snapshot_key(self, node: ast.AST) -> tuple[int, ...]:
        """Return what tells this use of a call from its other uses: the calls that led here, and the call."""
        return (*(id(site) for _, site in self.frames), id(node))

    def name_key(self, value: Value) -> Hashable:
        """Return the key by which names of endpoints, configs and models are joined; None for no name."""
        if value is None or isinstance(value, (Instance, Choice)):
            return None
        return identity(value)
