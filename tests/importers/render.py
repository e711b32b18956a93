"""Orders rendered in every format that can be read, as the systems write them."""

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, timedelta, timezone
from decimal import Decimal
from xml.sax.saxutils import escape

from tests.importers.sold import Sold

SHOPIFY = ("Name", "Email", "Financial Status", "Fulfillment Status", "Currency", "Subtotal", "Shipping", "Taxes",
           "Total", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku",
           "Billing Name", "Shipping City", "Id")  # fmt: skip
TABLE = ("Order", "When", "E-mail", "Customer", "City", "Product", "SKU", "Qty", "Price", "Currency", "Shipping",
         "Total", "Payment status", "Fulfilment status")  # fmt: skip
WOO = ("order_id", "order_number", "order_date", "status", "shipping_total", "tax_total", "order_total",
       "order_currency", "billing_email", "billing_first_name", "shipping_city", "customer_id")  # fmt: skip
MAPPING = {"Order": "number", "When": "placed_at", "E-mail": "email", "Customer": "name", "City": "shipping_city",
           "Product": "item", "SKU": "sku", "Qty": "quantity", "Price": "unit_price", "Currency": "currency",
           "Shipping": "shipping", "Total": "total", "Payment status": "payment_status",
           "Fulfilment status": "fulfilment_status"}  # fmt: skip
BERLIN_IN_WINTER = timezone(timedelta(hours=1))


def sheet(rows: Iterable[Iterable[str]], separator: str = ",") -> bytes:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


def shopify_csv(sold: list[Sold], repeated: int = 10) -> bytes:
    """Shopify's export; of the order's cells before the lines, the first `repeated` stand on further rows too."""
    rows: list[list[str]] = [list(SHOPIFY)]
    for order in sold:
        for at, one in enumerate(order.goods):
            at_utc = f"{order.placed_at:%Y-%m-%d %H:%M:%S} +0000"
            head = [f"#{order.number}", order.email, "paid" if order.paid else "pending",
                    "fulfilled" if order.sent else "unfulfilled", "EUR", str(order.total - order.shipping),
                    str(order.shipping), "0.00", str(order.total), at_utc]  # fmt: skip
            tail = [order.buyer, order.city, f"'{order.number}9"]
            if at:
                head = [cell if place < repeated else "" for place, cell in enumerate(head)]
                tail = [""] * 3
            rows.append([*head, str(one.quantity), one.name, str(one.price), one.sku, *tail])
    return sheet(rows)


def shopify_object(order: Sold) -> dict[str, object]:
    """One order of Shopify's API."""
    return {
        "id": int(order.number) * 10**13,
        "name": f"#{order.number}",
        "created_at": order.placed_at.astimezone(BERLIN_IN_WINTER).isoformat(),
        "email": order.email or None,
        "currency": "EUR",
        "financial_status": "paid" if order.paid else "pending",
        "fulfillment_status": "fulfilled" if order.sent else None,
        "subtotal_price": str(order.total - order.shipping),
        "total_price": str(order.total),
        "total_tax": "0.00",
        "shipping_lines": [{"title": "Parcel", "price": str(order.shipping)}],
        "shipping_address": {"name": order.buyer, "city": order.city},
        "line_items": [
            {"id": at, "title": one.name, "sku": one.sku, "quantity": one.quantity, "price": str(one.price)}
            for at, one in enumerate(order.goods, start=1)
        ],
    }


def woo_object(order: Sold) -> dict[str, object]:
    """One order of WooCommerce's API."""
    return {
        "id": int(order.number),
        "number": order.number,
        "status": "completed" if order.sent else "processing" if order.paid else "pending",
        "currency": "EUR",
        "date_created": f"{order.placed_at.astimezone(BERLIN_IN_WINTER):%Y-%m-%dT%H:%M:%S}",
        "date_created_gmt": f"{order.placed_at:%Y-%m-%dT%H:%M:%S}",
        "shipping_total": str(order.shipping),
        "total": str(order.total),
        "total_tax": "0.00",
        "customer_id": 0,
        "billing": {"first_name": html.escape(order.buyer), "email": order.email},
        "shipping": {"city": html.escape(order.city)},
        "line_items": [
            {"name": html.escape(one.name), "sku": one.sku, "quantity": one.quantity, "total": str(one.worth)}
            for one in order.goods
        ],
    }


def listed(objects: Iterable[dict[str, object]], form: int) -> bytes:
    """Objects as one JSON file: each on a line, a list, an object around a list, or all of it indented."""
    found = list(objects)
    texts = [json.dumps(one, ensure_ascii=False) for one in found]
    whole = json.dumps(found, indent=1)
    return ("\n".join(texts), f"[{','.join(texts)}]", f'{{"orders": [{", ".join(texts)}]}}', whole)[form].encode()


def woo_csv(sold: list[Sold]) -> bytes:
    """The export of WooCommerce's plug-ins, dates in the shop's zone (here UTC)."""
    most = max(len(order.goods) for order in sold)
    rows: list[list[str]] = [[*WOO, *(f"line_item_{at}" for at in range(1, most + 1))]]
    for order in sold:
        lines = [
            f"name:{html.escape(one.name)}|product_id:1|sku:{one.sku}|quantity:{one.quantity}|total:{one.worth}"
            f"|sub_total:{one.worth}"
            for one in order.goods
        ]
        status = "completed" if order.sent else "processing" if order.paid else "pending"
        head = [order.number, order.number, f"{order.placed_at:%Y-%m-%d %H:%M:%S}", status, str(order.shipping), "0",
                str(order.total), "EUR", order.email, html.escape(order.buyer), html.escape(order.city),
                "0"]  # fmt: skip
        rows.append([*head, *lines, *[""] * (most - len(lines))])
    return sheet(rows)


def table_rows(sold: list[Sold], when: str, comma: bool) -> list[list[str]]:
    """A merchant's own table: everything on every row."""
    rows: list[list[str]] = [list(TABLE)]

    def number(value: Decimal) -> str:
        return str(value).replace(".", ",") if comma else str(value)

    for order in sold:
        for one in order.goods:
            rows.append([order.number, order.placed_at.strftime(when), order.email, order.buyer, order.city, one.name,
                         one.sku, str(one.quantity), number(one.price), "EUR", number(order.shipping),
                         number(order.total), "Paid" if order.paid else "Unpaid",
                         "Shipped" if order.sent else "Unshipped"])  # fmt: skip
    return rows


def workbook(rows: list[list[str]]) -> bytes:
    """Rows as the smallest XLSX file; what is a number stands as one."""
    cells = "".join(
        f'<row r="{at}">{"".join(cell(f"{column(place)}{at}", text) for place, text in enumerate(row))}</row>'
        for at, row in enumerate(rows, start=1)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType='
        f'"{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type='
        f'"{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Orders" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type='
        f'"{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, head + text)
    return file.getvalue()


def column(place: int) -> str:
    """The letters of a column, from 0."""
    return (column(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)


def cell(at: str, text: str) -> str:
    """One cell, empty ones left out."""
    if not text:
        return ""
    if re.fullmatch(r"(0|[1-9]\d*)(\.\d*[1-9])?", text, re.ASCII):  # any other would come back as another text
        return f'<c r="{at}"><v>{text}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


Renders = Callable[[list[Sold]], bytes]
ISO = "%Y-%m-%d %H:%M:%S"
# Name -> the source that reads it, how it is rendered, and the choices that go with it.
FORMATS: dict[str, tuple[str, Renders, dict[str, object]]] = {
    "shopify, all cells repeated": ("shopify", lambda sold: shopify_csv(sold, 10), {}),
    "shopify, name and e-mail repeated": ("shopify", lambda sold: shopify_csv(sold, 2), {}),
    "shopify, name repeated": ("shopify", lambda sold: shopify_csv(sold, 1), {}),
    "shopify, nothing repeated": ("shopify", lambda sold: shopify_csv(sold, 0), {}),
    "woocommerce": ("woocommerce", woo_csv, {"zone": "UTC"}),
    "table": ("table", lambda sold: sheet(table_rows(sold, ISO, False)), {}),
    "table, german": (
        "table",
        lambda sold: sheet(table_rows(sold, "%d.%m.%Y %H:%M:%S", True), ";"),
        {"dates": "dmy", "decimal": ",", "separator": ";"},
    ),
    "table, american": (
        "table",
        lambda sold: sheet(table_rows(sold, "%m/%d/%Y %I:%M:%S %p UTC", False)),
        {"dates": "mdy"},
    ),
    "table, xlsx": ("table", lambda sold: workbook(table_rows(sold, ISO, False)), {}),
    **{
        f"{source}, form {form}": (source, lambda sold, of=of, form=form: listed(map(of, sold), form), {})
        for source, of in (("shopify_json", shopify_object), ("woocommerce_json", woo_object))
        for form in range(4)
    },
}
TABLES = {"zone": UTC.tzname(None), "mapping": MAPPING}
