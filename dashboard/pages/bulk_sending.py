"""What fulfilling many orders will do, shown before it is done: which can be, how much goes, and what falls short."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dashboard.core import guards
from dashboard.core.batches import BatchVerb, orders
from dashboard.core.facts import LineFacts
from dashboard.core.parcels import Point
from dashboard.core.words import PaymentStatus
from dashboard.extensions import db
from dashboard.models.catalog import stock_of
from dashboard.models.order_goods import Left, left_of
from dashboard.models.selection import Selected
from dashboard.pages.bulk_preview import BatchPreview
from dashboard.pages.fulfil_form import signed
from dashboard.pages.move import Preview

NAMED = 5  # products that fall short
NOT_PAID = {PaymentStatus.UNPAID, PaymentStatus.IN_PROGRESS, PaymentStatus.PARTIALLY_PAID}


def foresee_sending(chosen: Sequence[Selected], point: str | None, handed_over: bool) -> BatchPreview:
    """What would come of it now, by this shipping point."""
    left = left_of(db.session(), [order.id for order in chosen])
    reasons = [(order, why_not(order, left.get(order.id, []))) for order in chosen]
    able = [order for order, why in reasons if why is None]
    unable = [(order, why) for order, why in reasons if why is not None]
    going = [one for order in able for one in left[order.id] if one.pieces > 0]
    real = [one for order in able if not order.test for one in left[order.id] if one.pieces > 0]
    told = [*effects(able, going, point, handed_over), *oversold(real)]
    return BatchPreview(able, unable, Preview([], told))


def why_not(order: Selected, left: Sequence[Left]) -> str | None:
    """Why this order cannot be fulfilled now; None if it can."""
    lines = tuple(LineFacts(one.line_id, max(0, one.pieces)) for one in left)
    unmet = guards.failed(BatchVerb.FULFIL.action, replace(order.facts, lines=lines))
    return unmet[0].sentence if unmet else None


def effects(able: Sequence[Selected], going: Sequence[Left], point: str | None, handed_over: bool) -> list[str]:
    """What comes of it, as sentences."""
    if not able:
        return ["Nothing goes out."]
    pieces, many = sum(one.pieces for one in going), orders(len(able))
    ready = "ready for pickup" if point == Point.PICKUP else "handed over" if handed_over else "awaiting shipment"
    unpaid = sum(order.payment_status in NOT_PAID for order in able)
    sentences = [
        f"{many} {'gets' if len(able) == 1 else 'get'} one shipment each, {ready}: {pieces:,} "
        f"{'piece' if pieces == 1 else 'pieces'} in all.",
        f"{orders(unpaid)} of these {'is' if unpaid == 1 else 'are'} not paid yet." if unpaid else "",
        "They cannot be taken back together: a shipment is canceled by itself.",
    ]
    return [sentence for sentence in sentences if sentence]


def oversold(going: Sequence[Left]) -> list[str]:
    """That more goes out than was known to be there: of the products that fall short most."""
    taken: Counter[int] = Counter()
    names: dict[int, str] = {}
    for one in going:
        if one.product_id is not None:
            taken[one.product_id] += one.pieces
            names[one.product_id] = one.name
    there = stock_of(db.session(), taken) if taken else {}
    short = sorted((there[product] - count, names[product]) for product, count in taken.items() if product in there)
    return [f"{name}: stock goes to {signed(left)}." for left, name in short[:NAMED] if left < 0]
