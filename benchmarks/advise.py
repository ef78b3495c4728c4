"""How long one job takes against every practice, warm: ``python benchmarks/advise.py``.

The bar is 2 ms a job. Each practice's example is judged by all practices, as the engine does it under a cell.
"""

from __future__ import annotations

import statistics
import time

from jupyter_green.advisor import advise
from jupyter_green.practices import Context, all_practices

BAR_MS = 2.0
ROUNDS = 30


def measure() -> dict[str, float]:
    """Return the median milliseconds that each example takes against all practices."""
    practices = all_practices()
    context = Context(residency=("*",), told={"gb_to_move": 10})
    took = {}
    for practice in practices:
        advise([practice.example], context)
        rounds = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            advise([practice.example], context)
            rounds.append((time.perf_counter() - start) * 1000)
        took[practice.id] = statistics.median(rounds)
    return took


def main() -> int:
    """Print the figures; return 1 when any job takes longer than the bar."""
    took = measure()
    ordered = sorted(took.items(), key=lambda item: item[1])
    median = statistics.median(took.values())
    print(f"{len(took)} practices, one job against all of them, warm, {ROUNDS} rounds each")
    print(
        f"median {median:.2f} ms · fastest {ordered[0][1]:.2f} ms · slowest {ordered[-1][1]:.2f} ms ({ordered[-1][0]})"
    )
    held = ordered[-1][1] <= BAR_MS
    print(f"bar {BAR_MS:g} ms for the slowest: {'held' if held else 'NOT held'}")
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
