"""``%%green measure``: runs the cell's code and says what it took on this machine."""

from __future__ import annotations

from typing import Any

from jupyter_green.kernel.local_energy import find_counters, measure_code
from jupyter_green.magics.answer import Answer, Call, UserError

SUMMARY = "%%green measure over a cell: its energy on this machine, where the machine has counters"
USAGE = "%%green measure   (first line of a cell; %%green hours=2 gives the hours of the jobs it starts)"


def run(call: Call) -> Answer:
    """Run the cell and return what was measured; the cell's own errors are shown as ever."""
    if call.words[:1] != ("measure",) or call.session.shell is None:
        raise UserError("a cell begins with %%green measure, or with %%green hours=2 for the jobs it starts")
    code, shell = call.cell, call.session.shell
    failed: list[Any] = []

    def execute() -> None:
        result = shell.run_cell(code, store_history=False)
        if not result.success:
            failed.append(result)

    found = measure_code(execute, counters=find_counters(), clock=call.session.clock)
    lines = [str(found)]
    if failed:
        lines.append("  the cell failed; this is what it took until then")
    return Answer("\n".join(lines))
