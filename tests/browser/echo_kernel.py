"""A kernel that calls its language "python" but is not IPython; it writes down every code it is asked to run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel


class EchoKernel(Kernel):  # type: ignore[misc]
    """Stands for kernels that send their code somewhere else, such as to a Spark cluster."""

    implementation = "echo"
    implementation_version = "1"
    language_info = {"name": "python", "mimetype": "text/x-python", "file_extension": ".py"}  # noqa: RUF012
    banner = "echo"

    def do_execute(self, code: str, *_: Any, **__: Any) -> dict[str, Any]:
        with Path(os.environ["ECHO_LOG"]).open("a", encoding="utf-8") as log:
            log.write(code + "\n")
        return {"status": "ok", "execution_count": self.execution_count, "payload": [], "user_expressions": {}}


if __name__ == "__main__":
    IPKernelApp.launch_instance(kernel_class=EchoKernel)
