"""Shopify's customers_export.csv, in its newer layout with “Default Address” and its older one without."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from dashboard.core import contacts
from dashboard.core.refusals import Invalid
from dashboard.importers.cells import Cells
from dashboard.importers.countries import country
from dashboard.importers.incoming import Choices, Incoming, IncomingCustomer, Problem
from dashboard.importers.one_per_row import OnePerRow
from dashboard.importers.shopify_columns import normalised, places
from dashboard.importers.table import header, open_table, with_reasons

NEEDED = {"first name", "last name", "email"}
ID = ("customer id", "id")
PHONE = ("phone", "default address phone")
COUNTRY = ("default address country code", "country code", "country", "default address country")
# Sums of the source are kept under names that nobody takes for ours.
SUMS = {"total spent": "imported_total_spent", "total orders": "imported_total_orders",
        "orders count": "imported_total_orders"}  # fmt: skip
KNOWN = {
    *NEEDED, *ID, *PHONE, *COUNTRY, *SUMS, "accepts email marketing", "accepts sms marketing", "accepts marketing",
    "note", "tax exempt", "tags", "company", "address1", "address2", "city", "province", "province code", "zip",
    "default address company", "default address address1", "default address address2", "default address city",
    "default address province code", "default address zip", "state", "verified email", "created at", "updated at",
    "default address id", "reason",
}  # fmt: skip


def is_export(columns: tuple[str, ...]) -> bool:
    """Whether these are the columns of Shopify's customers."""
    names = {normalised(cell) for cell in columns}
    told = {"total spent", "accepts marketing", "accepts email marketing", "tax exempt"}
    return names >= NEEDED and not names.isdisjoint(told) and "lineitem name" not in names


class ShopifyCustomers(OnePerRow):
    """One export that was looked over."""

    name: ClassVar[str] = "shopify_customers"
    label: ClassVar[str] = "Shopify"
    kind: ClassVar[str] = "customers"
    source: ClassVar[str] = "shopify"
    prefix: ClassVar[str] = "SH-"

    def __init__(self, path: Path, choices: Choices) -> None:
        super().__init__(path, choices, is_export, places, ())
        self.unknown_columns = tuple(cell for cell in self.columns if cell and normalised(cell) not in KNOWN)

    @classmethod
    def accepts(cls, path: Path) -> bool:
        """Whether the header row is that of Shopify's customers."""
        return is_export(header(path, is_export))

    @staticmethod
    def write_refused(path: Path, choices: Choices, reasons: Mapping[int, str]) -> Iterator[bytes]:
        """These rows under their header, with the reason in a last column."""
        return with_reasons(open_table(path, choices, is_export), reasons)

    def item(self, row: Cells, cells: list[str]) -> tuple[Incoming, Mapping[str, str]]:
        """The customer of a row."""
        return customer(row), keys_of(row)


def customer(row: Cells) -> IncomingCustomer:
    """The customer that these cells describe. Raises Invalid for a row that is nobody's."""
    source_id, email = first(row, ID), row.text("email") or None
    name = " ".join(filter(None, (row.text("first name"), row.text("last name"))))
    name = name or row.text("default address company") or row.text("company")
    region = country(first(row, COUNTRY))
    phones = [text for column in PHONE if (text := row.bare(column))]
    if not (source_id or email or name or phones):
        raise Invalid("the row names nobody.")
    return IncomingCustomer(
        row=row.row,
        source_id=source_id,
        name=name,
        email=email,
        phone=phones[0] if phones else None,
        region=region if len(region) == 2 else "",
        facts=facts(row),
        warnings=tuple(Problem(row.row, f"{source_id or email or name}: {told}") for told in unusual(email, phones)),
    )


def keys_of(row: Cells) -> dict[str, str]:
    """What no other row may have: the id and the e-mail address, each with how to call it."""
    email = row.text("email")
    try:
        key = contacts.email_key(email) if email else ""
    except Invalid:
        key = ""
    source_id = first(row, ID)
    keys = {f"id {source_id}": f"Customer {source_id}", f"e-mail {key}": f"The e-mail address {email}"}
    return {key: called for key, called in keys.items() if not key.endswith(" ")}


def unusual(email: str | None, phones: list[str]) -> Iterator[str]:
    """What a merchant should know of the contact."""
    if email is None and not phones:
        yield "without e-mail and phone, the account comes in as an offline buyer, who cannot log in."
    if email is not None:
        try:
            contacts.email_key(email)
        except Invalid as refusal:
            yield f"{refusal.sentence} It is kept beside the account, which cannot log in by it."


def first(row: Cells, columns: tuple[str, ...]) -> str:
    """What stands in the first of these columns that says something."""
    return next((text for column in columns if (text := row.bare(column))), "")


def facts(row: Cells) -> dict[str, str]:
    """What the source says besides name and id, by its columns' names."""
    kept = {SUMS.get(name, name): row.bare(name)[:1000] for name in row.cells if name not in {*ID, "reason"}}
    return {name: text for name, text in kept.items() if text}
