"""Settings from traitlets, environment and pyproject.toml; bad ones are one clear line each."""

from __future__ import annotations

from pathlib import Path

import pytest
from traitlets import TraitError
from traitlets.config import Config, Configurable

from jupyter_green.kernel.settings import JupyterGreen, SettingsError, environment_settings, read_project_table


def test_good_settings_are_taken() -> None:
    settings = JupyterGreen()
    assert settings.take({"region": "eu-west-1", "hours": 2.0, "residency": ["eu-*"]}, "test") == []
    assert (settings.assumed_region(), settings.expected_hours(), settings.residency) == ("eu-west-1", 2.0, ["eu-*"])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"regoin": "eu-west-1"}, "unknown setting 'regoin'; did you mean region?"),
        ({"region": "eu-wst-1"}, "unknown Region 'eu-wst-1', did you mean eu-west-1?"),
        ({"hours": -3.0}, "-3.0 is negative"),
        ({"hours": float("nan")}, "nan is no number"),
        ({"inline": "perhaps"}, "does not fit"),
        ({"grid": "greenish"}, "does not fit"),
    ],
)
def test_a_bad_setting_is_one_line_and_the_old_value_stays(values: dict[str, object], said: str) -> None:
    settings = JupyterGreen()
    (problem,) = settings.take(values, "pyproject.toml")
    assert said in problem and problem.startswith("pyproject.toml: ") and "\n" not in problem
    assert settings.inline is True and settings.hours == 0.0


def test_the_environment_is_typed_by_the_settings() -> None:
    found = environment_settings(
        {
            "JUPYTER_GREEN_INLINE": "off",
            "JUPYTER_GREEN_HOURS": "1.5",
            "JUPYTER_GREEN_RESIDENCY": "eu-*, us-west-2",
            "X": "1",
        }
    )
    assert found == {"inline": False, "hours": 1.5, "residency": ["eu-*", "us-west-2"]}


def test_a_misspelt_variable_and_a_switch_that_is_none_are_told() -> None:
    settings = JupyterGreen()
    found = environment_settings({"JUPYTER_GREEN_REGOIN": "x", "JUPYTER_GREEN_INLINE": "maybe"})
    problems = settings.take(found, "environment")
    assert "did you mean region?" in problems[0] and "'maybe' does not fit" in problems[1]
    assert environment_settings(
        {"JUPYTER_GREEN_LEDGER": "/some/file", "JUPYTER_GREEN_KERNEL_ONLY": "1", "JUPYTER_GREEN_CACHE": "/c"}
    ) == {"ledger": True}


@pytest.mark.parametrize(("name", "value"), [("hours", -3.0), ("region", "us-est-1"), ("grid", "marginal")])
def test_percent_config_refuses_what_makes_no_sense(name: str, value: object) -> None:
    settings = JupyterGreen()
    before = getattr(settings, name)
    with pytest.raises(TraitError):
        setattr(settings, name, value)
    assert getattr(settings, name) == before


class ConfiguredShell(Configurable):
    """A shell that was started with ``c.JupyterGreen``."""


def test_a_profile_with_a_bad_value_loses_that_value_only() -> None:
    shell = ConfiguredShell(config=Config({"JupyterGreen": {"hours": -7.0, "region": "eu-west-1"}}))
    settings, problems = JupyterGreen.for_shell(shell)
    assert (settings.hours, settings.region) == (0.0, "eu-west-1")
    assert problems == ["c.JupyterGreen: hours: -7.0 is negative; the old value stays"]


def test_the_table_of_the_nearest_project_is_read(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.jupyter-green]\nregion = "eu-north-1"\n', "utf-8")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert read_project_table(inner) == ({"region": "eu-north-1"}, "pyproject.toml")


@pytest.mark.parametrize("text", ["[tool.jupyter-green", "[tool]\njupyter-green = 3\n", "\x00 jupyter-green"])
def test_a_broken_project_file_says_that_it_is_not_used(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match="not used"):
        read_project_table(tmp_path)


def test_a_project_without_our_table_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", "utf-8")
    assert read_project_table(tmp_path)[0] == {}


def test_a_table_that_is_called_almost_so_is_no_silence(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter_green]\nregion = 'eu-north-1'\n", "utf-8")
    with pytest.raises(SettingsError, match=r"did you mean \[tool\.jupyter-green\]\?"):
        read_project_table(tmp_path)
