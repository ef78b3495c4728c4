"""``%green tell``: answer what a practice asked."""

from __future__ import annotations

from jupyter_green.kernel.told import tell
from jupyter_green.magics.answer import Answer, Call, UserError

SUMMARY = "tell a fact that a practice asked for, such as writes_checkpoints=yes or hours=3"
USAGE = "%green tell NAME=VALUE …"
_WORDS = {"yes": True, "true": True, "no": False, "false": False}


def run(call: Call) -> Answer:
    """Keep the facts for this session and say what they change."""
    if not call.options:
        told = call.session.told
        known = [f"{name} = {value!r}" for name, value in sorted(told.items())]
        return Answer("\n".join(known) if known else "Nothing told yet: %green advise shows what would help.")
    facts = {name: _value(text) for name, text in call.options.items()}
    problems = tell(call.session, facts, "%green tell")
    if problems:
        raise UserError("; ".join(problems))
    ready = [item for item in call.session.all_advice() if item.can_apply]
    lines = [f"Noted: {', '.join(call.options)}."]
    lines += [f"Ready now: %green apply {item.practice}  ({item.title})" for item in ready[:3]]
    return Answer("\n".join(lines))


def _value(text: str) -> object:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
