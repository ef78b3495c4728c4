"""Writers killed at any moment lose no row that they were told is written; ``benchmarks/ledger.py`` kills more."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_forty_kills_of_four_writers_lose_and_damage_nothing() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.support.ledger_kills", "--kills", "40", "--writers", "4", "--seed", "7"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=60,
        check=False,
    )
    found = json.loads(answer.stdout)
    assert (found["kills"], found["lost"], found["damaged"], found["set aside"]) == (40, 0, 0, 0)
    assert found["kept"] >= found["noted"] > 0
