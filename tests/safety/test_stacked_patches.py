"""Tracers, mocks and careless patches on the same method, put on and taken off in every order."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import botocore.client
import pytest
import wrapt
from opentelemetry.instrumentation.botocore import BotocoreInstrumentor

from jupyter_green.kernel.api_watch import ApiCall, ApiWatch
from tests.kernel.stand_ins import TRAINING_REQUEST, answered_client
from tests.support.sample import sampled

METHOD = "_make_api_call"
Client = botocore.client.BaseClient
ORIGINAL = Client.__dict__[METHOD]


class Ours:
    def __init__(self) -> None:
        self.calls: list[ApiCall] = []
        self.watch = ApiWatch(self.calls.append)

    def on(self) -> None:
        self.watch.install()

    def off(self) -> None:
        self.watch.uninstall()


class OpenTelemetry:
    def on(self) -> None:
        BotocoreInstrumentor().instrument(skip_dep_check=True)

    def off(self) -> None:
        BotocoreInstrumentor().uninstrument()


class Tracer:
    """As the X-Ray SDK and others do it: a wrapt function wrapper that needs its instance."""

    def __init__(self) -> None:
        self.regions: list[str] = []

    def on(self) -> None:
        def trace(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
            self.regions.append(instance.meta.region_name)
            return wrapped(*args, **kwargs)

        wrapt.wrap_function_wrapper("botocore.client", f"BaseClient.{METHOD}", trace)

    def off(self) -> None:
        current = Client.__dict__[METHOD]
        if isinstance(current, wrapt.FunctionWrapper):
            setattr(Client, METHOD, current.__wrapped__)


class MockPatch:
    """``mock.patch.object`` with a function that answers some calls and passes on the others."""

    def on(self) -> None:
        below = Client.__dict__[METHOD]

        def fake(client: Any, operation_name: str, params: Any) -> Any:
            return below.__get__(client, type(client))(operation_name, params)

        self.patch = mock.patch.object(Client, METHOD, new=fake)
        self.patch.start()

    def off(self) -> None:
        self.patch.stop()


class Decorated:
    """A user's own wrapper, well made with functools.wraps."""

    def on(self) -> None:
        self.below = below = Client.__dict__[METHOD]

        @functools.wraps(below)
        def logged(client: Any, *args: Any, **kwargs: Any) -> Any:
            return below.__get__(client, type(client))(*args, **kwargs)

        setattr(Client, METHOD, logged)

    def off(self) -> None:
        setattr(Client, METHOD, self.below)


@pytest.fixture(autouse=True)
def the_method_is_put_back() -> Iterator[None]:
    yield
    if BotocoreInstrumentor().is_instrumented_by_opentelemetry:
        BotocoreInstrumentor().uninstrument()
    setattr(Client, METHOD, ORIGINAL)


@pytest.fixture(scope="module")
def client() -> Any:
    return answered_client()


LAYERS: list[Callable[[], Any]] = [OpenTelemetry, Tracer, MockPatch, Decorated]
TRIPLES = [
    (on, off)
    for pair in itertools.combinations(range(len(LAYERS)), 2)
    for on in itertools.permutations((-1, *pair))
    for off in itertools.permutations((-1, *pair))
]


def name_of(index: int) -> str:
    return "Ours" if index < 0 else LAYERS[index].__name__


def label(case: tuple[tuple[int, ...], tuple[int, ...]]) -> str:
    on, off = ("+".join(map(name_of, order)) for order in case)
    return f"{on}-then-off-{off}"


def call(client: Any) -> None:
    assert client.create_training_job(**TRAINING_REQUEST)["TrainingJobArn"].endswith("churn")


def is_in_chain(ours: Ours) -> bool:
    """True when ours can still be reached from the method."""
    trampolines = [trampoline for _, trampoline, _ in ours.watch._layers]
    layer = Client.__dict__[METHOD]
    while layer is not None:
        if any(layer is trampoline for trampoline in trampolines):
            return True
        layer = getattr(layer, "__wrapped__", None)
    return False


@pytest.mark.parametrize("case", sampled(TRIPLES), ids=label)
def test_two_others_and_ours_in_every_order(client: Any, case: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    on, off = case
    ours = Ours()
    layers = {index: ours if index < 0 else LAYERS[index]() for index in on}
    for index in on:
        layers[index].on()
        call(client)
        ours.watch.heal()
    is_on = True
    for index in (None, *off):
        if index is not None:
            layers[index].off()
            is_on = is_on and index >= 0
        ours.watch.heal()  # as before each cell
        ours.calls.clear()
        call(client)
        assert [seen.outcome for seen in ours.calls] == (["started", "returned"] if is_on else [])
    two_tracers = {OpenTelemetry, Tracer} <= {type(layer) for layer in layers.values()}
    if off == on[::-1] and not two_tracers:  # wrapt leaves bound wrappers behind when two tracers are taken off
        assert not is_in_chain(ours), "taken off in the order of a stack, nothing of ours is left"


def test_all_layers_at_once_give_the_tracer_its_instance(client: Any) -> None:
    for order in itertools.permutations(range(-1, len(LAYERS))):
        ours, tracer = Ours(), Tracer()
        layers = [ours if i < 0 else tracer if LAYERS[i] is Tracer else LAYERS[i]() for i in order]
        for layer in layers:
            layer.on()
        call(client)
        assert tracer.regions == ["us-east-1"]
        assert len(ours.calls) == 2
        for layer in reversed(layers):
            layer.off()
        ours.calls.clear()
        call(client)
        assert ours.calls == []
        setattr(Client, METHOD, ORIGINAL)


def test_a_mock_over_ours_answers_and_ours_comes_back_with_the_next_cell() -> None:
    ours, client = Ours(), answered_client()
    ours.on()
    with mock.patch.object(Client, METHOD) as fake:
        fake.return_value = {"answer": 1}
        assert client.create_training_job(**TRAINING_REQUEST) == {"answer": 1}
        fake.assert_called_once_with("CreateTrainingJob", TRAINING_REQUEST)
    call(client)
    assert len(ours.calls) == 2
    ours.off()


def test_ours_over_a_mock_passes_the_call_to_it() -> None:
    ours, client = Ours(), answered_client()
    with mock.patch.object(Client, METHOD) as fake:
        fake.return_value = {"answer": 1}
        ours.on()
        assert client.create_training_job(**TRAINING_REQUEST) == {"answer": 1}
        fake.assert_called_once_with("CreateTrainingJob", TRAINING_REQUEST)
        assert ours.calls[-1].response == {"answer": 1}
    # The mock was put on first and taken off last: it has removed us, and the next cell heals that.
    call(client)
    assert len(ours.calls) == 2
    ours.watch.heal()
    call(client)
    assert len(ours.calls) == 4
    ours.off()
    assert Client.__dict__[METHOD] is ORIGINAL


def test_a_mock_with_autospec_works_as_ever() -> None:
    ours, client = Ours(), answered_client()
    ours.on()
    with mock.patch.object(Client, METHOD, autospec=True) as fake:
        fake.return_value = {"answer": 1}
        ours.watch.heal()
        assert client.create_training_job(**TRAINING_REQUEST) == {"answer": 1}
        fake.assert_called_once_with(client, "CreateTrainingJob", TRAINING_REQUEST)
    call(client)
    ours.off()
    assert Client.__dict__[METHOD] is ORIGINAL


def test_uninstalled_beneath_a_tracer_ours_only_passes_on() -> None:
    ours, client, tracer = Ours(), answered_client(), Tracer()
    ours.on()
    tracer.on()
    ours.off()
    call(client)
    assert ours.calls == []
    assert tracer.regions == ["us-east-1"]
    ours.on()
    call(client)
    assert len(ours.calls) == 2, "switched on again it does not stand in the chain twice"
    ours.off()
    tracer.off()


def test_a_careless_patch_that_hides_the_chain_does_not_make_ours_count_twice() -> None:
    ours, client = Ours(), answered_client()
    ours.on()
    below = Client.__dict__[METHOD]
    setattr(Client, METHOD, lambda self, operation, params: below(self, operation, dict(params)))
    ours.watch.heal()  # sees no trace of itself and goes on top
    call(client)
    assert len(ours.calls) == 2
    ours.off()


def test_uninstalling_in_the_middle_of_a_call_ends_it_well() -> None:
    ours = Ours()

    def answer(**_: Any) -> dict[str, str]:
        ours.off()
        return {"TrainingJobArn": "churn"}

    client = answered_client(answer=answer)
    ours.on()
    call(client)
    assert [seen.outcome for seen in ours.calls] == ["started"]
    call(client)
    assert len(ours.calls) == 1
    assert Client.__dict__[METHOD] is ORIGINAL


def test_uninstalling_from_the_callback_ends_it_well() -> None:
    watch = ApiWatch(lambda _: watch.uninstall())
    watch.install()
    call(answered_client())
    assert Client.__dict__[METHOD] is ORIGINAL
