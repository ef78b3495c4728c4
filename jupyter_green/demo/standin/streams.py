"""Answers in pieces, framed as AWS frames the events of a stream."""

from __future__ import annotations

import binascii
import struct
from collections.abc import Iterable, Mapping

_TEXT = 7  # type number of a string header


def payload_parts(parts: Iterable[bytes]) -> bytes:
    """Return the event stream of a streaming invocation, one event a part."""
    headers = {
        ":message-type": "event",
        ":event-type": "PayloadPart",
        ":content-type": "application/octet-stream",
    }
    return b"".join(_message(headers, part) for part in parts)


def _message(headers: Mapping[str, str], payload: bytes) -> bytes:
    """Frame one event: lengths, their checksum, headers, payload, and the checksum of all that."""
    packed = b"".join(_header(name, value) for name, value in headers.items())
    lengths = struct.pack("!II", 16 + len(packed) + len(payload), len(packed))
    front = lengths + struct.pack("!I", binascii.crc32(lengths)) + packed + payload
    return front + struct.pack("!I", binascii.crc32(front))


def _header(name: str, value: str) -> bytes:
    key, text = name.encode(), value.encode()
    return struct.pack("!B", len(key)) + key + struct.pack("!BH", _TEXT, len(text)) + text
