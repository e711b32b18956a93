"""The cells of one Shopify order as an incoming order, but for its payment."""

from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import is_currency

from dashboard.core import contacts
from dashboard.core.refusals import Invalid
from dashboard.importers.cells import Cells
from dashboard.importers.incoming import Choices, IncomingLine, IncomingOrder, Problem
from dashboard.importers.shopify_columns import ADDRESS
from dashboard.importers.shopify_money import sent, tax_rate, word

MOST_LINES = 10_000


def assemble(head: Cells, rows: list[Cells], number: str, choices: Choices) -> tuple[IncomingOrder, list[Problem]]:
    """The order of these cells, and what should be told about it. Raises Invalid for what cannot be read."""
    placed_at = head.moment("created at")
    if placed_at is None:
        raise Invalid("it has no date under Created at.")
    currency = currency_of(head, choices)
    rows, told = with_pieces(rows, number)
    billing, shipping = address(head, "billing"), address(head, "shipping")
    offset = placed_at.utcoffset()
    order = IncomingOrder(
        row=head.row,
        number=number,
        source_id=head.bare("id") or None,
        placed_at=placed_at,
        placed_offset=int(offset.total_seconds() // 60) if offset else 0,
        currency=currency,
        lines=lines(head, rows, currency),
        name=head.text("billing name") or head.text("shipping name"),
        email=email(head, number, told),
        phone=head.bare("phone") or head.bare("billing phone") or head.bare("shipping phone") or None,
        region=(billing or shipping or {}).get("country", ""),
        shipping_address=shipping,
        billing_address=billing,
        subtotal=head.amount("subtotal", currency),
        discount=head.amount("discount amount", currency) or 0,
        discount_code=head.text("discount code"),
        shipping=head.amount("shipping", currency) or 0,
        shipping_method=head.text("shipping method"),
        tax=head.amount("taxes", currency) or 0,
        tax_rate=tax_rate(head),
        total=head.amount("total", currency),
        sent_at=head.moment("fulfilled at"),
        canceled_at=head.moment("cancelled at") or (placed_at if voided(head) else None),
        note="\n\n".join(filter(None, (head.text("notes"), head.text("note attributes")))),
        tags=tuple(tag.strip() for tag in head.text("tags").split(",") if tag.strip()),
    )
    return order, told


def currency_of(head: Cells, choices: Choices) -> str:
    """The order's currency. Raises Invalid where there is none: it is never guessed."""
    currency = head.text("currency").upper() if "currency" in head.cells else choices.currency or ""
    if not is_currency(currency):
        raise Invalid(f"“{currency[:10]}” under Currency is no currency." if currency else "its currency is missing.")
    return currency


def voided(head: Cells) -> bool:
    """Whether the order came to nothing."""
    return word(head, "financial status") == "voided"


def with_pieces(rows: list[Cells], number: str) -> tuple[list[Cells], list[Problem]]:
    """The rows that are lines, and a warning for each with no piece left on it. Raises Invalid if there is none."""
    kept: list[Cells] = []
    told: list[Problem] = []
    for row in rows:
        if row.quantity("lineitem quantity"):
            kept.append(row)
        else:
            told.append(Problem(row.row, f"#{number}: the row is for 0 pieces and was left out."))
    if not kept:
        raise Invalid("it has no line with any pieces.")
    if len(kept) > MOST_LINES:
        raise Invalid(f"it has {len(kept):,} lines; at most {MOST_LINES:,} can be read.")
    return kept, told


def lines(head: Cells, rows: list[Cells], currency: str) -> tuple[IncomingLine, ...]:
    """The order's lines."""
    return tuple(
        IncomingLine(
            name=row.text("lineitem name") or row.bare("lineitem sku") or "Item without a name",
            sku=row.bare("lineitem sku"),
            quantity=row.quantity("lineitem quantity"),
            unit_price=row.decimal("lineitem price") or Decimal(0),
            discount=row.amount("lineitem discount", currency) or 0,
            taxable=row.text("lineitem taxable").casefold() != "false",
            sent=handed_over,
        )
        for row, handed_over in zip(rows, sent(head, rows), strict=True)
    )


def email(head: Cells, number: str, told: list[Problem]) -> str | None:
    """The address as the order came with it; one that no letter can reach is told."""
    text = head.text("email")
    try:
        return text if text and contacts.email_key(text) else None
    except Invalid as refusal:
        told.append(Problem(head.row, f"#{number}: {refusal.sentence} It is kept as it stands."))
        return text


def address(head: Cells, whose: str) -> Mapping[str, str] | None:
    """The billing or shipping address in its parts; None if there is none."""
    parts = {part: head.bare(f"{whose} {column}") for part, column in ADDRESS.items()}
    parts["street1"] = parts["street1"] or head.text(f"{whose} street")
    return {part: text[:500] for part, text in parts.items() if text} or None
