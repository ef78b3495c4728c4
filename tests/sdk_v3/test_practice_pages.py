"""The SDK 3 code on the pages of practices, run up to the start of its job with an SDK that is really there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_green.demo import standin
from tests.practices.page_code import PageCode, blocks, is_step, swap_of
from tests.support.page_objects import IMAGE, check_object, check_swap, write_scripts

_MADE = ("tuner", "trainer", "processor", "transformer", "builder", "monitor")


@pytest.fixture(scope="module")
def names() -> Iterator[dict[str, Any]]:
    """What a reader has before the code of a page: a session on the stand-in, a role, an image, ranges."""
    with standin.in_process():
        import boto3
        from sagemaker.core.helper.session_helper import Session
        from sagemaker.core.parameter import ContinuousParameter

        session = Session(boto_session=boto3.Session(region_name="us-east-1"), default_bucket=standin.BUCKET)
        ranges = {"lr": ContinuousParameter(0.001, 0.1)}
        yield {"session": session, "role": standin.ROLE, "image": IMAGE, "ranges": ranges}


@pytest.fixture(autouse=True)
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the scripts that the code names lie beside it."""
    write_scripts(tmp_path)
    monkeypatch.chdir(tmp_path)


def _is_serverless(arguments: dict[str, Any]) -> bool:
    return type(arguments.get("inference_config")).__name__ == "ServerlessInferenceConfig"


@pytest.mark.parametrize("block", blocks("SDK 3"), ids=str)
def test_the_code_makes_the_object_and_the_object_says_the_job(block: PageCode, names: dict[str, Any]) -> None:
    check_object(block, names, _MADE, _is_serverless)


@pytest.mark.parametrize(
    "block", [b for b in blocks("SDK 3: before") if swap_of(b) is not None and not is_step(b)], ids=str
)
def test_the_swap_of_the_page_is_carried_onto_the_object_and_taken_back(block: PageCode, names: dict[str, Any]) -> None:
    check_swap(block, names, _MADE)
