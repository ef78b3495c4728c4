"""The router of ``%green``: finds the command, runs it, and turns a user's mistake into one friendly line."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import Any, Protocol, cast

from jupyter_green.catalog.tables import CatalogError, nearest_names
from jupyter_green.kernel.session import Session
from jupyter_green.magics import commands
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import check_options, split_line

__all__ = ["Command", "command_names", "find_command", "run_line"]


class Command(Protocol):
    """One module in ``magics/commands``: its one-line summary, its usage, and ``run``."""

    SUMMARY: str
    USAGE: str
    run: Callable[[Call], Answer | None]


@cache
def command_names() -> tuple[str, ...]:
    """Return the names of all commands; a module ``on_off`` serves the commands named in its ``NAMES``."""
    return tuple(sorted(name.replace("_", "-") for name in _modules() if name != "status"))


@cache
def _modules() -> tuple[str, ...]:
    return tuple(info.name for info in pkgutil.iter_modules(commands.__path__))


def find_command(name: str) -> Command:
    """Return the command; raises UserError with the nearest name for one that does not exist."""
    module_name = name.replace("-", "_")
    if module_name not in _modules():
        near = nearest_names(name, command_names(), 1)
        hint = f", did you mean %green {near[0]}?" if near else "; %green help lists them"
        raise UserError(f"there is no command {name!r}{hint}")
    module: ModuleType = importlib.import_module(f"{commands.__name__}.{module_name}")
    return cast("Command", module)


def run_line(
    line: str | Sequence[str],
    session: Session,
    *,
    names: Mapping[str, Any] | None = None,
    extension: Any = None,
    cell: str = "",
) -> Answer:
    """Run one command line and return its answer; a mistake of the user is an answer too, of one line."""
    try:
        words, options = split_line(line) if isinstance(line, str) else split_line_parts(line)
        name, *rest = words or ("status",)
        command = find_command(name)
        check_options(name, command.USAGE, options)
        call = Call(session, tuple(rest), options, names or {}, extension, cell)
        return command.run(call) or Answer("")
    except (UserError, LookupError, CatalogError) as error:
        return Answer(f"jupyter_green: {_message(error)}")
    except Exception as error:  # a fault of ours must not look like one of the user's code
        return Answer(f"jupyter_green: this went wrong in here, not in your code: {type(error).__name__}: {error}")


def split_line_parts(parts: Sequence[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return words and options of a command line that a shell has split already."""
    import shlex

    return split_line(shlex.join(parts))


def _message(error: Exception) -> str:
    return str(error.args[0]) if error.args else type(error).__name__
