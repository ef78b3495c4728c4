"""``jupyter green merge``: the ledgers of a team in one, with what each kind of job came to."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from jupyter_green.ledger.merge import MergeError, Reader, merge
from jupyter_green.ledger.runs import Run, runs
from jupyter_green.ledger.store import Ledger, LedgerError
from jupyter_green.quantities import total
from jupyter_green.wording import say_count, say_quantity

__all__ = ["main"]

_UNITS = {"carbon": "gCO2e", "energy": "kWh", "cost": "USD"}


def main(arguments: Sequence[str], readers: Mapping[str, Reader] = MappingProxyType({})) -> int:
    """Merge ledgers and print totals by kind; 0 done, 1 some files could not be read, 2 wrong usage.

    ``readers`` read the addresses of a scheme such as ``s3``.
    """
    parser = argparse.ArgumentParser(prog="jupyter green merge", description=__doc__)
    parser.add_argument(
        "sources", nargs="+", help="ledgers, JSON exports, folders, or addresses such as s3://team/*.sqlite"
    )
    parser.add_argument(
        "--into", default="team.sqlite", help="the merged ledger; made if it is not there (team.sqlite)"
    )
    try:
        asked = parser.parse_args(arguments)
    except SystemExit as end:
        return 0 if end.code in (0, None) else 2
    target = Ledger(Path(asked.into).expanduser(), warn=_complain)
    try:
        merged = merge(asked.sources, target, readers=readers)
        found = runs(target)
    except (MergeError, LedgerError) as error:
        _complain(str(error))
        return 1
    for problem in merged.problems:
        _complain(problem)
    done = f"{say_count(merged.files, 'ledger')} merged into {target.path}"
    print(f"{done}: {merged.new} new rows, {merged.known} known already.")
    now = time.time()
    for kind in sorted({str(run.row["kind"]) for run in found}):
        print(_say(kind, [run for run in found if run.row["kind"] == kind], now))
    if found:
        print(_say("all", found, now))
    return 1 if merged.problems else 0


def _say(label: str, found: Sequence[Run], now: float) -> str:
    figures = [say_quantity(total((run.spent(name, now) for run in found), unit)) for name, unit in _UNITS.items()]
    return f"  {label}: {say_count(len(found), 'run')} · {' · '.join(figures)}"


def _complain(line: str) -> None:
    print(f"jupyter_green: {line}", file=sys.stderr)
