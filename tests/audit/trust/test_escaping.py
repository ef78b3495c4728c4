"""Whatever a notebook says is text in every form of the report: never markup, a command or a control sequence."""

from __future__ import annotations

import html
import json
import re
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jupyter_green.audit.app import main
from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.redact import redact, roles_in
from jupyter_green.audit.report import Problem, Report
from jupyter_green.audit.writers import FORMATS, write
from jupyter_green.audit.writers.markdown import escape
from jupyter_green.practices import Context
from tests.audit.trust.hostile import SECRETS, hostile, notebook, secretive, training

NAME = "a\u202eb\x1b[31m\n::error::owned <script>alert(1)</script>.ipynb"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def report_of(data: bytes, name: str = "nb.ipynb") -> Report:
    options = AuditOptions(with_rewrites=True, context=Context(hours=2.0))
    return Report(documents=(audit_document(name, data, options),), hours=2.0)


class Tags(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.acting: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if tag in ("script", "img", "iframe", "object", "link", "base", "form") or any(
            n.startswith("on") for n in names
        ):
            self.acting.append(tag)
        self.acting += [value for name, value in attrs if name in ("href", "src") and "javascript:" in str(value)]


@pytest.fixture(scope="module")
def report() -> Report:
    made = report_of(hostile(), NAME)
    assert len(made.jobs) >= 2
    assert made.findings
    return made


@pytest.mark.parametrize("redacted", [True, False])
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_form_carries_a_control_character(report: Report, form: str, redacted: bool) -> None:
    text = write(report, form, redacted=redacted)
    assert CONTROLS.findall(text) == []
    text.encode("utf-8")


@pytest.mark.parametrize("redacted", [True, False])
def test_a_page_has_nothing_that_runs(report: Report, redacted: bool) -> None:
    tags = Tags()
    tags.feed(write(report, "html", redacted=redacted))
    assert tags.acting == []


@pytest.mark.parametrize("redacted", [True, False])
def test_markdown_has_no_live_link_picture_mention_or_tag(report: Report, redacted: bool) -> None:
    text = write(report, "markdown", redacted=redacted)
    assert not re.search(r"(?<!\\)\]\(|<(?:script|img|b)\b|(?<!\\)!\[|@everyone", text)


@pytest.mark.parametrize(
    "text", ["@octocat", "see #12", "GH-12", "gh-12", "https://evil.example", "HTTP://x", "www.evil.example", "o/r#1"]
)
def test_nothing_in_a_comment_is_linked_or_told_to_anybody(text: str) -> None:
    shown = html.unescape(re.sub(r"\\(.)", r"\1", escape(text)))  # as it stands in the page that a forge looks through
    assert not re.search(r"@\w|#\d|gh-\d|https?://|www\.\w", shown, re.IGNORECASE)
    assert shown.replace("\u200b", "") == text


def test_a_message_of_code_scanning_has_no_link() -> None:
    made = report_of(hostile())
    told = Problem("not understood", "[click](https://evil.example)", 0)
    made = replace(made, documents=(replace(made.documents[0], problems=(told,)),))
    assert "](" not in write(made, "sarif")


@pytest.mark.parametrize("form", ["text", "github", "markdown"])
def test_no_line_is_a_workflow_command_of_the_notebook(report: Report, form: str) -> None:
    for line in write(report, form).splitlines():
        assert not re.match(r"\s*::error(?: file=x)?::owned", line), line


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_form_carries_secrets_unless_asked_to(form: str) -> None:
    made = report_of(secretive())
    assert made.findings
    text = write(made, form)
    assert [secret for secret in SECRETS if secret in text or json.dumps(secret)[1:-1] in text] == []


def test_the_name_of_a_role_is_left_out_wherever_the_code_says_it() -> None:
    said = "# TopSecretRole may not\nprint('use role TopSecretRole in /Users/bob/x')\n"
    code = f"named = find('TopSecretRole', 'execution_role')\n{training()}{said}e.fit()\n"
    made = report_of(notebook(code))
    assert "TopSecretRole" in write(made, "html", redacted=False) and "TopSecretRole" not in write(made, "html")
    assert roles_in((code,)) == {"TopSecretRole"}


def test_secrets_stay_when_they_are_asked_for() -> None:
    assert SECRETS[0] in write(report_of(secretive()), "html", redacted=False)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("arn:aws:sagemaker:us-east-1:123456789012:training-job/x", "arn:…"),
        ("s3://sagemaker-us-east-1-123456789012/a", "s3://sagemaker-us-east-1-…/a"),
        ("123456789012.dkr.ecr.eu-west-1.amazonaws.com", "….dkr.ecr.eu-west-1.amazonaws.com"),
        ("role='Admin'", "role='…'"),
        ('"RoleArn": "Admin"', '"RoleArn": "…"'),
        ("open('/opt/team/x.csv')", "open('…')"),
        ("see https://docs.aws.amazon.com/sagemaker/latest/dg/x.html", None),
        ("1.5 kg CO₂e/h, and/or 2/3", None),
        ("0.123456789012", None),
        ('Estimator(image, "DataScienceRole", 1)', 'Estimator(image, "…role…", 1)'),
        ("PyTorch('t.py', 'team-role-7')", "PyTorch('t.py', '…role…')"),
        ('{"RoleArn": role, "role_name": name, \'ExecutionRoleArn\': arn}', None),
        ("a1b2c3d4e5f60718", None),
        ("s3://team-data123456789012/x", "s3://team-data…/x"),
        ("account 1234-5678-9012", "account …"),
        ("sha256:" + "123456789012abcd" * 4, None),
        ("key = 'AKIAIOSFODNN7EXAMPLE'", "key = '…'"),
        ("aws_secret_access_key='wJalr/XUtn'", "aws_secret_access_key='…'"),
        ("s3://bucket/home/data", None),
        ("notebooks/team/a.ipynb", None),
    ],
)
def test_redaction_takes_what_names_an_account_and_leaves_the_rest(text: str, shown: str | None) -> None:
    assert redact(text) == (text if shown is None else shown)


@pytest.mark.parametrize(
    "piece", ["a.", "a+", "role", "role=", '"role', "ExecutionRole", "/a", "arn:aws:", "1", "a", "AKIA", "C:/"]
)
def test_a_text_without_end_is_redacted_in_time(piece: str) -> None:
    began = time.perf_counter()
    redact('"' + piece * 50_000)
    assert time.perf_counter() - began < 2.0


def test_a_diff_carries_no_secret_and_no_control_character(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    source = (
        "from sagemaker.estimator import Estimator\n"
        "e = Estimator('123456789012.dkr.ecr.us-east-1.amazonaws.com/t:1', 'arn:aws:iam::123456789012:role/R', 1, "
        "instance_type='ml.m4.xlarge')  # \x1b[31m\u202e\ne.fit()\n"
    )
    Path("nb.py").write_text(source, "utf-8")

    main(["nb.py", "--diff", "--unsafe-fixes"])
    shown = capsys.readouterr().out
    assert "+e = Estimator(" in shown
    assert "123456789012" not in shown
    assert CONTROLS.findall(shown) == []

    main(["nb.py", "--diff", "--unsafe-fixes", "--no-redact"])
    assert "123456789012" in capsys.readouterr().out
