"""``%green`` and ``%%green``: one router, one small module a command."""

from __future__ import annotations

from typing import Any

__all__ = ["register", "unregister"]

_MAGIC = "green"


def register(extension: Any) -> None:
    """Give the extension's shell the ``%green`` magics, the ``%%green`` line and their completion."""
    from jupyter_green.kernel.cell_line import hide_cell_line

    shell = extension.shell

    def completer(shell: Any, event: Any) -> list[str]:
        from jupyter_green.magics.completion import complete

        return complete(event.line or "%green ")

    def green(line: str, cell: str | None = None) -> None:
        """Sustainability of your SageMaker jobs: %green help."""
        from jupyter_green.magics.router import run_line

        text = line if cell is None else f"cell {line}"
        answer = run_line(text, extension.session, names=shell.user_ns, extension=extension, cell=cell or "")
        if answer.text or answer.data:
            shell.display_pub.publish(data=answer.bundle(), metadata={})

    shell.register_magic_function(green, "line_cell", _MAGIC)
    if hide_cell_line not in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.insert(0, hide_cell_line)
    shell.set_hook("complete_command", completer, str_key=f"%{_MAGIC}")


def unregister(extension: Any) -> None:
    """Take the magics out again."""
    from jupyter_green.kernel.cell_line import hide_cell_line

    shell = extension.shell
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop(_MAGIC, None)
    vars(shell.magics_manager.user_magics).pop(_MAGIC, None)
    shell.strdispatchers["complete_command"].strs.pop(f"%{_MAGIC}", None)
    if hide_cell_line in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.remove(hide_cell_line)
