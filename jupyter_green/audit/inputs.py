"""Documents that are not plain paths: globs, and URLs of S3 and of what fsspec knows."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_green.audit.limits import MOST_BYTES, TooMuch
from jupyter_green.audit.sources import SUFFIXES, Source, UsageError, is_skipped

__all__ = ["WILD", "BrokenSource", "UrlSource", "is_url", "matcher", "of_glob", "of_url"]

_URL = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
_LOCAL = re.compile(r"^(?:file|local)://")
WILD = re.compile(r"[*?\[]")
_TOKEN = re.compile(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]]*\]|[^*?\[]+|\[")


@dataclass(frozen=True, slots=True)
class BrokenSource(Source):
    """A place that could not be opened when it was looked at; reading it says why."""

    why: str = ""

    def read(self) -> bytes:
        """Raise OSError with the reason."""
        raise OSError(self.why)


@dataclass(frozen=True, slots=True)
class UrlSource(Source):
    """A file behind a URL, which any process that has the rights can read; ``version`` changes with its content."""

    url: str = ""
    size: int = 0
    version: str = ""

    @property
    def key(self) -> str:
        """What tells this document from all others."""
        return self.url

    @property
    def is_anywhere(self) -> bool:
        """True: another machine reads it as well as this one."""
        return True

    def stamp(self) -> str:
        """Return what changes when the content does, as far as the file system tells."""
        return f"{self.size}-{self.version}"

    def read(self) -> bytes:
        """Return the bytes; raises OSError or TooMuch with the reason in one line."""
        data = _read_s3(self.url) if self.url.startswith("s3://") else _read_fsspec(self.url)
        if len(data) > MOST_BYTES:
            raise TooMuch(f"it has more than {MOST_BYTES:,} bytes")
        return data


def is_url(argument: str) -> bool:
    """True for ``scheme://…``, of any scheme."""
    return _URL.match(argument) is not None


def of_glob(pattern: str) -> list[Path]:
    """Return the paths that a glob matches, sorted; ``**`` is any number of folders, links to folders not followed."""
    parts = Path(pattern).parts
    wild = next(i for i, part in enumerate(parts) if WILD.search(part))
    base = Path(*parts[:wild]) if wild else Path()
    matches = matcher("/".join(parts[wild:]))
    deepest = None if "**" in pattern else len(parts) - wild
    found = []
    for place, folders, files in os.walk(base):
        here = Path(place).relative_to(base)
        within = [(here / name).as_posix() for name in (*folders, *files)]
        found += [base / name for name in within if matches(name)]
        hidden = not any(part.startswith(".") for part in parts[wild:])
        folders[:] = [name for name in folders if not (hidden and name.startswith("."))]
        if deepest is not None and len(here.parts) + 1 >= deepest:
            folders.clear()
    return sorted(found)


def of_url(argument: str) -> Iterable[Source] | str:
    """Return the documents behind a URL: a file, a folder or a glob; a plain path for the URL of a local file.

    Raises UsageError for a URL that cannot be listed or that nothing answers to.
    """
    if _LOCAL.match(argument):
        return _LOCAL.sub("", argument)
    try:
        found = _in_s3(argument) if argument.startswith("s3://") else _in_fsspec(argument)
    except OSError as error:
        raise UsageError(f"{argument}: {error.strerror or error}") from error
    if not found:
        raise UsageError(f"nothing answers to {argument!r}")
    return found


def _in_s3(argument: str) -> list[Source]:
    bucket, _, key = argument.removeprefix("s3://").partition("/")
    if not bucket:
        raise UsageError(f"{argument!r} names no bucket")
    wild = WILD.search(key)
    fixed = key[: wild.start()] if wild else key
    matches = matcher(key) if wild else None
    root = fixed if fixed.endswith("/") or not fixed else fixed.rpartition("/")[0] + "/" if wild else fixed + "/"
    found: list[Source] = []
    for one in _s3().find(bucket, fixed):
        if matches is not None:
            wanted = matches(one.key) and one.key.endswith(SUFFIXES)
        elif one.key == key:
            wanted = not key.endswith("/")
        else:
            wanted = one.key.startswith(root.lstrip("/")) and _is_wanted(one.key[len(root.lstrip("/")) :])
        if wanted:
            name = one.key.rpartition("/")[2] if one.key == key else one.key[len(root.lstrip("/")) :]
            found.append(UrlSource(name, url=f"s3://{bucket}/{one.key}", size=one.size, version=one.version))
    return found


def _in_fsspec(argument: str) -> list[Source]:
    system, path = _open(argument)
    rest = argument.partition("::")[2]
    scheme = argument.partition("://")[0]
    try:
        if WILD.search(path):
            root = path[: path.rindex("/", 0, _first_wild(path)) + 1] if "/" in path[: _first_wild(path)] else ""
            rows = system.glob(path, detail=True)
        elif system.isfile(path):
            root, rows = path.rpartition("/")[0], {path: system.info(path)}
        else:
            root, rows = path, system.find(path, detail=True)
    except Exception as error:  # every file system has errors of its own
        raise OSError(_one_line(error)) from error
    found: list[Source] = []
    for full, info in sorted(rows.items()):
        name = full[len(root) :].lstrip("/") if full.startswith(root) else full.lstrip("/")
        if info.get("type") == "directory" or not (full == path or _is_wanted(name)):
            continue
        url = f"{scheme}://{full.lstrip('/')}::{rest}" if rest else system.unstrip_protocol(full)
        version = info.get("ETag") or info.get("etag") or info.get("mtime") or info.get("created") or ""
        found.append(UrlSource(name, url=url, size=int(info.get("size") or 0), version=str(version)))
    return found


def _read_s3(url: str) -> bytes:
    bucket, _, key = url.removeprefix("s3://").partition("/")
    data: bytes = _s3().read(bucket, key, MOST_BYTES + 1)
    return data


def _read_fsspec(url: str) -> bytes:
    system, path = _open(url)
    try:
        with system.open(path, "rb") as file:
            data: bytes = file.read(MOST_BYTES + 1)
    except Exception as error:  # every file system has errors of its own
        raise OSError(_one_line(error)) from error
    return data


@functools.cache
def _s3() -> Any:
    from jupyter_green.aws.objects import Objects

    return Objects()


def _open(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise UsageError(f"{url}: reading this takes the extra fleet: pip install 'jupyter-green[fleet]'") from error
    try:
        system, path = url_to_fs(url)
    except Exception as error:  # a scheme nobody knows, or one whose own package is not here
        raise UsageError(f"{url}: {_one_line(error)}") from error
    return system, str(path)


def _is_wanted(name: str) -> bool:
    parts = name.split("/")
    return name.endswith(SUFFIXES) and not any(is_skipped(part) for part in parts[:-1])


def _first_wild(path: str) -> int:
    found = WILD.search(path)
    return found.start() if found else len(path)


def matcher(pattern: str) -> Callable[[str], bool]:
    """Return a test of whole paths: ``*`` and ``?`` stay inside a folder's name, ``**`` does not."""
    said = []
    for token in _TOKEN.findall(pattern):
        if token == "**/":
            said.append(r"(?:[^/]+/)*")
        elif token == "**":
            said.append(r".*")
        elif token == "*":
            said.append(r"[^/]*")
        elif token == "?":
            said.append(r"[^/]")
        elif token.startswith("[") and token.endswith("]") and len(token) > 2:
            inner = token[1:-1].replace("\\", r"\\").replace("[", r"\[")
            said.append(f"[{'^' + inner[1:] if inner.startswith('!') else inner}]")
        else:
            said.append(re.escape(token))
    try:
        whole = re.compile("".join(said), re.DOTALL)
    except re.error as error:
        raise UsageError(f"{pattern!r} is no glob: {error}") from error
    return lambda path: whole.fullmatch(path) is not None


def _one_line(error: Exception) -> str:
    words = str(error).strip().splitlines()
    return words[0][:200] if words else type(error).__name__
