"""The user's settings: traitlets (``%config JupyterGreen``), environment, and ``[tool.jupyter-green]``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from traitlets import Bool, Enum, Float, List, TraitError, Unicode, validate
from traitlets.config import SingletonConfigurable

from jupyter_green.kernel.project_file import MisnamedTableError, own_table

__all__ = ["JupyterGreen", "SettingsError", "read_project_table"]

_ENVIRONMENT = "JUPYTER_GREEN_"
_MOST_PARENTS = 20
_NOT_SETTINGS = frozenset({"cache", "kernel_only"})  # a folder, and what is read when the package is built
_SWITCHES = dict.fromkeys(("1", "true", "yes", "on"), True) | dict.fromkeys(("0", "false", "no", "off", ""), False)


class SettingsError(ValueError):
    """Raised when a setting cannot be used; the message says which one, where it stands and what would do."""


class JupyterGreen(SingletonConfigurable):  # type: ignore[misc]
    """Settings of jupyter_green; set them with %config, in an IPython profile, by environment or in pyproject.toml."""

    region = Unicode("", help="Region to assume where a job names none; empty: AWS_REGION, AWS_DEFAULT_REGION.").tag(
        config=True
    )
    grid = Enum(("lifecycle", "direct"), "lifecycle", help="Grid factors with or without upstream emissions.").tag(
        config=True
    )
    inline = Bool(True, help="Show a line under a cell that made or started a job.").tag(config=True)
    advice = Bool(True, help="Name the next step in the line.").tag(config=True)
    hours = Float(0.0, help="Hours a job is expected to run; 0: not known, only rates and ceilings are shown.").tag(
        config=True
    )
    residency = List(Unicode(), help="Region patterns data may live in, such as eu-*; empty: ask.").tag(config=True)
    ignore = List(Unicode(), help="Practices that are never shown.").tag(config=True)
    remind_after = Float(15.0, help="Minutes of silence after which an open endpoint is mentioned.").tag(config=True)
    ledger = Bool(True, help="Keep what was estimated, applied and measured in a file of your own.").tag(config=True)
    measure = Bool(False, help="Look up finished jobs in AWS (read-only) and show their cost.").tag(config=True)

    @validate("region", "hours", "remind_after")  # type: ignore[untyped-decorator,unused-ignore]
    def _checked(self, proposal: Any) -> Any:
        try:
            check(proposal["trait"].name, proposal["value"])
        except SettingsError as error:
            raise TraitError(f"JupyterGreen.{proposal['trait'].name}: {error}; the old value stays") from None
        return proposal["value"]

    @classmethod
    def for_shell(cls, shell: Any) -> tuple[JupyterGreen, list[str]]:
        """Return settings with what the shell's configuration says, and a line for each that cannot be used."""
        try:
            return cls(parent=shell), []
        except TraitError:
            settings = cls()
        told = {
            name: value.get_value(cls.class_traits()[name]) if hasattr(value, "get_value") else value
            for name, value in shell.config.get(cls.__name__, {}).items()
        }
        return settings, settings.take(told, f"c.{cls.__name__}")

    def take(self, values: Mapping[str, Any], where: str) -> list[str]:
        """Take over settings; return one line for each that could not be used and was left as it was."""
        problems = []
        for name, value in values.items():
            from jupyter_green.catalog.tables import nearest_names  # settings are read before anything else is needed

            key = name.replace("-", "_")
            if not self.has_trait(key) or key not in self.trait_names(config=True):
                near = nearest_names(key, self.trait_names(config=True), 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                problems.append(f"{where}: unknown setting {name!r}{hint}")
                continue
            try:
                check(key, value)
                setattr(self, key, value)
            except (SettingsError, TraitError) as error:
                reason = str(error) if isinstance(error, SettingsError) else f"{value!r} does not fit"
                problems.append(f"{where}: {name}: {reason}; the old value stays")
        return problems

    def assumed_region(self) -> str | None:
        """Return the Region to assume where a job names none, or None."""
        return self.region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or None

    def expected_hours(self) -> float | None:
        """Return the hours the user expects a job to run, or None."""
        return self.hours or None


def check(name: str, value: Any) -> None:
    """Raise SettingsError when a value has the right type but makes no sense."""
    from jupyter_green.catalog.regions import region_names
    from jupyter_green.catalog.tables import nearest_names

    if name == "region" and value and value not in region_names():
        near = nearest_names(str(value), region_names(), 1)
        raise SettingsError(f"unknown Region {value!r}" + (f", did you mean {near[0]}?" if near else ""))
    if name in ("hours", "remind_after") and isinstance(value, (int, float)):
        if value < 0:
            raise SettingsError(f"{value} is negative")
        if not value < float("inf"):
            raise SettingsError(f"{value} is no number")


def environment_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that ``JUPYTER_GREEN_…`` variables name, as Python values."""
    found: dict[str, Any] = {}
    for name, text in environment.items():
        if not name.startswith(_ENVIRONMENT):
            continue
        key = name.removeprefix(_ENVIRONMENT).lower()
        trait = JupyterGreen.class_traits(config=True).get(key)
        if isinstance(trait, Bool):
            # The ledger's variable may also name a file, which switches it on.
            found[key] = _SWITCHES.get(text.strip().lower(), True if key == "ledger" else text)
        elif isinstance(trait, Float):
            try:
                found[key] = float(text)
            except ValueError:
                found[key] = text
        elif isinstance(trait, List):
            found[key] = [part.strip() for part in text.split(",") if part.strip()]
        elif key not in _NOT_SETTINGS:
            found[key] = text  # a name that is no setting too: whoever takes the values says so
    return found


def read_project_table(folder: Path) -> tuple[dict[str, Any], str]:
    """Return the ``[tool.jupyter-green]`` table of the nearest pyproject.toml and its name; raises SettingsError."""
    for parent in [folder, *folder.parents][:_MOST_PARENTS]:
        path = parent / "pyproject.toml"
        if not path.is_file():
            continue
        try:
            table = own_table(path)
        except MisnamedTableError as error:
            raise SettingsError(f"{path.name}: {error}") from error
        except (OSError, UnicodeDecodeError, ValueError) as error:
            raise SettingsError(f"{path.name} cannot be read ({error}): its settings are not used") from error
        if not isinstance(table, dict):
            raise SettingsError(f"[tool.jupyter-green] in {path.name} is not a table; it is not used")
        return {key: value for key, value in table.items() if not isinstance(value, dict)}, path.name
    return {}, ""
