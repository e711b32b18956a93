"""Events about money: payments, invoices, refunds. `after` is in hours since the order was placed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.core.person import Role
from dashboard.core.statuses import RefundState
from dashboard.demo.draft import Draft, Parted


@dataclass(frozen=True, slots=True)
class Paid:
    """Money came in: `amount` in minor units, None: the whole total."""

    after: float
    method: str = "Bank transfer"
    amount: int | None = None

    def happen(self, draft: Draft) -> None:
        """Add the payment."""
        amount = draft.order["total"] if self.amount is None else self.amount
        draft.payments.append(payment(draft, self.after, self.method, amount, "captured"))
        draft.say(draft.at(self.after), draft.person(None), "paid", amount=draft.amount(amount))


@dataclass(frozen=True, slots=True)
class PaymentOpened:
    """The buyer began to pay; nothing has come in yet."""

    after: float
    method: str = "Bank transfer"

    def happen(self, draft: Draft) -> None:
        """Add the attempt."""
        amount = draft.order["total"]
        draft.payments.append(payment(draft, self.after, self.method, amount, "open"))
        draft.say(draft.at(self.after), draft.buyer, "payment_opened", amount=draft.amount(amount))


def payment(draft: Draft, after: float, method: str, amount: int, state: str) -> dict[str, Any]:
    """The row of a payment."""
    return {"provider": "manual", "method": method, "amount": amount, "state": state, "at": draft.at(after)}


@dataclass(frozen=True, slots=True)
class Invoiced:
    """The invoice was issued."""

    after: float

    def happen(self, draft: Draft) -> None:
        """Add the invoice, under the next number."""
        number = f"INV-{draft.setting.numbers.take('invoices')}"
        draft.invoices.append({"number": number, "issued_at": draft.at(self.after)})
        draft.say(draft.at(self.after), draft.person(Role.MANAGER), "invoiced", number=number)


@dataclass(frozen=True, slots=True)
class Refunded:
    """Money went back for `pieces` (quantity by SKU), shipping and adjustment. `withdraw`: unsent, never to be sent."""

    after: float
    pieces: Mapping[str, int] = field(default_factory=dict)
    shipping: int = 0
    adjustment: int = 0
    fee: int = 0
    reason: str = ""
    withdraw: bool = False
    state: RefundState = RefundState.SENT

    def happen(self, draft: Draft) -> None:
        """Add the refund with its parts; amounts are the lines' totals by the piece."""
        parts = [self.part(draft, sku, quantity) for sku, quantity in self.pieces.items()]
        items = sum(part["amount"] for part in parts)
        amount = items + self.shipping + self.adjustment - self.fee
        draft.refunds.append(Parted(self.row(draft, items, amount), parts))
        verb = "refund_asked" if self.state is RefundState.AWAITING_APPROVAL else "refunded"
        draft.say(draft.at(self.after), draft.person(Role.MANAGER), verb, amount=draft.amount(amount))

    def row(self, draft: Draft, items: int, amount: int) -> dict[str, Any]:
        """The row of the refund."""
        at = draft.at(self.after)
        return {
            "items": items,
            "shipping": self.shipping,
            "adjustment": self.adjustment,
            "fee": self.fee,
            "amount": amount,
            "state": self.state,
            "reason": self.reason,
            "at": at,
            "sent_at": at if self.state is RefundState.SENT else None,
        }

    def part(self, draft: Draft, sku: str, quantity: int) -> dict[str, Any]:
        """The part of one line; all its pieces together are exactly its total."""
        line = draft.line(sku)
        amount = line["total"] * quantity // line["quantity"]
        withdrawn = quantity if self.withdraw else 0
        return {"position": line["position"], "quantity": quantity, "amount": amount, "withdrawn": withdrawn}
