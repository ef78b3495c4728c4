"""What came of a look-up: a value, or the one reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

__all__ = ["Outcome", "Problem", "Why", "problem_of"]

Why = Literal[
    "not permitted",
    "throttled",
    "expired",
    "no credentials",
    "no network",
    "wrong Region",
    "no Region",
    "missing",
    "unfinished",
    "failed",
]
_T = TypeVar("_T")

_CODES: dict[str, Why] = {
    "AccessDenied": "not permitted",
    "AccessDeniedException": "not permitted",
    "NotAuthorized": "not permitted",
    "UnauthorizedOperation": "not permitted",
    "Throttling": "throttled",
    "ThrottlingException": "throttled",
    "TooManyRequestsException": "throttled",
    "RequestLimitExceeded": "throttled",
    "LimitExceededException": "throttled",
    "SlowDown": "throttled",
    "ExpiredToken": "expired",
    "ExpiredTokenException": "expired",
    "RequestExpired": "expired",
    "TokenRefreshRequired": "expired",
    "UnrecognizedClientException": "wrong Region",
    "InvalidClientTokenId": "wrong Region",
    "AuthFailure": "wrong Region",
    "OptInRequired": "wrong Region",
    "ResourceNotFound": "missing",
    "ResourceNotFoundException": "missing",
    "ObjectNotFoundException": "missing",
}
_ERRORS: dict[str, Why] = {
    "NoCredentialsError": "no credentials",
    "PartialCredentialsError": "no credentials",
    "ProfileNotFound": "no credentials",
    "CredentialRetrievalError": "expired",
    "TokenRetrievalError": "expired",
    "SSOTokenLoadError": "expired",
    "UnauthorizedSSOTokenError": "expired",
    "NoRegionError": "no Region",
    "InvalidRegionError": "wrong Region",
    "UnknownServiceError": "failed",
    "EndpointConnectionError": "no network",
    "ConnectTimeoutError": "no network",
    "ReadTimeoutError": "no network",
    "ConnectionClosedError": "no network",
    "ProxyConnectionError": "no network",
    "SSLError": "no network",
    "HTTPClientError": "no network",
}
_ADVICE: dict[Why, str] = {
    "not permitted": "not permitted: {action} in {region} (docs/aws.md has the policy)",
    "throttled": "AWS asked to slow down at {action}, also after several attempts; try again in a minute",
    "expired": "the AWS credentials have expired; renew them and try again",
    "no credentials": "no AWS credentials found",
    "no network": "no answer from {action} in {region}: no network, or no such endpoint",
    "wrong Region": "AWS does not accept these credentials in {region}: is it the right Region, and enabled?",
    "no Region": "no Region is set for {action}: set AWS_DEFAULT_REGION, or say --region where a command takes it",
    "missing": "nothing of this name in {region}: another Region, or deleted",
    "unfinished": "{action} in {region} is not finished: {detail}",
    "failed": "{action} failed: {detail}",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a look-up has no value. ``would`` says what it would have told."""

    why: Why
    action: str
    region: str
    detail: str = ""
    would: str = ""

    def __str__(self) -> str:
        said = _ADVICE[self.why].format(action=self.action, region=self.region, detail=self.detail)
        return f"{said}; it would have told {self.would}" if self.would else said


@dataclass(frozen=True, slots=True)
class Outcome(Generic[_T]):
    """A value, or the problem that stands in its place."""

    value: _T | None = None
    problem: Problem | None = None


def problem_of(error: Exception, action: str, region: str, would: str = "") -> Problem:
    """Return in our words what botocore raised."""
    names = [kind.__name__ for kind in type(error).__mro__]
    answer: Any = getattr(error, "response", None)
    told = answer.get("Error") if isinstance(answer, dict) else None
    code, message = (str(told.get("Code", "")), str(told.get("Message", ""))) if isinstance(told, dict) else ("", "")
    by_class: Why = next((_ERRORS[name] for name in names if name in _ERRORS), "failed")
    why = _CODES.get(code, by_class)
    if code in ("ValidationException", "ValidationError") and _says_missing(message):
        why = "missing"
    detail = code or type(error).__name__
    said = (message or str(error)).strip().splitlines()
    if why == "failed" and said:
        detail = f"{detail}: {said[0][:200]}"
    return Problem(why, action, region or "no Region", detail, would)


def _says_missing(message: str) -> bool:
    text = message.lower()
    return "not find" in text or "not found" in text or "does not exist" in text
