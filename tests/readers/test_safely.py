from __future__ import annotations

import gc
import subprocess
import sys
from typing import Any

import pytest

from jupyter_green.readers.safely import TypeCache, class_name, safe_dict, type_names
from tests.safety import hostile


@pytest.fixture(autouse=True)
def nobody_looked() -> Any:
    hostile.CAUGHT.clear()
    yield
    assert hostile.CAUGHT == []


def test_the_names_of_all_bases_are_given_in_order() -> None:
    class Base: ...

    class Child(Base): ...

    assert type_names(Child) == (
        (__name__, Child.__qualname__),
        (__name__, Base.__qualname__),
        ("builtins", "object"),
    )
    assert class_name(Child) == "Child"


def test_a_class_of_a_hostile_metaclass_has_names_too() -> None:
    assert type_names(hostile.OfHostileMeta) == (("__main__", "OfHostileMeta"), ("builtins", "object"))


def test_a_module_that_is_no_text_is_empty() -> None:
    odd = type("Odd", (), {"__module__": property(hostile.punish("module"))})
    assert type_names(odd)[0] == ("", "Odd")


def test_attributes_are_read_past_every_hook() -> None:
    assert safe_dict(hostile.hidden_dict(instance_type="ml.m5.large")) == {"instance_type": "ml.m5.large"}


def test_slots_are_read_and_unset_ones_left_out() -> None:
    assert safe_dict(hostile.Slotted(3)) == {"inside": 3}


def test_the_copy_is_private() -> None:
    class Plain:
        def __init__(self) -> None:
            self.a = 1

    thing = Plain()
    safe_dict(thing)["a"] = 2
    assert thing.a == 1


def test_an_object_that_hides_its_dict_is_empty() -> None:
    assert safe_dict(hostile.LyingClass()) == {}
    assert safe_dict(3) == {}
    assert safe_dict(None) == {}


def test_keys_that_are_no_plain_text_are_left_out() -> None:
    thing = hostile.hidden_dict(a=1)
    object.__getattribute__(thing, "__dict__")[hostile.HostileKey()] = 2
    assert safe_dict(thing) == {"a": 1}


def test_a_dict_of_a_subclass_is_not_trusted() -> None:
    class Plain: ...

    thing = Plain()
    thing.__dict__ = hostile.HostileDict(a=1)
    assert safe_dict(thing) == {}


def test_private_attributes_of_pydantic_models_are_merged_in() -> None:
    class Model:  # the layout of pydantic's BaseModel, which keeps its private attributes in a slot
        __slots__ = ("__dict__", "__pydantic_private__")

    model = Model()
    model.instance_type = "ml.m5.large"  # type: ignore[attr-defined]
    model.__pydantic_private__ = {"_latest_training_job": 7}
    found = safe_dict(model)
    assert found["instance_type"] == "ml.m5.large"
    assert found["_latest_training_job"] == 7


def test_private_attributes_of_a_real_pydantic_model_are_read() -> None:
    pydantic = pytest.importorskip("pydantic")

    class Trainer(pydantic.BaseModel):  # type: ignore[misc, name-defined]
        instance_type: str
        _latest: Any = pydantic.PrivateAttr(default=None)

    trainer = Trainer(instance_type="ml.m5.large")
    trainer._latest = "job"
    found = safe_dict(trainer)
    assert found["instance_type"] == "ml.m5.large"
    assert found["_latest"] == "job"


def test_the_cache_keeps_no_class_alive_and_forgets_the_dead() -> None:
    cache = TypeCache()
    short_lived = type("ShortLived", (), {})
    cache.put(short_lived, "answer")
    assert cache.answers[id(short_lived)] == "answer"
    del short_lived
    gc.collect()
    assert cache.answers == {}


def test_nothing_but_the_standard_library_is_imported() -> None:
    code = (
        "import sys; before = set(sys.modules); import jupyter_green.readers.safely; print(*set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in done.stdout.split()} - set(sys.stdlib_module_names) == {"jupyter_green"}
