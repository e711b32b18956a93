"""The cast's customer accounts, as data."""

from typing import NamedTuple


class Account(NamedTuple):
    """A customer account. `verified`: its phone number is; `offline`: orders by phone or paper, without a login."""

    name: str
    email: str = ""
    phone: str = ""
    verified: bool = False
    offline: bool = False


ACCOUNTS = (
    Account("Chloe Lee", "chloe.lee@mail.example", "+49 151 2345 6789"),
    Account("Kate Wong", "kate.wong@mail.example"),
    Account("Kenji Watanabe", phone="+81 90 1234 5678", verified=True),
    Account("Amélie Fontaine", "amelie@mail.example"),
    Account("Tomás Herrera", "tomas.herrera@mail.example", offline=True),
    Account("Priya Raman", "priya.raman@mail.example"),
    Account("Dieter Krämer", "dieter.kramer@mail.example"),
    Account("Lena Petrosyan", "lena.petrosyan@mail.example"),
    Account("Bàrbara Puig", "barbara.puig@mail.example"),
    Account("Owen Gallagher", "owen.gallagher@mail.example"),
    Account("Siobhán O'Keeffe", "siobhan.okeeffe@mail.example"),
    Account("Marcus Bell", "marcus.bell@mail.example"),
    Account("Yara Haddad", "yara.haddad@mail.example"),
    Account("Ingrid Solberg", "ingrid.solberg@mail.example"),
)
