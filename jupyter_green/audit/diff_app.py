"""``jupyter green diff OLD NEW``: what a change of a notebook does to carbon, cost and time, as Markdown."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jupyter_green.audit.compare import Comparison, Pair, compare_documents
from jupyter_green.audit.notes import notes_of
from jupyter_green.audit.places import cell_words
from jupyter_green.audit.redact import redact, safe_name, without_controls
from jupyter_green.audit.report import DocumentReport, Report
from jupyter_green.audit.sources import Source, UsageError, gather
from jupyter_green.audit.stdout import show
from jupyter_green.audit.told import what_said
from jupyter_green.audit.writers.markdown import escape
from jupyter_green.footprint import Amounts
from jupyter_green.wording import say_change, say_count, say_duration, say_quantity, say_range

__all__ = ["comparison_markdown", "main"]

_MOST_ROWS = 100


def main(argv: Sequence[str]) -> int:
    """Print the comparison and return 0; 2 for wrong usage, 3 when a side could not be read."""
    from jupyter_green.audit.notebook import options_here
    from jupyter_green.audit.run import audit_source

    parser = _parser()
    try:
        told = parser.parse_args(list(argv))
        if told.old == told.new == "-":
            raise UsageError("standard input can be read once: name - on one side only")
        old, new = (_one(side, redacted=not told.no_redact) for side in (told.old, told.new))
        options = options_here(region=told.region, hours=told.hours, with_rewrites=False)
    except UsageError as error:
        print(f"jupyter green diff: {error}", file=sys.stderr)
        return 2
    except SystemExit as leaving:  # --help
        return int(leaving.code or 0)
    before, after = audit_source(old, options), audit_source(new, options)
    for document in (before, after):
        unread = [problem for problem in document.problems if problem.kind in ("unreadable", "skipped", "internal")]
        if unread:
            print(f"jupyter green diff: {safe_name(document.name)}: {unread[0].message}", file=sys.stderr)
            return 3
    text = comparison_markdown(before, after, compare_documents(before, after), redacted=not told.no_redact)
    try:
        show(text)
    except BrokenPipeError:  # the reader has seen enough
        return 0
    except UsageError as error:
        print(f"jupyter green diff: {error}", file=sys.stderr)
        return 2
    return 0


def comparison_markdown(
    old: DocumentReport, new: DocumentReport, comparison: Comparison, *, redacted: bool = True
) -> str:
    """Return the comparison as a comment for a review."""

    def say(text: str) -> str:
        return escape(redact(text) if redacted else without_controls(text))

    lines = [f"## What this change does: {escape(safe_name(new.name))}", "", _head(comparison, old, new), ""]
    shown = [pair for pair in comparison.pairs if pair.is_changed][:_MOST_ROWS]
    if shown:
        lines += ["| job | carbon | list price | time | what changed |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(pair, new, say, in_total=comparison.total is not None) for pair in shown]
        lines.append("")
    same = sum(not pair.is_changed for pair in comparison.pairs)
    if same:
        lines += [f"{say_count(same, 'job')} unchanged.", ""]
    for title, found in (("New findings", comparison.new_findings), ("Findings gone", comparison.gone_findings)):
        if found:
            lines += [f"**{title}:** {say('; '.join(found))}.", ""]
    if comparison.recounted_findings:
        told = "; ".join(f"{title} ({was:,} → {now:,})" for title, was, now in comparison.recounted_findings)
        lines += [f"**Findings now more or fewer:** {say(told)}.", ""]
    lines += [f"> {note}  " for note in _notes(comparison, old, new)]  # two spaces: each on a line of its own
    return "\n".join(lines).rstrip() + "\n"


def _head(comparison: Comparison, old: DocumentReport, new: DocumentReport) -> str:
    jobs = f"{len(old.jobs):,} → {say_count(len(new.jobs), 'job')}"
    if len(old.jobs) != 1 and len(new.jobs) == 1:
        jobs += "s"
    if comparison.total is not None:
        was, now = comparison.total
        return f"{jobs}: **{_change(now.minus(was))}** for the expected hours."
    was, now = comparison.rate
    change = comparison.change
    are_known = was.carbon.is_known and now.carbon.is_known
    before, after = (say_quantity(amounts.carbon) for amounts in (was, now))
    if change is None or not change.carbon.is_known:
        span = f" (carbon {before} → {after})" if are_known else ""
        return f"{jobs}; the change of carbon is not known{span}."
    if are_known:
        return f"{jobs}, all at once: **{_change(now.minus(was))}** (carbon {before} → {after})."
    if not any(pair.is_changed for pair in comparison.pairs):
        return f"{jobs}: **no change**; not every job's carbon is known."
    return f"{jobs}, all at once: **{_change(change)}**; not every job's carbon is known, but every change is."


def _change(change: Amounts) -> str:
    parts = []
    for quantity, name in ((change.carbon, "carbon"), (change.cost, "list price")):
        span = say_range(quantity)
        parts.append(f"{name} {say_change(quantity)}{f' [{span}]' if span else ''}")
    return " · ".join(parts)


def _row(pair: Pair, new: DocumentReport, say: Any, *, in_total: bool) -> str:
    job = pair.after or pair.before
    if job is None:
        return ""
    place = f" ({cell_words(new.name, job.found.cell)})" if pair.after is not None else ""
    what = ("added" if pair.before is None else "removed" if pair.after is None else
            "; ".join(f"{name}: {was} → {now}" for name, was, now in pair.settings))  # fmt: skip
    change = pair.total_change if in_total else pair.change
    carbon = "not comparable" if change is None else _figure(change.carbon)
    cost = "" if change is None else _figure(change.cost)
    name = f"{what_said(job)}{place}"
    return f"| {say(name)} | {say(carbon)} | {say(cost)} | {say(_time(pair))} | {say(what)} |"


def _figure(quantity: Any) -> str:
    span = say_range(quantity)
    return f"{say_change(quantity)}{f' [{span}]' if span else ''}"


def _time(pair: Pair) -> str:
    """Return the change of the time limit: how long a run takes is not known from its code."""
    limits = [None if job is None else job.found.job.get("max_runtime", None) for job in (pair.before, pair.after)]
    said = ["no limit given" if limit is None else f"at most {say_duration(limit)}" for limit in limits]
    if pair.before is None or pair.after is None:
        return said[1] if pair.before is None else said[0]
    return "limit as before" if limits[0] == limits[1] else f"{said[0]} → {said[1]}"


def _notes(comparison: Comparison, old: DocumentReport, new: DocumentReport) -> Iterator[str]:
    other_hardware = any(
        pair.before is not None
        and pair.after is not None
        and pair.before.found.job.groups != pair.after.found.job.groups
        for pair in comparison.pairs
    )
    if comparison.total is None:
        yield "Rates per hour, not totals: say `--hours` to compare runs."
    if other_hardware:
        yield "Other hardware may run longer or shorter; a rate alone does not say which run emits less."
    if old.jobs and new.jobs and old.region_note != new.region_note:
        before, after = (one.region_note or "every job names its Region" for one in (old, new))
        yield escape(f"The Region is not assumed alike on both sides. Before: {before}. Now: {after}.")
    for note in notes_of(Report(documents=(new,))):
        yield escape(note)


def _one(argument: str, *, redacted: bool) -> Source:
    """Return the one document that an argument names."""
    if Path(argument).is_dir():
        raise UsageError(f"{argument!r} is a folder; name two notebooks")
    found = gather([argument], redacted=redacted)
    if len(found) != 1:
        raise UsageError(f"{argument!r} names {len(found):,} documents; name one on each side")
    return found[0]


def _parser() -> argparse.ArgumentParser:
    from jupyter_green.audit.arguments import OneLineParser

    parser = OneLineParser(prog="jupyter green diff", description=__doc__)
    parser.add_argument("old", metavar="OLD", help="a notebook or Python file, REV:PATH, or -")
    parser.add_argument("new", metavar="NEW", help="the same after the change")
    parser.add_argument("--region", default="", help="Region for jobs whose code names none")
    parser.add_argument("--hours", type=float, default=0.0, metavar="H", help="hours each job is expected to run")
    parser.add_argument("--no-redact", action="store_true", help="keep account ids, ARNs, role names and paths")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
