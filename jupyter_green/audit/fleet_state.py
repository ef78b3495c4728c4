"""What an audit has finished, kept in a file so that an interrupted one goes on where it stopped."""

from __future__ import annotations

import datetime
import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from jupyter_green import __version__
from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.fleet_transport import pack, unpack
from jupyter_green.audit.report import DocumentReport
from jupyter_green.audit.sources import Source, UsageError
from jupyter_green.catalog.tables import DATA_VERSION
from jupyter_green.footprint import METHOD_VERSION

__all__ = ["State", "key_of"]

_MAGIC = b"jupyter_green audit state 1\n"
_HEAD = struct.Struct(">III")  # length of the key, length of the report, checksum of both
_MOST = 1 << 30


class State:
    """A file of finished reports, written as they come; whatever was cut off at its end is dropped.

    A document counts as finished while its stamp (size and time, hash or version) is what it was. Raises UsageError
    for a file that is no state, or that belongs to an audit with other options, tables or another version.
    """

    def __init__(self, path: Path, options: AuditOptions) -> None:
        self._path = path
        self._places: dict[str, tuple[int, int]] = {}
        identity = _MAGIC + _fingerprint(options) + b"\n"
        try:
            self._file: BinaryIO = path.open("r+b" if path.exists() else "w+b")
            self._read(identity)
        except OSError as error:
            raise UsageError(f"--resume {path.name} cannot be used: {error.strerror or error}") from error

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def get(self, key: str) -> DocumentReport:
        """Return the report of a finished document; raises UsageError where the file does not hold what it should."""
        start, length = self._places[key]
        self._file.seek(start)
        try:
            return unpack(self._file.read(length))
        except ValueError as error:
            raise UsageError(f"--resume {self._path.name} cannot be used: {error}") from error

    def add(self, key: str, report: DocumentReport) -> None:
        """Note a document as finished."""
        name, data = key.encode("utf-8", "surrogatepass"), pack(report)
        self._file.seek(0, 2)
        start = self._file.tell() + _HEAD.size + len(name)
        self._file.write(_HEAD.pack(len(name), len(data), zlib.crc32(name + data)) + name + data)
        self._file.flush()
        self._places[key] = (start, len(data))

    def close(self) -> None:
        """Close the file; it stays, for a next run to skip what did not change."""
        self._file.close()

    def _read(self, identity: bytes) -> None:
        begins = self._file.read(len(identity))
        if not begins:
            self._file.write(identity)
            self._file.flush()
            return
        if begins != identity:
            ours = begins.startswith(_MAGIC)
            why = "is of an audit with other options or of another version" if ours else "is no state of an audit"
            raise UsageError(f"--resume {self._path.name} {why}; name another file to start over")
        end = len(identity)
        for key, start, length in self._frames():
            self._places[key] = (start, length)
            end = start + length
        self._file.truncate(end)

    def _frames(self) -> Iterator[tuple[str, int, int]]:
        while len(head := self._file.read(_HEAD.size)) == _HEAD.size:
            key_length, length, checksum = _HEAD.unpack(head)
            if key_length > _MOST or length > _MOST:
                return
            body = self._file.read(key_length + length)
            if len(body) < key_length + length or zlib.crc32(body) != checksum:
                return
            key = body[:key_length].decode("utf-8", "surrogatepass")
            yield key, self._file.tell() - length, length


def key_of(source: Source) -> str:
    """Return what names a document and its present content."""
    try:
        return f"{source.name}\n{source.key}\n{source.stamp()}"
    except OSError:
        return f"{source.name}\n{source.key}\n"


def _fingerprint(options: AuditOptions) -> bytes:
    lasting = replace(options, context=replace(options.context, today=datetime.date.min))  # a run may go on overnight
    told = f"{__version__}|{METHOD_VERSION}|{DATA_VERSION}|{lasting!r}"
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest().encode()
