"""The demonstration's closing words, on the terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jupyter_green.demo.findings import Findings
from jupyter_green.demo.notebooks import DemoNotebook
from jupyter_green.wording import say_quantity

Result = tuple[DemoNotebook, Findings, str]
#: The bases of jobs that have figures of their own.
_OWN = ("per hour", "per busy hour", "unknown")
_HEADINGS = ("job", "energy", "carbon", "cost", "advice")


def show(console: Any, results: Sequence[Result]) -> None:
    """Print what was found, one table a notebook and the totals below."""
    from rich.table import Table

    for notebook, found, failure in results:
        table = Table(title=notebook.title, title_justify="left", show_edge=False, pad_edge=False)
        for heading in _HEADINGS:
            table.add_column(heading, justify="left" if heading == "job" else "right", no_wrap=heading != "job")
        for line in found.lines.values():
            table.add_row(*_cells(line))
        console.print(table)
        if failure:
            console.print(f"  stopped: {failure}", style="red", markup=False)
        console.print()
    for sentence in closing(results):
        console.print(sentence, markup=False, highlight=False)


def as_markdown(results: Sequence[Result]) -> str:
    """Return the same as a Markdown page."""
    parts = ["# What the demo found", ""]
    for notebook, found, failure in results:
        parts += [f"## {notebook.title}", "", f"[{notebook.path.name}]({notebook.path.name})", ""]
        parts += ["| " + " | ".join(_HEADINGS) + " |", "| --- | ---: | ---: | ---: | ---: |"]
        parts += ["| " + " | ".join(_cells(line)) + " |" for line in found.lines.values()]
        parts += ["", *(f"- {_advised(line, one)}" for line in found.lines.values() for one in line.get("advice", ()))]
        parts += ["", *([f"Stopped: {failure}", ""] if failure else [])]
    return "\n".join([*parts, *(f"- {sentence}" for sentence in closing(results)), ""])


def closing(results: Sequence[Result]) -> Iterator[str]:
    """Yield the sentences that sum up all notebooks."""
    everything = Findings()
    for _, found, _ in results:
        everything.add(found)
    yield f"notebooks: {len(results)}, jobs: {everything.jobs}, lines under their cells: {everything.shown}"
    started, missed, twice = everything.started, everything.missed, everything.told_twice
    yield (
        f"{len(started) - len(missed)} of {len(started)} jobs and endpoints that were started are told of"
        + (f"; missing: {', '.join(missed)}" if missed else "")
        + (f"; told twice: {', '.join(twice)}" if twice else ", none twice")
    )
    for basis, sums in everything.totals().items():
        if basis == "counted elsewhere":  # such as a step whose job has a line of its own
            continue
        counted = sum(line["basis"] == basis for line in everything.lines.values())
        figures = " · ".join(say_quantity(figure) for figure in sums.values())
        yield f"total {basis} ({counted} of the jobs): {figures}"
    advice = everything.advice
    changes = sum(bool(one.get("swap")) for one in advice)
    yield f"advice: {len(advice)}, of which with a change ready to apply: {changes}"


def _cells(line: Mapping[str, Any]) -> list[str]:
    figures = [_figure(line[name]) for name in ("energy", "carbon", "cost")]
    if line["basis"] not in _OWN:  # zeros would read as figures
        figures = [line["basis"], "", ""]
    name = line.get("name") or ""
    what = line["what"] if not name or name in line["what"].split() else f"{line['what']} · {name}"
    return [what, *figures, str(len(line.get("advice", ())))]


def _advised(line: Mapping[str, Any], advice: Mapping[str, Any]) -> str:
    saving = f" ({advice['saving_text']})" if advice.get("saving_text") else ""
    return f"{line.get('name') or line['what']}: **{advice['title']}**{saving}"


def _figure(figure: Mapping[str, Any]) -> str:
    return f"{figure['text']} [{figure['range']}]" if figure.get("range") else str(figure["text"])
