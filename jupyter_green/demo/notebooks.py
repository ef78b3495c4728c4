"""The demonstration's notebooks: where they are, which SDK each needs, and running one against the stand-in."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_INSTALLED = Path(__file__).parent / "content"
_CHECKOUT = Path(__file__).parents[2] / "demo_notebooks"
_CELL_TIMEOUT = 300
KERNEL_LOG = "kernel.log"  # what kernels say outside their cells; kept only when something failed


@dataclass(frozen=True, slots=True)
class DemoNotebook:
    """One notebook of the demonstration."""

    path: Path
    title: str
    needs: str | None  # v2 or v3; None when boto3 is enough
    code_cells: int


class NotebookFailed(RuntimeError):
    """Raised when a cell of a demo notebook fails; what ran until then is written all the same."""


def folder() -> Path:
    """Return the folder of the notebooks: inside the installed package, or beside it in a checkout."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def find(only: list[str] | None = None) -> list[DemoNotebook]:
    """Return the notebooks in reading order; only those whose name starts like one of ``only`` when it is given."""
    import nbformat

    found = []
    for path in sorted(folder().glob("*.ipynb")):
        if only and not any(path.name.startswith(start) for start in only):
            continue
        content = nbformat.read(path, as_version=4)
        code = sum(cell.cell_type == "code" for cell in content.cells)
        title = content.cells[0].source.splitlines()[0].lstrip("# ")
        found.append(DemoNotebook(path, title, content.metadata.get("jupyter_green", {}).get("sdk"), code))
    return found


def execute(notebook: DemoNotebook, target: Path, environment: Mapping[str, str], cell_done: Callable[[], None]) -> Any:
    """Run a notebook in a kernel of its own and write it to ``target``; returns the executed notebook.

    Files that the notebook writes go into ``files`` beside ``target``. Raises NotebookFailed with the cell's error.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    content = nbformat.read(notebook.path, as_version=4)
    files = target.parent / "files"
    files.mkdir(parents=True, exist_ok=True)
    client = NotebookClient(
        content,
        timeout=_CELL_TIMEOUT,
        kernel_name="python3",
        resources={"metadata": {"path": str(files)}},
        on_cell_executed=lambda **_: cell_done(),
    )
    try:
        with (target.parent / KERNEL_LOG).open("a", encoding="utf-8") as log:
            client.execute(env=dict(environment), stderr=log)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise NotebookFailed(str(error).strip().splitlines()[-1]) from error
    finally:
        nbformat.write(content, target)
    return content


def kernel_environment(standin: Mapping[str, str], private: Path) -> dict[str, str]:
    """Return this process's environment without the user's own AWS settings, with the stand-in's in their place."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "SAGEMAKER_"))}
    empty = private / "no-user-config.yaml"
    empty.write_text("SchemaVersion: '1.0'\n", encoding="utf-8")
    kept |= standin
    kept |= {
        "IPYTHONDIR": str(private / "ipython"),
        "SAGEMAKER_USER_CONFIG_OVERRIDE": str(empty),
        "PYTHONWARNINGS": "ignore",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }
    return kept
