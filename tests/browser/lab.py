"""A real JupyterLab on loopback, with a home, settings and notebooks of its own."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "jupyter_green" / "labextension"
_SETTINGS = "@jupyterlab/apputils-extension/notification.jupyterlab-settings"


@dataclass
class Lab:
    """A running server; ``notebooks`` is its root folder."""

    process: subprocess.Popen[bytes]
    url: str
    token: str
    notebooks: Path
    settings: Path
    log: Path

    def address(self, path: str, app: str = "lab/tree") -> str:
        """Return the page of a notebook in JupyterLab, or in Notebook 7 with ``app="notebooks"``."""
        tail = "&reset" if app.startswith("lab") else ""
        return f"{self.url}/{app}/{quote(path)}?token={self.token}{tail}"

    def write_settings(self, plugin: str, settings: Mapping[str, Any]) -> None:
        """Write the user's settings of a plugin, such as ``jupyter-green:plugin``."""
        package, _, name = plugin.partition(":")
        file = self.settings / package / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings))

    def write_notebook(self, name: str, cells: list[dict[str, Any]], kernel: str = "python3") -> str:
        """Write a notebook and return its path on the server."""
        spec = {"name": kernel, "display_name": kernel, "language": "python"}
        metadata = {"kernelspec": spec} if kernel else {}
        document = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        (self.notebooks / name).write_text(json.dumps(document))
        return name

    def stop_kernels(self) -> None:
        """Shut every kernel down, so that the next test has the machine to itself."""
        for kernel in json.loads(self._ask("GET", "/api/kernels")):
            self._ask("DELETE", f"/api/kernels/{kernel['id']}")

    def _ask(self, method: str, path: str) -> bytes:
        request = urllib.request.Request(f"{self.url}{path}", method=method)
        request.add_header("Authorization", f"token {self.token}")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bytes(answer.read())

    def stop(self) -> None:
        """Stop this server, and only this one."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def code(source: str, cell_id: str, outputs: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return a code cell."""
    count = 1 if outputs else None
    return {
        "cell_type": "code",
        "id": cell_id,
        "source": source,
        "metadata": {"trusted": True},
        "outputs": outputs or [],
        "execution_count": count,
    }


def start(folder: Path, environment: Mapping[str, str]) -> Lab:
    """Start a server in ``folder`` and wait until it answers."""
    notebooks = folder / "notebooks"
    notebooks.mkdir(parents=True)
    port, token = _free_port(), secrets.token_hex(16)
    log = folder / "lab.log"
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"),
        *("--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={notebooks}"),
        *("--LabApp.expose_app_in_browser=True", "--JupyterNotebookApp.expose_app_in_browser=True"),
        *("--LabApp.news_url=None", "--LabApp.extension_manager=readonly"),
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    own = {name: str(folder / name.lower()) for name in _FOLDERS}
    everything = {**os.environ, **environment, **own, "JUPYTER_PATH": str(_extension_folder(folder))}
    everything["PYTHONPATH"] = os.pathsep.join(filter(None, [everything.get("PYTHONPATH"), str(ROOT)]))
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=everything, stdout=out, stderr=subprocess.STDOUT, cwd=notebooks)
    settings = folder / "jupyterlab_settings_dir"
    lab = Lab(process, f"http://127.0.0.1:{port}", token, notebooks, settings, log)
    (settings / _SETTINGS).parent.mkdir(parents=True)
    (settings / _SETTINGS).write_text(json.dumps({"fetchNews": "false"}))
    _wait_for(lab)
    return lab


_FOLDERS = (
    "HOME",
    "IPYTHONDIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
)


def _extension_folder(folder: Path) -> Path:
    """Lay this checkout's built extension where Jupyter looks first; without one the installed package is tested."""
    place = folder / "path" / "labextensions"
    place.mkdir(parents=True)
    if (BUILT / "package.json").is_file():
        (place / "jupyter-green").symlink_to(BUILT, target_is_directory=True)
    return place.parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(lab: Lab) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if lab.process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{lab.url}/api?token={lab.token}", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{lab.log.read_text()[-3000:]}")
