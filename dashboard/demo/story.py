"""What is told of an order: who placed it, what is in it, and what happened to it since."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Protocol

from dashboard.core.statuses import Route

if TYPE_CHECKING:
    from dashboard.demo.draft import Draft


class Contact(NamedTuple):
    """Somebody as an order names them."""

    name: str
    email: str = ""
    phone: str = ""


class Item(NamedTuple):
    """Some pieces of a product; `price` in the order's currency, None: the product's own in EUR."""

    sku: str
    quantity: int
    price: Decimal | None = None


class Event(Protocol):
    """Something that happened to an order: it adds rows and a line of the log to its draft."""

    def happen(self, draft: "Draft") -> None: ...


@dataclass(frozen=True, slots=True)
class Story:
    """One order. Amounts in minor units of its currency.

    `owner` names an account; `contact` None: the order customer is as that account. `address` is where it goes,
    in the parts of addresses.Address.
    """

    code: str
    items: tuple[Item, ...]
    events: tuple[Event, ...] = ()
    owner: str | None = None
    contact: Contact | None = None
    address: dict[str, str] | None = None
    route: Route = Route.ONLINE_STORE
    catalog: str | None = "Winter"
    currency: str = "EUR"
    discount: int = 0
    discount_code: str = ""
    shipping: int = 0
    shipping_method: str = ""
    test: bool = False
