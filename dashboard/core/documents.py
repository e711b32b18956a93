"""What orders and customers are found by: documents of one folded line per field, the same line in every document.

So that the document alone tells where a search matched.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from dashboard.core import search

ORDER = (
    "code", "customer", "email", "phone", "owner", "owner_email", "owner_phone", "sku", "product", "tracking", "note",
    "delivery", "billing",
)  # fmt: skip
PHONES = tuple(at for at, name in enumerate(ORDER) if name.endswith("phone"))
PEOPLE = frozenset(ORDER[1:7])  # who ordered and who owns
PLACE = ("name", "company", "street1", "street2", "postcode", "city", "region")


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


class Sold(Protocol):
    """A line's columns that its order is found by."""

    @property
    def sku(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def variant(self) -> str: ...


def order_document(
    *,
    code: str,
    customer: str,
    email: str | None,
    phone: str | None,
    owner: Holder | None,
    lines: Iterable[Sold],
    tracking: Iterable[str],
    notes: Iterable[str],
    delivery: Mapping[str, str] | None,
    billing: Mapping[str, str] | None,
) -> str:
    """The document of an order, a line for each field of ORDER; `phone` is the number's key where it has one."""
    sold = list(lines)
    fields = (
        code,
        customer,
        email or "",
        phone or "",
        owner.name if owner else "",
        (owner.email or "") if owner else "",
        (owner.phone_key or owner.phone or "") if owner else "",
        " ".join(dict.fromkeys([line.sku for line in sold if line.sku])),
        " ".join(dict.fromkeys([f"{line.name} {line.variant}" for line in sold])),
        " ".join(numbers(tracking)) if tracking else "",
        " ".join(notes),
        place(delivery),
        place(billing if billing != delivery else None),
    )
    return search.lines(fields, PHONES)


def customer_document(customer: Holder, former: Iterable[Holder] = ()) -> str:
    """The document of an account: name, e-mail, phone; and those of the accounts that were merged into it."""
    phone = customer.phone_key or customer.phone or ""
    fields = {"name": customer.name, "email": customer.email or "", "phone": phone}
    for at, part in enumerate(former):
        fields[f"{at} formerly"] = f"{part.name} {part.email or ''}"
        fields[f"{at} former phone"] = part.phone_key or part.phone or ""
    return search.document(fields)


def numbers(tracking: Iterable[str]) -> Iterable[str]:
    """Tracking numbers as they were written and, where that differs, without their spaces."""
    for number in dict.fromkeys(tracking):
        yield number
        if len(parts := number.split()) > 1:
            yield "".join(parts)


def place(address: Mapping[str, str] | None) -> str:
    """An address in one line; the country's letters would be found in every other word."""
    return " ".join([str(value) for part in PLACE if (value := address.get(part))]) if address else ""
