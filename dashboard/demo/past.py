"""Orders of the past, thrown by seeded dice: what is in each, and what became of it."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import accumulate
from random import Random

from dashboard.core.statuses import Route
from dashboard.demo import fates
from dashboard.demo.events_desk import Noted, Tagged
from dashboard.demo.products import BY_SKU, CATALOGS
from dashboard.demo.story import Contact, Event, Item, Story

FATES = tuple(fates.FATES)
WEIGHTS = tuple(accumulate(fates.FATES.values()))
LONGEST = 240.0  # hours: after ten days nothing more happens to an order
QUANTITIES = (1, 1, 1, 1, 2, 2, 2, 3, 4, 6)
LINES = (1, 1, 2, 2, 2, 3, 3, 4, 5)  # 2.5 on average
RATES = {"EUR": "1", "GBP": "0.86", "USD": "1.08", "JPY": "165", "KWD": "0.335"}
STEPS = {"JPY": "1", "KWD": "0.001"}
CURRENCIES = ("EUR",) * 44 + ("GBP", "GBP", "USD", "USD", "JPY", "KWD")
ROUTES = (Route.ONLINE_STORE,) * 12 + (Route.ORDER_LINK, Route.ORDER_LINK, Route.PROXY, Route.SPREADSHEET, Route.API)
SHIPPING = ((0, ""), (0, ""), (400, "DHL Paket"), (400, "DHL Paket"), (690, "DHL Express"))
TAGS = ("gift", "first order", "fragile", "vip", "wholesale", "pre-order", "cash on delivery")
NOTES = (
    "Please deliver after 5 pm.",
    "Called: the colour is fine as it is.",
    "Second gift for the same person, wrap it differently.",
    "Asked for an invoice with the company’s name.",
    "Neighbour takes it in: ring at no. 12.",
)


@dataclass(frozen=True, slots=True)
class Party:
    """Who ordered: the key of an account, or a guest's contact; and where it goes."""

    owner: str | None
    contact: Contact | None
    address: dict[str, str]


def story(dice: Random, code: str, party: Party, age: float) -> Story:
    """An order of this party, placed `age` hours ago."""
    currency = dice.choice(CURRENCIES)
    catalog = dice.choice(tuple(CATALOGS))
    items = basket(dice, catalog, currency)
    shipping, method = dice.choice(SHIPPING) if currency == "EUR" else (0, "")
    discounted = currency == "EUR" and dice.random() < 0.12
    return Story(
        code,
        items,
        (*events(dice, items, min(age, LONGEST)), *extras(dice, min(age, LONGEST))),
        owner=party.owner,
        contact=party.contact,
        address=party.address,
        route=dice.choice(ROUTES),
        catalog=catalog,
        currency=currency,
        discount=dice.choice((200, 250, 300)) if discounted else 0,
        discount_code="HEARTH" if discounted else "",
        shipping=shipping,
        shipping_method=method,
    )


def basket(dice: Random, catalog: str, currency: str) -> tuple[Item, ...]:
    """Some products of the catalog, each once."""
    offered = CATALOGS[catalog]
    chosen = dice.sample(offered, min(dice.choice(LINES), len(offered)))
    return tuple(Item(sku, dice.choice(QUANTITIES), price(sku, currency)) for sku in chosen)


@cache
def price(sku: str, currency: str) -> Decimal | None:
    """A product’s price in this currency; None: as it is in EUR."""
    if currency == "EUR":
        return None
    step = Decimal(STEPS.get(currency, "0.01"))
    return (BY_SKU[sku].price * Decimal(RATES[currency])).quantize(step)


def events(dice: Random, items: tuple[Item, ...], span: float) -> tuple[Event, ...]:
    """What became of the order within `span` hours."""
    (fate,) = dice.choices(FATES, cum_weights=WEIGHTS)
    return fate(dice, items, span)


def extras(dice: Random, span: float) -> tuple[Event, ...]:
    """Now and then a tag or a note."""
    found: list[Event] = []
    if dice.random() < 0.2:
        found.append(Tagged(span * 0.05, dice.choice(TAGS)))
    if dice.random() < 0.1:
        found.append(Noted(span * 0.06, dice.choice(NOTES)))
    return tuple(found)
