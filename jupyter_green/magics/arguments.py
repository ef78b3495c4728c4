"""Understanding the words of a command: options, jobs, instance types and Regions, with "did you mean"."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from typing import Any

from jupyter_green.catalog.instances import find_instance, instance_names, instance_or_proxy, is_known_size
from jupyter_green.catalog.regions import find_region, region_names
from jupyter_green.catalog.tables import nearest_names
from jupyter_green.job import Job, Origin
from jupyter_green.kernel.books import Entry
from jupyter_green.magics.answer import Call, UserError
from jupyter_green.readers.classes import is_sdk_class
from jupyter_green.readers.objects import read_object
from jupyter_green.readers.safely import safe_dict

__all__ = [
    "check_options",
    "check_words",
    "instance_argument",
    "job_argument",
    "job_as_asked",
    "job_of_options",
    "latest_entry",
    "region_argument",
    "split_line",
]

_STEP = r"""\.([A-Za-z_]\w*)|\[(\d+)\]|\[['"]?([^\]'"]+)['"]?\]"""  # .name, [0], ['name']; a shell takes the quotes
_PATH = re.compile(rf"([A-Za-z_]\w*)((?:{_STEP})*)")
_OPTION_IN_USAGE = re.compile(r"--([a-z_]+)")
_TAKES_ANY_NAME = re.compile(r"\b(?:name|NAME|field)=")
_OPTIONS_OF_A_JOB = (
    "count",
    "instance_count",
    "instance_type",
    "kind",
    "max_jobs",
    "max_parallel_jobs",
    "memory",
    "region",
    "type",
)
_TYPE_OPTIONS = ("instance_type", "type")
_SERVERLESS_MB = range(1024, 6145, 1024)
_FLAGS = frozenset({"all", "json", "object", "off", "pareto", "yes", "follow", "check"})


def split_line(line: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return plain words and options (``--name value``, ``--name=value``, ``name=value``, ``--flag``)."""
    try:
        parts = shlex.split(line, comments=False)
    except ValueError as error:
        raise UserError(f"cannot read the line: {error}") from None
    words: list[str] = []
    options: dict[str, str] = {}
    waiting = ""
    for part in parts:
        if waiting:
            options[waiting], waiting = part, ""
        elif part.startswith("--"):
            name, equals, value = part[2:].partition("=")
            name = name.replace("-", "_")
            if equals:
                options[name] = value
            elif name in _FLAGS:
                options[name] = "true"
            else:
                waiting = name
        elif "=" in part and part.partition("=")[0].isidentifier():
            name, _, value = part.partition("=")
            options[name] = value
        else:
            words.append(part)
    if waiting:
        near = nearest_names(waiting, _FLAGS, 1)
        raise UserError(f"--{waiting} needs a value" + (f", or did you mean --{near[0]}?" if near else ""))
    return tuple(words), options


def check_options(command: str, usage: str, options: Mapping[str, str]) -> None:
    """Raise UserError for an option that the command does not know; one that is only passed over misleads."""
    if _TAKES_ANY_NAME.search(usage):
        return
    known = {*_OPTION_IN_USAGE.findall(usage), *(_OPTIONS_OF_A_JOB if "JOB" in usage else ())}
    for name in options:
        if name not in known:
            near = nearest_names(name, known, 1)
            hint = f", did you mean --{near[0]}?" if near else f": {usage}"
            raise UserError(f"%green {command} has no option --{name}{hint}")


def check_words(call: Call, usage: str, *, most: int) -> None:
    """Raise UserError for more plain words than a command takes."""
    if len(call.words) > most:
        raise UserError(f"too much: {call.words[most]!r}; {usage}")


def instance_argument(text: str) -> str:
    """Return a known instance type (``ml.`` may be left out); raises UserError with the nearest one."""
    text = text.lower()
    for name in (text, f"ml.{text}"):
        if find_instance(name) is not None:
            return name
    near = nearest_names(text if text.startswith("ml.") else f"ml.{text}", instance_names(), 1)
    hint = f", did you mean {near[0]}?" if near else "; %green instances lists them"
    raise UserError(f"unknown instance type {text!r}{hint}")


def region_argument(text: str) -> str:
    """Return a known Region; raises UserError with the nearest one."""
    text = text.lower()
    if find_region(text) is not None:
        return text
    near = nearest_names(text, region_names(), 1)
    hint = f", did you mean {near[0]}?" if near else "; %green regions lists them"
    raise UserError(f"unknown Region {text!r}{hint}")


def latest_entry(call: Call) -> Entry:
    """Return the newest job in the books; raises UserError when there is none."""
    counted = call.session.books.counted()
    if not counted:
        raise UserError("no job seen yet: build or start one, or name one, such as %green estimate ml.g5.xlarge")
    return counted[-1]


def job_argument(call: Call, text: str | None) -> tuple[Job, Entry | None]:
    """Return the job that ``text`` names: a variable, a job's name, its number in the list, or the newest one."""
    if text is None:
        entry = latest_entry(call)
        return entry.job, entry
    if text.isdigit():
        counted = call.session.books.counted()
        if 1 <= int(text) <= len(counted):
            return counted[int(text) - 1].job, counted[int(text) - 1]
        raise UserError(f"there is no job {text}; %green jobs lists {len(counted)}")
    found = call.session.books.find(text)
    if found is not None:
        return found.job, found
    path = _PATH.fullmatch(text)
    if "." in text and not (path and path[1] in call.names):
        return job_of_options(call, text), None
    if path:
        return _of_variable(call, text)
    raise UserError(f"there is no job {text!r}; %green jobs lists those seen")


def job_as_asked(call: Call, text: str | None) -> tuple[Job, Entry | None]:
    """Return the job that ``text`` names with what the options change about it; a changed job is no entry any more."""
    job, entry = job_argument(call, text)
    if call.options.get("kind", job.kind) != job.kind:
        raise UserError(f"this is a {job.kind} job; --kind goes with an instance type only")
    asked: dict[str, Any] = {
        "region": region_argument(call.options["region"]) if call.options.get("region") else None,
        "instance_type": next((instance_argument(call.options[n]) for n in _TYPE_OPTIONS if n in call.options), None),
        "instance_count": call.count("count") or call.count("instance_count"),
        "max_jobs": call.count("max_jobs"),
        "max_parallel_jobs": call.count("max_parallel_jobs"),
    }
    changes = {name: value for name, value in asked.items() if value not in (None, getattr(job, name))}
    if not changes:
        return job, entry
    if job.instance_groups and ("instance_type" in changes or "instance_count" in changes):
        raise UserError("this job has several groups of instances; name an instance type instead of the job")
    told = {name: Origin("given", "user", f"--{name}") for name in changes}
    return job.with_changes(**changes, identity="", origins={**job.origins, **told}), None


def _of_variable(call: Call, text: str) -> tuple[Job, Entry | None]:
    value = _lookup(call.names, text)
    if value is None or not is_sdk_class(type(value)):
        known = [name for name, held in list(call.names.items())[:5000] if is_sdk_class(type(held))]
        near = nearest_names(text, known, 1)
        hint = f", did you mean {near[0]}?" if near else "; %green jobs lists those seen"
        there = value is not None or _PATH.fullmatch(text)[1] in call.names  # type: ignore[index]
        what = "is no SageMaker object" if there else "is not a job, a name or a number known here"
        raise UserError(f"{text!r} {what}{hint}")
    entry = call.session.books.of_object(id(value))
    if entry is not None:
        return entry.job, entry
    jobs = read_object(value, region=call.session.settings.assumed_region())
    if not jobs:
        raise UserError(f"{text!r} says nothing about a job yet")
    return jobs[0], None


def _lookup(names: Any, text: str) -> Any:
    """Return what stands at a path such as ``est``, ``trainers[0]`` or ``box.inner``, and run no user code for it."""
    path = _PATH.fullmatch(text)
    value: Any = names.get(path[1]) if path else None
    for attribute, place, key in re.findall(_STEP, path[2] if path else ""):
        if attribute:
            value = safe_dict(value).get(attribute)
        elif type(value) in (list, tuple) and place:
            value = value[int(place)] if int(place) < len(value) else None
        else:
            value = value.get(key, value.get(int(place)) if place else None) if type(value) is dict else None
    return value


def job_of_options(call: Call, instance: str | None) -> Job:
    """Return the job that options describe, such as ``ml.g5.xlarge --count 2 --region us-east-1``."""
    options = call.options
    kind: Any = options.get("kind", "training")
    if kind not in ("training", "tuning", "processing", "transform", "endpoint", "notebook"):
        raise UserError(f"unknown kind {kind!r}: training, tuning, processing, transform, endpoint or notebook")
    region = options.get("region")
    where = region_argument(region) if region else call.session.settings.assumed_region()
    memory = call.number("memory")
    if memory is not None:
        if memory not in _SERVERLESS_MB:
            raise UserError(f"--memory takes {', '.join(map(str, _SERVERLESS_MB))} MB, not {memory:g}")
        return Job(kind="endpoint", mode="serverless", serverless_memory_mb=int(memory), region=where)
    text = instance or options.get("instance_type") or options.get("type")
    if text is None:
        raise UserError("say which instance type, such as %green estimate ml.g5.xlarge --count 2 --hours 3")
    text = text.lower()
    known = find_instance(text) or find_instance(f"ml.{text}")
    if known is None and (instance_or_proxy(text) is None or not is_known_size(text)):
        instance_argument(text)
    counts = {name: call.count(name) for name in ("count", "instance_count", "max_jobs", "max_parallel_jobs")}
    return Job(
        kind=kind,
        instance_type=known.name if known else text,
        instance_count=counts["count"] or counts["instance_count"] or 1,
        region=where,
        max_jobs=counts["max_jobs"],
        max_parallel_jobs=counts["max_parallel_jobs"],
    )
