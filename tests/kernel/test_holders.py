"""Objects are known by id only while they live, and by the variable that holds them."""

from __future__ import annotations

import gc

from jupyter_green.kernel.holders import Holders


class Thing:
    pass


def test_an_object_that_ended_is_told_once() -> None:
    holders, thing = Holders(), Thing()
    holders.saw(thing, "thing")
    assert holders.take_dead() == ()
    number = id(thing)
    del thing
    gc.collect()
    assert holders.take_dead() == (number,) and holders.take_dead() == ()


def test_an_object_without_weak_references_is_taken_to_live() -> None:
    holders = Holders()
    holders.saw((1, 2), "pair")
    gc.collect()
    assert holders.take_dead() == ()


def test_an_object_whose_variable_holds_another_is_replaced_unless_held_elsewhere() -> None:
    holders, first, second = Holders(), Thing(), Thing()
    holders.saw(first, "est")
    assert holders.replaced_in({"est": first}) == frozenset()
    assert holders.replaced_in({"est": second}) == {id(first)}
    assert holders.replaced_in({"est": second, "old": first}) == frozenset()
