"""``jupyter green``: the commands of ``%green`` outside a notebook, the audit and the demo."""

from __future__ import annotations

import importlib
import io
import os
import signal
import sys
from collections.abc import Sequence

__all__ = ["main"]

_USAGE, _INTERRUPTED = 2, 130
#: Commands that are programs of their own, with what they do; each module's ``main`` takes what follows the name.
_PROGRAMS = {
    "audit": ("jupyter_green.audit.app", "find the jobs of notebooks and Python files, report, fix, and gate"),
    "demo": ("jupyter_green.demo.run", "run the demo notebooks against a local stand-in for AWS"),
    "diff": ("jupyter_green.audit.diff_app", "what a change of a notebook does to carbon, cost and time"),
    "merge": ("jupyter_green.aws.team_ledgers", "put the ledgers of a team together"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 done, 1 not found or refused, 2 wrong usage or an output that cannot be written, 130 interrupted.
    """
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        return code if _say() else _USAGE
    except KeyboardInterrupt:
        print("jupyter green: interrupted", file=sys.stderr)
        return _INTERRUPTED
    finally:
        if arguments is None:  # a program that has said all it has to say, and only ends
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(words: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console without ₂ and × shows the figures all the same
    if words and words[0] in ("-h", "--help"):
        words = ["help", *words[1:]]
    if words and words[0] == "--version":
        from jupyter_green import __version__

        return 0 if _say(f"jupyter_green {__version__}\n") else _USAGE
    if words and words[0] in _PROGRAMS:
        code: int = importlib.import_module(_PROGRAMS[words[0]][0]).main(words[1:])
        return code
    if words[:1] == ["help"] and words[1:2] and words[1] in _PROGRAMS:
        return _run([words[1], "--help"])
    meant = _meant(words[0]) if words else ""
    if meant:
        print(f"jupyter_green: there is no command {words[0]!r}, did you mean jupyter green {meant}?", file=sys.stderr)
        return _USAGE
    return _command(words or ["help"])


def _meant(word: str) -> str:
    """Return the program that a word which is no command is nearest to, or an empty text."""
    from jupyter_green.catalog.tables import nearest_names
    from jupyter_green.magics.router import command_names

    if word in command_names():
        return ""
    near = nearest_names(word, [*command_names(), *_PROGRAMS], 1)
    return near[0] if near and near[0] in _PROGRAMS else ""


def _command(words: list[str]) -> int:
    import time
    from pathlib import Path

    from jupyter_green.kernel.session import Session
    from jupyter_green.kernel.settings import JupyterGreen, SettingsError, environment_settings, read_project_table
    from jupyter_green.magics.router import run_line

    settings = JupyterGreen()
    try:
        table, where = read_project_table(Path.cwd())
        problems = settings.take(table, where)
    except SettingsError as error:
        problems = [str(error)]
    problems += settings.take(environment_settings(os.environ), "environment")
    for problem in problems:
        print(f"jupyter_green: {problem}", file=sys.stderr)
    answer = run_line(words, Session(None, settings, clock=time.time))
    failed = answer.text.startswith("jupyter_green: ")
    if failed:
        print(answer.text, file=sys.stderr)
        return _USAGE
    return 0 if _say(answer.text + "\n" + (_programs_said() if words == ["help"] else "")) else _USAGE


def _programs_said() -> str:
    """Return the list of what is there outside of a notebook only."""
    width = max(map(len, _PROGRAMS))
    rows = [f"jupyter green {name:<{width}}  {summary}\n" for name, (_, summary) in _PROGRAMS.items()]
    return "\nOnly outside of a notebook:\n" + "".join(rows)


def _say(text: str = "") -> bool:
    """Write out a text and what standard output still holds; False, after a line that says why, where that fails."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        from jupyter_green.audit.stdout import say_no_more

        say_no_more()
        if not isinstance(error, BrokenPipeError):  # a reader, such as head, that has seen enough is no failure
            print(f"jupyter green: standard output cannot be written: {error.strerror or error}", file=sys.stderr)
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
