"""``%green help``: the commands and their usage."""

from __future__ import annotations

from jupyter_green.magics.answer import Answer, Call
from jupyter_green.magics.router import command_names, find_command
from jupyter_green.views.table import Table

SUMMARY = "the commands, or the usage of one"
USAGE = "%green help [COMMAND]"


def run(call: Call) -> Answer:
    """Return the list of commands, or one command's usage."""
    if call.words:
        command = find_command(call.words[0])
        return Answer(f"{command.USAGE}\n  {command.SUMMARY}")
    rows = tuple((f"%green {name}", find_command(name).SUMMARY) for name in command_names() if name != "cell")
    notes = (
        "%%green hours=2 as a cell's first line tells how long its jobs run.",
        "The same commands work outside a notebook: jupyter green …",
    )
    return Answer.table(
        Table(("command", "what it does"), (("%green", find_command("status").SUMMARY), *rows), notes=notes)
    )
