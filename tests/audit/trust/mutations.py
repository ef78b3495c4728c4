"""Notebooks made worse at random: bytes, JSON and code of real ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

ODD_VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 10**400, 1.5e308, "", "\x00", "\ud800", "\u202e\x1b[31m", "sagemaker", "a" * 100_000, [], {},
    [[]], {"source": 1}, ["e.fit()"], "ml.p3.2xlarge",
)  # fmt: skip
ODD_CODE = (
    "(", ")", "{", "'", '"""', "\x00", "\ud800", "%", "!", "?", "lambda x:", "*", "**", "=", ":=", "\t", "\\", "\r\n",
    "await ", "yield ", "%%sh\n", "%%time\n", "f'{", "async def ", "del ", "global e\n", "match x:\n case ", "@", "...",
    "e.fit()\n", "e = e\n", "while True: e.fit()\n", "for e in e: e.fit()\n", "x = x, x\n", "10**9999", "'a'*9**9",
    "**{**{}}", "=None", "[-1]", ".deploy(", "instance_type=", "ml.p3.2xlarge", "0x", "1_", "é", "𝔢", "\u2028",
)  # fmt: skip


def mutated(data: bytes, others: list[bytes], rng: Random) -> bytes:
    """Return the notebook after one to four random changes; ``others`` are the notebooks that cells come from."""
    for _ in range(rng.randint(1, 4)):
        data = rng.choice(MUTATIONS)(data, others, rng)
    return data


def _flip_bytes(data: bytes, others: list[bytes], rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 20)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(data: bytes, others: list[bytes], rng: Random) -> bytes:
    low, high = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return rng.choice((data[:low], data[low:], data[:low] + data[high:], data[:high] + data[low:]))


def _change_json(data: bytes, others: list[bytes], rng: Random) -> bytes:
    """Delete, double or replace nodes of the JSON tree."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return data
    for _ in range(rng.randint(1, 6)):
        nodes = list(_containers(tree))
        if not nodes:
            break
        node = rng.choice(nodes)
        key = rng.choice(list(node) if isinstance(node, dict) else range(len(node)))
        what = rng.random()
        if what < 0.35:
            del node[key]
        elif what < 0.6:
            node[key] = rng.choice(ODD_VALUES)
        elif isinstance(node, list):
            node.insert(key, node[rng.randrange(len(node))])
        else:
            node[rng.choice(("source", "cell_type", "metadata", "outputs", "tags", "x"))] = node[key]
    try:
        return json.dumps(tree).encode()
    except (ValueError, RecursionError):  # a node may now hold itself
        return data


def _splice_code(data: bytes, others: list[bytes], rng: Random) -> bytes:
    """Shuffle, cut and join the code of cells, from other notebooks too."""
    try:
        tree = json.loads(data)
        cells = [cell for cell in tree["cells"] if isinstance(cell.get("source"), (str, list))]
        donors = [cell for cell in json.loads(rng.choice(others))["cells"] if cell.get("cell_type") == "code"]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return data
    if not cells or not donors:
        return data
    for _ in range(rng.randint(1, 6)):
        cell = rng.choice(cells)
        source = _joined(cell["source"])
        lines = source.split("\n")
        what = rng.random()
        if what < 0.2:
            rng.shuffle(lines)
            source = "\n".join(lines)
        elif what < 0.4:
            low, high = sorted(rng.randrange(len(source) + 1) for _ in range(2))
            source = source[:low] + source[high:]
        elif what < 0.6:
            source += "\n" + _joined(rng.choice(donors)["source"])
        elif what < 0.9:
            at = rng.randrange(len(source) + 1)
            source = source[:at] + rng.choice(ODD_CODE) + source[at:]
        else:
            source = (source[:500] + "\n") * rng.randint(2, 30)
        cell["source"] = source
    if rng.random() < 0.2:
        rng.shuffle(tree["cells"])
    return json.dumps(tree).encode()


MUTATIONS: tuple[Callable[[bytes, list[bytes], Random], bytes], ...] = (
    _flip_bytes, _cut, _change_json, _change_json, _splice_code, _splice_code, _splice_code, _splice_code,
)  # fmt: skip


def _joined(source: Any) -> str:
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def _containers(tree: Any) -> Iterator[Any]:
    """Yield the objects and arrays of a JSON tree that hold something, without recursion."""
    waiting, seen = [tree], 0
    while waiting and seen < 20_000:
        node = waiting.pop()
        seen += 1
        if isinstance(node, dict) and node:
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list) and node:
            yield node
            waiting.extend(node)
