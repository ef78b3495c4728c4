"""Calls as people write them: random order, layout, comments, quotes, variables, nesting and positional arguments."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from hypothesis import strategies as st

from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import FoundJob, read_cells

TYPES = ("ml.p3.2xlarge", "ml.g5.xlarge", "ml.g4dn.xlarge", "ml.m5.xlarge")
_WORDS = ("größe", "spot=True, max_wait=1", "it's", 'a "b" c', "(", "]}", "😀 später", "x = f(1,", "100 %")


@dataclass(frozen=True)
class Written:
    """Cells, and the one job that they start."""

    cells: tuple[SourceCell, ...]
    found: FoundJob

    @property
    def texts(self) -> list[str]:
        return [cell.source for cell in self.cells]


comments = st.sampled_from(_WORDS).map(lambda word: f"# {word}")
quotes = st.sampled_from(["'", '"'])


@dataclass(frozen=True)
class _Style:
    """How one call is laid out."""

    layout: str  # one line, one per line, hanging, pairs
    trailing: bool
    equals: str
    indent: str
    commented: tuple[str | None, ...]


@st.composite
def _styles(draw: st.DrawFn) -> _Style:
    return _Style(
        draw(st.sampled_from(["one line", "one per line", "hanging", "pairs", "own lines"])),
        draw(st.booleans()),
        draw(st.sampled_from(["=", "=", " = "])),
        draw(st.sampled_from(["    ", "  ", "\t", "        "])),
        tuple(draw(st.lists(st.one_of(st.none(), comments), min_size=6, max_size=6))),
    )


def call_text(name: str, arguments: list[str], style: _Style, head: int = 0) -> str:
    """Return the call in a style; ``head`` is how far right its name stands."""
    if style.layout == "one line" or not arguments:
        comma = "," if style.trailing and arguments else ""
        return f"{name}({', '.join(arguments)}{comma})"
    if style.layout == "hanging":
        pad = "\n" + " " * (head + len(name) + 1)
        lines = [text + _behind(style, i, i < len(arguments) - 1) for i, text in enumerate(arguments)]
        lines[-1] = arguments[-1]
        return f"{name}({pad.join(lines)}{',' if style.trailing else ''})"
    if style.layout == "pairs":
        rows = [", ".join(arguments[i : i + 2]) for i in range(0, len(arguments), 2)]
        return f"{name}(\n{style.indent}" + f",\n{style.indent}".join(rows) + ("," if style.trailing else "") + "\n)"
    lines = [
        style.indent + text + _behind(style, i, style.trailing or i < len(arguments) - 1)
        for i, text in enumerate(arguments)
    ]
    if style.layout == "own lines":
        lines.insert(len(lines) // 2, f"{style.indent}# max_wait=1,")
        lines.append(f"{style.indent}# use_spot_instances=True")
    return f"{name}(\n" + "\n".join(lines) + "\n)"


def _behind(style: _Style, index: int, comma: bool) -> str:
    comment = style.commented[index % len(style.commented)]
    return ("," if comma else "") + (f"  {comment}" if comment else "")


@st.composite
def v2_training(draw: st.DrawFn) -> Written:
    """An estimator of SDK 2 with its ``fit``, arguments given in every way Python has."""
    quote = draw(quotes)
    values = {
        "instance_type": f"{quote}{draw(st.sampled_from(TYPES))}{quote}",
        "instance_count": str(draw(st.integers(1, 4))),
        "max_run": draw(st.sampled_from(["3600", "2 * 3600", "60*60", "1_800"])),
        "volume_size": str(draw(st.integers(10, 500))),
        "role": "role",
        "entry_point": f"{quote}tráin.py{quote}",
        "framework_version": f"{quote}1.13.1{quote}",
        "py_version": f"{quote}py39{quote}",
        "hyperparameters": draw(
            st.sampled_from([f"{{{quote}epochs{quote}: 10, {quote}lr{quote}: 0.1}}", "dict(epochs=10)"])
        ),
        "keep_alive_period_in_seconds": "600",
        "disable_profiler": "True",
        "checkpoint_s3_uri": f"{quote}s3://b/c{quote}",
    }
    needed = ["instance_type", "instance_count", "role", "entry_point", "framework_version", "py_version"]
    optional = draw(st.sets(st.sampled_from([name for name in values if name not in needed])))
    order = draw(st.permutations([*needed, *sorted(optional)]))
    before: list[str] = ["from sagemaker.pytorch import PyTorch", "role = 'arn:aws:iam::123456789012:role/r'"]
    style = draw(_styles())
    arguments, spread = [], []
    for name in order:
        value = values[name]
        way = draw(st.sampled_from(["here", "here", "here", "variable", "shared", "spread", "parenthesised"]))
        if way in ("variable", "shared"):
            before.append(f"the_{name} = {value}  # {draw(st.sampled_from(_WORDS))}")
            if way == "shared":
                before.append(f"other_{name} = the_{name}")
            value = f"the_{name}"
        elif way == "parenthesised":
            value = f"({value})"
        if way == "spread":
            spread.append(f"{quote}{name}{quote}: {value}")
        else:
            arguments.append(f"{name}{style.equals}{value}")
    if spread:
        literal = "{" + ", ".join(spread) + "}"
        way = draw(st.sampled_from(["here", "variable", "shared"]))
        if way == "here":
            arguments.append(f"**{literal}")
        else:
            before.append(f"common = {literal}")
            if way == "shared":
                before.append("other = len(common)")
            arguments.append("**common")
    return _cells(draw, before, call_text("PyTorch", arguments, style, 6), "est", "est.fit()")


@st.composite
def v3_training(draw: st.DrawFn) -> Written:
    """A ModelTrainer of SDK 3 with nested configuration objects."""
    quote = draw(quotes)
    inner, outer = draw(_styles()), draw(_styles())
    kind = f"{quote}{draw(st.sampled_from(TYPES))}{quote}"
    compute = [f"instance_type={kind}", "instance_count=1"]
    compute += draw(st.sampled_from([[], ["keep_alive_period_in_seconds=600"], ["volume_size_in_gb=50"]]))
    before = ["from sagemaker.train import ModelTrainer", "from sagemaker.train.configs import Compute"]
    text = call_text("Compute", draw(st.permutations(compute)), inner)
    held = draw(st.sampled_from(["here", "variable", "shared"]))
    if held != "here":
        before.append(f"compute = {text}")
        if held == "shared":
            before.append("again = [compute]")
        text = "compute"
    arguments = [f"compute={text}", f"training_image={quote}image{quote}"]
    if draw(st.booleans()):
        before.append("from sagemaker.train.configs import StoppingCondition as Stop")
        arguments.append("stopping_condition=" + call_text("Stop", ["max_runtime_in_seconds=1800"], inner))
    return _cells(
        draw, before, call_text("ModelTrainer", draw(st.permutations(arguments)), outer, 6), "tr", "tr.train()"
    )


@st.composite
def request_training(draw: st.DrawFn) -> Written:
    """A CreateTrainingJob request: nested dictionaries, given, held by a variable, or filled key by key."""
    quote = draw(quotes)
    style = draw(_styles())

    def said(name: str, text: str) -> str:
        return f"{quote}{name}{quote}: {text}"

    resources = ", ".join(
        draw(st.permutations([said("InstanceType", f"{quote}{TYPES[0]}{quote}"), said("InstanceCount", "1")]))
    )
    parts = {
        "TrainingJobName": f"{quote}näme{quote}",
        "ResourceConfig": "{" + resources + "}",
        "StoppingCondition": "{" + said("MaxRuntimeInSeconds", "3600") + "}",
        "EnableManagedSpotTraining": "False",
    }
    names = draw(st.permutations(list(parts)))
    if draw(st.booleans()):
        names.remove("EnableManagedSpotTraining")
    before = ["import boto3", "sm = boto3.client('sagemaker')"]
    way = draw(st.sampled_from(["keywords", "literal", "variable", "filled", "dict call", "shared"]))
    if way == "keywords":
        arguments = [f"{name}={parts[name]}" for name in names]
    elif way == "filled":
        before.append("request = {}")
        before.extend(f"request[{quote}{name}{quote}] = {parts[name]}" for name in names)
        arguments = ["**request"]
    elif way == "dict call":
        before.append("request = dict(" + ", ".join(f"{name}={parts[name]}" for name in names) + ")")
        arguments = ["**request"]
    else:
        literal = "{" + ", ".join(said(name, parts[name]) for name in names) + "}"
        before.extend([] if way == "literal" else [f"request = {literal}"])
        before.extend(["known = len(request)"] if way == "shared" else [])
        arguments = [f"**{literal}" if way == "literal" else "**request"]
    return _cells(draw, before, call_text("sm.create_training_job", arguments, style), "", "")


def _cells(draw: st.DrawFn, before: list[str], call: str, target: str, start: str) -> Written:
    """Put the statements into cells, with magics and other code around them, and read the job from them."""
    noise = draw(st.sampled_from(["%pip install -q sagemaker", "!ls -la", "# nothing here: 😀", "answer = 6 * 7"]))
    made = f"{target} = {call}" if target else call
    ending = draw(st.sampled_from(["", "\n"]))
    breaks = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    split = draw(st.booleans())
    sources = ["\n".join([noise, *before]), made] if split else ["\n".join([*before, noise, "", made])]
    if start:
        sources[-1:] = [sources[-1], start] if draw(st.booleans()) else [f"{sources[-1]}\n{start}"]
    sources[-1] += ending
    cells = tuple(SourceCell(i, text.replace("\n", breaks)) for i, text in enumerate(sources))
    (found,) = read_cells(cells).jobs
    return Written(cells, found)


def comments_of(text: str) -> list[str]:
    """Return every comment of a cell that is Python but for its magics."""
    import io
    import tokenize

    from jupyter_green.readers.cells import blank_magics

    tokens = tokenize.generate_tokens(io.StringIO(blank_magics(text) or "").readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def parses(text: str) -> bool:
    """True when Python takes the cell, magics blanked."""
    from jupyter_green.readers.cells import blank_magics

    ast.parse(blank_magics(text) or "")
    return True
