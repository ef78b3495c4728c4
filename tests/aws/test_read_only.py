"""Read-only, proved three times: by the source, by the running clients, and by the policies that are shipped."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
from botocore import xform_name
from botocore.exceptions import ParamValidationError

import jupyter_green
from jupyter_green.aws.clients import Clients
from jupyter_green.aws.guard import READS, NotReadOnlyError, action, is_allowed
from jupyter_green.aws.objects import READS as OBJECT_READS
from jupyter_green.aws.objects import Objects
from jupyter_green.demo.standin import StandIn
from jupyter_green.magics import commands
from tests.support.notebook import notebook_shell

from .conftest import training_request
from .test_endpoint_use import deploy

PACKAGE = Path(jupyter_green.__file__).parent
POLICIES = Path(__file__).parents[2] / "docs" / "iam"
ELSEWHERE = ("demo",)  # pretends to be AWS; it is not used by the others


def service_model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


def trees(*, outside: tuple[str, ...] = ()) -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE)
        if inside.parts[0] not in (*ELSEWHERE, *outside):
            yield str(inside), ast.parse(path.read_text("utf-8"))


# -- first proof: the source ------------------------------------------------------------------------------------------


def test_no_room_but_aws_makes_a_client_or_a_session() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees(outside=("aws",))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("client", "resource", "create_client", "Session")
    ]
    imports = [
        f"{name}:{node.lineno}"
        for name, tree in trees(outside=("aws",))
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "boto3" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "boto3")
    ]  # fmt: skip
    assert found == [] and imports == []


def test_nothing_that_holds_a_client_names_an_operation_that_changes_something() -> None:
    changing = {
        spelt
        for service in READS
        for operation in service_model(service).operation_names
        if not operation.startswith(("Describe", "List", "Get", "Search", "BatchGet", "BatchDescribe"))
        for spelt in (operation, xform_name(operation))
    }
    assert len(changing) > 300
    found = []
    for name, tree in trees():
        for node in ast.walk(tree):
            called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            text = node.value if name.startswith("aws") and isinstance(node, ast.Constant) else ""
            if called in changing or (isinstance(text, str) and text in changing):
                found.append(f"{name}:{getattr(node, 'lineno', 0)} {called or text}")
    assert found == []


def test_every_question_in_the_source_is_on_the_list_and_all_on_the_list_is_asked() -> None:
    asked = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            arguments = node.args if isinstance(node, ast.Call) else []
            texts = [one.value for one in arguments if isinstance(one, ast.Constant)]
            if len(texts) >= 2 and texts[0] in READS:
                asked.add((texts[0], texts[1]))
    assert all(is_allowed(service, operation) for service, operation in asked)
    written = "".join(path.read_text("utf-8") for room in ("aws", "readers") for path in (PACKAGE / room).glob("*.py"))
    unused = [op for operations in READS.values() for op in operations if written.count(f'"{op}"') < 2]
    assert unused == []  # once in the list, once where it is asked


# -- second proof: the clients ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", sorted(READS))
def test_a_client_refuses_before_sending_whatever_is_not_on_the_list(service: str, aws: StandIn) -> None:
    client = Clients(region="us-east-1")._client(service, "us-east-1")
    aws.forget_calls()
    refused = [name for name in service_model(service).operation_names if name not in READS[service]]
    for operation in refused:
        with pytest.raises(NotReadOnlyError):
            client._make_api_call(operation, {})
    assert aws.calls_made() == []


def test_the_audits_bucket_reader_sends_nothing_but_list_and_get(aws: StandIn) -> None:
    client = Objects()._client()
    aws.forget_calls()
    for operation in service_model("s3").operation_names:
        if operation not in OBJECT_READS:
            with pytest.raises((NotReadOnlyError, ParamValidationError)):
                client._make_api_call(operation, {})
    with pytest.raises(NotReadOnlyError):
        client.put_object(Bucket="sagemaker-demo-bucket", Key="k", Body=b"")
    with pytest.raises(NotReadOnlyError):
        client.delete_object(Bucket="sagemaker-demo-bucket", Key="k")
    assert aws.calls_made() == [] and set(OBJECT_READS) == {"ListObjectsV2", "GetObject"}


def test_a_guarded_client_still_answers_questions(aws: StandIn) -> None:
    client = Clients(region="us-east-1")._client("sagemaker", "us-east-1")
    assert client.list_training_jobs()["TrainingJobSummaries"] == []


def test_asking_for_anything_else_is_an_error_in_our_own_code(clients: Clients) -> None:
    with pytest.raises(NotReadOnlyError):
        clients.ask("sagemaker", "DeleteEndpoint", EndpointName="x")
    with pytest.raises(NotReadOnlyError):
        clients.ask("s3", "ListBuckets")


@pytest.mark.parametrize(
    ("service", "operation"), [(service, one) for service in sorted(READS) for one in sorted(READS[service])]
)
def test_what_is_on_the_list_exists_and_reads(service: str, operation: str) -> None:
    assert operation in service_model(service).operation_names
    assert is_allowed(service, operation)


# -- third proof: the policies ----------------------------------------------------------------------------------------


def policy(tier: str) -> set[str]:
    document = json.loads((POLICIES / f"{tier}.json").read_text("utf-8"))
    assert all(one["Effect"] == "Allow" for one in document["Statement"])
    return {one for statement in document["Statement"] for one in statement["Action"]}


def actions_of_commands() -> dict[str, tuple[str, ...]]:
    found = {}
    for info in pkgutil.iter_modules(commands.__path__):
        module = importlib.import_module(f"{commands.__name__}.{info.name}")
        found[info.name] = getattr(module, "ACTIONS", ())
    return found


def test_the_tiers_grow_and_the_last_one_is_exactly_what_may_be_asked() -> None:
    assert policy("none") < policy("describe") < policy("metrics")
    assert policy("metrics") == {action(service, one) for service, operations in READS.items() for one in operations}
    assert {one.split(":")[0] for one in policy("describe")} == {"sagemaker"}


def test_every_command_lists_actions_that_the_policy_grants_and_together_they_need_all_of_it() -> None:
    needed = actions_of_commands()
    assert {one for actions in needed.values() for one in actions} == policy("metrics")


def test_a_command_that_lists_no_actions_imports_nothing_that_could_ask() -> None:
    needed = actions_of_commands()
    guilty = [
        name
        for name in needed
        if not needed[name]
        and "jupyter_green.aws" in (Path(commands.__file__).parent / f"{name}.py").read_text("utf-8")
        and name != "grid"  # asks no AWS service
    ]
    assert guilty == []


def test_the_documentation_lists_each_command_with_its_actions() -> None:
    text = (POLICIES.parent / "aws.md").read_text("utf-8")
    for name, actions in actions_of_commands().items():
        if actions:
            assert f"%green {name}" in text
        for one in actions:
            assert one.partition(":")[2] in text, f"{one} of %green {name} is not in docs/aws.md"


# -- and what the commands really asked -------------------------------------------------------------------------------

LINES = {
    "measure": ("measure --all", "measure notebook", "measure known --kind endpoint", "measure lost --kind transform"),
    "endpoints": ("endpoints",),
    "account": ("account --days 3",),
    "prices": ("prices ml.m5.xlarge",),
}


@pytest.mark.parametrize("command", sorted(LINES))
def test_a_command_asks_for_nothing_but_the_actions_it_lists(
    command: str, aws: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    deploy(aws, "known", [{"InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 1}])
    for kind in ("TrainingJob", "ProcessingJob", "TransformJob", "HyperParameterTuningJob"):
        aws.seed_jobs(2, kind=kind, days=1)
    with notebook_shell() as notebook:
        request = training_request("mine")
        notebook.run("_ = sm.create_training_job(**request)", sm=boto3.client("sagemaker"), request=request)
        aws.forget_calls()
        for line in LINES[command]:
            notebook.run(f"%green {line}")
        own = set(notebook.session.measuring.clients.asked)
    seen = {(call.service, call.operation) for call in aws.calls_made()}
    listed = set(actions_of_commands()[command])
    assert own <= listed and own <= policy("metrics")
    assert own and all(call.reads_only for call in aws.calls_made())
    assert {operation for _, operation in seen} <= {one.partition(":")[2] for one in listed}
