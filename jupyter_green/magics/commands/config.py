"""``%green config``: the settings in force, and setting them."""

from __future__ import annotations

from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.views.table import Table

SUMMARY = "the settings in force; name=value sets one for this kernel"
USAGE = "%green config [name=value …]"


def run(call: Call) -> Answer:
    """Set what is given, then return every setting with its help."""
    settings = call.session.settings
    if call.options:
        values = {name: _typed(settings, name, text) for name, text in call.options.items()}
        problems = settings.take(values, "%green config")
        if problems:
            raise UserError("; ".join(problems))
    names = sorted(settings.trait_names(config=True))
    rows = tuple((name, repr(getattr(settings, name)), str(settings.traits()[name].help)) for name in names)
    note = "Also: %config JupyterGreen, JUPYTER_GREEN_… variables, [tool.jupyter-green] in pyproject.toml."
    return Answer.table(Table(("setting", "value", "meaning"), rows, notes=(note,)))


def _typed(settings: object, name: str, text: str) -> object:
    from jupyter_green.kernel.settings import environment_settings

    read = environment_settings({f"JUPYTER_GREEN_{name.upper().replace('-', '_')}": text})
    return next(iter(read.values()), text)
