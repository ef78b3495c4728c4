"""``%green prices``: today's list prices from AWS in place of the packaged table, while this kernel lives."""

from __future__ import annotations

import datetime

from jupyter_green.aws import live_prices
from jupyter_green.catalog.prices import forget_live_prices, hourly_price, use_live_prices
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import check_words, instance_argument, region_argument
from jupyter_green.views.table import Table

SUMMARY = "today's list prices from the AWS Price List API, used while this kernel lives; read-only"
USAGE = "%green prices [TYPE …] [--region R]   ·   %green prices --off"
ACTIONS = live_prices.ACTIONS
_KINDS = ("training", "endpoint", "transform", "processing")


def run(call: Call) -> Answer:
    """Ask for the prices of the types named, or of the jobs seen, and use them from now on."""
    check_words(call, USAGE, most=50)
    session = call.session
    if "off" in call.options:
        forget_live_prices()
        return Answer("Back to the packaged prices.")
    asked = call.options.get("region")
    region = region_argument(asked) if asked else session.settings.assumed_region()
    if call.words:
        if region is None:
            raise UserError("say which Region, such as %green prices ml.g5.xlarge --region us-east-1")
        wanted = {(instance_argument(word), region) for word in call.words}
    else:
        wanted = {
            (group.instance_type, entry.job.region)
            for entry in session.books.counted()
            for group in entry.job.groups
            if isinstance(group.instance_type, str) and isinstance(entry.job.region, str)
        }
    if not wanted:
        raise UserError("no job with an instance type seen; name one, such as %green prices ml.g5.xlarge")
    today = datetime.datetime.fromtimestamp(session.clock(), tz=datetime.timezone.utc).date().isoformat()
    found, problems = live_prices.live_prices(session.measuring.clients, wanted, today=today)
    before = {pair: {kind: hourly_price(*pair, kind) for kind in _KINDS} for pair in wanted}
    use_live_prices(found)
    for entry in session.books.counted():
        session.books.change(entry)
        session.renew(entry)
    rows = []
    for pair in sorted(wanted):
        for kind in _KINDS:
            old, new = before[pair][kind], hourly_price(*pair, kind)
            if new is not None and new.as_of == today:
                was = "none" if old is None else f"${old.usd:.6g} ({old.as_of})"
                rows.append((*pair, kind, f"${new.usd:.6g}", was))
    notes = [f"From {today}, by the AWS Price List API; %green prices --off returns to the packaged table."]
    silent = sorted({pair[0] for pair in wanted} - {row[0] for row in rows})
    if silent and not problems:
        notes.append(f"no price told for {', '.join(silent)}: the packaged one stays")
    headers = ("type", "Region", "job", "an hour", "before")
    table = Table(headers, tuple(rows), frozenset({3}), notes=(*(notes if rows else notes[1:]), *map(str, problems)))
    return Answer.table(table)
