"""What to audit: files, folders, globs, standard input and git revisions, found without reading more than names."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jupyter_green.audit.limits import MOST_BYTES, TooMuch
from jupyter_green.audit.names import told_apart

__all__ = ["SUFFIXES", "Source", "UsageError", "gather", "is_skipped"]

SUFFIXES = (".ipynb", ".py")
_SKIPPED_FOLDERS = frozenset({"node_modules", "site-packages", "__pycache__"})
_GLOB = re.compile(r"[*?\[]")
_AT_REVISION = re.compile(r"^(?P<rev>[^:]{2,}):(?P<path>[^:]+)$")


class UsageError(ValueError):
    """Raised for arguments that cannot be followed; the message is one line that says what would do."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document to audit: its name in reports, and the path it is read from or its bytes."""

    name: str
    path: Path | None = None
    data: bytes | None = None

    @property
    def key(self) -> str:
        """What tells this document from all others."""
        return self.name if self.path is None else os.path.abspath(self.path)  # noqa: PTH100  (links stay as they are)

    @property
    def is_anywhere(self) -> bool:
        """True when another machine can read it as well as this one."""
        return self.path is None

    def stamp(self) -> str:
        """Return what changes when the content does; raises OSError where the file is gone."""
        if self.path is None:
            return hashlib.sha256(self.data or b"").hexdigest()
        told = self.path.stat()
        return f"{told.st_size}-{told.st_mtime_ns}"

    def read(self) -> bytes:
        """Return the bytes; raises OSError or TooMuch with the reason in one line."""
        if self.data is not None or self.path is None:
            return self.data or b""
        told = self.path.stat()
        if not stat.S_ISREG(told.st_mode):
            raise OSError("it is no regular file")
        if told.st_size > MOST_BYTES:
            raise TooMuch(f"it has {told.st_size:,} bytes, more than {MOST_BYTES:,}")
        return self.path.read_bytes()


def gather(paths: Sequence[str], *, rev: str = "", exclude: Sequence[str] = (), redacted: bool = True) -> list[Source]:
    """Return the documents that the arguments name, each once, in their order; folders are read in sorted order.

    Their names hold no account ids and ARNs unless ``redacted`` is false, and are told apart all the same.

    Raises UsageError for a name that nothing answers to.
    """
    if list(paths).count("-") > 1:
        raise UsageError("standard input can be read once: name - once")
    found: dict[str, Source] = {}
    for argument in paths or (".",):
        for source in _of_argument(argument, rev):
            if not _is_excluded(source.name, exclude):
                found.setdefault(source.key, source)
    return told_apart(list(found.values()), redacted=redacted)


def is_skipped(folder: str) -> bool:
    """True for a folder by whose name nobody's own notebooks are in it."""
    return folder.startswith(".") or folder in _SKIPPED_FOLDERS


def _of_argument(argument: str, rev: str) -> Iterable[Source]:
    from jupyter_green.audit import inputs

    if argument == "-":
        return (_stdin(),)
    if inputs.is_url(argument):
        behind = inputs.of_url(argument)
        if not isinstance(behind, str):
            return behind
        argument = behind
    if rev:
        return _of_revision(rev, argument)
    path = Path(argument)
    if path.is_dir():
        return _of_folder(path)
    if path.exists() or path.is_symlink():
        return (Source(_name_of(path), path),)
    if _GLOB.search(argument):
        named = inputs.of_glob(argument)
        if named:
            return (source for one in named for source in _of_glob(one))
    revision = _AT_REVISION.match(argument)
    if revision and not argument.startswith(("/", ".")) and "//" not in argument:
        return _of_revision(revision["rev"], revision["path"])
    if _GLOB.search(argument):
        raise UsageError(f"nothing matches {argument!r}")
    raise UsageError(f"there is no file, folder or glob {argument!r}")


def _of_revision(rev: str, argument: str) -> Iterable[Source]:
    from jupyter_green.audit.revisions import of_revision

    return of_revision(rev, argument)


def _of_glob(path: Path) -> Iterable[Source]:
    if path.is_dir():
        return () if path.is_symlink() else _of_folder(path)
    return (Source(_name_of(path), path),) if path.suffix in SUFFIXES else ()


def _of_folder(folder: Path) -> Iterator[Source]:
    """Yield the notebooks and Python files below a folder; links to folders are not followed, so no loop can be."""
    from jupyter_green.audit.inputs import BrokenSource

    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not is_skipped(name))
        for name in sorted(files):
            if name.endswith(SUFFIXES):
                path = Path(place) / name
                yield Source(_name_of(path, folder), path)
    for error in closed:
        path = Path(str(error.filename))
        yield BrokenSource(_name_of(path, folder), path, why=error.strerror or str(error))


def _name_of(path: Path, folder: Path | None = None) -> str:
    """Return a name that does not tell where on this machine the file is: relative to here, or to the folder given."""
    try:
        return Path(os.path.abspath(path)).relative_to(Path.cwd()).as_posix()  # noqa: PTH100  (links stay as they are)
    except ValueError:
        return path.name if folder is None else path.relative_to(folder).as_posix()


def _stdin() -> Source:
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    is_notebook = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    return Source("stdin.ipynb" if is_notebook else "stdin.py", data=data)


def _is_excluded(name: str, patterns: Sequence[str]) -> bool:
    if not patterns:
        return False
    import fnmatch

    folders = [str(parent) for parent in PurePosixPath(name).parents if str(parent) != "."]
    return any(fnmatch.fnmatch(one, pattern.rstrip("/")) for pattern in patterns for one in (name, *folders))
