"""The ledger: what was estimated, applied and measured, appended to one SQLite file that nobody rewrites."""

from jupyter_green.ledger.place import ledger_path
from jupyter_green.ledger.store import Ledger, LedgerError, Row

__all__ = ["Ledger", "LedgerError", "Row", "ledger_path"]
