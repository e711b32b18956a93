"""Where the database may hold something about a customer: every text column there is, and what erasing does to it.

A column that is not named here fails a test: whoever adds one decides.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, String, Table, TypeDecorator

from dashboard.extensions import Model


class Fate(Enum):
    """What becomes of a column when somebody is erased."""

    BLANKED = "emptied in the rows that are about them"
    REMOVED = "gone with its row"
    ANEW = "written anew from what is left"
    NAMED = "their names and contacts are taken out, in the rows of their orders"
    ANYWHERE = "their names and contacts are taken out, whoever’s row it is"
    NONE = "says nothing of customers"


AnyColumn = Column[Any]
F = Fate
# Table -> fate -> its columns.
FATES: dict[str, dict[Fate, str]] = {
    "activities": {
        F.BLANKED: "text salt",
        F.ANEW: "actor_name",  # a buyer’s own; staff’s stay
        F.NONE: "verb actor_kind digest previous_hash hash",
    },
    "batches": {
        F.ANYWHERE: "query tag failure",
        F.NONE: "way verb state by_kind by_name undone_by_kind undone_by_name leased_by",
    },
    "batch_orders": {F.BLANKED: "sentence", F.NONE: "code outcome"},
    "buyer_sessions": {F.REMOVED: "token_hash device"},
    "carts": {F.NONE: "state"},
    "cart_lines": {F.NONE: "sku name unit_price"},
    "catalogs": {F.NONE: "name token"},
    "counters": {F.NONE: "name"},
    "credits": {
        F.BLANKED: "customer_name customer_email customer_number",
        F.NONE: "source code currency imported_by",
    },
    "credit_lines": {F.NONE: "sku name unit_price"},
    "customers": {
        F.BLANKED: "email email_key phone phone_key password_hash",
        F.ANEW: "name name_key",
    },
    "customer_doc": {F.ANEW: "doc"},
    "customer_groups": {F.ANYWHERE: "name name_key"},
    "customer_notes": {F.ANYWHERE: "text", F.NONE: "author"},  # those about them are removed
    "customer_tags": {F.REMOVED: "key tag"},
    "customers_told_apart": {F.NONE: "by_name"},
    "customer_sources": {F.REMOVED: "source source_id facts"},
    "customer_spend": {F.NONE: "currency"},
    "failed_attempts": {F.REMOVED: "key"},
    "goods_returns": {F.BLANKED: "reason"},
    "goods_return_lines": {F.NONE: "condition"},
    "imported_orders": {F.NONE: "outcome"},
    "import_mappings": {F.ANYWHERE: "name name_key", F.NONE: "columns_key fields"},
    "import_problems": {F.ANYWHERE: "sentence", F.NONE: "rows"},
    "import_runs": {
        F.ANYWHERE: "filename choices looked first failure",
        F.BLANKED: "stored",
        F.NONE: "state kind source digest sums by_kind by_name leased_by",
    },
    "invoices": {F.NONE: "number"},
    "logos": {F.NONE: "digest kind data"},
    "messages": {
        F.BLANKED: "recipient recipient_key source",
        F.ANYWHERE: "subject text html failure first_subject first_text",  # theirs are emptied whole
        F.NONE: "event way message_id state leased_by",
    },
    "notes": {F.ANYWHERE: "text", F.NONE: "author"},  # those of their orders are removed
    "notices": {F.NONE: "event subject text sms"},
    "once": {F.ANYWHERE: "result", F.NONE: "key digest"},
    "one_time_codes": {
        F.REMOVED: "token_hash purpose way contact contact_key code_hash name password_hash",
    },
    "orders": {
        F.BLANKED: "customer_name customer_email customer_email_key customer_phone customer_phone_key "
        "shipping_address billing_address",
        F.ANEW: "guest_key",
        F.NAMED: "discount_code shipping_method",
        F.NONE: "code source source_id route state cancel_reason currency payment_status fulfilment_status",
    },
    "order_doc": {F.ANEW: "doc"},
    "order_lines": {F.NAMED: "name variant", F.NONE: "sku picture unit_price original_unit_price"},
    "order_links": {F.REMOVED: "token_hash"},
    "order_marks": {F.NAMED: "detail", F.NONE: "kind"},
    "order_sources": {F.BLANKED: "customer_number facts"},
    "order_tags": {F.NAMED: "key tag"},
    "password_links": {F.REMOVED: "token_hash"},
    "payments": {F.NAMED: "method reference failure", F.NONE: "provider state"},
    "presences": {F.NONE: "doing"},
    "products": {F.NONE: "sku name variant picture currency"},
    "refunds": {F.BLANKED: "reason answer", F.NAMED: "reference", F.NONE: "state provider source_id sent_by"},
    "saved_views": {F.ANYWHERE: "name name_key query"},
    "shipments": {F.NONE: "number kind point carrier tracking_number tracking_key status"},
    "staff": {F.NONE: "name email email_key password_hash role order_columns"},
    "staff_links": {F.NONE: "token_hash kind"},
    "staff_sessions": {F.NONE: "token_hash device"},
    "stock_moves": {F.NONE: "reason by_name"},
    "store": {F.NONE: "name email address currency zone region code_prefix logo notices_to"},
}


def columns(fate: Fate) -> Iterator[tuple[Table, list[AnyColumn]]]:
    """The tables with columns of this fate, and these."""
    for name, fates in FATES.items():
        if fate in fates:
            yield table(name), [table(name).c[column] for column in fates[fate].split()]


def holds_text(column: AnyColumn) -> bool:
    """Whether this column can hold words: text, JSON or bytes, under whatever type of ours."""
    kind = column.type
    stored = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    return isinstance(stored, String | JSON | LargeBinary)


def table(name: str) -> Table:
    """The table of this name."""
    return Model.metadata.tables[name]
