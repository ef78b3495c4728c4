from __future__ import annotations

import copy
import gc
import inspect
import subprocess
import sys
import textwrap
import time
import weakref
from pathlib import Path
from typing import Any

import botocore.client
import pytest
from botocore.stub import Stubber

from jupyter_green.kernel import attribution
from jupyter_green.kernel.api_watch import ApiCall, ApiWatch
from jupyter_green.kernel.attribution import CellToken
from jupyter_green.kernel.private_copy import Withheld
from tests.kernel.stand_ins import TRAINING_REQUEST, answered_client

METHOD = "_make_api_call"
ORIGINAL = botocore.client.BaseClient.__dict__[METHOD]


def test_a_call_is_told_at_its_start_and_at_its_end(watch: ApiWatch, calls: list[ApiCall]) -> None:
    client = answered_client(region="eu-west-1")
    answer = client.create_training_job(**TRAINING_REQUEST)
    assert answer["TrainingJobArn"].endswith("churn")
    start, end = calls
    assert (start.outcome, end.outcome) == ("started", "returned")
    assert start.serial == end.serial
    assert (end.service, end.operation, end.region) == ("sagemaker", "CreateTrainingJob", "eu-west-1")
    assert end.params == TRAINING_REQUEST
    assert end.response == {"TrainingJobArn": "arn:aws:sagemaker:::training-job/churn"}
    assert end.client_id == id(client)
    assert end.ended is not None
    assert end.ended >= end.started > 0
    assert abs(end.started_at - time.time()) < 60


def test_the_start_is_told_while_the_call_still_runs(watch: ApiWatch, calls: list[ApiCall]) -> None:
    told: list[int] = []

    def answer(**_: Any) -> dict[str, str]:
        told.append(len(calls))
        return {"TrainingJobArn": "arn"}

    answered_client(answer=answer).create_training_job(**TRAINING_REQUEST)
    assert told == [1]


def test_a_client_made_before_the_watch_is_seen(calls: list[ApiCall]) -> None:
    client = answered_client()
    watch = ApiWatch(calls.append)
    watch.install()
    client.create_training_job(**TRAINING_REQUEST)
    watch.uninstall()
    client.create_training_job(**TRAINING_REQUEST)
    assert len(calls) == 2


def test_a_stubbed_client_is_seen(watch: ApiWatch, calls: list[ApiCall]) -> None:
    client = answered_client()
    with Stubber(client) as stub:
        stub.add_client_error("create_training_job", "ResourceLimitExceeded", "no more of these")
        with pytest.raises(client.exceptions.ResourceLimitExceeded):
            client.create_training_job(**TRAINING_REQUEST)
    assert calls[-1].outcome == "raised"
    assert calls[-1].error == "ResourceLimitExceeded"
    assert calls[-1].error_code == "ResourceLimitExceeded"
    assert calls[-1].response is None


def test_a_request_that_botocore_refuses_is_seen_as_refused(watch: ApiWatch, calls: list[ApiCall]) -> None:
    with pytest.raises(botocore.exceptions.ParamValidationError):
        answered_client().create_training_job(TrainingJobName="churn")
    assert [(call.outcome, call.error) for call in calls] == [("started", None), ("raised", "ParamValidationError")]


def test_unwatched_calls_leave_no_trace(watch: ApiWatch, calls: list[ApiCall]) -> None:
    answered_client(answer=lambda **_: {"EndpointName": "e"}).describe_endpoint(EndpointName="e")
    answered_client("s3", answer=lambda **_: {}).put_object(Bucket="b", Key="k", Body=b"x")
    assert calls == []


def test_of_an_invocation_only_the_end_is_told_and_the_body_stays_private(
    watch: ApiWatch, calls: list[ApiCall]
) -> None:
    client = answered_client("sagemaker-runtime", answer=lambda **_: {"Body": object(), "ContentType": "text/csv"})
    client.invoke_endpoint(EndpointName="e", Body=b"x" * 5_000_000)
    (call,) = calls
    assert call.outcome == "returned"
    assert call.params == {"EndpointName": "e", "Body": Withheld("bytes", 5_000_000)}
    assert call.response == {"Body": Withheld("object"), "ContentType": "text/csv"}


def test_a_consumer_that_changes_its_copy_does_not_change_the_request() -> None:
    def meddle(call: ApiCall) -> None:
        call.params["TrainingJobName"] = "hacked"
        call.params["ResourceConfig"]["InstanceCount"] = 99
        if call.response is not None:
            call.response.clear()

    sent: list[Any] = []

    def answer(**event: Any) -> dict[str, str]:
        sent.append(event["params"]["body"])
        return {"TrainingJobArn": "arn"}

    watch, request = ApiWatch(meddle), copy.deepcopy(TRAINING_REQUEST)
    watch.install()
    answered = answered_client(answer=answer).create_training_job(**request)
    watch.uninstall()
    assert b"hacked" not in sent[0]
    assert b"99" not in sent[0]
    assert request == TRAINING_REQUEST
    assert answered["TrainingJobArn"] == "arn"


def test_calls_carry_their_cell(watch: ApiWatch, calls: list[ApiCall]) -> None:
    token = CellToken(7, 3, "abc")
    attribution.begin_cell(token)
    answered_client().create_training_job(**TRAINING_REQUEST)
    assert (calls[0].cell, calls[0].attribution) == (token, "cell")


def test_our_own_look_ups_are_not_recorded(watch: ApiWatch, calls: list[ApiCall]) -> None:
    with attribution.unrecorded():
        answered_client().create_training_job(**TRAINING_REQUEST)
    assert calls == []


def test_other_operations_can_be_watched(calls: list[ApiCall]) -> None:
    watch = ApiWatch(calls.append, watched={"DescribeEndpoint": frozenset({"sagemaker"})})
    watch.install()
    answered_client(answer=lambda **_: {"EndpointName": "e"}).describe_endpoint(EndpointName="e")
    answered_client().create_training_job(**TRAINING_REQUEST)
    watch.uninstall()
    assert {call.operation for call in calls} == {"DescribeEndpoint"}


def test_the_method_looks_the_same_and_is_put_back(calls: list[ApiCall]) -> None:
    watch = ApiWatch(calls.append)
    watch.install()
    ours = botocore.client.BaseClient.__dict__[METHOD]
    assert ours is not ORIGINAL
    assert inspect.signature(ours) == inspect.signature(ORIGINAL)
    assert ours.__qualname__ == ORIGINAL.__qualname__
    assert inspect.unwrap(ours) is inspect.unwrap(ORIGINAL)
    watch.uninstall()
    assert botocore.client.BaseClient.__dict__[METHOD] is ORIGINAL


def test_installing_and_uninstalling_again_and_again_counts_once_and_leaves_nothing(calls: list[ApiCall]) -> None:
    watch = ApiWatch(calls.append)
    client = answered_client()
    for _ in range(3):
        watch.install()
        watch.install()
        watch.heal()
        client.create_training_job(**TRAINING_REQUEST)
        watch.uninstall()
        watch.uninstall()
    assert len(calls) == 6
    assert botocore.client.BaseClient.__dict__[METHOD] is ORIGINAL


def test_two_watches_do_not_disturb_each_other() -> None:
    first: list[ApiCall] = []
    second: list[ApiCall] = []
    one, two = ApiWatch(first.append), ApiWatch(second.append)
    one.install()
    two.install()
    answered_client().create_training_job(**TRAINING_REQUEST)
    one.uninstall()
    answered_client().create_training_job(**TRAINING_REQUEST)
    two.uninstall()
    assert (len(first), len(second)) == (2, 4)
    one.install()
    one.uninstall()
    assert inspect.unwrap(botocore.client.BaseClient.__dict__[METHOD]) is inspect.unwrap(ORIGINAL)


def test_heal_puts_back_what_a_careless_patch_has_removed(watch: ApiWatch, calls: list[ApiCall]) -> None:
    botocore.client.BaseClient._make_api_call = ORIGINAL
    watch.heal()
    answered_client().create_training_job(**TRAINING_REQUEST)
    assert len(calls) == 2


def test_no_client_and_no_answer_is_kept_alive(watch: ApiWatch) -> None:
    class Answer(dict):  # type: ignore[type-arg]
        pass

    client = answered_client()
    with Stubber(client) as stub:
        stub.add_response("create_training_job", {"TrainingJobArn": "arn:aws:sagemaker:us-east-1:1:training-job/a"})
        client.create_training_job(**TRAINING_REQUEST)
    reference = weakref.ref(client)
    del client, stub
    gc.collect()
    assert reference() is None


def test_parameters_given_by_keyword_or_of_a_later_botocore_pass_through(calls: list[ApiCall]) -> None:
    client = answered_client()
    received: list[Any] = []

    def later(self: Any, operation_name: str, api_params: Any, *, extra: int = 0) -> str:
        received.append((operation_name, api_params, extra))
        return "answer"

    botocore.client.BaseClient._make_api_call = later
    watch = ApiWatch(calls.append)
    try:
        watch.install()
        assert client._make_api_call("CreateTrainingJob", {"a": 1}, extra=2) == "answer"
        assert client._make_api_call(operation_name="CreateTrainingJob", api_params={}) == "answer"
    finally:
        watch.uninstall()
        botocore.client.BaseClient._make_api_call = ORIGINAL
    assert received == [("CreateTrainingJob", {"a": 1}, 2), ("CreateTrainingJob", {}, 0)]
    assert calls[0].params == {"a": 1}


def run(code: str) -> str:
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_it_installs_itself_the_moment_botocore_is_imported() -> None:
    printed = run(
        """
        import sys
        from jupyter_green.kernel.api_watch import ApiWatch
        calls = []
        watch = ApiWatch(calls.append)
        watch.install()
        assert not any(name.partition(".")[0] in ("botocore", "boto3") for name in sys.modules)
        from tests.kernel.stand_ins import TRAINING_REQUEST, answered_client
        answered_client().create_training_job(**TRAINING_REQUEST)
        left = [finder for finder in sys.meta_path if type(finder).__module__.startswith("jupyter_green")]
        watch.uninstall()
        import botocore.client
        import inspect
        layers = [botocore.client.BaseClient._make_api_call]
        inspect.unwrap(layers[0], stop=lambda layer: layers.append(layer))
        print(len(calls), len(left), any("jupyter_green" in layer.__code__.co_filename for layer in layers))
        """
    )
    assert printed == "2 0 False"


def test_uninstalled_before_botocore_comes_it_never_shows() -> None:
    printed = run(
        """
        import sys
        before = list(sys.meta_path)
        from jupyter_green.kernel.api_watch import ApiWatch
        watch = ApiWatch(print)
        watch.install(); watch.uninstall()
        assert sys.meta_path == before
        from tests.kernel.stand_ins import TRAINING_REQUEST, answered_client
        answered_client().create_training_job(**TRAINING_REQUEST)
        print("done")
        """
    )
    assert printed == "done"


def test_a_reloaded_botocore_is_watched_after_the_next_heal() -> None:
    printed = run(
        """
        import importlib, botocore.client
        from jupyter_green.kernel.api_watch import ApiWatch
        from tests.kernel.stand_ins import TRAINING_REQUEST, answered_client
        calls = []
        watch = ApiWatch(calls.append)
        watch.install()
        importlib.reload(botocore.client)
        watch.heal()
        answered_client().create_training_job(**TRAINING_REQUEST)
        watch.uninstall()
        print(len(calls))
        """
    )
    assert printed == "2"


def test_a_botocore_that_is_loaded_lazily_is_not_woken() -> None:
    printed = run(
        """
        import importlib.util, sys
        import botocore
        spec = importlib.util.find_spec("botocore.client")
        spec.loader = importlib.util.LazyLoader(spec.loader)
        module = importlib.util.module_from_spec(spec)
        sys.modules["botocore.client"] = botocore.client = module
        spec.loader.exec_module(module)
        from jupyter_green.kernel.api_watch import ApiWatch
        calls = []
        watch = ApiWatch(calls.append)
        watch.install()
        print("BaseClient" in object.__getattribute__(module, "__dict__"), end=" ")
        module.BaseClient
        watch.heal()
        from tests.kernel.stand_ins import TRAINING_REQUEST, answered_client
        answered_client().create_training_job(**TRAINING_REQUEST)
        print(len(calls))
        """
    )
    assert printed == "False 2"


def test_nothing_but_the_standard_library_is_imported() -> None:
    printed = run(
        """
        import sys
        before = set(sys.modules)
        import jupyter_green.kernel.api_watch, jupyter_green.kernel.cell_watch, jupyter_green.kernel.worker
        print(*{name.partition(".")[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names))
        """
    )
    assert printed == "jupyter_green"
