"""The code on the pages of practices, run with an SDK that is really there, and read from the objects it makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jupyter_green.readers.objects import read_object
from jupyter_green.swaps.objects import SwapRefused, apply_to_object
from tests.practices.page_code import PageCode, construct, differences, is_step, job_on_page, swap_of

__all__ = ["IMAGE", "check_object", "check_swap", "write_scripts"]

IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"


def write_scripts(folder: Path) -> None:
    """Write the scripts that the code names, as a reader has them beside it."""
    for name in ("train.py", "prepare.py"):
        (folder / name).write_text("", "utf-8")


def check_object(
    block: PageCode, names: dict[str, Any], made: Sequence[str], is_serverless: Callable[[dict[str, Any]], bool]
) -> None:
    """Assert that the code makes an object, called one of ``made``, which reads as the job that the page shows."""
    space, started = construct(block, names)
    if is_step(block):
        cached = space["step"].cache_config
        assert (cached is not None and cached.enable_caching) is job_on_page(block).cache and not started
        return
    assert started, "the code starts nothing"
    said = job_on_page(block)
    if said.kind == "endpoint":
        arguments = started[-1][2]
        serverless = is_serverless(arguments)
        assert serverless == (said.mode == "serverless")
        assert arguments.get("instance_type") == (None if serverless else said.get("instance_type", None))
        return
    (read,) = read_object(_first(space, made), region="us-east-1")
    assert read.kind == said.kind
    if said.kind == "monitoring-schedule":  # its expression is an argument that the object does not keep
        assert started[-1][2]["schedule_cron_expression"] == said.schedule
    assert differences(said, read) == []


def check_swap(block: PageCode, names: dict[str, Any], made: Sequence[str]) -> None:
    """Assert that the page's swap is carried onto the object and taken back, or refused with a reason."""
    space, _ = construct(block, names)
    thing = _first(space, made)
    (before,) = read_object(thing, region="us-east-1")
    swap = swap_of(block)
    assert swap is not None
    try:
        applied = apply_to_object(thing, swap, before)
    except SwapRefused as why:
        assert len(str(why)) > 15
        assert read_object(thing, region="us-east-1") == (before,)
        return
    (after,) = read_object(thing, region="us-east-1")
    assert differences(applied.swap.applied_to(before), after) == []
    applied.undo()
    assert read_object(thing, region="us-east-1") == (before,)


def _first(space: dict[str, Any], made: Sequence[str]) -> Any:
    return next(space[name] for name in made if name in space)
