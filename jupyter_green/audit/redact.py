"""Keeping secrets of an account out of reports: account ids, ARNs, role names, access keys and absolute paths."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePath
from typing import Any

__all__ = [
    "on_one_line",
    "redact",
    "redact_all",
    "redact_name",
    "roles_in",
    "safe_name",
    "with_controls_escaped",
    "without_controls",
    "without_roles",
]

#: Words in quotes that name a parameter, and not a role.
_KEYS = r"(?i:(?:execution|iam)?_?roles?(?:_?(?:arn|name)s?)?)"
#: What stands beside the word in a name, bounded as AWS does: a text without end must not take time without end.
_NAME = r"[\w+=,.@-]{0,64}"
_ROLES = "ExecutionRole|execution-role|SageMakerRole|sagemaker-role"
_ARN = re.compile(r"arn:aws[\w-]*:[^\s\"'`<>,)\]}]*")
#: Twelve digits, or three times four as the console shows them; not the decimals of a number, nor within a long hash.
_ACCOUNT = re.compile(r"\b(?P<hash>[0-9a-f]{16,})\b|(?<!\d)(?<!\d\.)\d{12}(?!\d)|(?<![\w.-])\d{4}-\d{4}-\d{4}(?![\w-])")
#: The minute of a date, as tools write it into the names of files.
_MINUTE = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d")
_RULES = (
    (re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"), "…"),
    (re.compile(r"(?i)((?:secret_?access_?key|session_?token)[\"']?\s*[=:]\s*)([\"'])[^\"'\n]+\2"), r"\1\2…\2"),
    (re.compile(rf"\b(?!ExecutionRoleArn\b){_NAME}(?:{_ROLES}){_NAME}"), "…role…"),
    (re.compile(rf"([\"'])(?!{_KEYS}[\"']){_NAME}[Rr]ole{_NAME}\1"), r"\1…role…\1"),
    (re.compile(r"(?i)(role(?:_?arn|_?name)?[\"']?\s*[=:]\s*[a-z]?)([\"'])[^\"'\n]+\2"), r"\1\2…\2"),
    (re.compile(r"\bfile://[^\s\"'<>|]*"), "file:…"),
    (re.compile(r"(?<![\w:/.…}\])*~])/(?:[^\s\"'<>|/,;()]+/)+[^\s\"'<>|,;()]*"), "…"),
    (re.compile(r"\b[A-Za-z]:[\\/](?!/)[^\s\"'<>|]+|\\\\[\w.$-]+\\[^\s\"'<>|]+"), "…"),
)
#: A name in quotes that says of itself that it is a role.
_ROLE_NAME = re.compile(rf"([\"'])(?!{_KEYS}[\"'])(?P<name>{_NAME}[Rr]ole{_NAME})\1")
# Escape sequences, direction marks and overrides, separators of lines that are no line feed, and invisible tags.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)


def redact(text: str) -> str:
    """Return the text without account ids, ARNs, role names, absolute paths and control characters."""
    text = _ACCOUNT.sub(_without_account, _ARN.sub("arn:…", without_controls(text)))
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


@lru_cache(maxsize=64)  # the cells of a document ask one after the other
def roles_in(sources: tuple[str, ...]) -> frozenset[str]:
    """Return the names of roles that stand in quotes of their own: the code may say them elsewhere too."""
    found = (match["name"] for source in sources if "ole" in source for match in _ROLE_NAME.finditer(source))
    return frozenset(name for name in found if len(name) > len("role"))


def without_roles(text: str, roles: Iterable[str]) -> str:
    """Return the text without these names of roles, wherever they stand in it."""
    for role in roles:
        if role in text:
            text = re.sub(rf"(?<![\w-]){re.escape(role)}(?![\w-])", "…role…", text)
    return text


def redact_name(name: str) -> str:
    """Return a document's name without account ids and ARNs; whatever else is in it, it names the file."""

    def told(match: re.Match[str]) -> str:
        return match.group() if _MINUTE.fullmatch(match.group()) else _without_account(match)

    return _ACCOUNT.sub(told, _ARN.sub("arn:…", name))


def _without_account(match: re.Match[str]) -> str:
    return match.group() if match["hash"] else "…"


def without_controls(text: str) -> str:
    """Return the text without escape sequences and direction overrides, and with lone surrogates made visible."""
    return _CONTROL.sub("", text).encode("utf-8", "backslashreplace").decode("utf-8")


def with_controls_escaped(json_text: str) -> str:
    """Return JSON that says the same, with what would act on a terminal written as escapes."""
    return _CONTROL.sub(lambda match: json.dumps(match.group())[1:-1], json_text)


def on_one_line(text: str) -> str:
    """Return the text with line feeds and tabs as spaces, so that it cannot pass for a line of its own."""
    return text.replace("\n", " ").replace("\t", " ")


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
    return on_one_line(without_controls(path.name if path.is_absolute() else name))
