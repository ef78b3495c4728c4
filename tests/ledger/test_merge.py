"""The ledgers of a team in one: nothing twice, nothing changed at the source, nothing trusted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import fsspec
import pytest

from jupyter_green.ledger import Ledger, Row
from jupyter_green.ledger.export import export
from jupyter_green.ledger.merge import Merged, merge
from jupyter_green.ledger.merge_app import main
from jupyter_green.ledger.rows import Scribe
from jupyter_green.ledger.runs import runs
from tests.ledger.conftest import TRAINING, measured, named

ALICE, BOB = Scribe("alice", "a.ipynb"), Scribe("bob", "b.ipynb")


def made(path: Path, rows: Sequence[Row]) -> Ledger:
    ledger = Ledger(path)
    assert ledger.append(rows)
    return ledger


@pytest.fixture
def alice(tmp_path: Path) -> Ledger:
    return made(tmp_path / "alice.sqlite", measured(ALICE, TRAINING, 2.0) + measured(ALICE, named("own"), 1.0))


@pytest.fixture
def bob(tmp_path: Path) -> Ledger:
    """Bob measured one of Alice's jobs, and one of his own."""
    return made(tmp_path / "bob.sqlite", measured(BOB, TRAINING, 2.0) + measured(BOB, named("bobs"), 1.0))


@pytest.fixture
def team(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "team" / "team.sqlite")


def into(team: Ledger, *sources: object) -> Merged:
    return merge([str(source) for source in sources], team)


def test_a_job_that_two_people_measured_counts_once(alice: Ledger, bob: Ledger, team: Ledger) -> None:
    merged = into(team, alice.path, bob.path)
    assert (merged.files, merged.new, merged.problems) == (2, 16, [])
    assert sorted(str(run.row["name"]) for run in runs(team)) == ["bobs", "churn-1", "own"]


def test_merging_again_changes_nothing(alice: Ledger, team: Ledger) -> None:
    into(team, alice.path)
    again = into(team, alice.path, alice.path)
    assert (again.new, again.known) == (0, 16)
    assert len(runs(team)) == 2


def test_an_export_and_its_ledger_are_the_same_rows(alice: Ledger, team: Ledger, tmp_path: Path) -> None:
    export(alice, tmp_path / "alice.json")
    assert into(team, tmp_path / "alice.json").new == 8
    assert into(team, alice.path).new == 0


def test_a_folder_is_all_ledgers_in_it(alice: Ledger, bob: Ledger, team: Ledger) -> None:
    assert into(team, alice.path.parent).files == 2


def test_a_bucket_is_read_through_fsspec(alice: Ledger, bob: Ledger, team: Ledger) -> None:
    bucket = fsspec.filesystem("memory")
    for ledger in (alice, bob):
        with sqlite3.connect(ledger.path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        bucket.pipe(f"/team/{ledger.path.name}", ledger.path.read_bytes())
    try:
        merged = into(team, "memory://team/*.sqlite")
        assert (merged.files, merged.new, merged.problems) == (2, 16, [])
    finally:
        bucket.rm("/team", recursive=True)


def test_rows_that_are_still_in_the_log_are_merged_and_the_source_stays(alice: Ledger, team: Ledger) -> None:
    held = sqlite3.connect(alice.path)
    held.execute("SELECT count(*) FROM jobs").fetchone()  # keeps the log from being folded in
    alice.append(measured(ALICE, named("late"), 1.0))
    before = {path.name: path.read_bytes() for path in alice.path.parent.glob("alice.sqlite")}
    assert into(team, alice.path).new == 12
    assert {path.name: path.read_bytes() for path in alice.path.parent.glob("alice.sqlite")} == before
    held.close()


def test_an_older_ledger_is_merged_and_stays_old(team: Ledger, tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite"
    with sqlite3.connect(old) as connection:
        connection.executescript((Path(__file__).parent / "data" / "version_0.sql").read_text("utf-8"))
    connection.close()
    before = old.read_bytes()
    assert into(team, old).new == 6
    assert old.read_bytes() == before
    assert into(team, old).new == 0


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("notes.json", b"[]", "neither a ledger nor"),
        ("broken.json", b"{", "neither a ledger nor"),
        ("future.json", b'{"jupyter_green_ledger": 99}', "newer jupyter_green"),
        ("rows.json", b'{"jupyter_green_ledger": 1, "jobs": [{"id": 1}]}', "damaged"),
        ("broken.sqlite", b"SQLite format 3\x00" + b"\xff" * 5000, "cannot be read"),
    ],
)
def test_what_is_no_ledger_is_named_and_the_others_go_on(
    alice: Ledger, team: Ledger, tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(content)
    merged = into(team, tmp_path / name, alice.path, tmp_path / "missing.sqlite")
    assert merged.new == 8
    assert len(merged.problems) == 2
    assert name in merged.problems[0]
    assert why in merged.problems[0]
    assert "missing.sqlite: there is no such file" in merged.problems[1]


def test_columns_that_do_not_exist_are_not_written(team: Ledger, tmp_path: Path) -> None:
    row = dict.fromkeys(("id", "at", "session", "notebook", "run"), "x")
    rows = {"jupyter_green_ledger": 1, "jobs": [{**row, "kind); DROP TABLE jobs; --": "x"}]}
    (tmp_path / "odd.json").write_text(json.dumps(rows))
    assert into(team, tmp_path / "odd.json").new == 1
    assert len(team.read("SELECT * FROM jobs")) == 1


def test_the_command_prints_totals_by_kind(
    alice: Ledger, bob: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.sqlite"
    assert main([str(alice.path), str(bob.path), "--into", str(target)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"2 ledgers merged into {target}: 16 new rows, 0 known already."
    assert lines[1].startswith("  training: 3 runs · ")
    assert lines[2].startswith("  all: 3 runs · ")


def test_the_command_fails_when_a_file_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nothing.sqlite"), "--into", str(tmp_path / "out.sqlite")]) == 1
    assert "there is no such file" in capsys.readouterr().err


def test_the_command_without_files_tells_its_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage: jupyter green merge" in capsys.readouterr().err
