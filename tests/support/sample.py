"""How many of the cases of one kind run: all of them, or one in ``TESTS_ONE_IN``.

``.ci/run`` runs all of them in its first environment; in the others it sets ``TESTS_ONE_IN``, since those look for what
differs between interpreters and SDKs, which a few cases of each kind show as well.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from typing import TypeVar

__all__ = ["examples", "sampled"]

_ONE_IN = max(1, int(os.environ.get("TESTS_ONE_IN", "1")))
_FEWEST = 10

_Case = TypeVar("_Case")


def examples(number: int) -> int:
    """Return how many of ``number`` generated examples to try."""
    return max(min(_FEWEST, number), number // _ONE_IN)


def sampled(cases: Sequence[_Case]) -> list[_Case]:
    """Return the cases to run, in their order; the same ones each time, so that parallel workers agree."""
    number = examples(len(cases))
    return [cases[index] for index in sorted(random.Random(number).sample(range(len(cases)), number))]
