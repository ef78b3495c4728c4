"""Keeping secrets of an account out of reports: account ids, ARNs, role names and absolute paths."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

__all__ = ["redact", "redact_all", "safe_name"]

_RULES = (
    (re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/[\w+=,.@/-]+"), "arn:…:role/…"),
    (re.compile(r"arn:aws[\w-]*:([\w-]+):([\w-]*):\d{12}:"), r"arn:…:\1:\2:…:"),
    (re.compile(r"\b\d{12}(?=\.dkr\.ecr\.)"), "…"),
    (re.compile(r"(?<![\w-])\d{12}(?![\w-])"), "…"),
    (re.compile(r"\b[\w+=,.@-]*(?:ExecutionRole|execution-role|SageMakerRole|sagemaker-role)[\w+=,.@-]*"), "…role…"),
    (re.compile(r"(?<![\w:/.])(?:/(?:home|root|Users|mnt|opt|var|tmp|srv|work|data|private)(?:/[^\s\"'<>|]+)+)"), "…"),
    (re.compile(r"\b[A-Za-z]:\\(?:[^\s\"'<>|]+)"), "…"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def redact(text: str) -> str:
    """Return the text without account ids, ARNs, role names, absolute paths and control characters."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return without_controls(text)


def without_controls(text: str) -> str:
    """Return the text without escape sequences and direction overrides, and with lone surrogates made visible."""
    return _CONTROL.sub("", text).encode("utf-8", "backslashreplace").decode("utf-8")


def redact_all(value: Any) -> Any:
    """Return a JSON-like value with every text redacted; keys are left alone."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {key: redact_all(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [redact_all(item) for item in value]
    return value


def safe_name(name: str) -> str:
    """Return a document's name for a report: a relative path as it is, an absolute one by its last part."""
    path = PurePath(name)
    return without_controls(path.name if path.is_absolute() else name)
