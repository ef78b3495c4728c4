"""The SDK 3 code on the pages of practices, run up to the start of its job with an SDK that is really there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_green.demo import standin
from jupyter_green.readers.objects import read_object
from jupyter_green.swaps.objects import SwapRefused, apply_to_object
from tests.practices.page_code import PageCode, blocks, construct, differences, is_step, job_on_page, swap_of

_IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
_MADE = ("tuner", "trainer", "processor", "transformer", "builder")


@pytest.fixture(scope="module")
def names() -> Iterator[dict[str, Any]]:
    """What a reader has before the code of a page: a session on the stand-in, a role, an image, ranges."""
    with standin.in_process():
        import boto3
        from sagemaker.core.helper.session_helper import Session
        from sagemaker.core.parameter import ContinuousParameter

        session = Session(boto_session=boto3.Session(region_name="us-east-1"), default_bucket=standin.BUCKET)
        ranges = {"lr": ContinuousParameter(0.001, 0.1)}
        yield {"session": session, "role": standin.ROLE, "image": _IMAGE, "ranges": ranges}


@pytest.fixture(autouse=True)
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the scripts that the code names lie beside it, as they do for a reader."""
    for name in ("train.py", "prepare.py"):
        (tmp_path / name).write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("block", blocks("SDK 3"), ids=str)
def test_the_code_makes_the_object_and_the_object_says_the_job(block: PageCode, names: dict[str, Any]) -> None:
    space, started = construct(block, names)
    if is_step(block):
        cached = space["step"].cache_config
        assert (cached is not None and cached.enable_caching) is job_on_page(block).cache and not started
        return
    assert started, "the code starts nothing"
    made = next(space[name] for name in _MADE if name in space)
    said = job_on_page(block)
    if said.kind == "endpoint":
        arguments = started[-1][2]
        serverless = type(arguments.get("inference_config")).__name__ == "ServerlessInferenceConfig"
        assert serverless == (said.mode == "serverless")
        assert arguments.get("instance_type") == (None if serverless else said.get("instance_type", None))
        return
    (read,) = read_object(made, region="us-east-1")
    assert read.kind == said.kind
    assert differences(said, read) == []


@pytest.mark.parametrize(
    "block", [b for b in blocks("SDK 3: before") if swap_of(b) is not None and not is_step(b)], ids=str
)
def test_the_swap_of_the_page_is_carried_onto_the_object_and_taken_back(block: PageCode, names: dict[str, Any]) -> None:
    space, _ = construct(block, names)
    made = next(space[name] for name in _MADE if name in space)
    (before,) = read_object(made, region="us-east-1")
    swap = swap_of(block)
    assert swap is not None
    try:
        applied = apply_to_object(made, swap, before)
    except SwapRefused as why:
        assert len(str(why)) > 15
        assert read_object(made, region="us-east-1") == (before,)
        return
    (after,) = read_object(made, region="us-east-1")
    assert differences(applied.swap.applied_to(before), after) == []
    applied.undo()
    assert read_object(made, region="us-east-1") == (before,)
