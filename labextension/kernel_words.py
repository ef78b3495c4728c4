"""The words that the kernel says in a front end, without the figures, types and names that stand in them.

A sentence is known by its words: what changes from job to job is taken out and numbered, in the extension
(src/core/words.ts) and here by the same pattern, so both look the same message up.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

sys.path.insert(0, str(Path(__file__).parents[1]))

from jupyter_green.footprint import estimate
from jupyter_green.job import EndpointMode, Kind, Status
from jupyter_green.practices import Practice
from jupyter_green.practices.examples import TRAINING
from jupyter_green.practices.registry import all_practices
from jupyter_green.views.compare import compare_types, region_rows, similar_types
from jupyter_green.views.line import line_view

HERE = Path(__file__).parent
_SOURCES = HERE / "src"
_PATTERNS = json.loads((_SOURCES / "core" / "facts.json").read_text(encoding="utf-8"))["patterns"]
FACT = re.compile("|".join(_PATTERNS), re.ASCII)


def message_of(words: str) -> str:
    """Return the words with each fact in them replaced by its number, as ``%1``."""
    count = iter(range(1, 100))
    return FACT.sub(lambda fact: f"%{next(count)}", words)


def messages() -> list[str]:
    """Return what the kernel says about each practice's example and in any case, each message once."""
    said = [*(kind.replace("-", " ") for kind in get_args(Kind)), *get_args(Status), *_of_charts()]
    said += [f"{mode} endpoint x" for mode in get_args(EndpointMode) if mode != "real-time"]
    said += [words for practice in all_practices() for words in _of_practice(practice)]
    said += [*_of_rules(), *_of_footprints()]
    found = dict.fromkeys(message_of(words) for words in said)
    return [message for message in found if re.search(r"[a-z]{2}", message)]


def _of_practice(practice: Practice) -> Iterator[str]:
    """Return what is said about the practice's example, and its fixed sentences about other jobs."""
    yield practice.title
    advice = practice.check(practice.example, practice.example_context)
    footprint = estimate(practice.example)
    line = line_view(footprint, [] if advice is None else [advice])
    yield from line["what"].split(" · ")
    yield from (line["state"], *line["notes"], *footprint.rate.carbon.spread_by_cause())
    yield from (outlook["label"] for outlook in (line["ceiling"], line["forecast"]) if outlook)
    yield from (words for given in line["inputs"] for words in (given["name"], given["status"]))
    for said in line["advice"]:
        yield from (said["message"], said["evidence"])
        yield from (words for key in ("trade_offs", "missing", "not_checked") for words in said[key])
        yield from said["saving_text"].split(" · ")
    texts = _strings(Path(inspect.getfile(type(practice))))
    # Whole sentences, and what asks for a fact; what begins with two values or has one in a word is put together.
    whole = re.compile(r"(?!.*[a-z]7)(?:(?:[A-Z]|7%? [^A-Z7]).* .*\.|[a-z].* \([a-z_]+\))")
    yield from (text for text in texts if whole.fullmatch(text))
    yield from _arguments(Path(inspect.getfile(type(practice))), "no_saving", "saving_note")


def _strings(file: Path) -> Iterator[str]:
    """Return the strings of a file that are no documentation; a value in one is written as a figure, as 7 or 7%."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    parts |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(_as_text(part) for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.value


def _arguments(file: Path, *names: str) -> Iterator[str]:
    """Return the plain strings that a file's calls give for these keywords, and first to ``Input``."""
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call):
            given = [keyword.value for keyword in call.keywords if keyword.arg in names]
            given += call.args[:1] if isinstance(call.func, ast.Name) and call.func.id == "Input" else []
            yield from (str(value.value) for value in given if isinstance(value, ast.Constant) and value.value)


def _as_text(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    return "7%" if isinstance(part, ast.FormattedValue) and "%" in ast.unparse(part.format_spec or part) else "7"


def _of_footprints() -> Iterator[str]:
    """Return the fixed notes and causes of the estimates."""
    for file in sorted((HERE.parent / "jupyter_green" / "footprint").glob("*.py")):
        yield from _arguments(file)
        yield from (text for text in _strings(file) if re.fullmatch(r"[a-zA-Z][^\[\]{}=]* [^\[\]{}=]*[a-z)]", text))


def _of_rules() -> Iterator[str]:
    """Return what the extension's own table of facts says without a kernel."""
    table = json.loads((_SOURCES / "rules.json").read_text(encoding="utf-8"))
    yield table["data"]
    for rule in (*table["rules"], *table["calls"]):
        value = rule.get("value", "20").replace(".*", ".xlarge")
        yield from (rule[key].replace("{value}", value) for key in ("title", "message"))


def _of_charts() -> Iterator[str]:
    hours = {name: number + 1.0 for number, name in enumerate(similar_types(TRAINING))}
    rates = compare_types(TRAINING, similar_types(TRAINING))
    totals = compare_types(TRAINING, similar_types(TRAINING), hours=lambda job: hours.get(str(job.instance_type)))
    yield from ("yes", "no")
    for table in (rates, totals, region_rows("us-east-1", None)):
        yield table.get("note", "")
        yield from _titles(table["chart"])


def _titles(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "title" and isinstance(value, str))
        part = [value for key, value in part.items() if key != "data"]
    if isinstance(part, list):
        for inner in part:
            yield from _titles(inner)
