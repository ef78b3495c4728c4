"""The report as one HTML file: no script, nothing loaded from elsewhere, for light, dark and paper."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cache
from importlib.resources import files

from jupyter_green.audit.chart_rows import job_rows, region_rows, swap_rows
from jupyter_green.audit.lens import LensAnswer, lens_review
from jupyter_green.audit.notes import notes_of
from jupyter_green.audit.places import cell_words, where
from jupyter_green.audit.redact import safe_name
from jupyter_green.audit.report import DocumentReport, Report, ReportedJob
from jupyter_green.audit.told import (
    caveats,
    has_rate,
    saved_of,
    shared_caveats,
    uncounted_said,
    what_said,
    why_no_rate,
)
from jupyter_green.audit.writers.html_findings import anchor, findings_html
from jupyter_green.audit.writers.html_method import method_html
from jupyter_green.audit.writers.html_parts import Say, figure_html, say_name, say_with, section, table, track
from jupyter_green.audit.writers.static_charts import chart_html
from jupyter_green.footprint import Amounts
from jupyter_green.quantities import Quantity
from jupyter_green.wording import say_count, say_quantity, say_range

__all__ = ["body", "parts", "style", "title", "write"]

_MOST_JOBS = 500
_ANSWERS = {"met": "✓ met", "not met": "✗ not met", "not visible": "– not visible"}
_RANGES = (
    "Every figure is an estimate before the run with a plausible range: bars reach from low to high, the tick is the "
    "central figure. Carbon is location-based and includes the making of the hardware."
)


@cache
def style() -> str:
    """Return the style sheet that the report carries within itself."""
    return (files("jupyter_green.audit.writers") / "report.css").read_text("utf-8")


def write(report: Report, *, redacted: bool = True) -> str:
    """Return the whole page."""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{title(report)}</title><style>{style()}</style></head>\n"
        f"<body>{body(report, redacted=redacted)}</body></html>\n"
    )


def title(report: Report) -> str:
    """Return the page's title, escaped."""
    return f"Sustainability audit · {say_name(_subject(report))}"


def parts(report: Report, *, redacted: bool = True) -> dict[str, str]:
    """Return title, style sheet and body for templates, all escaped."""
    return {"title": title(report), "style": style(), "body": body(report, redacted=redacted)}


def body(report: Report, *, redacted: bool = True) -> str:
    """Return what stands inside the page's body, for templates that bring a page of their own."""
    say = say_with(redacted=redacted)
    shared = shared_caveats(report)
    shared_notes = [f"{say(note)}." for note in shared]
    findings, anchors = findings_html(report, say, redacted=redacted)
    sections = [
        section("jobs", "Jobs", _jobs(report, say, anchors, shared), " ".join((_RANGES, *shared_notes))),
        section("charts", "Where the carbon is", _charts(report, redacted=redacted)),
        section("findings", "Findings", findings),
        section("problems", "Not read", _problems(report, say)),
        section("method", "Assumptions and method", method_html(report, say)),
        section("lens", "Well-Architected Machine Learning Lens", _lens(lens_review(report), say)),
    ]
    names = {"jobs": "Jobs", "charts": "Charts", "findings": "Findings", "problems": "Not read", "method": "Method"}
    names["lens"] = "Lens review"
    links = "".join(
        f'<li><a href="#{name}">{text}</a></li>'
        for (name, text), told in zip(names.items(), sections, strict=True)
        if told
    )
    return (
        '<div class="green-audit"><header><p class="kicker">Sustainability audit</p>'
        f"<h1>{say_name(_subject(report))}</h1>"
        f'{_totals(report, say)}</header><nav aria-label="Sections"><ul>{links}</ul></nav>'
        f"<main>{''.join(sections)}</main><footer><p>jupyter_green · method {say(report.method)} · tables "
        f"{say(report.data)}</p></footer></div>"
    )


def _subject(report: Report) -> str:
    if len(report.documents) == 1:
        return safe_name(report.documents[0].name)
    return say_count(len(report.documents), "document")


def _totals(report: Report, say: Say) -> str:
    rate, total = report.rate(), report.total()
    open_findings = report.findings
    faults = sum(finding.advice.fault for _, finding in open_findings)
    fixable = sum(finding.is_fixable for _, finding in open_findings)
    counts = [say_count(len(report.jobs), "job"), say_count(len(open_findings), "finding")]
    counts += [say_count(faults, "fault")] if faults else []
    counts += [f"{fixable:,} with a ready change"] if fixable else []
    parts = []
    if total is not None and report.hours:
        parts.append(_headline(total, f"for {report.hours:g} h a job or trial, loops counted"))
    if rate.carbon.is_known and rate.carbon.terms:
        parts.append(_headline(rate, "all jobs at once"))
    widest = next(iter(rate.carbon.spread_by_cause()), "") if rate.carbon.is_known else ""
    notes = [f"Widest unknown: {say(widest)}."] if widest else []
    notes += [f"{uncounted[0].upper()}{uncounted[1:]}."] if (uncounted := uncounted_said(rate)) else []
    notes += [say(text) for text in notes_of(report)]
    notes += ["Interrupted: this is what was read until then."] if report.interrupted else []
    told = "".join(f'<p class="note">{text}</p>' for text in notes)
    return f'<p class="counts">{" · ".join(counts)}</p><div class="totals">{"".join(parts)}</div>{told}'


def _headline(amounts: Amounts, label: str) -> str:
    carbon = amounts.carbon
    quiet = "".join(
        f"<div><dt>{name}</dt><dd>{_without_count(quantity, carbon)}</dd></div>"
        for name, quantity in (
            ("energy", amounts.energy),
            ("list price", amounts.cost),
            ("water", amounts.water),
            ("of the carbon, embodied", amounts.embodied),
        )
    )
    span = say_range(carbon)
    plausibly = f"plausibly {span} · " if span else ""
    partial = "" if carbon.is_complete else f" · {carbon.counted:,} of {say_count(carbon.out_of, 'job')} counted"
    return (
        f'<div class="total"><p class="big">{say_quantity(carbon, with_range=False).split(" (")[0]}</p>{track(carbon)}'
        f'<p class="quiet">{plausibly}{label}{partial}</p><dl>{quiet}</dl></div>'
    )


def _without_count(quantity: Quantity, carbon: Quantity) -> str:
    """Return a figure that leaves out how many jobs were counted where it is as many as for the carbon above it."""
    told, count = figure_html(quantity), f" ({carbon.counted:,} of {carbon.out_of:,} counted)"
    is_said = (quantity.counted, quantity.out_of) == (carbon.counted, carbon.out_of)
    return told.replace(count, "", 1) if is_said else told


def _jobs(report: Report, say: Say, anchors: Container[str], shared: Container[str]) -> str:
    shown = report.jobs[:_MOST_JOBS]
    # Columns that would say the same in every row are left out.
    with_runs = any(job.passes != 1 for _, job in shown)
    with_saved = any(document.saved for document in report.documents)
    headers = ["Job", "Carbon", "Energy", "List price"]
    headers += ["Runs"] if with_runs else []
    headers += ["When it was run"] if with_saved else []
    numbers = {id(document): number for number, document in enumerate(report.documents)}
    rows = []
    for document, job in shown:
        place = anchor(numbers[id(document)], job.found.cell)
        target = place if place in anchors else ""
        notes = [note for note in caveats(job) if note not in shared]
        row = [_job_cell(document, job, say, target, notes, alone=len(numbers) == 1), *_job_figures(job, say)]
        row += ["unknown" if job.passes is None else f"{job.passes:,}"] if with_runs else []
        then = "<br>".join(
            f'<span class="chip">{say(line.state)}</span> {say(line.figures)}' for line in saved_of(document, job)
        )
        rows.append([*row, then] if with_saved else row)
    told = table("Every job that the code would start", headers, rows, numbers=(1, 2, 3))
    more = len(report.jobs) - _MOST_JOBS
    return told + (
        f'<p class="note">{say_count(more, "more job")}; the JSON report has all of them.</p>' if more > 0 else ""
    )


def _job_cell(
    document: DocumentReport, job: ReportedJob, say: Say, target: str, caveats: Sequence[str], *, alone: bool
) -> str:
    """Return what the job is and where it stands, leading to ``target`` if there is one."""
    found = job.found
    words = cell_words if alone else where
    place = say_name(words(document.name, found.cell, found.line))
    if target:
        place = f'<a href="#{target}">{place}</a>'
    optional = f" · {say(found.optional)}" if found.optional else ""
    notes = "".join(f'<br><span class="place">{say(note)}</span>' for note in caveats)
    number = f'<span class="quiet">{job.number}</span>'
    return f'{number} {say(what_said(job))}<br><span class="place">{place}{optional}</span>{notes}'


def _job_figures(job: ReportedJob, say: Say) -> tuple[str, str, str]:
    footprint = job.footprint
    if not has_rate(job):
        return (f'<span class="quiet why">{say(why_no_rate(job))}</span>', "", "")
    rate = footprint.rate
    busy = '<br><span class="quiet">while requests run</span>' if footprint.basis == "per busy hour" else ""
    return (figure_html(rate.carbon) + busy, figure_html(rate.energy), figure_html(rate.cost))


def _charts(report: Report, *, redacted: bool) -> str:
    regions = region_rows(report)
    charts = (
        ("Carbon by job", job_rows(report, redacted=redacted), "Carbon of each job in an hour."),
        ("Saving by swap", swap_rows(report), "Change of carbon in an hour by each swap alone; swaps do not add up."),
        (
            "The same jobs by Region",
            regions,
            "All jobs at once in an hour elsewhere; grey: not every type is sold there. Moving data is not in it.",
        ),
    )
    return "".join(_figure(name, rows, note) for name, rows, note in charts if rows)


def _figure(name: str, rows: list[dict[str, object]], note: str) -> str:
    out_of = int(str(rows[0].get("out_of", len(rows))))
    name += f": the {len(rows)} largest of {out_of:,}" if out_of > len(rows) else ""
    heavy = any(abs(float(row["central"])) >= 1000 for row in rows)  # type: ignore[arg-type]
    unit, scale = ("kg CO₂e an hour", 1000.0) if heavy else ("g CO₂e an hour", 1.0)
    drawn = chart_html(rows, unit, scale, f"{name}: {note} The table below says the same.")
    say = say_with(redacted=False)
    told = table(
        name,
        ("", "central", "range"),
        [
            (say(str(row["label"])), say(row["carbon"]["text"]), say(row["carbon"].get("range", "")))  # type: ignore[index,attr-defined]
            for row in rows
        ],
        numbers=(1, 2),
    )
    return (
        f'<figure><figcaption><h3>{name}</h3><p class="note">{note}</p></figcaption>{drawn}'
        f"<details><summary>As a table</summary>{told}</details></figure>"
    )


def _lens(answers: tuple[LensAnswer, ...], say: Say) -> str:
    met = sum(answer.answer == "met" for answer in answers)
    visible = sum(answer.answer != "not visible" for answer in answers)
    rows = [
        (
            f'{say(one.asks)} <span class="quiet">{say(one.id)}</span>',
            say(one.phase),
            f'<span class="answer {one.answer.replace(" ", "-")}">{_ANSWERS[one.answer]}</span>',
            say(one.evidence),
        )
        for one in answers
    ]
    head = (
        f'<p class="note">Of the {visible} practices that the code shows, {met} {"is" if met == 1 else "are"} met.</p>'
    )
    return head + table("The sixteen sustainability practices", ("Practice", "Phase", "Answer", "Evidence"), rows)


def _problems(report: Report, say: Say) -> str:
    rows = [
        (
            say_name(safe_name(document.name)),
            cell_words(document.name, p.cell) if p.cell is not None else "",
            str(p.kind),
            say(p.message),
        )
        for document in report.documents
        for p in document.problems
    ]
    rows += [
        (
            say_name(safe_name(document.name)),
            cell_words(document.name, one.cell, one.line),
            "suppression",
            f"it silences nothing: {say(', '.join(sorted(one.practices)))}",
        )
        for document in report.documents
        for one in document.unused_suppressions
    ]
    return table("What was left out, and why", ("Document", "Where", "What", "Why"), rows[:_MOST_JOBS])
