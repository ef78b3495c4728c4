"""The audit's settings in ``pyproject.toml``: ``[tool.jupyter-green.audit]``, checked by a schema."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyter_green.audit.sources import UsageError
from jupyter_green.kernel.project_file import MisnamedTableError, own_table

__all__ = [
    "MOST_HOURS",
    "assumed_region",
    "checked_hours",
    "known_practices",
    "listed",
    "project_settings",
    "settings_schema",
]

#: More hours than any run takes; figures beyond are slips, and no range holds them.
MOST_HOURS = 1_000_000
_MOST_PARENTS = 20
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
}
#: Settings of [tool.jupyter-green] that mean the same in the audit.
_SHARED = ("region", "hours", "grid", "ignore", "residency")


def project_settings(folder: Path) -> dict[str, Any]:
    """Return the settings of the nearest pyproject.toml; raises UsageError for one that cannot be used.

    ``region``, ``hours``, ``grid``, ``ignore`` and ``residency`` of ``[tool.jupyter-green]`` hold where the audit's own
    table does not say otherwise.
    """
    for parent in [folder, *folder.parents][:_MOST_PARENTS]:
        path = parent / "pyproject.toml"
        if path.is_file():
            return _settings_of(path)
    return {}


def settings_schema() -> dict[str, Any]:
    """Return the JSON schema of ``[tool.jupyter-green.audit]``."""
    from importlib.resources import files

    text = (files("jupyter_green.audit") / "schema" / "settings-1.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def assumed_region(given: str | None, settings: Mapping[str, Any], option: str = "--region") -> tuple[str | None, str]:
    """Return the Region to assume and where it comes from; raises UsageError for one that does not exist.

    ``option`` is what the given one was given by.
    """
    for region, source in (
        (given, option),
        (settings.get("region"), "pyproject.toml"),
        (os.environ.get("AWS_REGION"), "AWS_REGION"),
        (os.environ.get("AWS_DEFAULT_REGION"), "AWS_DEFAULT_REGION"),
    ):
        if region:
            from jupyter_green.catalog.regions import find_region, region_names

            if find_region(region) is None:
                from jupyter_green.catalog.tables import nearest_names

                near = nearest_names(region, region_names(), 1)
                raise UsageError(
                    f"{source}: unknown Region {region!r}" + (f"; did you mean {near[0]}?" if near else "")
                )
            return region, source
    return None, ""


def checked_hours(given: float | None, settings: Mapping[str, Any], option: str = "--hours") -> float | None:
    """Return the hours to expect, None where nobody says any; raises UsageError for a number that no run takes."""
    hours, source = (settings.get("hours"), "pyproject.toml: hours") if given is None else (given, option)
    if hours is not None and not 0 <= hours < MOST_HOURS:
        raise UsageError(f"{source} must be a number from 0 to {MOST_HOURS:,}, and is {hours:g}")
    return hours or None


def known_practices(
    name: str, given: Sequence[str] | None, settings: Mapping[str, Any], option: str
) -> tuple[str, ...]:
    """Return the practices of the setting ``select`` or ``ignore``; raises UsageError for one that does not exist."""
    source = f"pyproject.toml: {name}" if given is None else option
    names = listed(settings.get(name, ()) if given is None else given)
    if names:
        from jupyter_green.practices import all_practices

        ids = [practice.id for practice in all_practices()]
        for one in names:
            if not any(known.startswith(one) for known in ids):
                from jupyter_green.catalog.tables import nearest_names

                near = nearest_names(one, ids, 1)
                raise UsageError(f"{source}: unknown practice {one!r}" + (f"; did you mean {near[0]}?" if near else ""))
    return names


def listed(values: Sequence[str]) -> tuple[str, ...]:
    """Return the names in texts that may hold several, apart by commas or spaces."""
    return tuple(name for value in values for name in value.replace(",", " ").split())


def _settings_of(path: Path) -> dict[str, Any]:
    try:
        table = own_table(path)
    except MisnamedTableError as error:
        raise UsageError(f"pyproject.toml: {error}") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"pyproject.toml cannot be read: {str(error).splitlines()[0]}") from error
    if not isinstance(table, dict) or not isinstance(table.get("audit", {}), dict):
        raise UsageError("pyproject.toml: [tool.jupyter-green.audit] is not a table")
    properties: dict[str, Any] = settings_schema()["properties"]
    _refuse_slips(table)
    shared = {name: table[name] for name in _SHARED if name in table}
    for name, value in shared.items():
        _check(name, value, properties[name], "[tool.jupyter-green]")
    own = table.get("audit", {})
    for name, value in own.items():
        if name not in properties:
            from jupyter_green.catalog.tables import nearest_names

            near = nearest_names(name.replace("_", "-"), properties, 1)
            hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(properties)}"
            raise UsageError(f"pyproject.toml: unknown setting {name!r} in [tool.jupyter-green.audit]{hint}")
        _check(name, value, properties[name], "[tool.jupyter-green.audit]")
    settings: dict[str, Any] = shared | own
    _check_residency(settings.get("residency", ()))
    for name in ("baseline", "output"):  # as written there, wherever the audit is started
        if settings.get(name, "-") != "-":
            settings[name] = str(path.parent / settings[name])
    return settings


def _refuse_slips(table: Mapping[str, Any]) -> None:
    """Raise UsageError for a key of the shared table that neither the audit nor the kernel extension has."""
    others = [name for name in table if name not in (*_SHARED, "audit")]
    if not others:
        return
    from jupyter_green.catalog.tables import nearest_names
    from jupyter_green.kernel.settings import JupyterGreen

    settings = [*JupyterGreen.class_trait_names(config=True), "audit"]
    for name in others:
        if name.replace("-", "_") not in settings:
            near = nearest_names(name.replace("-", "_"), settings, 1)
            hint = f"; did you mean {near[0].replace('_', '-')}?" if near else ""
            raise UsageError(f"pyproject.toml: unknown setting {name!r} in [tool.jupyter-green]{hint}")


def _check(name: str, value: Any, rule: Mapping[str, Any], table: str) -> None:
    """Raise UsageError unless the value fits the schema's rule for it."""
    kind = rule["type"]
    fits = isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
    if fits and kind == "array":
        fits = all(isinstance(item, _TYPES[rule["items"]["type"]]) for item in value)
    if not fits:
        words = f"a list of {rule['items']['type']}s" if kind == "array" else f"a {kind}"
        raise UsageError(f"pyproject.toml: {name} in {table} must be {words}, not {value!r}")
    if "enum" in rule and value not in rule["enum"]:
        raise UsageError(f"pyproject.toml: {name} in {table} must be one of {', '.join(rule['enum'])}, not {value!r}")
    if "minimum" in rule and value < rule["minimum"]:
        raise UsageError(f"pyproject.toml: {name} in {table} must be at least {rule['minimum']}, not {value!r}")


def _check_residency(patterns: Sequence[str]) -> None:
    """Raise UsageError for a pattern that no Region fits: with it no cleaner Region would ever be looked for."""
    if not patterns:
        return
    from fnmatch import fnmatchcase

    from jupyter_green.catalog.regions import region_names
    from jupyter_green.catalog.tables import nearest_names

    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in region_names()):
            near = nearest_names(pattern, region_names(), 1)
            hint = f"; did you mean {near[0]}?" if near else "; write a Region or a pattern such as eu-*"
            raise UsageError(f"pyproject.toml: residency {pattern!r} fits no Region{hint}")
