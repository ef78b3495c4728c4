"""A process that reads the account from a stand-in behind AWS_ENDPOINT_URL and tells what it took, as JSON lines."""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from jupyter_green.aws.account import read_account
from jupyter_green.aws.clients import Clients
from jupyter_green.aws.tally import Tally, TallyFile


def peak_megabytes() -> float:
    """Return this program's own peak; getrusage would count the process it was forked from too."""
    (kilobytes,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(kilobytes) / 1024


kept = TallyFile(Path(sys.argv[1]))
until = float(sys.argv[2])
started = time.monotonic()
tally = kept.load() or Tally("us-east-1", until - 30 * 86400, until)
before = tally.jobs
problems = read_account(
    Clients(region="us-east-1"),
    tally,
    kept=kept,
    on_page=lambda read: print(json.dumps({"jobs": read.jobs}), flush=True),
)
told = {
    "resumed_at": before,
    "jobs": tally.jobs,
    "hours": sum(hours for _, hours, _ in tally.sums.values()),
    "cpu_seconds": time.process_time(),
    "seconds": time.monotonic() - started,
    "megabytes": peak_megabytes(),
    "problems": [str(problem) for problem in problems],
}
print(json.dumps(told), flush=True)
