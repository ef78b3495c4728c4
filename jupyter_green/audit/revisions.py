"""Documents of a git revision, read without checking it out."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jupyter_green.audit.inputs import WILD, matcher
from jupyter_green.audit.limits import MOST_BYTES, TooMuch
from jupyter_green.audit.sources import SUFFIXES, Source, UsageError

__all__ = ["RevisionSource", "of_revision"]


@dataclass(frozen=True, slots=True)
class RevisionSource(Source):
    """A file of a git revision, read when its turn comes; nothing is checked out."""

    repository: str = ""
    blob: str = ""
    size: int = 0

    @property
    def key(self) -> str:
        """What tells this document from all others."""
        return f"git:{self.blob}:{self.name}"

    def stamp(self) -> str:
        """Return what changes when the content does."""
        return self.blob

    def read(self) -> bytes:
        """Return the bytes; raises OSError or TooMuch with the reason in one line."""
        if self.size > MOST_BYTES:
            raise TooMuch(f"it has {self.size:,} bytes, more than {MOST_BYTES:,}")
        try:
            return _git(self.repository, "cat-file", "blob", self.blob)
        except UsageError as error:
            raise OSError(str(error)) from error


def of_revision(rev: str, argument: str) -> Iterator[Source]:
    """Yield the documents of a git revision; raises UsageError where there is none."""
    if rev.startswith("-"):
        raise UsageError(f"{rev!r} is no revision")
    rows = _listed(rev, "--full-name", "--", argument)
    if not rows and not argument.startswith(
        ".."
    ):  # git's own REV:PATH counts from the top, a path on the command line from here
        rows = _listed(rev, "--full-tree", "--", argument)
    is_glob = not rows and WILD.search(argument) is not None
    if is_glob:
        rows = _matching(_listed(rev, "--full-tree"), argument)
    if not rows:
        raise UsageError(f"revision {rev} has no file {argument!r}")
    here = os.fspath(Path.cwd())
    for about, _, name in rows:
        mode, kind, identity, size = about.split()
        given = not is_glob and PurePosixPath(name).name == PurePosixPath(argument).name
        if kind == "blob" and not mode.startswith("12") and (given or name.endswith(SUFFIXES)):
            yield RevisionSource(name, repository=here, blob=identity, size=int(size))


def _listed(rev: str, *words: str) -> list[tuple[str, str, str]]:
    """Return what a revision holds: about each file, a tab, and its name from the top."""
    listed = _git(".", "ls-tree", "-r", "-z", "--long", words[0], rev, *words[1:])
    return [row.partition("\t") for row in listed.decode("utf-8", "replace").split("\0") if row]


def _matching(rows: list[tuple[str, str, str]], pattern: str) -> list[tuple[str, str, str]]:
    """Return the files that a glob matches, or a folder above them; from here, or else from the top."""
    prefix = _git(".", "rev-parse", "--show-prefix").decode("utf-8", "replace").rstrip("\n")
    hidden = any(part.startswith(".") and part.strip(".") for part in pattern.split("/"))
    for whole in dict.fromkeys((posixpath.normpath(prefix + pattern), posixpath.normpath(pattern))):
        matches = matcher(whole)
        found = []
        for row in rows:
            path = PurePosixPath(row[2])
            above = [one.as_posix() for one in path.parents[:-1]]
            is_hidden = any(part.startswith(".") for part in path.parts[:-1])
            if (hidden or not is_hidden) and any(map(matches, (row[2], *above))):
                found.append(row)
        if found:
            return found
    return []


def _git(repository: str, *words: str) -> bytes:
    import subprocess

    try:
        ran = subprocess.run(["git", "-C", repository, *words], capture_output=True, check=False)
    except OSError as error:
        raise UsageError("git is needed to read a revision, and it was not found") from error
    if ran.returncode != 0:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"git: {said[-1] if said else 'it failed'}"[:200])
    return ran.stdout
