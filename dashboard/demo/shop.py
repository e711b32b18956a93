"""The store of the demo and the people who work there, as data."""

from typing import NamedTuple

from dashboard.core.person import Role

STAFF_PASSWORD = "harbour-demo-2026"
BUYER_PASSWORD = "buyer-demo-2026"
REGION = "DE"

STORE = {
    "name": "Harbour & Hearth",
    "email": "hello@harbour.example",
    "address": "Speicherweg 4, 20457 Hamburg, Germany",
    "currency": "EUR",
    "zone": "Europe/Berlin",
    "region": REGION,
    "tax_included": True,
    "tax_rate": 1900,
    "test_orders": True,
}


class Colleague(NamedTuple):
    """Somebody who works at the desk."""

    name: str
    email: str
    role: Role


STAFF = (
    Colleague("Mara Lindt", "mara@harbour.example", Role.OWNER),
    Colleague("Jonas Weber", "jonas@harbour.example", Role.MANAGER),
    Colleague("Ines Costa", "ines@harbour.example", Role.FULFILMENT),
    Colleague("Noor Haddad", "noor@harbour.example", Role.SUPPORT),
    Colleague("Ben Okafor", "ben@harbour.example", Role.VIEWER),
)
