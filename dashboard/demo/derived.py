"""Statuses and sums of a draft, by the rules that the actions use, before any row is stored."""

from collections import Counter
from typing import Any

from dashboard.core import money, statuses
from dashboard.core.facts import COUNTED, LineFacts, OrderFacts, RefundFacts, ShipmentFacts
from dashboard.demo.draft import Draft
from dashboard.models.order_facts import GIVEN_BACK


def derived(draft: Draft) -> dict[str, Any]:
    """The derived columns of the order."""
    known, order = facts(draft), draft.order
    return {
        "payment_status": statuses.payment_status(known),
        "fulfilment_status": statuses.fulfilment_status(known),
        "paid": known.captured,
        "refunded": known.refunded,
        "total_sort": money.sort_value(order["total"], order["currency"]),
        "item_count": sum(line.ordered for line in known.lines),
    }


def facts(draft: Draft) -> OrderFacts:
    """The facts of a draft that statuses depend on; lines go by their position."""
    order = draft.order
    return OrderFacts(
        code=order["code"],
        currency=order["currency"],
        state=order["state"],
        total=order["total"],
        captured=sum(row["amount"] for row in draft.payments if row["state"] == "captured"),
        attempt_open=any(row["state"] == "open" for row in draft.payments),
        lines=lines(draft),
        shipments=tuple(
            ShipmentFacts(row["status"], row["kind"], row["point"], pieces=pieces(parts))
            for row, parts in draft.shipments
        ),
        refunds=tuple(RefundFacts(row["state"], row["amount"], row["fee"]) for row, _ in draft.refunds),
        returned=sum((Counter(pieces(parts)) for _, parts in draft.returns), Counter()),
    )


def pieces(parts: list[dict[str, Any]]) -> dict[int, int]:
    """Pieces by position of their line."""
    return {part["position"]: part["quantity"] for part in parts}


def lines(draft: Draft) -> tuple[LineFacts, ...]:
    """Pieces per line, ordered, withdrawn and refunded."""
    refunded: Counter[int] = Counter()
    withdrawn: Counter[int] = Counter()
    for row, parts in draft.refunds:
        for part in parts if row["state"] not in GIVEN_BACK else ():
            refunded[part["position"]] += part["quantity"]
            withdrawn[part["position"]] += part["withdrawn"] if row["state"] in COUNTED else 0
    return tuple(
        LineFacts(at, row["quantity"], withdrawn[at], refunded[at]) for at, row in enumerate(draft.lines, start=1)
    )
