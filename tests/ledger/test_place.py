"""Where the ledger lies, by the convention of each platform."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_green.ledger.place import is_on_network_disk, ledger_path

HOME = Path("/home/ann")


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, "/home/ann/.local/share/jupyter_green/ledger.sqlite"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/jupyter_green/ledger.sqlite"),
        ("linux", {"XDG_DATA_HOME": "relative"}, "/home/ann/.local/share/jupyter_green/ledger.sqlite"),
        ("darwin", {}, "/home/ann/Library/Application Support/jupyter_green/ledger.sqlite"),
        ("win32", {}, "/home/ann/AppData/Local/jupyter_green/ledger.sqlite"),
        ("win32", {"LOCALAPPDATA": "/appdata"}, "/appdata/jupyter_green/ledger.sqlite"),
        ("linux", {"JUPYTER_GREEN_LEDGER": "/team/mine.sqlite"}, "/team/mine.sqlite"),
        ("linux", {"JUPYTER_GREEN_LEDGER": "on"}, "/home/ann/.local/share/jupyter_green/ledger.sqlite"),
        ("linux", {"JUPYTER_GREEN_LEDGER": ""}, "/home/ann/.local/share/jupyter_green/ledger.sqlite"),
    ],
)
def test_the_file_lies_where_the_platform_keeps_data(platform: str, environment: dict[str, str], expected: str) -> None:
    assert ledger_path(environment, platform=platform, home=HOME) == Path(expected)


MOUNTS = """\
/dev/root / ext4 rw 0 0
127.0.0.1:/200005 /home/sagemaker-user nfs4 rw 0 0
/dev/nvme1n1 /home/sagemaker-user/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/home/sagemaker-user/.local/share", True),
        ("/home/sagemaker-user", True),
        ("/home/sagemaker-user/local/x", False),
        ("/home/sagemaker-user2", False),
        ("/", False),
    ],
)
def test_network_disks_are_known_by_their_mount(folder: str, expected: bool) -> None:
    assert is_on_network_disk(Path(folder), MOUNTS) is expected
