"""One description gives the text of an object and the object, with classes that are loaded already."""

from __future__ import annotations

import sys
import types

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_green.swaps.made import CannotSay, Made, Member, as_object, as_text

values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=8,
)


@given(values, st.sampled_from(["'", '"']))
def test_the_text_of_a_value_is_the_value(value: object, quote: str) -> None:
    assert eval(as_text(value, quote, lambda module, name: name)) == value


@given(st.text(), st.sampled_from(["'", '"']))
def test_a_text_starts_and_ends_with_the_quote_asked_for(value: str, quote: str) -> None:
    said = as_text(value, quote, lambda module, name: name)
    assert said[0] == said[-1] == quote


def test_objects_are_made_of_loaded_classes_only(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made("Config", "a_module_of_nobody", (("inner", Made("Config", "a_module_of_nobody", (("size", 1),))),))
    with pytest.raises(CannotSay, match="from a_module_of_nobody import Config"):
        as_object(made)
    assert "a_module_of_nobody" not in sys.modules
    module = types.ModuleType("a_module_of_nobody")
    module.Config = lambda **given: ("Config", given)  # type: ignore[attr-defined]
    module.Kind = types.SimpleNamespace(ONE=1)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "another_home", module)
    elsewhere = Made(made.name, made.module, (("size", [Member("Kind", "another_home", "ONE")]),), ("another_home",))
    assert as_object(elsewhere) == ("Config", {"size": [1]})
