"""What the search documents must hold, stated once more from columns alone: `check` compares, bulk load writes it."""

from collections.abc import Iterable
from typing import Protocol

from dashboard.core import search


class Holder(Protocol):
    """An account's columns that its orders are found by."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def phone_key(self) -> str | None: ...


def order_document(
    *, code: str, customer: str, email: str | None, phone: str | None, owner: Holder | None, skus: Iterable[str]
) -> str:
    """The document of an order; `phone` is the number's key where it has one."""
    return search.document(
        {
            "code": code,
            "customer": customer,
            "email": email or "",
            "phone": phone or "",
            "owner": owner.name if owner else "",
            "owner_email": (owner.email or "") if owner else "",
            "owner_phone": (owner.phone_key or owner.phone or "") if owner else "",
            "skus": " ".join(dict.fromkeys(sku for sku in skus if sku)),
        }
    )


def customer_document(customer: Holder) -> str:
    """The document of an account."""
    phone = customer.phone_key or customer.phone or ""
    return search.document({"name": customer.name, "email": customer.email or "", "phone": phone})
