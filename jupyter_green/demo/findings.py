"""What the executed notebooks show: the lines in their outputs, each job once, and the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jupyter_green.quantities import Quantity, total

MIME = "application/vnd.jupyter-green.v1+json"
_TOTALS = ("energy", "carbon", "cost")


@dataclass
class Findings:
    """The lines of one notebook or of all of them, the last one of each job."""

    lines: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    shown: int = 0  # lines in the outputs, the same job's repetitions included
    started: list[str] = field(default_factory=list)  # names of what the stand-in was asked to start

    @property
    def jobs(self) -> int:
        """How many different jobs were recognised."""
        return len(self.lines)

    @property
    def missed(self) -> list[str]:
        """Names of jobs that were started and that no line tells of."""
        told = {line.get("name") for line in self.lines.values()}
        return [name for name in self.started if name not in told]

    @property
    def told_twice(self) -> list[str]:
        """Names of jobs that two lines tell of as if they were two jobs."""
        told = Counter(line.get("name") for line in self.lines.values())
        return [name for name in self.started if told[name] > 1]

    @property
    def advice(self) -> list[Mapping[str, Any]]:
        """Every different piece of advice on these jobs."""
        found = {one["id"]: one for line in self.lines.values() for one in line.get("advice", ())}
        return list(found.values())

    def add(self, other: Findings) -> None:
        """Take over the lines of another notebook."""
        self.lines.update(other.lines)
        self.shown += other.shown
        self.started += other.started

    def totals(self) -> dict[str, dict[str, Quantity]]:
        """Return for each basis, such as "per hour", the sums of energy, carbon and cost of its jobs."""
        sums: dict[str, dict[str, Quantity]] = {}
        for basis in dict.fromkeys(line["basis"] for line in self.lines.values()):
            lines = [line for line in self.lines.values() if line["basis"] == basis]
            sums[basis] = {name: _sum(line[name] for line in lines) for name in _TOTALS}
        return sums


def read(notebook: Any, name: str, started: Iterable[str] = ()) -> Findings:
    """Return what an executed notebook's outputs show, beside the names of what it ``started``.

    Jobs of different notebooks are never taken for the same.
    """
    found = Findings(started=list(started))
    for bundle in _bundles(notebook):
        for line in bundle.get("lines", ()):
            found.shown += 1
            if line["state"] != "forecast":
                _drop_forecast(found.lines, line)
            found.lines[f"{name}:{line['identity']}"] = line
    return found


def _drop_forecast(lines: dict[str, Mapping[str, Any]], started: Mapping[str, Any]) -> None:
    """Let the forecast of a nameless object give way to the job it became: saved outputs still show both."""
    for key, line in lines.items():
        if line["state"] == "forecast" and not line.get("name") and line["what"] == started["what"]:
            del lines[key]
            return


def _bundles(notebook: Any) -> Iterator[Mapping[str, Any]]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if MIME in output.get("data", {}):
                yield output["data"][MIME]


def _sum(figures: Iterable[Mapping[str, Any]]) -> Quantity:
    known = list(figures)
    unit = next((figure["unit"] for figure in known if "central" in figure), known[0]["unit"])
    return total((_quantity(figure, unit) for figure in known), unit)


def _quantity(figure: Mapping[str, Any], unit: str) -> Quantity:
    if "central" not in figure:
        return Quantity.unknown(unit)
    return Quantity.between(figure["low"], figure["central"], figure["high"], figure["unit"])
