"""What the report's charts show: carbon by job, by swap, and of the same jobs in other Regions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from jupyter_green.audit.places import cell_words
from jupyter_green.audit.redact import redact, safe_name, without_controls
from jupyter_green.audit.report import DocumentReport, Report, ReportedJob
from jupyter_green.audit.told import what_said
from jupyter_green.catalog.prices import is_priced_in
from jupyter_green.catalog.regions import all_regions, find_region
from jupyter_green.footprint import estimate
from jupyter_green.job import Job, known
from jupyter_green.quantities import Quantity
from jupyter_green.views.figures import change, figure

__all__ = ["job_rows", "region_rows", "swap_rows"]

_MOST_ROWS = 14
_MOST_DIFFERENT = 300
_HAS_RATE = ("per hour", "per busy hour")


def job_rows(report: Report, *, redacted: bool = True) -> list[dict[str, Any]]:
    """Return the jobs that emit most, by the central figure of their rate; names lose secrets before they are cut.

    ``out_of`` says of how many, here and for the swaps.
    """
    clean = redact if redacted else without_controls
    rows = []
    for document, job in report.jobs:
        carbon = job.footprint.rate.carbon
        if job.footprint.basis in _HAS_RATE and carbon.is_known:
            label = f"{_short(clean(_without_region(job)), 34)} · {_place(report, document, job.found.cell)}"
            rows.append({"label": label, "carbon": figure(carbon), "central": carbon.central})
    return _largest(rows)


def swap_rows(report: Report) -> list[dict[str, Any]]:
    """Return the swaps that change most carbon an hour; below zero is a saving. Each is estimated by itself."""
    rows = []
    for document, finding in report.findings:
        saving = finding.advice.saving
        carbon = None if saving is None else change(saving.carbon)
        if saving is None or carbon is None or saving.carbon.central >= 0:
            continue
        label = f"{_short(finding.advice.title, 34)} · {_place(report, document, finding.cell)}, job {finding.job}"
        rows.append({"label": label, "carbon": carbon, "central": -saving.carbon.central})
    return _largest(rows)


def region_rows(report: Report) -> list[dict[str, Any]]:
    """Return what the same jobs would emit an hour in each Region, least first; empty where nothing has a rate.

    Equal jobs are estimated once. ``left_out`` counts those of the rarest settings in a report of very many: they are
    in no row.
    """
    return [dict(row) for row in _region_rows(report)]


@lru_cache(maxsize=1)  # notes and charts of one report ask one after the other
def _region_rows(report: Report) -> list[dict[str, Any]]:
    counted: Counter[tuple[Any, ...]] = Counter()
    jobs: dict[tuple[Any, ...], Job] = {}
    here: Counter[str] = Counter()
    for _, reported in report.jobs:
        job = reported.footprint.job
        if reported.found.replaced:
            continue
        if reported.footprint.basis != "per hour" or not reported.footprint.rate.carbon.is_known:
            continue
        where = find_region(job.region) if isinstance(job.region, str) else None
        if where is not None and where.partition != "aws":
            continue  # no account reaches from one partition into another
        key = (
            job.kind,
            job.groups,
            job.volume_gb if known(job.volume_gb) else None,
            job.get("max_parallel_jobs", None),
        )
        counted[key] += 1
        jobs.setdefault(key, job)
        if isinstance(job.region, str):
            here[job.region] += 1
    if not jobs:
        return []
    often = counted.most_common(_MOST_DIFFERENT)
    types = {g.instance_type for key, _ in often for g in jobs[key].groups if isinstance(g.instance_type, str)}
    rows = []
    for region in all_regions():
        if not (region.is_live and region.has_sagemaker and region.partition == "aws"):
            continue
        rates = [
            estimate(jobs[key].with_changes(region=region.code), grid=report.grid).rate.times(count)
            for key, count in often
        ]
        carbon, cost = _sum([rate.carbon for rate in rates]), _sum([rate.cost for rate in rates])
        rows.append(
            {
                "label": f"{region.code} · {region.name}{' · now' if region.code in here else ''}",
                "carbon": figure(carbon),
                "cost": figure(cost),
                "central": carbon.central,
                "left_out": counted.total() - sum(count for _, count in often),
                "current": region.code in here,
                "allowed": all(is_priced_in(name, region.code) for name in types),
            }
        )
    return sorted(rows, key=lambda row: (row["central"], row["label"]))


def _sum(amounts: Sequence[Quantity]) -> Quantity:
    """Return the sum, made in halves: one after the other, a long sum would be gone through for each of its terms."""
    if len(amounts) == 1:
        return amounts[0]
    half = len(amounts) // 2
    return _sum(amounts[:half]) + _sum(amounts[half:])


def _largest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows.sort(key=lambda row: (-row["central"], row["label"]))
    seen: Counter[str] = Counter()
    for row in rows[:_MOST_ROWS]:
        seen[row["label"]] += 1
        row["out_of"] = len(rows)
        if seen[row["label"]] > 1:  # a chart has one bar a label
            row["label"] += f" ({seen[row['label']]})"
    return rows[:_MOST_ROWS]


def _place(report: Report, document: DocumentReport, cell: int) -> str:
    words = cell_words(document.name, cell)
    if len(report.documents) == 1:
        return words
    return f"{_short(PurePosixPath(safe_name(document.name)).stem, 18)} {words}"


def _without_region(job: ReportedJob) -> str:
    return what_said(job).removesuffix(f" · {job.footprint.job.region}")


def _short(text: str, most: int) -> str:
    """Return the text with its middle left out where it is long: both ends tell things apart."""
    half = most // 2
    return text if len(text) <= most else f"{text[: most - half - 1]}…{text[-half:]}"
