"""Check the Spanish catalogue against what the sidebar shows; ``--fix`` adds what is missing as empty entries.

That is the extension's own words, the kernel's (kernel_words.py) and the settings' (schema/plugin.json). JupyterLab
reads catalogues of packages from ``locale/<language>/LC_MESSAGES/<package>.json`` by an entry point, so the translation
reaches the browser without adding to the bundle.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import kernel_words

HERE = Path(__file__).parent
CATALOGUE = HERE.parent / "jupyter_green" / "locale" / "es_ES" / "LC_MESSAGES" / "jupyter_green.json"
SCHEMA = HERE / "schema" / "plugin.json"
_CALL = re.compile(r"(?:trans|_trans)\.(__|_n)\(\s*'((?:[^'\\]|\\.)*)'(?:,\s*'((?:[^'\\]|\\.)*)')?", re.S)


def wanted() -> dict[str, int]:
    """Return each message with the number of forms a translation of it has."""
    found: dict[str, int] = {}
    for file in sorted((HERE / "src").rglob("*.ts*")):
        for kind, message, _ in _CALL.findall(file.read_text(encoding="utf-8")):
            found[message.replace("\\'", "'")] = 2 if kind == "_n" else 1
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    settings = [part[key] for part in (schema, *schema["properties"].values()) for key in ("title", "description")]
    return dict.fromkeys([*settings, *kernel_words.messages()], 1) | found


def faults(catalogue: dict[str, object]) -> list[str]:
    """Return in words what the catalogue lacks, has too much, or says without a figure that stands in the original."""
    messages = wanted()
    lacking = [f"no translation of {one!r}" for one in messages if not _is_complete(catalogue.get(one), messages[one])]
    surplus = [f"nobody says {one!r}" for one in catalogue if one and one not in messages]
    other = [f"other figures in {form!r}" for one in messages for form in _forms(catalogue, one) if _lose(one, form)]
    return lacking + surplus + other


def _is_complete(forms: object, count: int) -> bool:
    return isinstance(forms, list) and len(forms) == count and all(isinstance(form, str) and form for form in forms)


def _forms(catalogue: dict[str, object], message: str) -> list[str]:
    forms = catalogue.get(message)
    return [form for form in forms if isinstance(form, str) and form] if isinstance(forms, list) else []


def _lose(message: str, form: str) -> bool:
    return sorted(re.findall(r"%\d+", message)) != sorted(re.findall(r"%\d+", form))


def main() -> int:
    """Check, or fix when asked to; return the exit status."""
    catalogue = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    if "--fix" in sys.argv:
        messages = wanted()
        kept = {one: catalogue.get(one, [""] * forms) for one, forms in messages.items()}
        text = json.dumps({"": catalogue[""], **kept}, ensure_ascii=False, indent=1)
        CATALOGUE.write_text(text + "\n", encoding="utf-8")
    found = faults(catalogue)
    print("\n".join(found) or "the catalogue is complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
