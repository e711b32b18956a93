"""The sum of a refund and its limits. Source: DOMAIN 3 (docs/domain.md). Amounts in minor units of one currency."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from dashboard.core.money import money, to_minor
from dashboard.core.person import Person, Role
from dashboard.core.refusals import Invalid, WrongState
from dashboard.core.words import RefundState

# What a manager may refund of one order alone, in the store's currency.
MANAGER_LIMIT = Decimal("500.00")
# Where a refund goes from where it is. Money that was sent may still come back, so sent is not the end.
STEPS: dict[RefundState, frozenset[RefundState]] = {
    RefundState.AWAITING_APPROVAL: frozenset({RefundState.TO_SEND, RefundState.DECLINED}),
    RefundState.TO_SEND: frozenset({RefundState.SENT, RefundState.FAILED}),
    RefundState.SENT: frozenset({RefundState.FAILED}),
    RefundState.DECLINED: frozenset(),
    RefundState.FAILED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class LineMoney:
    """One line for a refund: `total` with tax and after discount; `refunded` pieces and their `given_back` amount.

    Refunds awaiting approval count as given back here: they reserve.
    """

    name: str
    ordered: int
    total: int
    refunded: int = 0
    given_back: int = 0


@dataclass(frozen=True, slots=True)
class Books:
    """What an order's refund is reckoned from: money captured, refunded or reserved, and paid for shipping."""

    currency: str
    captured: int
    refunded: int = 0
    shipping: int = 0
    shipping_refunded: int = 0
    lines: Mapping[int, LineMoney] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """What can still be given back."""
        return self.captured - self.refunded


@dataclass(frozen=True, slots=True)
class Wish:
    """What a refund shall cover: pieces per line id, and amounts."""

    pieces: Mapping[int, int] = field(default_factory=dict)
    shipping: int = 0
    adjustment: int = 0
    fee: int = 0


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A refund in its parts; `lines` is the amount per line id."""

    lines: Mapping[int, int]
    shipping: int
    adjustment: int
    fee: int

    @property
    def items(self) -> int:
        """What the pieces come to."""
        return sum(self.lines.values())

    @property
    def amount(self) -> int:
        """The refund total."""
        return self.items + self.shipping + self.adjustment - self.fee


def pieces_amount(line: LineMoney, quantity: int) -> int:
    """What `quantity` more pieces of the line come to: its total is shared evenly, the last piece takes the rest."""
    rest = max(0, line.total - line.given_back)
    if quantity + line.refunded >= line.ordered:
        return rest if quantity else 0
    each = (2 * line.total + line.ordered) // (2 * line.ordered)
    return min(quantity * each, rest)


def reckon(books: Books, wish: Wish) -> Reckoned:
    """The refund in its parts. Raises Invalid, beside "quantity-<line id>", "shipping", "adjustment" or "fee"."""
    refuse_negative(wish)
    for line_id, quantity in wish.pieces.items():
        refuse_too_many(books, line_id, quantity)
    if wish.shipping > (most := books.shipping - books.shipping_refunded):
        raise Invalid(f"At most {money(most, books.currency)} of the shipping is left to refund.", "shipping")
    wanted = {line_id: quantity for line_id, quantity in wish.pieces.items() if quantity}
    amounts = {line_id: pieces_amount(books.lines[line_id], quantity) for line_id, quantity in wanted.items()}
    refund = Reckoned(amounts, wish.shipping, wish.adjustment, wish.fee)
    refuse_amount(books, refund)
    return refund


def refuse_negative(wish: Wish) -> None:
    """Raise Invalid for an amount below nothing."""
    for name in ("shipping", "adjustment", "fee"):
        if getattr(wish, name) < 0:
            raise Invalid("Enter 0 or more.", name)


def refuse_too_many(books: Books, line_id: int, quantity: int) -> None:
    """Raise Invalid for pieces that are not there, or refunded already."""
    line = books.lines.get(line_id)
    if line is None:
        raise Invalid("One of these items is no longer part of the order. Open the refund anew.")
    left = line.ordered - line.refunded
    if not 0 <= quantity <= left:
        raise Invalid(f"{line.name}: {left} of {line.ordered} can still be refunded.", f"quantity-{line_id}")


def refuse_amount(books: Books, refund: Reckoned) -> None:
    """Raise Invalid unless the refund gives something back, and no more than the shop holds."""
    if refund.amount <= 0 < refund.fee:
        raise Invalid("The fee takes all of the refund. Enter a smaller fee.", "fee")
    if refund.amount <= 0:
        raise Invalid("This refund is of nothing. Choose items or enter an amount.")
    if refund.amount > books.left:
        asked, left = money(refund.amount, books.currency), money(books.left, books.currency)
        raise Invalid(f"The refund is {asked}, but only {left} of this order’s money is left to refund.")


def whole(books: Books) -> Wish:
    """All that is left: every piece and the shipping, and what lies beside them as an adjustment.

    Where less is held than these come to (a part was paid, or given back as an adjustment), it is an amount alone.
    """
    pieces = {number: line.ordered - line.refunded for number, line in books.lines.items()}
    pieces = {number: left for number, left in pieces.items() if left > 0}
    shipping = max(0, books.shipping - books.shipping_refunded)
    beside = books.left - shipping - sum(pieces_amount(books.lines[number], left) for number, left in pieces.items())
    return Wish(pieces, shipping, beside) if beside >= 0 else Wish(adjustment=max(0, books.left))


def limit_in(currency: str, store_currency: str) -> int:
    """What a manager may refund of an order in this currency alone, in its minor units.

    Amounts of different currencies do not compare: of an order in another one than the store's, nothing.
    """
    return to_minor(MANAGER_LIMIT, currency) if currency == store_currency else 0


def first_state(by: Person, books: Books, amount: int, limit: int) -> RefundState:
    """Whether the refund is to be sent at once. `limit` is what a manager may refund of one order alone."""
    alone = by.kind == "command" or by.role is Role.OWNER or books.refunded + amount <= limit
    return RefundState.TO_SEND if alone else RefundState.AWAITING_APPROVAL


def refuse_step(now: RefundState, to: RefundState) -> None:
    """Raise WrongState unless a refund goes from the one state to the other."""
    if to not in STEPS[now]:
        raise WrongState(f"This refund stands at “{now.label}”, where this cannot be done.")


def refuse_own(by: Person, asked_by: int | None) -> None:
    """Raise WrongState if this person asked for the refund that they want to approve."""
    if by.kind == "staff" and by.id == asked_by:
        raise WrongState("You asked for this refund, so another person has to approve it.")
