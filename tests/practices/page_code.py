"""The code that stands on the pages of practices, as a reader would copy it."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupyter_green
from jupyter_green.job import Job, known
from jupyter_green.practices import Swap, find_practice

FOLDER = Path(jupyter_green.__file__).parents[1] / "docs" / "practices"
_BLOCK = re.compile(r"^### (?P<heading>[^\n]+)\n\n```python\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class PageCode:
    """One block of code of one page, with the heading it stands under, such as ``SDK 2: before``."""

    page: str
    heading: str
    code: str

    def __str__(self) -> str:
        return f"{self.page}, {self.heading}"


def blocks(start: str = "") -> list[PageCode]:
    """Return every block whose heading starts so, over all pages."""
    return [
        PageCode(path.stem, found["heading"], found["code"])
        for path in sorted(FOLDER.glob("*.md"))
        for found in _BLOCK.finditer(path.read_text("utf-8"))
        if found["heading"].startswith(start)
    ]


VERBS = frozenset({"fit", "train", "tune", "deploy", "transform", "run", "build", "create_monitoring_schedule"})


def construct(block: PageCode, names: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[Any, str, dict[str, Any]]]]:
    """Run a block up to its verbs: every object is really made, every verb only takes its arguments.

    Returns the names the code defined, and for each verb the object, its name and its bound arguments.
    """
    tree = ast.parse(block.code)
    if not is_step(block):  # a pipeline session only records what a verb would start
        tree.body = [_HeldBack().visit(statement) for statement in tree.body]
    started: list[tuple[Any, str, dict[str, Any]]] = []

    def held_back(target: Any, verb: str, *given: Any, **named: Any) -> None:
        bound = inspect.signature(getattr(target, verb)).bind(*given, **named)
        started.append((target, verb, dict(bound.arguments)))

    space = {**names, "_held_back": held_back}
    exec(compile(ast.fix_missing_locations(tree), str(block), "exec"), space)
    return space, started


def is_step(block: PageCode) -> bool:
    """True for code that makes a step of a pipeline."""
    return "TrainingStep(" in block.code


class _HeldBack(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr in VERBS:
            function = ast.Name("_held_back", ast.Load())
            return ast.Call(function, [node.func.value, ast.Constant(node.func.attr), *node.args], node.keywords)
        return node


def job_on_page(block: PageCode) -> Job:
    """Return the job that a block says: the practice's example, or that job after the swap."""
    practice = find_practice(block.page)
    assert practice is not None, f"{block.page}.md belongs to no practice"
    if not block.heading.endswith("after"):
        return practice.example
    advice = practice.check(practice.example, practice.example_context)
    assert advice is not None and advice.swap is not None
    return advice.swap.applied_to(practice.example)


def swap_of(block: PageCode) -> Swap | None:
    """Return the swap of a page that can be carried out, or None for one that is only shown."""
    practice = find_practice(block.page)
    advice = practice.check(practice.example, practice.example_context) if practice is not None else None
    swap = advice.swap if advice is not None else None
    return swap if swap is not None and swap.changes and swap.fix != "show only" else None


#: What a job says that its object must say too, where it is set.
READ_BACK = (
    "instance_type",
    "instance_count",
    "instance_preferences",
    "volume_gb",
    "max_runtime",
    "max_wait",
    "spot",
    "checkpoint",
    "keep_alive",
    "compiler",
    "debugger_hook",
    "profiler",
    "distribution",
    "input_mode",
    "strategy",
    "max_jobs",
    "max_parallel_jobs",
    "early_stopping",
    "tuning_max_runtime",
    "hyperband_resource",
    "cache",
    "retry_attempts",
    "batch_strategy",
    "max_concurrent_transforms",
    "max_payload_mb",
)


def differences(said: Job, read: Job) -> list[str]:
    """Return what the object does not say as the page's job does; what the job leaves open is not compared."""
    return [
        f"{name}: the page says {getattr(said, name)!r}, the object {getattr(read, name)!r}"
        for name in READ_BACK
        if known(getattr(said, name))
        and getattr(said, name) is not False
        and _plain(getattr(read, name)) != _plain(getattr(said, name))
    ]


def _plain(value: Any) -> Any:
    """SDK 3 calls PyTorch's own launcher by its name, SDK 2 by what it launches."""
    return "torch_distributed" if value == "torchrun" else value
