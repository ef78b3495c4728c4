"""An advice card: what to do, what it saves, on what evidence, and what is missing to do it."""

from __future__ import annotations

from typing import Any

from jupyter_green.practices import Advice
from jupyter_green.quantities import Quantity
from jupyter_green.views.figures import change
from jupyter_green.wording import say_change, say_range, say_value

__all__ = ["advice_text", "advice_view", "change_text", "saving_text"]


def saving_text(advice: Advice) -> str:
    """Return the saving in one phrase: computed where it can be, published ceilings as such, else what is not known."""
    parts = []
    amounts = advice.total_saving or advice.saving
    if amounts is not None:
        for quantity, name in ((amounts.carbon, "carbon"), (amounts.cost, "")):
            said = change_text(quantity, name)
            if said:
                parts.append(said)
    parts.extend(str(effect) for effect in advice.effects)
    if advice.saving_note:
        parts.append(advice.saving_note)
    return " · ".join(parts)


def advice_text(advice: Advice, number: int | None = None) -> str:
    """Return one advice as two or three plain lines."""
    mark = "! " if advice.fault else "  "
    head = f"{mark}{'' if number is None else f'{number}. '}{advice.title} ({advice.practice})"
    lines = [head, f"     {advice.message}"]
    saving = saving_text(advice)
    if saving:
        lines.append(f"     {saving}")
    lines.extend(f"     tell me: {fact}" for fact in advice.missing)
    return "\n".join(lines)


def advice_view(advice: Advice, *, edits: tuple[dict[str, Any], ...] = (), diff: str = "") -> dict[str, Any]:
    """Return the ADVICE of ``docs/protocol.md``."""
    amounts = advice.total_saving or advice.saving
    saving: dict[str, Any] = {"carbon": None, "energy": None, "cost": None, "water": None}
    if amounts is not None:
        saving = {
            "carbon": change(amounts.carbon),
            "energy": change(amounts.energy),
            "cost": change(amounts.cost),
            "water": change(amounts.water),
        }
    return {
        "id": advice.key,
        "practice": advice.practice,
        "identity": advice.job.identity,
        "title": advice.title,
        "message": advice.message,
        "fault": advice.fault,
        "saving": saving,
        "saving_text": saving_text(advice),
        "confidence": advice.confidence,
        "evidence": advice.evidence,
        "trade_offs": list(advice.trade_offs),
        "missing": list(advice.missing),
        "not_checked": list(advice.not_checked),
        "robustness": advice.robustness,
        "fix": advice.swap.fix if advice.swap else "show only",
        "can_apply": advice.can_apply,
        "swap": _plain_changes(advice),
        "code": advice.swap.code if advice.swap else "",
        "edits": list(edits),
        "diff": diff,
        "cell": advice.job.cell,
        "occurrences": advice.occurrences,
    }


def _plain_changes(advice: Advice) -> dict[str, Any] | None:
    if advice.swap is None or not advice.swap.changes:
        return None
    plain = (str, int, float, bool, type(None))
    return {name: value if isinstance(value, plain) else str(value) for name, value in advice.swap.changes.items()}


def change_text(quantity: Quantity, name: str) -> str:
    """Return a difference with its range in words; empty for a cost that does not change."""
    if not quantity.is_known or (quantity.low == 0 == quantity.high and name == ""):
        return ""
    if quantity.central == 0 and quantity.low < 0:
        return f"{name or 'cost'} between {say_value(quantity.low, quantity.unit)} and ±0"
    said = say_change(quantity).replace("±0 CO₂e/h", "±0").replace("±0 CO₂e", "±0")
    span = say_range(quantity)
    return f"{name} {said}{f' [{span}]' if span else ''}".strip()
