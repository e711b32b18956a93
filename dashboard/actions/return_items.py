"""Return: pieces that were delivered came back; those that can be sold again go to the shelf. No money moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.actions import stock
from dashboard.actions.change import change
from dashboard.actions.lock import lock_products
from dashboard.actions.once import Submission
from dashboard.core import names, parcels
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.stock import GoodsCondition, StockReason
from dashboard.models.goods_return import GoodsReturn, GoodsReturnLine
from dashboard.models.order_facts import facts

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Back:
    """Pieces of one line that came back, in what condition, and whether they go back to the shelf."""

    pieces: int
    condition: GoodsCondition = GoodsCondition.AS_NEW
    restock: bool = True


@dataclass(frozen=True, slots=True)
class Return:
    """What came back, by line id, and why."""

    lines: Mapping[int, Back] = field(default_factory=dict)
    reason: str = ""


def return_items(
    code: str,
    wanted: Return,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    notify: bool = True,
) -> dict[str, Any]:
    """Record the return.

    Returns code, pieces in words, `quantities` by line id, and `restocked`, how many went to the shelf. Raises
    Replayed, the refusals of change(), and Invalid beside a field.
    """
    reason = names.bounded(names.one_line(wanted.reason), "reason", LONGEST)
    with change(code, Action.RETURN, by=by, seen=seen, once=once) as under_way:
        order, session = under_way.order, under_way.session
        called = {line.id: line.name for line in order.lines}
        asked = {line_id: back.pieces for line_id, back in wanted.lines.items()}
        pieces = parcels.chosen(facts(session, order), asked, "returnable", called)
        parts = [part(line_id, wanted.lines[line_id]) for line_id in pieces]
        made = GoodsReturn(order_id=order.id, reason=reason, at=under_way.at, lines=parts)
        session.add(made)
        restocked = {one.line_id: one.restocked for one in parts if one.restocked}
        lock_products(session, [order.id])
        stock.move(under_way, restocked, StockReason.RETURNED)
        under_way.notify = notify
        said = parcels.listed(pieces, called)
        under_way.record("returned", pieces=said, reason=reason)
        under_way.result = {
            "code": code, "pieces": said, "quantities": {str(line_id): number for line_id, number in pieces.items()},
            "restocked": sum(restocked.values()),
        }  # fmt: skip
    return under_way.result


def part(line_id: int, back: Back) -> GoodsReturnLine:
    """One line of the return."""
    restocked = back.pieces if back.restock else 0
    return GoodsReturnLine(line_id=line_id, quantity=back.pieces, restocked=restocked, condition=back.condition)
