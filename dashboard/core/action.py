"""What can be done to an order. The value stands in addresses and the log, the label on the button."""

from enum import StrEnum


class Action(StrEnum):
    """A button of the order's page, and of its shipments."""

    REASSIGN = "reassign"
    CHANGE_CUSTOMER = "change_customer"
    LINK = "link"
    UNLINK = "unlink"
    ORDER_CUSTOMER = "order_customer"
    NOTE = "note"
    RESEND = "resend"
    EDIT_LINES = "edit_lines"
    RECORD_PAYMENT = "record_payment"
    ISSUE_INVOICE = "issue_invoice"
    REFUND = "refund"
    PACK = "pack"
    FULFIL = "fulfil"
    EDIT_SHIPMENT = "edit_shipment"
    CANCEL_SHIPMENT = "cancel_shipment"
    HAND_OVER = "hand_over"
    DELIVER = "deliver"
    RETURN = "return"
    RETURN_TO_CART = "return_to_cart"
    CANCEL = "cancel"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    TAG = "tag"
    PDF = "pdf"
    EXPORT = "export"
    DELETE = "delete"
    IMPORT = "import"
    MERGE = "merge"
    ERASE = "erase"
    APPROVE_REFUND = "approve_refund"
    DECLINE_REFUND = "decline_refund"
    SEND_REFUND = "send_refund"
    FAIL_REFUND = "fail_refund"
    RECEIVE_PAYMENT = "receive_payment"
    FAIL_PAYMENT = "fail_payment"

    @property
    def label(self) -> str:
        """The words on the button."""
        return LABELS.get(self, self.value.replace("_", " ").capitalize())


LABELS = {
    Action.REASSIGN: "Reassign order",
    Action.LINK: "Link to customer account",
    Action.ORDER_CUSTOMER: "Edit order customer",
    Action.NOTE: "Add note",
    Action.PACK: "Mark as packed",
    Action.DELIVER: "Mark as delivered",
    Action.CANCEL: "Cancel order",
    Action.TAG: "Add tag",
    Action.PDF: "Download PDF",
    Action.DELETE: "Delete order",
    Action.SEND_REFUND: "Mark as sent",
    Action.FAIL_REFUND: "Mark as failed",
    Action.RECEIVE_PAYMENT: "Mark as received",
    Action.FAIL_PAYMENT: "Mark as failed",
}
