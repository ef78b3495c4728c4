from __future__ import annotations

import datetime
import enum
import io
from collections import OrderedDict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jupyter_green.kernel.private_copy import LONGEST_TEXT, MOST_NODES, Withheld, private_copy

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
REQUESTS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8).map("k".__add__), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(REQUESTS)
def test_a_small_plain_request_is_copied_as_it_is(request: Any) -> None:
    assert private_copy(request) == request


def test_changing_the_copy_does_not_reach_the_original() -> None:
    original = {"ResourceConfig": {"InstanceCount": 1}, "Tags": [{"Key": "a"}]}
    copied = private_copy(original)
    copied["ResourceConfig"]["InstanceCount"] = 99
    copied["Tags"][0]["Key"] = "changed"
    assert original == {"ResourceConfig": {"InstanceCount": 1}, "Tags": [{"Key": "a"}]}


def test_long_texts_are_cut_but_a_pipeline_definition_stays_whole() -> None:
    copied = private_copy({"Environment": {"X": "y" * 10_000}, "PipelineDefinition": "z" * 500_000})
    assert len(copied["Environment"]["X"]) == LONGEST_TEXT
    assert len(copied["PipelineDefinition"]) == 500_000


def test_of_a_body_only_the_length_is_kept() -> None:
    assert private_copy({"Body": b"x" * 1_000_000}) == {"Body": Withheld("bytes", 1_000_000)}
    assert private_copy({"Body": "secret"}) == {"Body": Withheld("str", 6)}


def test_a_stream_is_not_read() -> None:
    stream = io.BytesIO(b"abc")
    assert private_copy({"Body": stream, "File": stream}) == {"Body": Withheld("BytesIO"), "File": Withheld("BytesIO")}
    assert stream.tell() == 0


def test_the_answers_transport_details_are_left_out() -> None:
    assert private_copy({"ResponseMetadata": {"HTTPHeaders": {}}, "EndpointArn": "arn"}) == {"EndpointArn": "arn"}


def test_dates_and_subclasses_of_plain_types_are_understood() -> None:
    class Kind(str, enum.Enum):
        SPOT = "spot"

    class Count(enum.IntEnum):
        TWO = 2

    now = datetime.datetime(2026, 11, 22)
    copied = private_copy(OrderedDict(a=Kind.SPOT, b=Count.TWO, c=now, d=(1, 2)))
    assert copied == {"a": "spot", "b": 2, "c": now, "d": [1, 2]}
    assert type(copied) is dict
    assert type(copied["a"]) is str
    assert type(copied["b"]) is int


def test_methods_of_subclasses_are_not_run() -> None:
    class Loud(dict):  # type: ignore[type-arg]
        def items(self) -> Any:
            raise AssertionError("ran user code")

        __iter__ = __len__ = __getitem__ = keys = items

    class LoudText(str):
        def __str__(self) -> str:
            raise AssertionError("ran user code")

        __len__ = __getitem__ = __repr__ = __str__  # type: ignore[assignment]

    class LoudList(list):  # type: ignore[type-arg]
        def __iter__(self) -> Any:
            raise AssertionError("ran user code")

        __len__ = __getitem__ = __iter__

    assert private_copy(Loud(a=LoudText("x"), b=LoudList([1]))) == {"a": "x", "b": [1]}


def test_a_request_that_contains_itself_ends() -> None:
    loop: dict[str, Any] = {}
    loop["self"] = loop
    text = repr(private_copy(loop))
    assert "Withheld" in text


def test_the_whole_copy_is_bounded() -> None:
    wide = {f"k{i}": [str(j) for j in range(1000)] for i in range(1000)}

    def count(value: Any) -> int:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return 1 + sum(map(count, inner))

    assert count(private_copy(wide)) <= 2 * MOST_NODES
