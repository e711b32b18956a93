"""The fields that a column of a merchant's own table can become, and the headers by which each is guessed."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

SQUEEZED = re.compile(r"[\W_]+")
PARTS = {
    "name": ("name", "fullname", "recipient"),
    "company": ("company",),
    "street1": ("address1", "street", "streetname", "address", "addressline1", "street1"),
    "street2": ("address2", "addressline2", "street2"),
    "postcode": ("postcode", "zip", "zipcode", "postalcode"),
    "city": ("city", "town"),
    "region": ("region", "province", "state"),
    "country": ("country", "countrycode"),
}
SIDES = {"shipping": ("ship", "shipto", "delivery", "shipping"), "billing": ("bill", "billto", "billing", "invoice")}
ADDRESSED = {"shipping": "Shipping address", "billing": "Billing address"}


class Field(NamedTuple):
    """What a column becomes. `line`: of one line; `amount`: an amount; `also`: squeezed headers it is guessed from."""

    label: str
    also: tuple[str, ...] = ()
    line: bool = False
    amount: bool = False


def named(label: str, also: str = "", line: bool = False, amount: bool = False) -> Field:
    """A field that is guessed from these headers."""
    return Field(label, tuple(also.split()), line, amount)


FIELDS: dict[str, Field] = {
    "number": named("Order number", "ordernumber orderno order orderid number invoiceno invoice invoicenumber ordercode"
                    " orderreference transactionid amazonorderid saleid"),
    "placed_at": named("Date", "orderdate date createdat placedat invoicedate purchasedate saledate datecreated created"
                       " ordered orderedat"),
    "time": named("Time, where the date has none", "time ordertime"),
    "item": named("Item name", "item itemname product productname description title lineitemname articlename article",
                  line=True),
    "sku": named("SKU", "sku stockcode itemsku productsku articlenumber itemnumber lineitemsku productcode itemcode",
                 line=True),
    "variant": named("Variant", "variant option variations lineitemvariant", line=True),
    "quantity": named("Quantity", "quantity qty pieces units lineitemquantity quantitypurchased count amountordered",
                      line=True),
    "unit_price": named("Unit price", "unitprice price itemprice lineitemprice priceperunit", line=True, amount=True),
    "line_total": named("Line total", "linetotal itemtotal rowtotal lineamount netsales", line=True, amount=True),
    "line_discount": named("Discount of the line", "linediscount lineitemdiscount itemdiscount", line=True,
                           amount=True),
    "currency": named("Currency", "currency currencycode ordercurrency"),
    "subtotal": named("Subtotal", "subtotal ordersubtotal", amount=True),
    "shipping": named("Shipping", "shipping shippingcost shippingprice ordershipping freight postage shippingtotal"
                      " deliverycost", amount=True),
    "discount": named("Discount", "discount discountamount orderdiscount discounttotal discounts", amount=True),
    "tax": named("Tax", "tax taxes ordersalestax salestax vat taxtotal totaltax itemtax", amount=True),
    "total": named("Total", "total ordertotal grandtotal totalprice amount ordervalue totalamount", amount=True),
    "email": named("E-mail", "email emailaddress customeremail buyeremail mail billingemail"),
    "name": named("Customer’s name", "customername customer buyer buyername fullname name"),
    "first_name": named("First name", "firstname givenname customerfirstname"),
    "last_name": named("Last name", "lastname surname familyname customerlastname"),
    "phone": named("Phone", "phone telephone mobile phonenumber customerphone buyerphonenumber tel billingphone"
                   " shippingphone"),
    "customer_number": named("Customer number", "customerid customernumber customerno buyeruserid customerreference"
                             " clientid accountnumber"),
    "status": named("Status of the order", "status orderstatus"),
    "payment_status": named("Payment status", "paymentstatus financialstatus paid paymentstate"),
    "paid_at": named("Paid on", "datepaid paidat paidon paymentdate paymentsdate paiddate"),
    "payment_method": named("Payment method", "paymentmethod paymenttype gateway"),
    "payment_reference": named("Payment reference", "paymentreference paymentid"),
    "refunded": named("Refunded", "refunded refundedamount amountrefunded refund refundtotal", amount=True),
    "fulfilment_status": named("Fulfilment status", "fulfillmentstatus fulfilmentstatus shippingstatus deliverystatus"
                               " itemstatus shipmentstatus"),
    "sent_at": named("Sent on", "dateshipped shippedat fulfilledat shipdate shippeddate shippedon dispatchedat"),
    "canceled_at": named("Canceled on", "cancelledat canceledat datecancelled"),
    "shipping_method": named("Shipping method", "shippingmethod shipservicelevel deliverymethod"),
    "discount_code": named("Discount code", "discountcode couponcode coupon voucher promotionids"),
    "note": named("Note", "note notes comment comments customernote privatenotes remarks"),
    "tags": named("Tags", "tags tag labels"),
}  # fmt: skip
for side, before in SIDES.items():
    for part, after in PARTS.items():
        guesses = tuple(f"{first}{last}" for first in before for last in after)
        also_bare = after if side == "shipping" and part not in {"name"} else ()
        FIELDS[f"{side}_{part}"] = Field(f"{ADDRESSED[side]}: {part.rstrip('12')}", (*guesses, *also_bare))

NEEDED = ("number", "placed_at")
PRICED = ("unit_price", "line_total")
BY_HEADER = {also: (name, rank) for name, field in reversed(FIELDS.items()) for rank, also in enumerate(field.also)}


def squeezed(header: str) -> str:
    """A header without case, space and punctuation."""
    return SQUEEZED.sub("", header.casefold())


def guess(columns: Iterable[str]) -> dict[str, str]:
    """The field that each column probably is; each field once, by the header that says it best."""
    best: dict[str, tuple[int, str]] = {}
    for column in dict.fromkeys(columns):
        if found := BY_HEADER.get(squeezed(column)):
            field, rank = found
            best[field] = min(best.get(field, (rank, column)), (rank, column), key=lambda one: one[0])
    return {column: field for field, (_, column) in best.items()}


def missing(mapping: Mapping[str, str]) -> tuple[str, ...]:
    """Labels of the fields without which no order can be read."""
    known = set(mapping.values())
    lacking = [FIELDS[name].label for name in NEEDED if name not in known]
    return (*lacking, *(() if known & set(PRICED) else ("Unit price or Line total",)))
