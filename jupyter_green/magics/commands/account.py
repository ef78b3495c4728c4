"""``%green account``: what the jobs of the last days came to, by kind, type, tag and Region, and what to change."""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Iterable

from jupyter_green.advisor import advise
from jupyter_green.aws import account
from jupyter_green.aws.account import read_account
from jupyter_green.aws.outcome import Problem
from jupyter_green.aws.tally import Hardware, Tally, TallyFile
from jupyter_green.catalog.tables import nearest_names
from jupyter_green.footprint import Amounts
from jupyter_green.job import Job
from jupyter_green.kernel.left_open import cache_folder
from jupyter_green.kernel.session import Session
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import check_words, region_argument
from jupyter_green.practices import Advice
from jupyter_green.views.advice import saving_text
from jupyter_green.views.table import Table
from jupyter_green.wording import say_duration, say_quantity

SUMMARY = "the account's jobs of the last days: totals by kind, type, tag and Region, top ten savings; read-only"
USAGE = "%green account [--days 30] [--region R,R2] [--by kind|type|tag|region] [--minutes 10] [--fresh yes]"
ACTIONS = account.ACTIONS
_DAY = 86400.0
_KEPT_FOR = 3600.0
_MINUTES = 10.0
_LONG = 20.0  # seconds
_MOST_ROWS = 15
_MOST_SAVINGS = 10
_LEFT_OUT = (
    "Usual loads of each kind of job; endpoints at the size they have now, deleted ones not. Not counted: attached "
    "disks, notebooks and Studio, data transfer. Tags are those of training jobs: the other kinds do not tell theirs."
)
_BY = ("kind", "type", "tag", "region")


def run(call: Call) -> Answer:
    """Return the totals of the account as far as it could be read."""
    check_words(call, USAGE, most=0)
    session, days = call.session, call.number("days") or 30.0
    asked = [part for part in call.options.get("region", "").split(",") if part]
    regions: list[str | None] = [region_argument(one) for one in asked] or [session.settings.assumed_region()]
    if regions == [None]:
        raise UserError("say which Region, such as %green account --region us-east-1")
    by = call.options.get("by")
    if by is not None and by not in _BY:
        near = nearest_names(by, _BY, 1)
        raise UserError(f"--by {by} is not known" + (f", did you mean {near[0]}?" if near else f": {', '.join(_BY)}"))
    minutes = call.number("minutes")
    watch = _Watch(session, _MINUTES if minutes is None else minutes)
    tallies, problems, notes = [], [], []
    for region in regions:
        tally, met, note = _read(session, str(region), days, watch, fresh="fresh" in call.options)
        tallies.append(tally)
        problems += met
        notes += note
    return _report(session, tallies, problems, notes, by)


class _Watch:
    """Ends a reading when its time is up, and says once, when it takes long, that it may be interrupted."""

    def __init__(self, session: Session, minutes: float) -> None:
        self._session = session
        self._began = time.monotonic()
        self._seconds = minutes * 60
        self._has_said = False
        self.is_interrupted = False

    def is_time_up(self) -> bool:
        """True when the time given is over, or the user interrupted."""
        return self.is_interrupted or time.monotonic() - self._began >= self._seconds

    def on_page(self, tally: Tally) -> None:
        """Say how far the reading is, once, after a while."""
        if not self._has_said and time.monotonic() - self._began > _LONG:
            self._has_said = True
            self._session.say(f"{tally.jobs:,} jobs read so far; an interrupt is safe, the next reading goes on there")


def _read(
    session: Session, region: str, days: float, watch: _Watch, *, fresh: bool
) -> tuple[Tally, list[Problem], list[str]]:
    """Return the tally of one Region: kept from a moment ago, gone on with, or new."""
    profile = os.environ.get("AWS_PROFILE", "default")
    folder = cache_folder(os.environ)
    kept = TallyFile(folder / f"account-{_plain(profile)}-{region}-{days:g}.json")
    now = session.clock()
    tally = None if fresh else kept.load()
    if tally is not None and now - tally.until > _KEPT_FOR:
        tally = None
    if tally is not None and tally.is_done:
        whose = f" of account {tally.account}" if tally.account else ""
        return tally, [], [f"{region}{whose}: as read {say_duration(now - tally.until)} ago (--fresh yes reads again)"]
    went_on = tally is not None
    tally = tally or Tally(region, now - days * _DAY, now)
    try:
        problems = read_account(
            session.measuring.clients, tally, kept=kept, on_page=watch.on_page, is_time_up=watch.is_time_up
        )
    except KeyboardInterrupt:
        watch.is_interrupted = True
        tally = kept.load() or Tally(region, now - days * _DAY, now)  # as it was after the last whole page
        problems = [Problem("unfinished", "reading the account", region, "it was interrupted")]
    notes = [f"{region}: went on where an earlier reading had stopped"] if went_on else []
    return tally, problems, [*notes, *filter(None, [kept.problem])]


def _report(
    session: Session, tallies: list[Tally], problems: list[Problem], notes: list[str], by: str | None
) -> Answer:
    grid = session.settings.grid
    found = [one for tally in tallies for one in tally.amounts(grid=grid)]
    jobs = sum(tally.jobs for tally in tallies)
    days = (tallies[0].until - tallies[0].since) / _DAY
    whole = _sum(amounts for _, _, amounts in found)
    lines = [f"{jobs:,} jobs and endpoints of the last {days:g} days: {_said(whole)}"]
    tables = []
    for name in (by,) if by else _BY:
        rows = _by_tag(tallies, session) if name == "tag" else _by_key(found, name)
        if rows and (by or name != "region" or len(tallies) > 1):
            tables.append(_table(f"by {name}", name, rows))
    skipped: dict[str, int] = {}
    for tally in tallies:
        for reason, count in tally.not_counted.items():
            skipped[reason] = skipped.get(reason, 0) + count
    lines += [f"not counted: {count:,} ({reason})" for reason, count in sorted(skipped.items())]
    lines += [*notes, *dict.fromkeys(str(problem) for problem in problems)]
    if problems:
        lines.append("%green account again goes on from here")
    lines.append(_LEFT_OUT)
    savings = _savings(session, tallies)
    if savings is not None:
        tables.append(savings)
    text = "\n\n".join([lines[0], *(table.text() for table in tables), "\n".join(lines[1:])])
    html = f"<p>{lines[0]}</p>" + "".join(table.html() for table in tables) + f"<pre>{_escape(lines[1:])}</pre>"
    return Answer(text, html)


def _escape(lines: Iterable[str]) -> str:
    from html import escape

    return escape("\n".join(lines))


def _by_key(found: list[tuple[Hardware, int, Amounts]], name: str) -> list[tuple[str, int, Amounts]]:
    place = {"region": 0, "kind": 1, "type": 2}[name]
    books: dict[str, list[tuple[int, Amounts]]] = {}
    for key, jobs, amounts in found:
        books.setdefault(key[place], []).append((jobs, amounts))
    return [(label, sum(n for n, _ in parts), _sum(a for _, a in parts)) for label, parts in books.items()]


def _by_tag(tallies: list[Tally], session: Session) -> list[tuple[str, int, Amounts]]:
    books: dict[str, list[tuple[int, Amounts]]] = {}
    for tally in tallies:
        for tag, sums in tally.tags.items():
            books.setdefault(tag, []).extend(
                (n, amounts) for _, n, amounts in tally.amounts(sums, session.settings.grid)
            )
    return [(label, sum(n for n, _ in parts), _sum(a for _, a in parts)) for label, parts in books.items()]


def _table(title: str, name: str, rows: list[tuple[str, int, Amounts]]) -> Table:
    ordered = sorted(rows, key=lambda row: -(row[2].carbon.central if row[2].carbon.is_known else 0.0))
    told = tuple(
        (label, f"{jobs:,}", say_quantity(a.carbon), say_quantity(a.energy), say_quantity(a.cost, with_range=False))
        for label, jobs, a in ordered[:_MOST_ROWS]
    )
    more = len(ordered) - len(told)
    notes = (f"and {more} more",) if more > 0 else ()
    return Table((name, "jobs", "carbon", "energy", "list price"), told, frozenset({1}), title=title, notes=notes)


def _savings(session: Session, tallies: list[Tally]) -> Table | None:
    """Return the ten changes that save most on the jobs that drew most, the same change on the same type summed up.

    What can be computed comes first; published figures of changes whose saving cannot be computed follow.
    """
    sums: dict[tuple[str, str], list[tuple[Job, Advice]]] = {}
    for tally in tallies:
        for job, hours in tally.heaviest():
            context = dataclasses.replace(session.context(), jobs=(job,), hours=hours)
            for item in advise([job], context).advice:
                if (item.total_saving is not None or item.effects) and item.swap is not None:
                    sums.setdefault((item.practice, str(job.instance_type)), []).append((job, item))
    ranked = sorted(sums.values(), key=lambda found: -_worth(item.total_saving for _, item in found))[:_MOST_SAVINGS]
    if not ranked:
        return None
    rows = []
    for found in ranked:
        job, item = found[0]
        computed = [one.total_saving for _, one in found if one.total_saving is not None]
        whole = dataclasses.replace(item, total_saving=_sum(computed), saving_note="") if computed else item
        rows.append((item.title, str(job.instance_type), str(len(found)), str(job.name), saving_text(whole)))
    headers = ("change", "type", "of the heaviest jobs", "such as", "would have saved")
    note = "Each by itself, had it been used from the start; savings of different changes do not add up."
    return Table(headers, tuple(rows), frozenset({2}), title="top savings", notes=(note,))


def _worth(savings: Iterable[Amounts | None]) -> float:
    """Return what orders savings: grams, with a dollar weighing as 100 of them; it converts no figure that is shown."""
    grams = 0.0
    for saving in savings:
        if saving is not None:
            grams += max(0.0, -saving.carbon.central) if saving.carbon.is_known else 0.0
            grams += 100 * max(0.0, -saving.cost.central) if saving.cost.is_known else 0.0
    return grams


def _sum(parts: Iterable[Amounts]) -> Amounts:
    total = Amounts.zero(per_hour=False)
    for part in parts:
        total = total.plus(part)
    return total


def _said(amounts: Amounts) -> str:
    return " · ".join(say_quantity(one) for one in (amounts.carbon, amounts.energy, amounts.cost))


def _plain(text: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in text)[:40]
