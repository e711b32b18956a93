"""The words for what state a thing is in. Values stand in addresses and the database, labels on the page."""

from enum import StrEnum


class Status(StrEnum):
    """A status word: its value stands in addresses and the database, its label, tone and glyph on the page."""

    @property
    def label(self) -> str:
        """The word on the page."""
        return self.value.replace("_", " ").capitalize()

    @property
    def badge(self) -> tuple[str, str]:
        """Tone and glyph of its badge."""
        return BADGES.get(self.value, ("neutral", "st-empty"))

    @property
    def tone(self) -> str:
        """The badge's tone."""
        return self.badge[0]

    @property
    def glyph(self) -> str:
        """The badge's glyph, whose fill shows progress."""
        return self.badge[1]


class OrderState(Status):
    """What an order is: open, or closed for good."""

    OPEN = "open"
    CANCELED = "canceled"
    RETURNED_TO_CART = "returned_to_cart"


class CancelReason(Status):
    """Why an order was canceled."""

    CUSTOMER_REQUEST = "customer_request"
    OUT_OF_STOCK = "out_of_stock"
    REJECTED_BY_US = "rejected_by_us"
    FRAUD = "fraud"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason on the page."""
        return "Customer’s request" if self is CancelReason.CUSTOMER_REQUEST else super().label


class PaymentStatus(Status):
    """How far an order is paid (FEATURES U9)."""

    UNPAID = "unpaid"
    PARTIALLY_PAID = "partially_paid"
    IN_PROGRESS = "in_progress"
    PAID = "paid"
    REFUNDED = "refunded"
    PARTIALLY_REFUNDED = "partially_refunded"


class FulfilmentStatus(Status):
    """How far an order is sent (FEATURES U11)."""

    UNFULFILLED = "unfulfilled"
    DISPATCHED = "dispatched"
    FULFILLED = "fulfilled"
    PARTIALLY_FULFILLED = "partially_fulfilled"
    DELIVERED = "delivered"
    PICKED_UP = "picked_up"
    RETURNED = "returned"
    PARTIALLY_RETURNED = "partially_returned"
    CANCELED = "canceled"


class Route(Status):
    """How an order came."""

    ONLINE_STORE = "online_store"
    ORDER_LINK = "order_link"
    PROXY = "proxy"
    SPREADSHEET = "spreadsheet"
    POINT_OF_SALE = "point_of_sale"
    API = "api"
    IMPORT = "import"

    @property
    def label(self) -> str:
        """The route on the page."""
        return {"api": "API", "proxy": "Proxy order"}.get(self.value, super().label)


class RefundState(Status):
    """Where a refund is: asked for, to be sent, sent, or come to nothing."""

    AWAITING_APPROVAL = "awaiting_approval"
    TO_SEND = "to_send"
    SENT = "sent"
    DECLINED = "declined"
    FAILED = "failed"


class ShipmentStatus(Status):
    """Where a parcel is (FEATURES U21)."""

    AWAITING_SHIPMENT = "awaiting_shipment"
    SHIPPED = "shipped"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    DELIVERY_FAILED = "delivery_failed"
    CANCELED = "canceled"


# Status value -> (tone, glyph). A parcel's "delivered" and an order's look alike on purpose.
BADGES = {
    "unpaid": ("warning", "st-empty"), "unfulfilled": ("warning", "st-empty"),
    "in_progress": ("info", "st-dashed"), "dispatched": ("info", "st-dashed"),
    "partially_paid": ("warning", "st-half"), "partially_fulfilled": ("info", "st-half"),
    "fulfilled": ("success", "st-most"), "paid": ("success", "st-full"),
    "delivered": ("success", "st-full"), "picked_up": ("success", "st-full"),
    "refunded": ("neutral", "st-back"), "partially_refunded": ("neutral", "st-back"),
    "returned": ("neutral", "st-back"), "partially_returned": ("neutral", "st-back"),
    "canceled": ("critical", "st-x"), "returned_to_cart": ("violet", "st-back"),
    "awaiting_shipment": ("warning", "st-empty"), "shipped": ("info", "st-dashed"),
    "in_transit": ("info", "st-half"), "out_for_delivery": ("info", "st-half"),
    "delivery_failed": ("critical", "st-x"), "awaiting_approval": ("warning", "st-empty"),
    "to_send": ("info", "st-half"), "sent": ("success", "st-full"),
    "declined": ("critical", "st-x"), "failed": ("critical", "st-x"),
}  # fmt: skip
