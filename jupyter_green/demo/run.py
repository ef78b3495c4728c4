"""``jupyter green demo``: run the notebooks against a local stand-in for AWS, and say what was found."""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_green.demo import findings, generation, notebooks, report
from jupyter_green.demo.findings import Findings
from jupyter_green.demo.notebooks import DemoNotebook

_PAGE = 120  # columns when the output is not a terminal
_EXTRAS = {"v2": "demo", "v3": "demo-v3"}
_NEEDED = ("moto", "flask", "ipykernel", "nbclient", "rich")


def main(argv: list[str] | None = None) -> int:
    """Run the demonstration; returns 0 when every notebook ran to its end."""
    options = _parser().parse_args(argv)
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        print(
            f"The demo needs {', '.join(missing)}. Install it with: pip install 'jupyter-green[demo]'", file=sys.stderr
        )
        return 2
    if options.serve:
        return _serve()
    return _run(options.output.resolve(), options.only)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jupyter green demo",
        description="Run the demo notebooks with the real SageMaker SDK against a stand-in for AWS on this machine. "
        "Nothing reaches AWS and no account is needed.",
    )
    parser.add_argument("--output", type=Path, default=Path("green-demo"), help="folder for the executed notebooks")
    parser.add_argument(
        "--only", action="append", metavar="START", help="only notebooks whose name starts so, such as 03"
    )
    parser.add_argument(
        "--serve", action="store_true", help="start the stand-in alone, for notebooks you open yourself"
    )
    return parser


def _serve() -> int:
    """Keep the stand-in running until interrupted, and say how to use it."""
    from jupyter_green.demo import standin

    with standin.server() as aws:
        print(f"A stand-in for AWS runs at {aws.url}. Start JupyterLab in a shell with these variables:\n")
        for name, value in aws.environment().items():
            print(f"export {name}='{value}'")
        print(f"\nThe demo notebooks are in {notebooks.folder()}. Ctrl-C ends it.", flush=True)
        try:
            import threading

            threading.Event().wait()
        except KeyboardInterrupt:
            print()
    return 0


def _run(output: Path, only: list[str] | None) -> int:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from jupyter_green.demo import standin

    console, found = Console(), notebooks.find(only)
    if not console.is_terminal:
        console = Console(width=_PAGE)
    chosen, left_out = _choose(found)
    if not chosen:
        names = ", ".join(notebook.path.name for notebook in found) or "none"
        console.print(f"No demo notebook can run here: {names} found. {_advice(left_out)}", markup=False)
        return 2
    output.mkdir(parents=True, exist_ok=True)
    results: list[tuple[DemoNotebook, Findings, str]] = []
    columns: list[Any] = [SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()]
    with (
        tempfile.TemporaryDirectory() as private,
        standin.server() as aws,
        Progress(*columns, TimeElapsedColumn(), console=console) as progress,
    ):
        environment = notebooks.kernel_environment(aws.environment(), Path(private))
        for notebook in chosen:
            task = progress.add_task(notebook.title, total=notebook.code_cells)
            before = len(aws.jobs_started())
            content, failure = _execute(notebook, output, environment, lambda task=task: progress.advance(task))
            started = [name for _, name in aws.jobs_started()[before:]]
            results.append((notebook, findings.read(content, notebook.path.stem, started), failure))
    (output / "summary.md").write_text(report.as_markdown(results), encoding="utf-8")
    failed = any(failure for _, _, failure in results)
    if not failed:
        (output / notebooks.KERNEL_LOG).unlink(missing_ok=True)
    report.show(console, results)
    if left_out:
        console.print(_advice(left_out), markup=False)
    console.print(f"Executed notebooks and summary.md are in {output}", markup=False)
    return int(failed)


def _choose(found: list[DemoNotebook]) -> tuple[list[DemoNotebook], list[DemoNotebook]]:
    """Split the notebooks into those the installed SDK can run and those it cannot."""
    here = generation.installed()
    chosen = [notebook for notebook in found if notebook.needs in (None, here)]
    return chosen, [notebook for notebook in found if notebook not in chosen]


def _advice(left_out: list[DemoNotebook]) -> str:
    missing = sorted({notebook.needs for notebook in left_out if notebook.needs})
    commands = " or ".join(f"pip install 'jupyter-green[{_EXTRAS[one]}]'" for one in missing)
    names = ", ".join(notebook.path.stem for notebook in left_out)
    return f"Left out, because they need another SDK: {names}. In an environment of its own: {commands}"


def _execute(notebook: DemoNotebook, output: Path, environment: dict[str, str], cell_done: Any) -> tuple[Any, str]:
    """Run one notebook and return it, with the error when a cell failed."""
    target = output / notebook.path.name
    try:
        return notebooks.execute(notebook, target, environment, cell_done), ""
    except notebooks.NotebookFailed as error:
        import nbformat

        return nbformat.read(target, as_version=4), str(error)
