"""The ledgers of a team in a bucket are merged as files are, with the client that can only list and get."""

from __future__ import annotations

import time
from pathlib import Path

import boto3
import pytest

from jupyter_green.cli import main
from jupyter_green.demo.standin import BUCKET, StandIn
from jupyter_green.footprint import estimate
from jupyter_green.job import Job
from jupyter_green.ledger import Ledger
from jupyter_green.ledger.export import export
from jupyter_green.ledger.rows import Scribe
from jupyter_green.ledger.runs import runs


def write(folder: Path, who: str, *names: str) -> Ledger:
    ledger, scribe, now = Ledger(folder / f"{who}.sqlite"), Scribe(who, "n.ipynb"), time.time()
    for name in names:
        job = Job(kind="training", name=name, region="us-east-1", instance_type="ml.g5.xlarge", instance_count=1)
        footprint = estimate(job, hours=2.0, state="measured")
        ledger.append([scribe.job(job, f"training:{name}", "started", now)])
        ledger.append([scribe.footprint(footprint, f"training:{name}", now)])
    ledger.read("PRAGMA wal_checkpoint(TRUNCATE)")
    return ledger


@pytest.fixture
def bucket(aws: StandIn, tmp_path: Path) -> Path:
    """A bucket with Alice's ledger, Bob's export, and something else; the folder is where they came from."""
    export(write(tmp_path, "bob", "shared", "bobs"), tmp_path / "bob.json")
    write(tmp_path, "alice", "shared", "own")
    s3 = boto3.client("s3")
    for name in ("alice.sqlite", "bob.json"):
        s3.upload_file(str(tmp_path / name), BUCKET, f"team/{name}")
    s3.put_object(Bucket=BUCKET, Key="team/notes.txt", Body=b"no ledger")
    s3.put_object(Bucket=BUCKET, Key="teammates/other.json", Body=b"{}")
    aws.forget_calls()
    return tmp_path


@pytest.mark.parametrize(
    "sources",
    [
        [f"s3://{BUCKET}/team"],
        [f"s3://{BUCKET}/team/"],
        [f"s3://{BUCKET}/team/*.sqlite", f"s3://{BUCKET}/team/b*.json"],
        [f"s3://{BUCKET}/team/alice.sqlite", f"s3://{BUCKET}/team/bob.json"],
    ],
)
def test_ledgers_of_a_bucket_become_one_and_a_shared_job_counts_once(
    sources: list[str], bucket: Path, aws: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    target = bucket / "team.sqlite"
    assert main(["merge", *sources, "--into", str(target)]) == 0, capsys.readouterr().err
    assert capsys.readouterr().out.startswith(f"2 ledgers merged into {target}: 8 new rows, 0 known already.")
    assert sorted(str(run.row["name"]) for run in runs(Ledger(target))) == ["bobs", "own", "shared"]
    assert {call.operation for call in aws.calls_made()} == {"ListObjectsV2", "GetObject"}


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("s3:///team", "it names no bucket"),
        (f"s3://{BUCKET}/nothing", "there is no such file"),
        ("s3://no-such-bucket-here/team", "NoSuchBucket"),
        (f"s3://{BUCKET}/team/notes.txt", "neither a ledger nor a JSON export"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    source: str, told: str, bucket: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["merge", source, "--into", str(bucket / "team.sqlite")]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1 and told in said[0] and source in said[0]
