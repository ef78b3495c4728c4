"""Who sets and who reads a name is counted over all cells."""

from __future__ import annotations

import pytest

from jupyter_green.swaps.names import Names, names_of


def names(*cells: str) -> Names:
    return names_of(cells)


@pytest.mark.parametrize(
    ("cells", "readers"),
    [
        (("x = 1",), 0),
        (("x = 1", "f(x)"), 1),
        (("x = 1", "f(x, x)"), 2),
        (("x = 1", "print(x)", "x", "f'{x}'"), 0),
        (("x = 1", "!ls $x"), 1),
        (("x = 1", "broken ( x"), 1),
        (("x = 1", "%%sh\necho x"), 1),
        (("x = {}", "x['a'] = 1", "f(**x)"), 1),
        (("x = {}", "x.update(a=1)", "f(**x)"), 2),
        (("x = 1", "lambda: x"), 1),
        (("x = 1", "[y for y in x]"), 1),
        (("x = 1", "x += 1"), 0),
    ],
)
def test_readers_are_counted(cells: tuple[str, ...], readers: int) -> None:
    assert names(*cells).readers("x") == readers


@pytest.mark.parametrize(
    ("cell", "how"),
    [
        ("x = 1", "assign"),
        ("x: int = 1", "assign"),
        ("for x in y: pass", "loop"),
        ("[x for x in y]", "loop"),
        ("def f(x): pass", "parameter"),
        ("lambda x: 1", "parameter"),
        ("import x", "import"),
        ("from a import b as x", "import"),
        ("x, y = 1, 2", "other"),
        ("with a as x: pass", "other"),
        ("class x: pass", "other"),
        ("try: pass\nexcept E as x: pass", "other"),
        ("(x := 1)", "other"),
    ],
)
def test_each_way_of_setting_a_name_is_told_apart(cell: str, how: str) -> None:
    binding = names(cell).sole_binding("x")
    assert binding is not None
    assert binding.how == how


def test_a_name_set_twice_has_no_sole_binding() -> None:
    assert names("x = 1", "x = 2").sole_binding("x") is None
    assert len(names("x = 1", "x = 2").bindings("x")) == 2


def test_filling_statements_are_kept_in_order_with_their_keys() -> None:
    stores = names("x = {}\nx['a'] = 1\nx['b']['c'] = 2\nx[0] = 3").stores("x")
    assert [store.keys for store in stores] == [("a",), ("b", "c")]


def test_imports_count_up_to_their_cell() -> None:
    found = names("from a.b import C as D", "1", "from a import E")
    assert found.imported("C", 1) == ("a.b", "D")
    assert found.imported("E", 1) is None
    assert found.imported_as("D") == "C"


def test_values_of_attributes_are_known_by_their_place() -> None:
    assert names("%matplotlib inline\nest.max_run = 60").attribute_values == {(0, 33, 35)}
