"""Every test runs without network, with pretended credentials and a home of its own.

* A connection to anything but loopback fails the test, even when the code under test swallows the error; Python
  processes that a test starts are guarded in the same way.
* A request to AWS that changes something and comes from jupyter_green itself fails the test, in this process and in
  those it starts; what tests, fixtures and users' code ask for is theirs. The end of the session tells the count.
* ``tests/sdk_v2`` is collected only where version 2 of the SageMaker SDK is installed, ``tests/sdk_v3`` only with
  version 3; a test elsewhere that needs one says ``@pytest.mark.sdk_v2`` or ``@pytest.mark.sdk_v3``. All other tests
  run everywhere. ``.ci/run`` proves that each environment really ran its folder.
* ``aws`` is the stand-in for AWS in this process, ``aws_server`` the same behind a port on loopback.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).parent
_CHILDREN = _HERE / "support" / "children"
_BROWSER = _HERE / "browser"
sys.path.insert(0, str(_CHILDREN))

import aws_requests  # noqa: E402
import loopback_only  # noqa: E402

loopback_only.install()
aws_requests.install()

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that runs the tests in the background has them, and all they start, ignore what Ctrl-C sends.
    signal.signal(signal.SIGINT, signal.default_int_handler)

_HOME = Path(tempfile.mkdtemp(prefix="jupyter-green-tests-"))
_IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
if not _IS_WORKER:  # workers note into the folder of the one that started them
    os.environ[aws_requests.FOLDER] = str(_HOME / "aws-requests")
    (_HOME / "aws-requests").mkdir()
for _name in [name for name in os.environ if name.startswith(("AWS_", "SAGEMAKER_", "JUPYTER_GREEN", "XDG_"))]:
    del os.environ[_name]
os.environ.update(
    HOME=str(_HOME),
    USERPROFILE=str(_HOME),
    IPYTHONDIR=str(_HOME / "ipython"),
    JUPYTER_CONFIG_DIR=str(_HOME / "jupyter" / "config"),
    JUPYTER_DATA_DIR=str(_HOME / "jupyter" / "data"),
    JUPYTER_RUNTIME_DIR=str(_HOME / "jupyter" / "runtime"),
    PYTHONPATH=os.pathsep.join([str(_CHILDREN), *filter(None, [os.environ.get("PYTHONPATH")])]),
    **({} if "PYTHONPYCACHEPREFIX" in os.environ else {"PYTHONDONTWRITEBYTECODE": "1"}),  # nothing into the checkout
    AWS_ACCESS_KEY_ID="AKIATESTTESTTESTTEST",
    AWS_SECRET_ACCESS_KEY="not-a-secret",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_EC2_METADATA_DISABLED="true",
    AWS_MAX_ATTEMPTS="1",
)

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

from jupyter_green.demo import generation, standin  # noqa: E402

pytest.register_assert_rewrite("tests.support")
settings.register_profile("shared machine", deadline=None)
settings.register_profile("same cases every time", deadline=None, derandomize=True)
# A build is judged by the same cases each time; at a desk every run looks for new ones.
settings.load_profile("same cases every time" if os.environ.get("CI") else "shared machine")

_INSTALLED = generation.installed()
collect_ignore = [f"sdk_{one}" for one in ("v2", "v3") if one != _INSTALLED]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sdk_v2: needs version 2 of the SageMaker SDK; runs where it is installed")
    config.addinivalue_line("markers", "sdk_v3: needs version 3 of the SageMaker SDK; runs where it is installed")


def pytest_report_header() -> str:
    return f"SageMaker SDK: {_INSTALLED or 'none'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out the tests of the SDK generation that is not here, and put those in a browser last.

    pytest tells how many were deselected.
    """
    absent = [one for one in ("sdk_v2", "sdk_v3") if one != f"sdk_{_INSTALLED}"]
    elsewhere = [item for item in items if any(item.get_closest_marker(name) for name in absent)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in set(elsewhere)]
    # The browser's driver keeps an event loop running in this thread, where no other test can run one of its own.
    items.sort(key=lambda item: _BROWSER in item.path.parents)


def _requests_noted(kind: str) -> list[str]:
    """Return what jupyter_green asked AWS for in this session so far, in all of its processes."""
    files = sorted(Path(os.environ[aws_requests.FOLDER]).glob(f"*.{kind}"))
    return [line for file in files for line in file.read_text("ascii").splitlines()]


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not _IS_WORKER and _requests_noted("writes") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED  # of a process that outlived its test


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reads, writes = _requests_noted("reads"), _requests_noted("writes")
    told = f": {', '.join(sorted(set(writes)))}" if writes else ""
    terminalreporter.write_line(f"AWS requests by jupyter_green itself: {len(reads)} read, {len(writes)} changed{told}")


def pytest_unconfigure() -> None:
    import shutil

    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def same_environment() -> Iterator[None]:
    """Put the environment back after each test, whatever the SDKs and the tests left in it."""
    before = dict(os.environ)
    yield
    if dict(os.environ) != before:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Fail a test that tried to leave this machine, whatever became of the error."""
    before = len(loopback_only.refused)
    yield
    tried = loopback_only.refused[before:]
    del loopback_only.refused[before:]
    if tried:
        pytest.fail(f"the test tried to reach {', '.join(tried)}; only loopback is allowed")


@pytest.fixture(autouse=True)
def no_change_in_aws(same_environment: None) -> Iterator[None]:
    """Fail a test in which jupyter_green itself, in any process, asked AWS to change something."""
    file = aws_requests.notes("writes")
    assert file is not None  # the folder is set above
    before = file.stat().st_size if file.exists() else 0
    yield
    if file.exists() and file.stat().st_size > before:
        pytest.fail(f"jupyter_green asked AWS to change something: {file.read_text('ascii')[before:].split()}")


@pytest.fixture(autouse=True)
def ledger_file(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of the test's own, so that no test finds past runs of another; the file is made when it is written."""
    path = _HOME / "ledgers" / f"{uuid.uuid4().hex}.sqlite"
    monkeypatch.setenv("JUPYTER_GREEN_LEDGER", str(path))
    return path


@pytest.fixture
def aws() -> Iterator[standin.StandIn]:
    """The stand-in for AWS in this process; its jobs are over as soon as they start."""
    with standin.in_process() as running:
        yield running


@pytest.fixture
def aws_server() -> Iterator[standin.StandIn]:
    """The stand-in for AWS on loopback, for kernels and command lines: pass them ``aws_server.environment()``."""
    with standin.server(real_seconds=0.0) as running:
        yield running
