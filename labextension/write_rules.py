"""Write src/rules.json, the facts that the sidebar can tell without a kernel; ``--check`` only compares.

The facts come from the package's own tables, so the extension and the kernel side say the same about old families.
"""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from jupyter_green.catalog import tables
from jupyter_green.catalog.families import OldFamily, old_families
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice
from jupyter_green.practices.examples import TUNING
from jupyter_green.practices.training_and_tuning.amt_early_stopping import AmtEarlyStopping
from jupyter_green.practices.training_and_tuning.checkpointing import Checkpointing
from jupyter_green.swaps.legality import illegal

RULES = Path(__file__).parent / "src" / "rules.json"
_PRACTICES = {"inf1": "inf1-do-not-recommend", "eia1": "elastic-inference-retired", "eia2": "elastic-inference-retired"}


def rules_text() -> str:
    """Return the file's content, the same for the same tables."""
    families = old_families()
    # A rule for one type stands before the rule for its family: the first that matches speaks.
    rules = [rule for family in families for rule in [*_same_size_rules(family), _rule(family)]]
    newest = max(family.as_of for family in families)
    document = {"version": 1, "data": f"From the package's own rules and its table of {newest}; no estimate."}
    return json.dumps({**document, "rules": rules, "calls": call_rules()}, ensure_ascii=False, indent=1) + "\n"


def call_rules() -> list[dict[str, object]]:
    """Return the facts about one call: what the platform refuses, and what a practice sees in the call alone.

    Words and thresholds are those of the package's own rules, asked about a job that such a call makes.
    """
    spot = Job(kind="training", api="sdk_v2", spot=True, max_runtime=86400, instance_type="ml.g5.xlarge")
    waits = spot.with_changes(max_wait=172800)
    search = TUNING.with_changes(strategy="Bayesian", early_stopping="Off", max_jobs=20, max_parallel_jobs=1)
    clash = search.with_changes(strategy="Hyperband", early_stopping="Auto", hyperband_resource=(1, 9))
    short_runs = (minutes * 60 for minutes in range(1, 1440))
    shortest = next(time for time in short_runs if _says(Checkpointing(), waits.with_changes(max_runtime=time)))
    fewest = next(count for count in range(1, 20) if _says(AmtEarlyStopping(), search.with_changes(max_jobs=count)))
    on_spot = {"keyword": "use_spot_instances", "is": ["True"]}
    not_given = {"absent": True, "is": ["None"]}
    return [
        {
            **_refused("managed-spot-training", spot),
            "mark": "use_spot_instances",
            "when": [on_spot, {"keyword": "max_wait", **not_given}],
        },
        {
            **_refused("amt-hyperband", clash),
            "mark": "early_stopping_type",
            "when": [
                {"keyword": "strategy", "is": ['"Hyperband"']},
                {"keyword": "early_stopping_type", "is": ['"Auto"']},
            ],
            "instead": "Off",
        },
        {
            **_as_the_practice_says(Checkpointing(), waits, (": up to 24 h", "")),
            "mark": "use_spot_instances",
            "when": [
                on_spot,
                {"keyword": "checkpoint_s3_uri", **not_given},
                {"keyword": "max_run", **not_given, "above": shortest - 60},
            ],
        },
        {
            **_as_the_practice_says(AmtEarlyStopping(), search, ("20", "{value}")),
            "callee": "HyperparameterTuner",
            "mark": "max_jobs",
            "when": [
                {"keyword": "max_jobs", "above": fewest - 1},
                {"keyword": "max_parallel_jobs", "absent": True, "below": "max_jobs"},
                {"keyword": "strategy", "absent": True, "is": ['"Bayesian"', '"Random"']},
                {"keyword": "early_stopping_type", "absent": True, "is": ['"Off"']},
            ],
        },
    ]


def _refused(practice: str, job: Job) -> dict[str, object]:
    (said,) = illegal(job)
    message = "SageMaker refuses the job as it is written."
    return {"practice": practice, "fault": True, "title": said, "message": message, "refused": True}


def _as_the_practice_says(practice: Practice, job: Job, general: tuple[str, str]) -> dict[str, object]:
    """Return the practice's words on ``job``, with what holds for this job alone put in ``general`` terms."""
    advice = _says(practice, job)
    if advice is None or general[0] not in advice.message:
        raise ValueError(f"{practice.id} says something else about the example now")
    told = {"fault": advice.fault, "title": advice.title, "message": advice.message.replace(*general)}
    return {"practice": practice.id, **told, "refused": False}


def _says(practice: Practice, job: Job) -> Advice | None:
    return practice.check(job, Context(today=datetime.date.min))


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
