from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import boto3
import pytest

from jupyter_green.audit import inputs
from jupyter_green.audit.app import FINDINGS, USAGE, main
from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.run import audit_all
from jupyter_green.audit.sources import UsageError, gather
from jupyter_green.demo.standin import BUCKET, StandIn
from tests.audit.fleet.conftest import fill, notebook_text


def names(*paths: str, rev: str = "") -> list[str]:
    return [source.name for source in gather(paths, rev=rev)]


def jobs(*paths: str) -> int:
    return sum(len(document.jobs) for document in audit_all(gather(paths), AuditOptions()))


def test_a_folder_and_a_glob_name_the_same_notebooks_once(fleet: Path) -> None:
    assert len(names("notebooks")) == 40
    assert names("notebooks/**/*.ipynb") == names("notebooks/*.ipynb") == names("notebooks")
    assert len(names("notebooks", "notebooks/n00?.ipynb", str(fleet))) == 40
    assert names("notebooks/n00[12].ipynb") == ["notebooks/n001.ipynb", "notebooks/n002.ipynb"]
    assert len(names("*/n00[!12].ipynb")) == 8


def test_loops_of_links_end(fleet: Path) -> None:
    (fleet / "again").symlink_to(fleet, target_is_directory=True)
    (fleet / "once-more").symlink_to(fleet.parent, target_is_directory=True)
    (fleet / "itself.ipynb").symlink_to(fleet / "itself.ipynb")

    assert len(names("notebooks")) == 41
    assert len(names("**/*.ipynb")) == 41
    looping = next(d for d in audit_all(gather(["notebooks"]), AuditOptions()) if d.name.endswith("itself.ipynb"))
    assert [problem.kind for problem in looping.problems] == ["unreadable"]


def test_a_folder_that_may_not_be_listed_is_a_finding(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    (fleet / "private").mkdir()
    real = os.scandir

    def guarded(path: object) -> object:
        if str(path).endswith("private"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", guarded)
    reports = {document.name: document for document in audit_all(gather(["notebooks"]), AuditOptions())}

    assert "Permission denied" in reports["notebooks/private"].problems[0].message
    assert sum(len(document.jobs) for document in reports.values()) == 40


def test_files_of_one_name_in_two_folders_stay_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "a", 1)
    fill(tmp_path / "b", 1)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    assert names("../a", "../b") == ["a/n000.ipynb", "b/n000.ipynb"]


def test_a_revision_is_read_without_checking_it_out(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", *words], check=True, capture_output=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "one")
    for path in fleet.iterdir():
        path.unlink()

    assert jobs("HEAD:notebooks") == 40
    assert len(names("notebooks", rev="HEAD")) == 40
    with pytest.raises(UsageError):
        names("notebooks", rev="--output=x")

    (fleet / "deeper").mkdir()
    monkeypatch.chdir(fleet / "deeper")
    assert names("HEAD:notebooks/n003.ipynb") == ["notebooks/n003.ipynb"]


def test_standard_input_is_a_notebook_or_python(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(notebook_text(1).encode())))
    assert main(["-"]) == FINDINGS
    assert "ml.p3.2xlarge" in capsys.readouterr().out


def test_a_bucket_is_listed_and_read_and_nothing_else(aws_server: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in aws_server.environment().items():
        monkeypatch.setenv(name, value)
    inputs._s3.cache_clear()
    client = boto3.client("s3", endpoint_url=aws_server.url)
    for key in ("team/a.ipynb", "team/deep/b.ipynb", "team/.ipynb_checkpoints/a.ipynb", "team/x.csv", "teams/c.ipynb"):
        client.put_object(Bucket=BUCKET, Key=key, Body=notebook_text(0).encode())
    aws_server.forget_calls()

    assert names(f"s3://{BUCKET}/team") == ["a.ipynb", "deep/b.ipynb"]
    assert names(f"s3://{BUCKET}/team/a.ipynb") == ["a.ipynb"]
    assert names(f"s3://{BUCKET}/team*/*.ipynb") == ["team/a.ipynb", "teams/c.ipynb"]
    assert jobs(f"s3://{BUCKET}/team/") == 2
    assert {call.operation for call in aws_server.calls_made("s3")} == {"ListObjectsV2", "GetObject"}
    with pytest.raises(UsageError, match="nothing answers"):
        names(f"s3://{BUCKET}/nowhere")
    with pytest.raises(UsageError, match="no-such-bucket"):
        names("s3://no-such-bucket/x")
    inputs._s3.cache_clear()


def test_the_bucket_client_refuses_to_write(aws: StandIn) -> None:
    from jupyter_green.aws.guard import NotReadOnlyError
    from jupyter_green.aws.objects import Objects

    with pytest.raises(NotReadOnlyError):
        Objects()._client().put_object(Bucket=BUCKET, Key="k", Body=b"")


def test_any_file_system_of_fsspec_is_read(fleet: Path) -> None:
    import fsspec

    fsspec.filesystem("memory").pipe({"/team/a.ipynb": notebook_text(0).encode(), "/team/b.txt": b""})
    with zipfile.ZipFile("all.zip", "w") as archive:
        archive.writestr("deep/z.ipynb", notebook_text(2))

    assert names("memory://team") == ["a.ipynb"]
    assert jobs("memory://team") == 1
    assert jobs("zip://deep/z.ipynb::file://" + str(Path("all.zip").resolve())) == 1
    assert jobs("zip://::file://" + str(Path("all.zip").resolve())) == 1
    assert len(names(f"file://{fleet}")) == 40


def test_a_scheme_nobody_knows_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nosuchscheme://x/y"]) == USAGE
    assert capsys.readouterr().err.count("\n") == 1
