"""The refund form: what is typed for each line and beside, as asked of the action and as drawn again."""

from collections.abc import Mapping
from typing import NamedTuple

from dashboard.actions.give_back import Asked
from dashboard.core.money import amount as written
from dashboard.core.quantities import Pieces
from dashboard.core.refund_pieces import Meant, fate, out
from dashboard.core.refunds import Books, pieces_amount
from dashboard.core.refusals import Invalid
from dashboard.core.statuses import CancelReason
from dashboard.core.stock import GoodsCondition
from dashboard.models.line import OrderLine
from dashboard.models.order import Order
from dashboard.pages import typed

AMOUNTS = ("shipping", "adjustment", "fee")


class Row(NamedTuple):
    """One line as the form shows it: amounts as texts, counts in pieces."""

    line: OrderLine
    quantity: str
    most: int
    each: str
    amount: str
    whereabouts: str
    meant: Meant
    unsent: int
    delivered: int
    out: int
    condition: str
    error: str


class RefundForm:
    """The fields as they were sent, or as a link asks for them; `errors` by field."""

    def __init__(self, fields: Mapping[str, str], sent: bool) -> None:
        self.fields, self.sent = fields, sent
        self.errors: dict[str, str] = {}

    def text(self, name: str) -> str:
        """What stands in a field."""
        return self.fields.get(name, "")

    def ticked(self, name: str, first: bool) -> bool:
        """Whether a box is ticked; `first` as long as nothing was sent."""
        return name in self.fields if self.sent else first

    @property
    def canceled(self) -> CancelReason | None:
        """The reason, where the order is to be canceled too."""
        reason = self.text("cancel_reason")
        known = reason in set(CancelReason)
        return (
            (CancelReason(reason) if known else CancelReason.CUSTOMER_REQUEST) if "cancel_too" in self.fields else None
        )

    def asked(self, order: Order) -> Asked:
        """What the form asks for. Raises Invalid beside the field."""
        meant = {line.id: self.meant(line) for line in order.lines if line.quantity}
        shipping, adjustment, fee = (typed.amount(self.text(name), order.currency, name) for name in AMOUNTS)
        reason = " ".join(self.text("reason").split())
        return Asked(meant, shipping, adjustment, fee, reason, self.conditions(order))

    def read(self, order: Order) -> Asked:
        """The same of what can be read so far: the rest counts as nothing, and its field says why."""
        meant, amounts = {}, dict.fromkeys(AMOUNTS, 0)
        for line in order.lines:
            try:
                meant[line.id] = self.meant(line)
            except Invalid as refused:
                self.errors.setdefault(refused.field or "", refused.sentence)
                meant[line.id] = self.meant(line, 0)
        for name in AMOUNTS:
            try:
                amounts[name] = typed.amount(self.text(name), order.currency, name)
            except Invalid as refused:
                self.errors.setdefault(name, refused.sentence)
        return Asked(meant, **amounts, reason=self.text("reason"), conditions=self.conditions(order))

    def meant(self, line: OrderLine, quantity: int | None = None) -> Meant:
        """What is meant for a line's pieces. Raises Invalid beside "quantity-<line id>"."""
        name = f"quantity-{line.id}"
        return Meant(
            typed.quantity(self.text(name), name) if quantity is None else quantity,
            self.ticked(f"withdraw-{line.id}", first=True),
            self.ticked(f"returned-{line.id}", first=False),
            self.ticked(f"restock-{line.id}", first=False),
        )

    def conditions(self, order: Order) -> dict[int, GoodsCondition]:
        """In what condition goods came back, by line id."""
        chosen = {line.id: self.text(f"condition-{line.id}") for line in order.lines}
        return {number: GoodsCondition(word) for number, word in chosen.items() if word in set(GoodsCondition)}

    def row(self, line: OrderLine, books: Books, pieces: Pieces, put_back: int, meant: Meant) -> Row:
        """A line as it is drawn."""
        money = books.lines[line.id]
        most, currency = max(0, money.ordered - money.refunded), books.currency
        become = fate(meant, pieces, put_back)
        rest = meant.quantity - become.withdrawn
        return Row(
            line,
            self.text(f"quantity-{line.id}") or "0",
            most,
            written(pieces_amount(money, 1) if most else 0, currency),
            written(pieces_amount(money, min(meant.quantity, most)), currency),
            whereabouts(pieces),
            meant,
            unsent=min(meant.quantity, pieces.left_to_pack) if meant.quantity else pieces.left_to_pack,
            delivered=pieces.returnable,
            out=min(rest, out(pieces, put_back)),
            condition=self.text(f"condition-{line.id}"),
            error=self.errors.get(f"quantity-{line.id}", ""),
        )


def whereabouts(pieces: Pieces) -> str:
    """Where a line's pieces are: "2 delivered, 1 on the way, 1 not sent yet"."""
    away = pieces.packed - pieces.delivered
    counts = (
        (pieces.returned, "returned"),
        (pieces.delivered - pieces.returned, "delivered"),
        (away, "on the way" if pieces.sent > pieces.delivered else "packed"),
        (pieces.left_to_pack, "not sent yet"),
    )
    return ", ".join(f"{count} {word}" for count, word in counts if count > 0)
