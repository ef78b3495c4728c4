"""The review by the Well-Architected Machine Learning Lens: its sixteen sustainability practices, answered.

An answer rests on what was seen: *not met* where a practice of ours that serves the point has something to say, *met*
where one looked at a job and had nothing to say, *not visible* where a notebook cannot show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from jupyter_green.audit.report import Report, ReportedJob
from jupyter_green.practices import Practice, all_practices

__all__ = ["LENS", "LensAnswer", "lens_review"]

Answer = Literal["met", "not met", "not visible"]
_MOST_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class LensAnswer:
    """One practice of the Lens: its id and what it asks, the answer, and the evidence for it."""

    id: str
    asks: str
    phase: str
    answer: Answer
    evidence: str


#: id -> (what it asks, phase of the life cycle), in the Lens's order; worded by us.
LENS: Mapping[str, tuple[str, str]] = {
    "MLSUS01-BP01": ("Weigh the environmental cost of a model against what it is for", "goals"),
    "MLSUS02-BP01": ("Start from pretrained models or managed AI services where they do", "goals"),
    "MLSUS02-BP02": ("Choose Regions with cleaner electricity", "goals"),
    "MLSUS03-BP01": ("Prepare data on compute that exists only while it works", "data preparation"),
    "MLSUS03-BP02": ("Keep data only as long, and as accessible, as it is needed", "data preparation"),
    "MLSUS03-BP03": ("Store little data, compressed, on storage of the right size and kind", "data preparation"),
    "MLSUS04-BP01": ("Set performance criteria that leave room for efficiency", "training and tuning"),
    "MLSUS04-BP02": ("Pick energy-efficient algorithms and hardware that suits them", "training and tuning"),
    "MLSUS04-BP03": ("Archive or delete training artefacts nobody needs", "training and tuning"),
    "MLSUS04-BP04": ("Search hyperparameters with few, short trials", "training and tuning"),
    "MLSUS05-BP01": ("Align service levels with sustainability goals", "deployment and management"),
    "MLSUS05-BP02": ("Train and serve on efficient silicon", "deployment and management"),
    "MLSUS05-BP03": ("Optimise models for inference", "deployment and management"),
    "MLSUS05-BP04": ("Put several models behind one endpoint", "deployment and management"),
    "MLSUS06-BP01": ("Measure the resources a unit of work takes", "deployment and management"),
    "MLSUS06-BP02": ("Retrain only when the model has drifted", "deployment and management"),
}


def lens_review(report: Report) -> tuple[LensAnswer, ...]:
    """Return the answer to each practice of the Lens for what the report saw."""
    practices = all_practices()
    jobs = [job for _, job in report.jobs]
    fired: dict[str, int] = {}
    for _, finding in report.findings:
        fired[finding.advice.practice] = fired.get(finding.advice.practice, 0) + 1
    answers = []
    for lens_id, (asks, phase) in LENS.items():
        serving = [p for p in practices if any(ref.startswith(lens_id) for ref in p.lens_refs)]
        answers.append(LensAnswer(lens_id, asks, phase, *_answer(lens_id, serving, fired, jobs)))
    return tuple(answers)


def _answer(
    lens_id: str, serving: list[Practice], fired: dict[str, int], jobs: list[ReportedJob]
) -> tuple[Answer, str]:
    if lens_id == "MLSUS06-BP01" and any(job.footprint.is_known for job in jobs):
        return (
            "met",
            "this report estimates energy and carbon of each job; a unit of work to divide by is yours to name",
        )
    said = [(p.title, fired[p.id]) for p in serving if p.id in fired]
    if said:
        shown = "; ".join(f"{title} ({count} ×)" for title, count in said[:_MOST_EVIDENCE])
        return "not met", shown + ("; and more" if len(said) > _MOST_EVIDENCE else "")
    looked = [p for p in serving if any(p.applies_to(job.footprint.job) for job in jobs)]
    if looked:
        return "met", "looked for and not found: " + "; ".join(p.title for p in looked[:_MOST_EVIDENCE])
    if not serving:
        return "not visible", "a notebook does not show it"
    return "not visible", "no job in this notebook that it is about"
