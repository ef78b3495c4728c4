"""The house stays as drawn: arrows point down only, files stay small, and rooms without input or output stay so."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import jupyter_green

PACKAGE = Path(jupyter_green.__file__).parent
# From the ground up; a room may import itself and what stands before it.
ROOMS = (
    "wording", "units", "terms", "quantities", "unknown", "job", "catalog", "footprint", "dialects", "readers",
    "practices", "swaps", "advisor", "analysis", "conformance", "ledger", "aws", "views", "kernel", "magics", "audit",
    "demo", "extension", "cli",
)  # fmt: skip
PURE = ("wording", "terms", "quantities", "unknown", "job", "footprint", "dialects")
FORBIDDEN_IN_PURE = {"os", "socket", "subprocess", "urllib", "http", "time", "datetime", "random", "boto3", "botocore"}
LONGEST = 330


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room not in ("__init__", "locale", "labextension"):
            yield room, path


def imports_of(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield imported module names, and whether only a type checker sees the import."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in typing_only) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, id(node) in typing_only


def test_every_room_is_in_the_plan() -> None:
    assert {room for room, _ in modules()} <= set(ROOMS)


def test_arrows_point_down_only() -> None:
    upward = []
    for room, path in modules():
        for name, typing_only in imports_of(path):
            parts = name.split(".")
            if parts[0] != "jupyter_green" or len(parts) < 2 or typing_only:
                continue
            if parts[1] in ROOMS and ROOMS.index(parts[1]) > ROOMS.index(room):
                upward.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert upward == []


@pytest.mark.parametrize("room", PURE)
def test_the_ground_takes_no_clock_and_does_no_input_or_output(room: str) -> None:
    found = [
        f"{path.name}: {name}"
        for where, path in modules()
        if where == room
        for name, typing_only in imports_of(path)
        if name.split(".")[0] in FORBIDDEN_IN_PURE and not typing_only
    ]
    assert found == []


def calls_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_practices_take_no_clock_and_hold_no_client() -> None:
    clocks = ("date.today", "datetime.now", "time.time", "boto3.client", "open")
    found = [
        f"{path.name}: {call}"
        for room, path in modules()
        if room == "practices"
        for call in calls_in(path)
        if call.endswith(clocks) and not path.name.startswith("pages")
    ]
    assert found == []


def test_nothing_imports_the_sagemaker_sdk() -> None:
    guilty = [
        str(path.relative_to(PACKAGE))
        for room, path in modules()
        for name, _ in imports_of(path)
        if name.split(".")[0] in ("sagemaker", "sagemaker_core")
    ]
    assert guilty == []


def test_files_stay_readable() -> None:
    long = {
        str(path.relative_to(PACKAGE)): lines
        for _, path in modules()
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_the_public_face_is_small() -> None:
    assert len(jupyter_green.__all__) <= 10
    for name in jupyter_green.__all__:
        assert getattr(jupyter_green, name).__doc__
