"""An order as plain facts: everything that the rules look at, and nothing else. Amounts in minor units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.core.words import OrderState, RefundState, ShipmentStatus


@dataclass(frozen=True, slots=True)
class LineFacts:
    """Pieces of one line: ordered as confirmed now, of which withdrawn ("will not be sent") and refunded."""

    id: int
    ordered: int
    withdrawn: int = 0
    refunded: int = 0


@dataclass(frozen=True, slots=True)
class ShipmentFacts:
    """One parcel. `kind` manual or carrier; `point` local, international or pickup; `pieces` per line id."""

    status: ShipmentStatus
    kind: str = "manual"
    point: str = "local"
    tracked: bool = False
    pieces: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """One refund and the adjustment fee kept in it."""

    state: RefundState
    amount: int
    fee: int = 0


@dataclass(frozen=True, slots=True)
class OwnerFacts:
    """The account that owns the order. `closed`: it is deactivated, merged away or erased."""

    id: int
    offline_buyer: bool = False
    closed: bool = False


COUNTED = frozenset({RefundState.TO_SEND, RefundState.SENT})
UNSETTLED = frozenset({RefundState.AWAITING_APPROVAL, RefundState.TO_SEND})


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What is true of an order now."""

    code: str = "OD-1"
    currency: str = "EUR"
    state: OrderState = OrderState.OPEN
    archived: bool = False
    test: bool = False
    total: int = 0
    captured: int = 0
    attempt_open: bool = False
    lines: tuple[LineFacts, ...] = ()
    shipments: tuple[ShipmentFacts, ...] = ()
    refunds: tuple[RefundFacts, ...] = ()
    returned: Mapping[int, int] = field(default_factory=dict)
    packed: bool = False
    invoice: str | None = None
    owner: OwnerFacts | None = None
    backlog_sku: bool = False
    partner_inventory: bool = False
    cart_open: bool = False
    catalog: str | None = None
    import_untouched: bool = False
    # What quantities.per_line() made of them, which a dozen rules ask for.
    counted: Any = field(default=None, init=False, repr=False, compare=False)

    @property
    def refunded(self) -> int:
        """R: refunds to send and sent. One awaiting approval counts nowhere yet."""
        return sum(refund.amount for refund in self.refunds if refund.state in COUNTED)

    @property
    def fees(self) -> int:
        """F: adjustment fees kept in those refunds."""
        return sum(refund.fee for refund in self.refunds if refund.state in COUNTED)

    @property
    def reserved(self) -> int:
        """What refunds awaiting approval hold back."""
        return sum(refund.amount for refund in self.refunds if refund.state is RefundState.AWAITING_APPROVAL)

    @property
    def held(self) -> int:
        """P - R: what the shop still holds of the customer's money."""
        return self.captured - self.refunded

    @property
    def refund_unsettled(self) -> bool:
        """Whether a refund waits for approval or to be sent."""
        return any(refund.state in UNSETTLED for refund in self.refunds)
