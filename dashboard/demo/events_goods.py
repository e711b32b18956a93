"""Events about goods: shipments and returns. `after` is in hours since the order was placed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dashboard.core import search
from dashboard.core.person import Role
from dashboard.core.statuses import ShipmentStatus, shipment_label
from dashboard.demo.draft import Draft, Parted

S = ShipmentStatus
VERBS = {S.AWAITING_SHIPMENT: "packed", S.SHIPPED: "shipped", S.DELIVERED: "delivered"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A shipment of `pieces` (quantity by SKU; None: everything). `steps`: hours since `after`, and the status."""

    after: float
    steps: tuple[tuple[float, ShipmentStatus], ...] = ((0, S.SHIPPED),)
    pieces: Mapping[str, int] | None = None
    carrier: str = ""
    tracking: str = ""
    kind: str = "manual"
    point: str = "local"
    label_printed: bool = False
    days: int | None = None  # until it is expected to arrive

    def happen(self, draft: Draft) -> None:
        """Add the shipment with its parts, and one line of the log for each step."""
        number = f"SH-{draft.setting.numbers.take('shipments')}"
        draft.shipments.append(Parted(self.row(draft, number), self.parts(draft)))
        for hours, status in self.steps:
            self.tell(draft, draft.at(self.after + hours), number, status)

    def tell(self, draft: Draft, at: datetime, number: str, status: ShipmentStatus) -> None:
        """Add the line of the log for one step; a carrier's news has no person behind it."""
        news = self.kind == "carrier" and status not in (S.AWAITING_SHIPMENT, S.SHIPPED)
        label = shipment_label(status, self.point).lower()
        draft.say(
            at,
            draft.person(None if news else Role.FULFILMENT),
            VERBS.get(status, "tracked"),
            shipment=number,
            status=label,
        )

    def row(self, draft: Draft, number: str) -> dict[str, Any]:
        """The row of the shipment, as its last step left it."""
        made = draft.at(self.after)
        reached = {status: draft.at(self.after + hours) for hours, status in self.steps}
        handed_over = [at for status, at in reached.items() if status not in (S.AWAITING_SHIPMENT, S.CANCELED)]
        return {
            "number": number,
            "kind": self.kind,
            "point": self.point,
            "carrier": self.carrier,
            "tracking_number": self.tracking,
            "tracking_key": search.fold(self.tracking).replace(" ", "") or None,
            "status": self.steps[-1][1],
            "label_printed": self.label_printed,
            "created_at": made,
            "shipped_at": handed_over[0] if handed_over else None,
            "delivered_at": reached.get(S.DELIVERED),
            "expected_on": (made + timedelta(days=self.days)).date() if self.days else None,
        }

    def parts(self, draft: Draft) -> list[dict[str, Any]]:
        """The pieces per line."""
        if self.pieces is None:
            return [{"position": line["position"], "quantity": line["quantity"]} for line in draft.lines]
        return [{"position": draft.line(sku)["position"], "quantity": n} for sku, n in self.pieces.items()]


@dataclass(frozen=True, slots=True)
class Returned:
    """Pieces (quantity by SKU) came back; all of them can be sold again, or none."""

    after: float
    pieces: Mapping[str, int]
    reason: str = ""
    restock: bool = True

    def happen(self, draft: Draft) -> None:
        """Add the return with its parts."""
        at, lines = draft.at(self.after), {sku: draft.line(sku) for sku in self.pieces}
        parts = [
            {"position": lines[sku]["position"], "quantity": n, "restocked": n if self.restock else 0}
            for sku, n in self.pieces.items()
        ]
        draft.returns.append(Parted({"reason": self.reason, "at": at}, parts))
        pieces = ", ".join(f"{lines[sku]['name']} × {n}" for sku, n in self.pieces.items())
        draft.say(at, draft.person(Role.FULFILMENT), "returned", pieces=pieces)
