"""The words of an import's page: its steps, what a column becomes, how long it takes."""

from collections.abc import Sequence
from datetime import datetime

from dashboard.core.imports import ImportState
from dashboard.core.imports import things as things  # templates find it here with the other words
from dashboard.database import now
from dashboard.models.import_run import ImportRun

STEPS = ("Upload", "Preview", "Import", "Report")
MOVING = {ImportState.RUNNING, ImportState.PAUSED}
ADDRESSES = {"billing": "Billing address", "shipping": "Shipping address"}
BECOMES = {
    "name": "Order code",
    "id": "The order’s id at its source",
    "email": "Order customer: e-mail",
    "phone": "Order customer: phone",
    "created at": "Placed",
    "currency": "Currency",
    "financial status": "Payment status, checked only",
    "paid at": "Payment: when",
    "payment method": "Payment: provider",
    "payment reference": "Payment: reference",
    "outstanding balance": "Payment: what is missing",
    "fulfillment status": "Fulfilment status",
    "fulfilled at": "Shipment: when",
    "cancelled at": "Canceled: when",
    "subtotal": "Sum of the lines, checked",
    "shipping": "Shipping cost",
    "shipping method": "Shipping method",
    "taxes": "Tax",
    "tax 1 name": "Tax rate",
    "tax 2 name": "Tax rate",
    "total": "Total",
    "discount code": "Discount: code",
    "discount amount": "Discount: amount",
    "refunded amount": "Refund",
    "notes": "Note",
    "note attributes": "Note",
    "tags": "Tags",
    "lineitem name": "Line: product",
    "lineitem sku": "Line: SKU",
    "lineitem quantity": "Line: quantity",
    "lineitem price": "Line: unit price",
    "lineitem discount": "Line: discount",
    "lineitem taxable": "Line: whether taxed",
    "lineitem fulfillment status": "Line: whether sent",
}


def moment(text: str) -> datetime:
    """A moment that was kept as text."""
    return datetime.fromisoformat(text)


def becomes(column: str, unknown: bool) -> str:
    """What a column becomes."""
    name = " ".join(column.casefold().replace("_", " ").split())
    whose, _, part = name.partition(" ")
    if unknown:
        return "Not used"
    if name not in BECOMES and whose in ADDRESSES:
        return f"{ADDRESSES[whose]}: {part}"
    return BECOMES.get(name, "Not needed")


def step_of(run: ImportRun) -> int:
    """Which of the steps an import is at, from 1."""
    if not run.begun:
        return 2
    return 3 if run.state in MOVING else 4


def percent(run: ImportRun) -> int:
    """How much is done; 100 only at the end."""
    return run.position * 100 // run.count if run.count else 0


def speed(run: ImportRun) -> float:
    """Items per second since it was last taken up; 0 where that cannot be told yet."""
    seconds = (now() - run.paced_at).total_seconds() if run.paced_at else 0
    return (run.position - run.paced_from) / seconds if seconds > 1 else 0


def left(run: ImportRun) -> str:
    """How long it still takes, roughly."""
    pace = speed(run)
    if not pace or not run.leased_by:
        return ""
    seconds = (run.count - run.position) / pace
    if seconds < 90:
        return f"about {max(1, round(seconds))} seconds left"
    return f"about {round(seconds / 60)} minutes left"


def took(run: ImportRun) -> str:
    """How long the import took: "1 min 6 s"."""
    if not run.started_at or not run.finished_at:
        return ""
    minutes, seconds = divmod(int((run.finished_at - run.started_at).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (seconds, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number or unit == "s")


def size(octets: int) -> str:
    """The size of a file: "1.9 MB"."""
    return f"{octets / 1_000_000:.1f} MB" if octets >= 100_000 else f"{max(1, round(octets / 1000))} kB"


UNSAID = {
    "currency": "its currency",
    "dates": "the order of day and month in its dates",
    "decimal": "its decimal mark",
    "mapping": "what its columns are",
}


def unsaid(needed: Sequence[str]) -> str:
    """What a file leaves open, as words in a sentence: "its currency and its decimal mark"."""
    words = [UNSAID[name] for name in needed]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
