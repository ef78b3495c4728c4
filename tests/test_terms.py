"""Terms: what a product and a sum of them are made of."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_green.terms import STATES, Factor, Term, extreme, finite, inverse, merge, product, worth

LOAD = Factor("load", (0.5, 0.75, 1.0))
GRID = Factor("grid", (0.25, 0.5, 1.0))

values = st.tuples(*[st.floats(0.1, 10)] * 3)
factors = st.dictionaries(st.sampled_from(["load", "grid", "chip"]), values).map(
    lambda named: tuple(Factor(cause, named[cause]) for cause in sorted(named))
)
terms = st.builds(Term, st.floats(-10, 10), factors)


@given(terms, terms)
def test_a_product_is_worth_the_product_of_both_in_every_state(a: Term, b: Term) -> None:
    for state in STATES:
        assert worth(product(a, b), state) == pytest.approx(worth(a, state) * worth(b, state))


def test_a_product_orders_its_factors_by_cause_and_keeps_those_that_only_one_side_has() -> None:
    made = product(Term(2.0, (LOAD,)), Term(3.0, (GRID, LOAD)))

    assert made.scale == 6.0
    assert [factor.cause for factor in made.factors] == ["grid", "load"]
    assert made.factors[0] is GRID
    assert made.factors[1].values == (0.25, 0.5625, 1.0)


@given(st.lists(terms, max_size=5))
def test_joined_terms_are_worth_as_much_and_no_two_are_alike(some: list[Term]) -> None:
    joined = merge(some)

    for state in STATES:
        assert sum(worth(t, state) for t in joined) == pytest.approx(sum(worth(t, state) for t in some), abs=1e-6)
    assert len({term.factors for term in joined}) == len(joined)
    assert all(term.scale for term in joined)


def test_terms_that_cancel_are_gone() -> None:
    assert merge([Term(2.0, (LOAD,)), Term(-2.0, (LOAD,))]) == ()
    assert merge([Term(0.0, (LOAD,))]) == ()


@given(st.lists(terms, min_size=1, max_size=3))
def test_the_least_value_is_the_least_over_all_states_of_all_causes(some: list[Term]) -> None:
    causes = sorted({factor.cause for term in some for factor in term.factors})

    def at(states: dict[str, int]) -> float:
        total = 0.0
        for term in some:
            part = term.scale
            for factor in term.factors:
                part *= factor.values[states[factor.cause]]
            total += part
        return total

    every = [at(dict(zip(causes, states, strict=True))) for states in itertools.product(STATES, repeat=len(causes))]
    least = extreme(tuple(some), 1.0)
    assert least <= min(every) + 1e-6
    assert min(every) == pytest.approx(least, abs=1e-6)


def test_one_over_the_values_keeps_the_states() -> None:
    assert inverse((1.0, 2.0, 4.0)) == (1.0, 0.5, 0.25)


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_finite_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        finite(value)
