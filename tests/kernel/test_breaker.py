from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from jupyter_green.kernel.breaker import Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def fail() -> None:
    raise ValueError("of ours")


def the_part(**options: Any) -> Breaker:
    """A breaker whose clock stands still, so that no busy machine makes a run look slow."""
    return Breaker("The part", 1.0, clock=Clock(), own_time=Clock(), **options)


def test_a_good_part_stays_on_and_gives_its_result() -> None:
    breaker = the_part()
    assert [breaker.run(lambda n: n + 1, n) for n in range(5)] == [1, 2, 3, 4, 5]
    assert breaker.is_on
    assert breaker.runs == 5


def test_repeated_errors_switch_the_part_off_and_it_says_so_once() -> None:
    said: list[str] = []
    breaker = the_part(on_trip=said.append)
    for _ in range(10):
        assert breaker.run(fail) is None
    assert said == ["The part is switched off: it failed with ValueError, again and again"]
    assert not breaker.is_on
    assert breaker.failures == 3, "a part that is off is not run any more"


def slow_breaker(said: list[str], *, computing: bool, seconds: float = 0.4) -> Callable[[], None]:
    wall, own = Clock(), Clock()
    breaker = Breaker("The scan", 0.05, on_trip=said.append, clock=wall, own_time=own)

    def slow() -> None:
        wall.now += seconds
        own.now += seconds if computing else 0.001

    return lambda: breaker.run(slow)


def test_repeated_slowness_switches_the_part_off() -> None:
    said: list[str] = []
    run = slow_breaker(said, computing=True)
    for _ in range(6):
        run()
    assert said == ["The scan is switched off: it took 400 ms, more than the 50 ms it may take, again and again"]


def test_a_busy_machine_is_not_held_against_the_part() -> None:
    said: list[str] = []
    run = slow_breaker(said, computing=False)
    for _ in range(50):
        run()
    assert said == []


def test_a_part_that_stalls_is_switched_off_though_it_computes_nothing() -> None:
    said: list[str] = []
    run = slow_breaker(said, computing=False, seconds=2.0)
    for _ in range(3):
        run()
    assert said == ["The scan is switched off: it took 2.0 s, more than the 50 ms it may take, again and again"]


def test_a_part_that_is_mostly_good_is_forgiven() -> None:
    breaker = the_part()
    for _ in range(10):
        breaker.run(fail)
        for _ in range(11):
            breaker.run(int)
    assert breaker.is_on


def test_a_part_that_fails_every_other_time_is_switched_off() -> None:
    breaker = the_part()
    for _ in range(10):
        breaker.run(fail)
        breaker.run(int)
    assert not breaker.is_on


@pytest.mark.parametrize("signal", [KeyboardInterrupt, SystemExit])
def test_the_users_interrupt_passes(signal: type[BaseException]) -> None:
    def interrupted() -> None:
        raise signal

    breaker = the_part()
    with pytest.raises(signal):
        breaker.run(interrupted)
    assert breaker.failures == 0


def test_an_error_that_cannot_be_shown_is_caught_too() -> None:
    class Meta(type):
        def __getattribute__(cls, name: str) -> object:
            raise RuntimeError

    class Unspeakable(BaseException, metaclass=Meta):
        def __repr__(self) -> str:
            raise RuntimeError

        __str__ = __repr__

    def unspeakable() -> None:
        raise Unspeakable

    breaker = the_part()
    assert breaker.run(unspeakable) is None
    assert breaker.last_error == "Unspeakable"


def test_an_error_in_the_report_is_caught_too() -> None:
    def cannot_say(_: str) -> None:
        raise OSError

    breaker = the_part(strikes=1, on_trip=cannot_say)
    assert breaker.run(fail) is None
    assert not breaker.is_on


def test_it_decorates_a_function_and_can_be_switched_on_again() -> None:
    breaker = the_part(strikes=1)
    guarded = breaker(fail)
    assert guarded.__name__ == "fail"
    guarded()
    assert breaker(len)([1, 2]) is None
    breaker.reset()
    assert breaker(len)([1, 2]) == 2
    assert breaker.reason == ""
