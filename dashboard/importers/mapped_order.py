"""The rows of one order in a merchant's own table as an incoming order, or as a credit where they only take off."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from babel.numbers import is_currency

from dashboard.core import money
from dashboard.core.refusals import Invalid
from dashboard.importers.cells import MOST_PIECES, Cells
from dashboard.importers.countries import country
from dashboard.importers.incoming import Choices, CreditLine, IncomingCredit, IncomingLine, IncomingOrder, Problem
from dashboard.importers.mapped_fields import PARTS
from dashboard.importers.mapped_money import money_of, sent
from dashboard.importers.mapped_rows import amount, is_line, merged, pieces, takes, value_of
from dashboard.importers.mapped_sums import fitted
from dashboard.importers.reckon import reckon
from dashboard.importers.shopify_cells import MOST_LINES, email
from dashboard.importers.status_words import Sent

WITHOUT_NAME = "Item without a name"
BAD_DEBT = re.compile(r"adjust\w* bad debt", re.IGNORECASE)
PRECISE = Decimal("1e-10")


def item_of(
    rows: Sequence[Cells], number: str, choices: Choices, facts: Mapping[str, str]
) -> IncomingOrder | IncomingCredit:
    """What these rows are. Raises Invalid for what cannot be read."""
    head = merged(rows)
    lines = [row for row in rows if is_line(row)]
    if not lines:
        raise Invalid("it has no line with any pieces.")
    if len(lines) > MOST_LINES:
        raise Invalid(f"it has {len(lines):,} lines; at most {MOST_LINES:,} can be read.")
    if any(BAD_DEBT.search(row.text("item")) for row in lines):
        raise Invalid("an adjustment for bad debt is no order. It was left out.")
    if all(takes(row) for row in lines):
        return credit(head, lines, number, choices)
    return order(head, rows, lines, number, choices, facts)


def order(
    head: Cells, rows: Sequence[Cells], lines: list[Cells], number: str, choices: Choices, facts: Mapping[str, str]
) -> IncomingOrder:
    """The order of these rows."""
    told: list[Problem] = []
    currency, placed_at = currency_of(head, choices), placed(head)
    billing, shipping = address(head, "billing"), address(head, "shipping")
    kept, taken = parted(lines, number, currency, told)
    offset = placed_at.utcoffset()
    found = IncomingOrder(
        row=head.row,
        number=number,
        source_id=None,
        placed_at=placed_at,
        placed_offset=int(offset.total_seconds() // 60) if offset else 0,
        currency=currency,
        lines=tuple(line(head, row, currency) for row in kept),
        name=name_of(head),
        email=email(head, number, told),
        phone=head.bare("phone") or None,
        region=region_of(billing, shipping),
        shipping_address=shipping,
        billing_address=billing,
        subtotal=None if taken else amount(rows, "subtotal", currency),
        discount=(amount(rows, "discount", currency) or 0) + taken,
        discount_code=head.text("discount_code"),
        shipping=amount(rows, "shipping", currency) or 0,
        shipping_method=head.text("shipping_method"),
        tax=amount(rows, "tax", currency) or 0,
        total=amount(rows, "total", currency),
        sent_at=head.moment("sent_at"),
        canceled_at=head.moment("canceled_at") or (placed_at if canceled(head) else None),
        note=head.text("note"),
        tags=tuple(tag.strip() for tag in head.text("tags").split(",") if tag.strip()),
        customer_number=head.bare("customer_number"),
        facts=facts,
    )
    # A line's own discount counts on top of what the order got, so that shares are not taken twice.
    own = sum(one.discount for one in found.lines)
    found = replace(found, discount=found.discount + own)
    found, apart = fitted(found, rows)
    if apart:
        told.append(Problem(head.row, f"#{number}: {apart}"))
    found = replace(found, total=reckon(found).total)
    money = money_of(head, rows, currency, found.total or 0)
    told += [Problem(head.row, f"#{number}: {sentence}") for sentence in money.warnings]
    return replace(found, payment=money.payment, refunded=money.refunded, warnings=tuple(told))


def credit(head: Cells, lines: list[Cells], number: str, choices: Choices) -> IncomingCredit:
    """A credit by itself: it names no sale, and none is guessed."""
    currency = currency_of(head, choices)
    parts = tuple(
        CreditLine(called(row), row.bare("sku"), int(pieces(row)), unit_price(row, pieces(row))) for row in lines
    )
    worth = sum(money.line_total(part.quantity, part.unit_price, currency) for part in parts)
    told: list[Problem] = []
    address_given = email(head, number, told)
    return IncomingCredit(
        row=head.row,
        number=number,
        placed_at=placed(head),
        currency=currency,
        amount=-worth,
        lines=parts,
        name=name_of(head),
        email=address_given,
        customer_number=head.bare("customer_number"),
        warnings=tuple(told),
    )


def parted(lines: list[Cells], number: str, currency: str, told: list[Problem]) -> tuple[list[Cells], int]:
    """The rows that are lines, and what the others take off, in minor units; each of these is told."""
    kept, taken = [], 0
    for row in lines:
        if takes(row):
            worth = -money.to_minor(value_of(row), currency)
            taken += max(worth, 0)
            what = (
                f"takes off {money.money(worth, currency)} and came in as a discount" if worth > 0 else "was left out"
            )
            told.append(Problem(row.row, f"#{number}: the row (“{called(row)[:60]}”) {what}."))
        elif pieces(row) == 0:
            told.append(Problem(row.row, f"#{number}: the row is for 0 pieces and was left out."))
        else:
            kept.append(row)
    if not kept:
        raise Invalid("it has no line with any pieces.")
    return kept, taken


def line(head: Cells, row: Cells, currency: str) -> IncomingLine:
    """One line; what its total lacks of quantity times price is its discount."""
    quantity = pieces(row)
    if quantity > MOST_PIECES:
        raise row.wrong("quantity", f"“{row.text('quantity')[:40]}” is no number of pieces.")
    price = unit_price(row, quantity)
    discount = row.amount("line_discount", currency) or 0
    total = row.amount("line_total", currency)
    if total is not None and not discount:
        discount = max(money.line_total(int(quantity), price, currency) - total, 0)
    return IncomingLine(
        name=called(row),
        sku=row.bare("sku"),
        quantity=int(quantity),
        unit_price=price,
        discount=discount,
        sent=sent(head, row) is Sent.ALL,
        variant=row.text("variant"),
    )


def unit_price(row: Cells, quantity: Decimal) -> Decimal:
    """The price of one piece, from the line's total where the table has none."""
    price = row.signed("unit_price")
    if price is not None:
        return price
    total = row.signed("line_total")
    if total is None:
        raise row.wrong("price", "the line has no price.")
    return (total / quantity).quantize(PRECISE).normalize() if quantity else total


def called(row: Cells) -> str:
    """The line's name."""
    return row.text("item") or row.bare("sku") or WITHOUT_NAME


def placed(head: Cells) -> datetime:
    """When the order was placed. Raises Invalid."""
    if head.text("time") and ":" not in head.text("placed_at"):
        cells = {**head.cells, "placed_at": f"{head.bare('placed_at')} {head.bare('time')}"}
        head = Cells(head.row, cells, head.spelling)
    placed_at = head.moment("placed_at")
    if placed_at is None:
        raise Invalid("it has no date.")
    return placed_at


def currency_of(head: Cells, choices: Choices) -> str:
    """The order's currency. Raises Invalid where there is none: it is never guessed."""
    currency = head.text("currency").upper() or choices.currency or ""
    if not is_currency(currency):
        raise Invalid(f"“{currency[:10]}” under Currency is no currency." if currency else "its currency is missing.")
    return currency


def canceled(head: Cells) -> bool:
    """Whether a status word says that the order came to nothing."""
    return sent(head, head) is Sent.CANCELED


def name_of(head: Cells) -> str:
    """Who ordered."""
    full = head.text("name") or " ".join(filter(None, (head.text("first_name"), head.text("last_name"))))
    return full or head.text("billing_name") or head.text("shipping_name")


def region_of(billing: Mapping[str, str] | None, shipping: Mapping[str, str] | None) -> str:
    """The country in which the phone number is dialled."""
    found = (billing or shipping or {}).get("country", "")
    return found if len(found) == 2 else ""


def address(head: Cells, whose: str) -> Mapping[str, str] | None:
    """The billing or shipping address in its parts; None if there is none."""
    parts = {part: head.bare(f"{whose}_{part}")[:500] for part in PARTS}
    parts["country"] = country(parts["country"])
    return {part: text for part, text in parts.items() if text} or None
