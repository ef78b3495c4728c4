"""Writers that are killed at any moment, and the count of what the ledger lost.

``python -m tests.support.ledger_kills`` runs in a process of its own, without threads, since the writers are forked.
Each writer appends two rows a transaction, and notes them in a file of its own once it was told that they are written.
Every round begins with a new file, so that kills also hit its making.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

from jupyter_green.ledger.store import Ledger, Row

KILLS_A_ROUND = 20


def content(identity: str) -> str:
    """Return what belongs to a row, from a few bytes to several pages."""
    digest = hashlib.sha256(identity.encode()).hexdigest()
    return digest * (1 + int(digest[:2], 16))


def write_until_killed(path: Path, notes: Path) -> None:
    ledger = Ledger(path, warn=lambda line: print(line, file=sys.stderr))
    with notes.open("ab", buffering=0) as noted:
        while True:
            identity = uuid.uuid4().hex
            head = {"id": identity, "at": "2026-01-01T00:00:00.000Z", "session": "s", "notebook": "", "run": identity}
            rows = [
                Row("jobs", {**head, "event": "started", "kind": "training", "job": content(identity)}),
                Row("footprints", {**head, "state": "forecast", "notes": content(identity)}),
            ]
            if ledger.append(rows):
                noted.write(f"{identity}\n".encode())


def start(path: Path, notes: Path) -> int:
    child = os.fork()
    if child == 0:
        try:
            write_until_killed(path, notes)
        finally:
            os._exit(1)
    return child


def one_round(folder: Path, kills: int, writers: int, chance: random.Random) -> dict[str, int]:
    path = folder / "ledger.sqlite"
    alive = {number: start(path, folder / f"{number}.notes") for number in range(writers)}
    for _ in range(kills):
        time.sleep(chance.uniform(0.0, 0.1))
        number = chance.choice(sorted(alive))
        os.kill(alive[number], signal.SIGKILL)
        _, status = os.waitpid(alive[number], 0)
        assert os.WTERMSIG(status) == signal.SIGKILL, "a writer ended by itself"
        alive[number] = start(path, folder / f"{number}.notes")
    for child in alive.values():
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return judge(path, folder)


def judge(path: Path, folder: Path) -> dict[str, int]:
    """Count what is noted and not there, and what is there and not as it was written."""
    noted: set[str] = set()
    for notes in folder.glob("*.notes"):
        noted |= {line for line in notes.read_text().splitlines() if len(line) == 32}
    with sqlite3.connect(path) as connection:
        intact = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        jobs = dict(connection.execute("SELECT id, job FROM jobs"))
        footprints = dict(connection.execute("SELECT id, notes FROM footprints"))
    damaged = sum(content(key) != text for found in (jobs, footprints) for key, text in found.items())
    damaged += len(jobs.keys() ^ footprints.keys()) + (not intact)
    return {
        "noted": len(noted),
        "kept": len(jobs),
        "lost": len(noted - jobs.keys()),
        "damaged": damaged,
        "set aside": len(list(folder.glob("*.damaged-*"))),
    }


def run(kills: int, writers: int, seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    total: dict[str, Any] = {"kills": 0, "writers": writers, "seed": seed}
    started = time.monotonic()
    while total["kills"] < kills:
        these = min(KILLS_A_ROUND, kills - total["kills"])
        with tempfile.TemporaryDirectory() as folder:
            found = one_round(Path(folder), these, writers, chance)
        total["kills"] += these
        for name, count in found.items():
            total[name] = total.get(name, 0) + count
    total["seconds"] = round(time.monotonic() - started, 1)
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    found = run(asked.kills, asked.writers, asked.seed)
    print(json.dumps(found))
    return 0 if found["lost"] == found["damaged"] == found["set aside"] == 0 else 1


if __name__ == "__main__":
    raise SystemExit(main())
