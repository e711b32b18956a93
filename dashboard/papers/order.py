"""The paper of an order: what was placed and confirmed, what it comes to, what was paid, sent and came back."""

from datetime import datetime
from zoneinfo import ZoneInfo

from reportlab.lib.units import mm

from dashboard.core import money
from dashboard.core.confirming import Compared
from dashboard.core.statuses import OrderState, RefundState, ShipmentStatus, shipment_label
from dashboard.letters.order_placed import COUNTRIES, price
from dashboard.models.confirmation import compared
from dashboard.models.line import OrderLine
from dashboard.models.order import Order
from dashboard.models.order_kin import Kin
from dashboard.papers.sheet import LEFT, RIGHT, Cell, Column, Letterhead, Sheet

PAYMENT = {"captured": "Paid", "open": "In progress", "failed": "Failed"}
NOT_GIVEN = {RefundState.DECLINED, RefundState.FAILED}
ITEMS = 88 * mm
SMALL_COLUMNS = (
    Column("When", LEFT, 30 * mm),
    Column("What", LEFT + 34 * mm, 100 * mm),
    Column("", RIGHT, 28 * mm, number=True),
)


def paper(order: Order, head: Letterhead, zone: str, kin: Kin) -> bytes:
    """The order as a PDF file; the same order gives the same bytes. All its parts are to be loaded."""
    sheet = Sheet(head, f"{'Test order' if order.is_test else 'Order'} {order.code}")
    clock = ZoneInfo(zone)
    sheet.open(address(order.billing_address or order.shipping_address) or [order.customer_name], meta(order, clock))
    sheet.paragraph(standing(order, kin))
    items(sheet, order)
    sheet.sums(sums(order), f"Total, {order.currency}")
    as_placed(sheet, order)
    moves(sheet, order, clock)
    sheet.y -= 4 * mm
    sheet.boxes(boxes(order))
    return sheet.finished()


def meta(order: Order, clock: ZoneInfo) -> list[tuple[str, str]]:
    """What the order is, in a word each."""
    returned = order.state is OrderState.RETURNED_TO_CART
    found = [
        ("Order", order.code),
        ("Placed", moment(order.placed_at, clock)),
        ("Route", order.route.label),
        ("Catalog", order.catalog.name if order.catalog else ""),
        ("Payment", order.payment_status.label),
        ("Fulfilment", order.state.label if returned else order.fulfilment_status.label),
        ("Customer", order.customer_name),
        ("E-mail", order.customer_email or ""),
        ("Phone", order.customer_phone or ""),
    ]
    return [(word, value) for word, value in found if value]


def standing(order: Order, kin: Kin) -> str:
    """How it stands, in sentences."""
    said = []
    if order.is_test:
        said.append("This is a test: nothing was bought.")
    if order.state is OrderState.CANCELED:
        why = f": {order.cancel_reason.label.lower()}" if order.cancel_reason else ""
        said.append(f"This order was canceled{why}.")
    elif order.state is OrderState.RETURNED_TO_CART:
        said.append("This order was returned to the buyer’s cart.")
    else:
        said.append("This is the order as it stands.")
    if kin.reorder:
        said.append(f"It was ordered anew as {kin.reorder}.")
    if kin.returned:
        said.append(f"It was reordered from {kin.returned}.")
    if order.archived_at:
        said.append("It is archived.")
    return " ".join((*said, "It is not an invoice."))


def items(sheet: Sheet, order: Order) -> None:
    """The lines as confirmed."""
    columns = (
        Column("Item", LEFT, ITEMS),
        Column("Quantity", 126 * mm, 16 * mm, number=True),
        Column("Unit price", 156 * mm, 28 * mm, number=True),
        Column(f"Amount, {order.currency}", RIGHT, 32 * mm, number=True),
    )
    rows = [
        (
            Cell(line.name, beneath(line, order), bold=True),
            Cell(str(line.quantity)),
            Cell(price(line.unit_price, order.currency)),
            Cell(money.amount(line.worth(order.tax_included), order.currency)),
        )
        for line in order.lines
        if line.quantity
    ]
    sheet.table(columns, rows)


def beneath(line: OrderLine, order: Order) -> str:
    """What stands beneath a line's name."""
    off = f"discount {money.amount(-line.discount, order.currency)}" if line.discount else ""
    return " · ".join(part for part in (line.variant, line.sku, off) if part)


def sums(order: Order) -> list[tuple[str, str]]:
    """The sum, how it comes about, and what of it was paid."""
    currency = order.currency
    added = 0 if order.tax_included else sum(line.tax for line in order.lines) + order.shipping_tax
    discount = f"Discount {order.discount_code}".strip()
    shipping = f"Shipping: {order.shipping_method}" if order.shipping_method else "Shipping"
    rows = [
        ("Items", sum(line.worth(order.tax_included) for line in order.lines), True),
        (discount, -sum(line.discount for line in order.lines), False),
        (shipping, order.shipping, bool(order.shipping_method)),
        (f"Tax{rates(order)}", added, False),
        ("Difference, as the source has it", order.difference, False),
        (f"Total, {currency}", order.total, True),
        (f"Includes tax{rates(order)}", order.tax if order.tax_included else 0, False),
        ("Paid", order.paid, True),
        ("Refunded", -order.refunded, False),
    ]
    left = order.total - order.paid
    if order.state is OrderState.OPEN and left > 0 and order.paid:
        rows.append(("Left to pay", left, True))
    return [(word, money.amount(value, currency)) for word, value, always in rows if value or always]


def rates(order: Order) -> str:
    """The one tax rate of its lines, with a space before; nothing where there are several."""
    found = {line.tax_rate for line in order.lines if line.quantity}
    if len(found) != 1 or found == {0}:
        return ""
    return f" {found.pop() / 100:g} %"


def as_placed(sheet: Sheet, order: Order) -> None:
    """What the buyer placed, where it was something else."""
    lines = compared(order)
    if not lines:
        return
    sheet.heading("As the buyer placed it")
    columns = (
        Column("Item", LEFT, ITEMS),
        Column("Placed", 126 * mm, 16 * mm, number=True),
        Column("Unit price", 156 * mm, 28 * mm, number=True),
        Column("Confirmed", RIGHT, 32 * mm, number=True),
    )
    sheet.table(columns, [placed(line, order.currency) for line in lines])


def placed(line: Compared, currency: str) -> tuple[Cell, ...]:
    """A line as it was placed, beside what it was confirmed as."""
    before, after = line.was, line.now
    now = f"{after.quantity} × {price(after.unit_price, currency)}" if after.quantity else "taken off"
    if before is None:
        return Cell(line.name, "added by the shop"), Cell("–"), Cell("–"), Cell(now)
    return Cell(line.name), Cell(str(before.quantity)), Cell(price(before.unit_price, currency)), Cell(now)


def moves(sheet: Sheet, order: Order, clock: ZoneInfo) -> None:
    """Payments, refunds, shipments and returns."""
    for title, rows in (
        ("Payments", payments(order, clock)),
        ("Refunds", refunds(order, clock)),
        ("Shipments", shipments(order, clock)),
        ("Returns", returns(order, clock)),
    ):
        if rows:
            sheet.heading(title)
            sheet.table(SMALL_COLUMNS, rows)


def payments(order: Order, clock: ZoneInfo) -> list[tuple[Cell, ...]]:
    """Money received, and attempts."""
    return [
        (
            Cell(moment(one.at, clock)),
            Cell(PAYMENT[one.state], joined(one.method or one.provider, one.reference, one.failure)),
            Cell(money.amount(one.amount, order.currency)),
        )
        for one in order.payments
    ]


def refunds(order: Order, clock: ZoneInfo) -> list[tuple[Cell, ...]]:
    """Money given back, or asked for."""
    return [
        (
            Cell(moment(one.sent_at or one.at, clock)),
            Cell(one.state.label, joined(one.reason, one.reference)),
            Cell("not given back" if one.state in NOT_GIVEN else money.amount(-one.amount, order.currency)),
        )
        for one in order.refunds
    ]


def shipments(order: Order, clock: ZoneInfo) -> list[tuple[Cell, ...]]:
    """What was sent, with its pieces."""
    names = {line.id: line.name for line in order.lines}
    rows: list[tuple[Cell, ...]] = []
    for one in order.shipments:
        said = shipment_label(one.status, one.point)
        pieces = ", ".join(f"{part.quantity} × {names.get(part.line_id, '')}" for part in one.lines)
        canceled = one.status is ShipmentStatus.CANCELED
        rows.append(
            (
                Cell(moment(one.shipped_at or one.created_at, clock)),
                Cell(f"{one.number}: {said}", joined(one.carrier, one.tracking_number, pieces)),
                Cell("" if canceled else counted(sum(part.quantity for part in one.lines))),
            )
        )
    return rows


def returns(order: Order, clock: ZoneInfo) -> list[tuple[Cell, ...]]:
    """What came back."""
    names = {line.id: line.name for line in order.lines}
    return [
        (
            Cell(moment(one.at, clock)),
            Cell(", ".join(f"{part.quantity} × {names.get(part.line_id, '')}" for part in one.lines), one.reason),
            Cell(counted(sum(part.quantity for part in one.lines))),
        )
        for one in order.returns
    ]


def boxes(order: Order) -> list[tuple[str, list[str]]]:
    """Where it goes, and who pays where that is another address."""
    goes, bill = address(order.shipping_address), address(order.billing_address)
    return [
        (head, lines) for head, lines in (("Goes to", goes), ("Billing address", bill if bill != goes else [])) if lines
    ]


def address(given: dict[str, object] | None) -> list[str]:
    """An address in lines; none where there is none."""
    known = {name: str(value) for name, value in (given or {}).items() if value}
    town = " ".join(known[part] for part in ("postcode", "city") if part in known)
    country = known.get("country", "")
    lines = [
        *(known.get(part, "") for part in ("name", "company", "street1", "street2")),
        town,
        known.get("region", ""),
    ]
    return [line for line in (*lines, COUNTRIES.get(country, country)) if line]


def moment(at: datetime, clock: ZoneInfo) -> str:
    """A moment on the shop's clock: "17 Nov 2026, 18:04"."""
    there = at.astimezone(clock)
    return f"{there.day} {there:%b %Y, %H:%M}"


def joined(*parts: str) -> str:
    """What there is of these, with dots between."""
    return " · ".join(part for part in parts if part)


def counted(pieces: int) -> str:
    """So many pieces."""
    return "1 piece" if pieces == 1 else f"{pieces} pieces"
