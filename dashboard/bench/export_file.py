"""A made-up export as Shopify writes it, of any length, to measure imports with."""

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

HEADER = (
    "Name|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Currency|Subtotal|Shipping|Taxes|Total|"
    "Shipping Method|Created at|Lineitem quantity|Lineitem name|Lineitem price|Lineitem sku|"
    "Lineitem fulfillment status|Billing Name|Billing Street|Billing City|Billing Zip|Billing Country|"
    "Shipping Name|Shipping Street|Shipping City|Shipping Zip|Shipping Country|Phone|Id|Tags|Payment Method"
).split("|")
FIRST = datetime(2024, 1, 1, 8, tzinfo=UTC)
GOODS = ("Stoneware mug", "Beeswax candle", "Linen tea towel", "Serving bowl", "Wooden spoon")
LINES = (2, 3)  # in turn: 2.5 lines each


def write_export(path: Path, orders: int) -> int:
    """Write so many orders, the same ones every time; returns how many lines they have."""
    dice, lines = random.Random(20261124), 0
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(orders):
            for cells in order(number, dice):
                writer.writerow(cells)
                lines += 1
    return lines


def order(number: int, dice: random.Random) -> Iterator[list[str]]:
    """The rows of one order."""
    items = [(dice.choice(GOODS), dice.randint(1, 4), dice.randint(200, 9_999)) for _ in range(LINES[number % 2])]
    subtotal = sum(quantity * price for _, quantity, price in items)
    for at, (name, quantity, price) in enumerate(items):
        cells = dict.fromkeys(HEADER, "")
        cells |= {"Name": f"#{number + 1}", "Lineitem quantity": str(quantity), "Lineitem name": name}
        cells |= {"Lineitem price": amount(price), "Lineitem sku": f"SKU-{price}"}
        cells |= {"Lineitem fulfillment status": "fulfilled"}
        if at == 0:
            cells |= head(number, subtotal, dice)
        yield list(cells.values())


def head(number: int, subtotal: int, dice: random.Random) -> dict[str, str]:
    """What the first row says of the order."""
    at = (FIRST + timedelta(minutes=7 * number)).strftime("%Y-%m-%d %H:%M:%S +0000")
    buyer = dice.randrange(10**6)
    return {
        "Email": f"buyer-{buyer}@mail.example",
        "Financial Status": "paid",
        "Paid at": at,
        "Fulfillment Status": "fulfilled",
        "Fulfilled at": at,
        "Currency": "EUR",
        "Subtotal": amount(subtotal),
        "Shipping": "4.90",
        "Taxes": "0.00",
        "Total": amount(subtotal + 490),
        "Shipping Method": "Standard",
        "Created at": at,
        **{f"{whose} {part}": text for whose in ("Billing", "Shipping") for part, text in address(buyer).items()},
        "Phone": f"'+4915{buyer:09}",
        "Id": str(5_000_000_000_000 + number),
        "Tags": "wholesale" if number % 10 == 0 else "",
        "Payment Method": "Shopify Payments",
    }


def address(buyer: int) -> dict[str, str]:
    """Where a buyer lives."""
    return {
        "Name": f"Buyer {buyer}",
        "Street": f"Harbour Street {buyer % 200}",
        "City": "Hamburg",
        "Zip": f"'{20_000 + buyer % 2_000}",
        "Country": "DE",
    }


def amount(minor: int) -> str:
    """Minor units as written: "12.50"."""
    return f"{minor // 100}.{minor % 100:02}"
