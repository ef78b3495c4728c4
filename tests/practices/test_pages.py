"""The pages of practices: up to date, whole, and with code that is true to the API's model."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jupyter_green.practices import Practice
from jupyter_green.practices.documentation import SECTIONS
from jupyter_green.swaps.render import FREE_NAMES
from jupyter_green.views import practice_pages
from jupyter_green.views.practice_pages import own_practices
from tests.practices.page_code import FOLDER, PageCode, blocks


def test_no_page_is_stale() -> None:
    assert practice_pages.stale_pages(FOLDER) == ()


def test_a_changed_page_and_a_page_without_a_practice_are_stale(tmp_path: Path) -> None:
    assert practice_pages.main([str(tmp_path)]) == 0
    assert practice_pages.stale_pages(tmp_path) == ()
    (tmp_path / "low-carbon-region.md").write_text("changed", "utf-8")
    page = (tmp_path / "cap-max-runtime.md").read_text("utf-8")
    (tmp_path / "no-such-practice.md").write_text(page, "utf-8")
    (tmp_path / "by-hand.md").write_text("# Mine", "utf-8")
    assert practice_pages.stale_pages(tmp_path) == ("low-carbon-region.md", "no-such-practice.md")
    assert practice_pages.main(["--check", str(tmp_path)]) == 1
    assert practice_pages.main([str(tmp_path)]) == 0
    assert not (tmp_path / "no-such-practice.md").exists() and (tmp_path / "by-hand.md").exists()
    assert practice_pages.main(["--check", str(tmp_path)]) == 0


def test_the_index_leads_only_to_pages_that_are_there() -> None:
    index = (FOLDER / "index.md").read_text("utf-8")
    assert {name for name in re.findall(r"\]\(([a-z0-9-]+\.md)\)", index) if not (FOLDER / name).is_file()} == set()


@pytest.mark.parametrize("practice", own_practices(), ids=lambda practice: practice.id)
def test_a_page_has_every_section_and_the_index_leads_to_it(practice: Practice) -> None:
    page = (FOLDER / f"{practice.id}.md").read_text("utf-8")
    for section in (*SECTIONS, "Service status"):
        assert f"\n## {section}\n" in page
    assert f"Fix class: **{practice.fix}**" in page
    assert f"]({practice.id}.md)" in (FOLDER / "index.md").read_text("utf-8")


def test_a_practice_is_implemented_or_listed_with_its_reason_and_never_both() -> None:
    table = (FOLDER / "not-implemented.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| ([a-z0-9-]+) \| (.+) \|$", table.partition("| --- |")[2], re.MULTILINE))
    assert all(len(reason) > 30 for reason in listed.values())
    assert not set(listed) & {practice.id for practice in own_practices()}


@pytest.mark.parametrize("block", blocks(), ids=str)
def test_code_parses_and_uses_no_name_it_does_not_define_but_the_readers_own(block: PageCode) -> None:
    tree = ast.parse(block.code)
    if not block.heading.startswith("SDK"):
        return
    stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    imported = {a.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for a in node.names}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    assert used - stored - imported <= FREE_NAMES


@cache
def _model(service: str) -> Any:
    import botocore.session

    return botocore.session.get_session().get_service_model(service)


class _Checker:
    """Takes the place of boto3: its clients check each request against the service's model, and send nothing."""

    def __init__(self) -> None:
        self.checked: list[str] = []

    def client(self, service: str, region_name: str | None = None) -> Any:
        checker = self

        class Client:
            def __getattr__(self, method: str) -> Any:
                operations = {_snake(name): name for name in _model(service).operation_names}
                assert method in operations, f"{service} has no {method}"
                return lambda **request: checker.check(service, operations[method], request)

        return Client()

    def check(self, service: str, operation: str, request: dict[str, Any]) -> None:
        from botocore.validate import ParamValidator

        model = _model(service).operation_model(operation)
        request = {**dict.fromkeys(model.idempotent_members, "made by the client itself, as boto3 does"), **request}
        report = ParamValidator().validate(request, model.input_shape)
        assert not report.has_errors(), report.generate_report()
        self.checked.append(operation)


def _snake(name: str) -> str:
    from botocore import xform_name

    return str(xform_name(name))


@pytest.mark.parametrize("block", blocks("boto3"), ids=str)
def test_boto3_code_makes_requests_that_the_api_model_takes(block: PageCode, monkeypatch: pytest.MonkeyPatch) -> None:
    checker = _Checker()
    monkeypatch.setitem(__import__("sys").modules, "boto3", SimpleNamespace(client=checker.client))
    exec(compile(block.code, str(block), "exec"), {})
    assert checker.checked
