"""The columns of Shopify's orders_export.csv, by normalised name; exports have between 7 and 79 of them."""

REQUIRED = ("name", "created at", "lineitem quantity", "lineitem name", "lineitem price")
LINE = frozenset(
    {
        "lineitem quantity",
        "lineitem name",
        "lineitem price",
        "lineitem sku",
        "lineitem taxable",
        "lineitem fulfillment status",
        "lineitem discount",
    }
)
ITEM = frozenset({"lineitem quantity", "lineitem name", "lineitem price", "lineitem sku"})  # without, it is no line
ADDRESS = {
    "name": "name",
    "company": "company",
    "street1": "address1",
    "street2": "address2",
    "postcode": "zip",
    "city": "city",
    "region": "province",
    "country": "country",
}
REPEATED = frozenset({"name", "email", "created at"})  # what continuation rows repeat of the order
ORDER = frozenset(
    {
        "id",
        *REPEATED,
        "phone",
        "financial status",
        "paid at",
        "fulfillment status",
        "fulfilled at",
        "cancelled at",
        "currency",
        "subtotal",
        "shipping",
        "taxes",
        "total",
        "discount code",
        "discount amount",
        "shipping method",
        "payment method",
        "payment reference",
        "refunded amount",
        "outstanding balance",
        "tags",
        "notes",
        "note attributes",
        "tax 1 name",
        "tax 2 name",
        *(f"{whose} {part}" for whose in ("billing", "shipping") for part in (*ADDRESS.values(), "street", "phone")),
    }
)
USED = LINE | ORDER
# What Shopify writes and the desk has no use for, and what our own list of refused rows adds.
PASSED_OVER = frozenset(
    """
accepts marketing|lineitem compare at price|lineitem requires shipping|vendor|employee|location|device id|risk level
source|tax 1 value|tax 2 value|tax 3 name|tax 3 value|tax 4 name|tax 4 value|tax 5 name|tax 5 value|receipt number
duties|billing province name|shipping province name|payment id|payment terms name|next payment due at|payment references
reason
""".strip()
    .replace("\n", "|")
    .split("|")
)


def normalised(header: str) -> str:
    """A column's name without case and extra space."""
    return " ".join(header.casefold().replace("_", " ").split())


def places(columns: tuple[str, ...]) -> dict[str, int]:
    """The place of each column by normalised name, the first where one stands twice."""
    return {normalised(cell): at for at, cell in reversed(list(enumerate(columns))) if cell}
