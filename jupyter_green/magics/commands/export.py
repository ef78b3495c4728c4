"""``%green export``: the ledger as Parquet, CSV or JSON."""

from __future__ import annotations

from pathlib import Path

from jupyter_green.ledger.export import ExportError, export
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import check_words
from jupyter_green.magics.ledger_access import ledger_of
from jupyter_green.wording import say_count

SUMMARY = "the ledger as Parquet, CSV or JSON: a row a run, or one table; JSON without a table is all of it"
USAGE = "%green export FILE.parquet | FILE.csv | FILE.json [--table runs | jobs | footprints | swaps | budgets]"


def run(call: Call) -> Answer:
    """Write the file and say what is in it."""
    check_words(call, USAGE, most=1)
    if not call.words:
        raise UserError("say into which file, such as %green export runs.parquet")
    path = Path(call.words[0]).expanduser()
    try:
        count = export(ledger_of(call), path, table=call.options.get("table", ""))
    except ExportError as error:
        raise UserError(str(error)) from error
    return Answer(f"{say_count(count, 'row')} in {path}. docs/ledger.md tells the columns and shows queries.")
