"""A notebook that tries to get out of its report: markup, commands and escape sequences in every place shown."""

from __future__ import annotations

from jupyter_green.audit.report import Report, SavedLine
from tests.audit.examples import IMPORTS, audited

SCRIPT = "<script>alert(1)</script>"
NAME = f"{SCRIPT}|`x`\\u001b[31m::error::%0A@me![i](http://evil.example/i.png)"
CALL = f'''estimator = PyTorch(  # </code></pre>{SCRIPT}<img src=x onerror=alert(1)>
    entry_point="{SCRIPT}", role="arn:aws:iam::123456789012:role/Secret", framework_version="2.3.0",
    py_version="py311", instance_count=1, instance_type="ml.m4.xlarge", max_run=3600)
estimator.fit(job_name="{NAME}")
estimator.deploy(1, "ml.m4.xlarge", endpoint_name="{NAME}")  # "\u202e"'''


def hostile_report() -> Report:
    """Return its report, with a saved line and a document name that are no better."""
    from dataclasses import replace

    document = audited(IMPORTS, CALL, "%%sh\nrm -rf /", name=f"{SCRIPT}\x1b[2J.ipynb")
    saved = (SavedLine(2, SCRIPT, "measured", f'"><b onclick=x>{SCRIPT}'),)
    return Report(documents=(replace(document, saved=saved),), notes=(SCRIPT,))
