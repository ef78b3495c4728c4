"""Write src/rules.json, the facts that the sidebar can tell without a kernel; ``--check`` only compares.

The facts come from the package's own tables, so the extension and the kernel side say the same about old families.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from jupyter_green.catalog import tables
from jupyter_green.catalog.families import OldFamily, old_families

RULES = Path(__file__).parent / "src" / "rules.json"
_PRACTICES = {"inf1": "inf1-do-not-recommend", "eia1": "elastic-inference-retired", "eia2": "elastic-inference-retired"}


def rules_text() -> str:
    """Return the file's content, the same for the same tables."""
    families = old_families()
    # A rule for one type stands before the rule for its family: the first that matches speaks.
    rules = [rule for family in families for rule in [*_same_size_rules(family), _rule(family)]]
    newest = max(family.as_of for family in families)
    document = {"version": 1, "data": f"From the table of families of {newest}; no estimate without a kernel."}
    return json.dumps({**document, "rules": rules}, ensure_ascii=False, indent=1) + "\n"


def _rule(family: OldFamily) -> dict[str, object]:
    successors = dict.fromkeys(name for _, names in family.successors for name in names)
    followers = " or ".join([", ".join(list(successors)[:-1]), list(successors)[-1]]) if len(successors) > 1 else ""
    instead = followers or next(iter(successors), "")
    is_retired = family.status == "retired"
    title = f"{family.name} is withdrawn" if is_retired else f"{family.name} is a previous generation"
    return {
        "practice": _PRACTICES.get(family.name, "avoid-legacy-instance-families"),
        "value": f"ml.{family.name}.*",
        "fault": is_retired,
        "title": title,
        "message": f"{{value}}: {family.evidence}. Look at {instead} instead.",
    }


def _same_size_rules(family: OldFamily) -> list[dict[str, object]]:
    """Return a rule with a swap for each type without an accelerator whose successor has its size and all its uses."""
    rows = {row["instance_type"]: row for row in tables.rows("instances")}
    found: list[dict[str, object]] = []
    for name, old in rows.items():
        if old["family"] != family.name or old["accelerator"]:
            continue
        size = name.rsplit(".", 1)[1]
        names = (f"ml.{successor}.{size}" for successor in family.successors_for("training"))
        successor = next((new for new in names if new in rows and _can_replace(rows[new], old)), None)
        if successor:
            found.append({**_rule(family), "value": name, "instead": successor})
    return found


def _can_replace(new: dict[str, str], old: dict[str, str]) -> bool:
    is_as_large = new["vcpus"] == old["vcpus"] and float(new["memory_gib"]) >= float(old["memory_gib"])
    uses = ("training", "hosting", "processing", "transform", "notebook")
    return is_as_large and all(new[use] == "true" for use in uses if old[use] == "true")


def main() -> int:
    """Write the file, or tell whether it is fresh."""
    text = rules_text()
    if "--check" in sys.argv:
        is_fresh = RULES.is_file() and RULES.read_text(encoding="utf-8") == text
        print("rules.json is fresh" if is_fresh else "rules.json is stale: run labextension/write_rules.py")
        return 0 if is_fresh else 1
    RULES.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
