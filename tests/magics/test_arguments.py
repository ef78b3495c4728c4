"""A word too much or an option misspelt is one friendly line in every command that asks AWS or the ledger."""

from __future__ import annotations

import pytest

from jupyter_green.kernel.session import Session
from jupyter_green.kernel.settings import JupyterGreen
from jupyter_green.magics.router import find_command, run_line

COMMANDS = {
    "measure": "one --regoin us-east-1",
    "endpoints": "--mots 3",
    "account": "--dayz 3",
    "reconcile": "2026-10 --month 9",
    "prices": "ml.m5.xlarge --region us-east-1 --kind training",
    "grid": "eu-west-1 --zon X",
    "history": "--dayz 3",
    "promised": "carbon --days 3",
    "rescore": "carbon --dayz 3",
    "budget": "5kg --pre week",
    "export": "runs.csv --tabel runs",
    "card": "--huors 3",
}
TOO_MUCH = {
    "measure": "one two",
    "endpoints": "one",
    "account": "one",
    "reconcile": "2026-10 2026-11",
    "grid": "eu-west-1 eu-west-2",
    "history": "one",
    "promised": "carbon energy",
    "rescore": "carbon energy",
    "budget": "5kg extra",
    "export": "a.csv b.csv",
    "card": "one two",
}


@pytest.fixture
def session() -> Session:
    return Session(None, JupyterGreen())


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_an_option_that_does_not_exist_is_named(command: str, session: Session) -> None:
    text = run_line(f"{command} {COMMANDS[command]}", session).text
    assert text.startswith(f"jupyter_green: %green {command} has no option --") and "\n" not in text
    assert "did you mean --" in text or find_command(command).USAGE in text


@pytest.mark.parametrize("command", sorted(TOO_MUCH))
def test_a_word_too_much_is_named(command: str, session: Session) -> None:
    text = run_line(f"{command} {TOO_MUCH[command]}", session).text
    assert text.startswith("jupyter_green: too much: '") and "\n" not in text


def test_a_misspelt_flag_is_corrected(session: Session) -> None:
    assert "did you mean --follow?" in run_line("measure --fllow", session).text
    assert "needs a value" in run_line("measure --region", session).text
