"""The review by the Well-Architected Machine Learning Lens: its sixteen sustainability practices, answered.

*Not met* where a practice of ours that serves the point finds it not followed; *met* where the code says that it is
followed, nothing speaks against it, and no other job leaves it open; *not visible* where only somebody's answer would
tell, or the code is silent: to have nothing to say is no evidence. What was not selected, is silenced or was known
before counts as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from jupyter_green.audit.lens_signs import SIGNS, code_says
from jupyter_green.audit.report import DocumentReport, Report, ReportedJob
from jupyter_green.practices import Advice, Practice, all_practices
from jupyter_green.wording import say_count

__all__ = ["LENS", "LensAnswer", "lens_review"]

Answer = Literal["met", "not met", "not visible"]
_MOST_EVIDENCE = 3
_MOST_NUMBERS = 6
_FACT = re.compile(r"\((\w+)\)$")
#: Facts that the change takes, and that leave no doubt whether the practice is followed today.
_FOR_THE_CHANGE = frozenset(
    {
        "hours",
        "residency",
        "gb_to_move",
        "checkpoint",
        "writes_checkpoints",
        "metric_per_epoch",
        "autotune_may_change_settings",
        "dataset_gb",
        "image_supports_newer_gpu",
        "validation_channel",
    }
)


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


#: What is said of a practice that no code shows by itself.
_SILENT: Mapping[str, str] = {
    "MLSUS01-BP01": "what the model is for is not written in code",
    "MLSUS06-BP01": "nothing in the code measures a run; this report estimates",
}
#: Practices that the Lens links under a point without their being that point: no evidence for or against it.
_ONLY_LINKED = frozenset(
    {
        ("MLSUS01-BP01", "incremental-training"),
        ("MLSUS02-BP01", "fast-file-mode"),
        ("MLSUS05-BP02", "checkpointing"),
        ("MLSUS05-BP02", "hyperpod-resilience"),
        ("MLSUS05-BP02", "serverless-inference"),
        ("MLSUS05-BP04", "endpoint-auto-scaling"),
    }
)
_Place = tuple[DocumentReport, ReportedJob]


def lens_review(report: Report) -> tuple[LensAnswer, ...]:
    """Return the answer to each practice of the Lens for what the report saw."""
    answers = []
    for lens_id, (asks, phase) in LENS.items():
        serving = [p for p in all_practices() if _serves(p, lens_id)]
        answers.append(LensAnswer(lens_id, asks, phase, *_answer(lens_id, serving, report)))
    return tuple(answers)


def _serves(practice: Practice, lens_id: str) -> bool:
    return any(ref.startswith(lens_id) for ref in practice.lens_refs) and (lens_id, practice.id) not in _ONLY_LINKED


def _answer(lens_id: str, serving: Sequence[Practice], report: Report) -> tuple[Answer, str]:
    ids = {practice.id for practice in serving}
    against: dict[str, list[_Place]] = {}
    open_questions: dict[str, list[_Place]] = {}
    signs: dict[str, list[_Place]] = {}
    for place in report.jobs:
        job = place[1]
        said = [one for one in (*job.advice, *job.unasked) if one.practice in ids]
        certain = [one for one in said if _is_certain(one, job)]
        for advice in certain:
            against.setdefault(advice.title, []).append(place)
        for advice in (one for one in said if one not in certain):
            open_questions.setdefault(_question(advice, job), []).append(place)
        if not certain and (sign := _sign(lens_id, job)):
            signs.setdefault(sign, []).append(place)
    beside = _beside_the_jobs(lens_id, report)
    followed = _said_of(report, signs) + beside
    if against:
        told = _joined(_said_of(report, against))
        return "not met", f"{told}; but {_joined(followed)}" if followed else told
    shown = {id(job) for places in signs.values() for _, job in places}
    is_open = any(id(job) not in shown for places in open_questions.values() for _, job in places)
    if followed and (beside or not is_open):
        return "met", _joined(followed)
    if open_questions:
        asked = _joined(_said_of(report, open_questions))
        return "not visible", f"{_joined(followed)}; but {asked}" if followed else asked
    is_about_one = any(practice.applies_to(job.footprint.job) for practice in serving for _, job in report.jobs)
    return "not visible", _SILENT.get(lens_id, "the code says nothing of it" if is_about_one else "no job is about it")


def _is_certain(advice: Advice, reported: ReportedJob) -> bool:
    """True when the code leaves no doubt that the practice is not followed."""
    if "region" in (advice.swap.changes if advice.swap else ()) and not _region_is_written(reported):
        return False
    facts = (_FACT.search(fact) for fact in advice.missing)
    return all(fact is not None and fact[1] in _FOR_THE_CHANGE for fact in facts)


def _question(advice: Advice, reported: ReportedJob) -> str:
    if "region" in (advice.swap.changes if advice.swap else ()) and not _region_is_written(reported):
        return "no cell names a Region; there are cleaner ones than the one assumed"
    for fact in advice.missing:
        found = _FACT.search(fact)
        if found is None or found[1] not in _FOR_THE_CHANGE:
            return f"the code does not say {fact[: found.start()].rstrip() if found else fact}"
    return advice.title


def _region_is_written(reported: ReportedJob) -> bool:
    return reported.footprint.job.origin("region").place == "source"


def _sign(lens_id: str, reported: ReportedJob) -> str:
    sign, job = SIGNS.get(lens_id), reported.footprint.job
    return "" if sign is None or job.local is True else sign(job)


def _beside_the_jobs(lens_id: str, report: Report) -> list[str]:
    """Return what cells and saved outputs tell beside the jobs."""
    said = {code_says(lens_id, document) for document in report.documents} - {""}
    if lens_id == "MLSUS06-BP01":
        measured = sum(line.state == "measured" for document in report.documents for line in document.saved)
        if measured:
            said.add(f"{say_count(measured, 'run')} measured, as saved in the outputs")
    return sorted(said)


def _said_of(report: Report, told: Mapping[str, list[_Place]]) -> list[str]:
    """Return each text with the jobs that it is about, what is about most jobs first."""
    by_weight = sorted(told.items(), key=lambda pair: -len(pair[1]))
    return [f"{text} ({_places(report, about)})" for text, about in by_weight]


def _places(report: Report, about: list[_Place]) -> str:
    if len(report.documents) > 1:
        return f"{len(about):,} of {say_count(len(report.jobs), 'job')}"
    numbers = list(dict.fromkeys(str(job.number) for _, job in about))
    if len(numbers) > _MOST_NUMBERS:
        return say_count(len(numbers), "job")
    return f"job{'' if len(numbers) == 1 else 's'} {', '.join(numbers)}"


def _joined(said: Sequence[str]) -> str:
    return "; ".join(said[:_MOST_EVIDENCE]) + ("; and more" if len(said) > _MOST_EVIDENCE else "")
