"""A catalog's order sheet: its articles at today's prices, and an empty column to be filled in."""

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook

from dashboard.core import money
from dashboard.exporters.orders_xlsx import OPTIONS, shown, writable
from dashboard.models.catalog_offer import Offered

HEADS = (("SKU", 18), ("Product", 36), ("Variant", 24), ("Unit price", 14), ("Quantity", 12))
HEAD_ROW = 3
MOST_PIECES = 100_000


def sheet(offered: Sequence[Offered], title: str, currency: str) -> bytes:
    """The workbook."""
    out = BytesIO()
    book = Workbook(out, {**OPTIONS, "constant_memory": False, "in_memory": True})
    page = book.add_worksheet("Order")
    bold, large = book.add_format({"bold": True}), book.add_format({"bold": True, "font_size": 14})
    fill = book.add_format({"bg_color": "#FFF7DC", "border": 1, "border_color": "#D9CFA8", "num_format": "0"})
    price = book.add_format({"num_format": shown(money.to_decimal(0, currency), currency)})
    page.write_string(0, 0, writable(title), large)
    page.write_string(1, 0, f"Fill in how many of each you want, save the sheet, and upload it. Prices in {currency}.")
    for place, (head, wide) in enumerate(HEADS):
        page.set_column(place, place, wide)
        words = f"{head}, {currency}" if head == "Unit price" else head
        page.write_string(HEAD_ROW, place, words, bold)
    page.freeze_panes(HEAD_ROW + 1, 0)
    for row, one in enumerate(offered, start=HEAD_ROW + 1):
        for place, text in enumerate((one.sku, one.name, one.variant)):
            page.write_string(row, place, writable(text))
        page.write_number(row, 3, money.to_decimal(one.price, currency), price)
        if one.sold_out:
            page.write_string(row, 5, "Sold out")
        page.write_blank(row, 4, None, fill)
    if offered:
        last = HEAD_ROW + len(offered)
        whole = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": MOST_PIECES}
        page.data_validation(HEAD_ROW + 1, 4, last, 4, {**whole, "error_message": "Enter a whole number of pieces."})
    book.close()
    return out.getvalue()
