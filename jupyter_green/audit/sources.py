"""What to audit: files, folders, globs, standard input and git revisions, found without reading more than names."""

from __future__ import annotations

import glob
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jupyter_green.audit.limits import MOST_BYTES, TooMuch

__all__ = ["Source", "UsageError", "gather"]

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


def gather(paths: Sequence[str], *, rev: str = "", exclude: Sequence[str] = ()) -> list[Source]:
    """Return the documents that the arguments name, each once, in their order; folders are read in sorted order.

    Raises UsageError for a name that nothing answers to.
    """
    found: dict[str, Source] = {}
    for argument in paths or (".",):
        for source in _of_argument(argument, rev):
            if not _is_excluded(source.name, exclude):
                found.setdefault(str(source.path or source.name), source)
    return list(found.values())


def _of_argument(argument: str, rev: str) -> Iterable[Source]:
    if argument == "-":
        return (_stdin(),)
    if rev:
        return _of_revision(rev, argument)
    path = Path(argument)
    if path.is_dir():
        return _of_folder(path)
    if path.exists() or path.is_symlink():
        return (Source(_name_of(path), path),)
    if _GLOB.search(argument):
        named = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207  (a pattern may be absolute)
        if not named:
            raise UsageError(f"nothing matches {argument!r}")
        return (source for name in named for source in _of_glob(Path(name)))
    revision = _AT_REVISION.match(argument)
    if revision and not argument.startswith(("/", ".")) and "//" not in argument:
        return _of_revision(revision["rev"], revision["path"])
    raise UsageError(f"there is no file, folder or glob {argument!r}")


def _of_glob(path: Path) -> Iterable[Source]:
    if path.is_dir():
        return _of_folder(path)
    return (Source(_name_of(path), path),) if path.suffix in SUFFIXES else ()


def _of_folder(folder: Path) -> Iterator[Source]:
    """Yield the notebooks and Python files below a folder; links to folders are not followed, so no loop can be."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS)
        for name in sorted(files):
            if name.endswith(SUFFIXES):
                path = Path(place) / name
                yield Source(_name_of(path, folder), path)


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


def _of_revision(rev: str, argument: str) -> Iterator[Source]:
    """Yield the documents of a git revision; nothing is checked out."""
    listed = _git("ls-tree", "-r", "-z", "--long", "--full-name", rev, "--", argument)
    rows = [row.partition("\t") for row in listed.decode("utf-8", "replace").split("\0") if row]
    if not rows:
        raise UsageError(f"revision {rev} has no file {argument!r}")
    for about, _, name in rows:
        mode, kind, identity, size = about.split()
        given = PurePosixPath(name).name == PurePosixPath(argument).name
        if kind != "blob" or mode.startswith("12") or not (given or name.endswith(SUFFIXES)):
            continue
        yield Source(name, data=_git("cat-file", "blob", identity) if int(size) <= MOST_BYTES else b"\0")


def _git(*words: str) -> bytes:
    import subprocess

    try:
        ran = subprocess.run(["git", *words], capture_output=True, check=False)
    except OSError as error:
        raise UsageError("git is needed to read a revision, and it was not found") from error
    if ran.returncode != 0:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"git: {said[-1] if said else 'it failed'}"[:200])
    return ran.stdout


def _is_excluded(name: str, patterns: Sequence[str]) -> bool:
    if not patterns:
        return False
    import fnmatch

    folders = [str(parent) for parent in PurePosixPath(name).parents if str(parent) != "."]
    return any(fnmatch.fnmatch(one, pattern.rstrip("/")) for pattern in patterns for one in (name, *folders))
