"""Arguments of the command line: argparse tells their defaults, which whoever starts the file may replace."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from jupyter_green.readers.source.values import (
    PLAIN,
    Arguments,
    Foreign,
    Instance,
    ListValue,
    SdkClass,
    Slot,
    Sym,
    Value,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

__all__ = ["VERBS", "DefaultSym", "parser"]

_PARSER = SdkClass("ArgumentParser", "command-line", "", ())
_PARSED = SdkClass("Namespace", "config", "", ())
_SWITCHES = {"store_true": False, "store_false": True}


class DefaultSym(Sym):
    """A value that is not known, with the one that holds where nobody gives another."""

    __slots__ = ("default", "label")

    def __init__(self, label: str, default: Value) -> None:
        super().__init__(f"{label}: given when the file is started")
        self.label = label
        self.default = default


def parser(ev: Evaluator, node: ast.Call, given: Arguments) -> Value:
    """Make a parser, which knows no argument yet."""
    return Instance(_PARSER, {}, node, ev.cell)


def _add(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Add an argument; it is kept under the name that its value is read by."""
    names = [slot[0] for slot in given.args if type(slot[0]) is str]
    told = given.keywords.get("dest", (None, None, 0))[0]
    spelt = next((name for name in names if name.startswith("--")), names[0] if names else "")
    key = told if type(told) is str else spelt.lstrip("-").replace("-", "_")
    if not key or given.open:
        return None
    action = given.keywords.get("action", (None, None, 0))[0]
    default = given.keywords.get("default") or (_SWITCHES.get(str(action)), None, ev.cell)
    ev.write(inst.fields, key, (_typed(default[0], given.keywords.get("type"), spelt), default[1], default[2]))
    return None


def _typed(default: Value, kind: Slot | None, spelt: str) -> Value:
    """Return the default as the type of the argument makes it, which it does of a text only."""
    if type(default) is str and kind is not None:
        name = kind[0].name if isinstance(kind[0], Foreign) else ""
        if name == "builtins.int" and default.isdigit():
            default = int(default)
        elif name != "builtins.str":
            default = Sym("made by the type of the argument")
    label = f"command-line argument {spelt}"
    if default is None:
        return Sym(f"{label}: given when the file is started")
    return DefaultSym(label, default) if isinstance(default, PLAIN) else default


def _same(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    return inst


def _set_defaults(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    for key, (value, where, cell) in given.keywords.items():
        ev.write(inst.fields, key, (_typed(value, None, key), where, cell))
    return None


def _parse(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Return the arguments; where none can be given from outside, the defaults are what holds."""
    words = given.args[0] if given.args else given.keywords.get("args")
    fields = dict(inst.fields)
    if words is not None and (words[0] == "" or _is_empty(words[0])):
        for key, (value, where, cell) in fields.items():
            if isinstance(value, DefaultSym):
                fields[key] = (value.default, where, cell)
    made = Instance(_PARSED, fields, node, ev.cell)
    if attr == "parse_args":
        return made
    return ListValue([(made, None, ev.cell), (ListValue([], True), None, ev.cell)])


def _is_empty(words: Value) -> bool:
    return isinstance(words, ListValue) and not words.items and not words.open


VERBS: dict[str, Callable[..., Value]] = {
    "add_argument": _add,
    "add_argument_group": _same,
    "add_mutually_exclusive_group": _same,
    "set_defaults": _set_defaults,
    "parse_args": _parse,
    "parse_known_args": _parse,
}
