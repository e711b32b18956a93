"""The form of a product, and what it says."""

from flask_wtf import FlaskForm
from wtforms import StringField

from dashboard.core import money
from dashboard.core.products import Entered
from dashboard.core.refusals import Refused
from dashboard.models.catalog import Product

LONGEST = 1_000  # more is wrong in every field


class ProductForm(FlaskForm):
    """A product as text; what is wrong with a part is said beside it."""

    sku = StringField("SKU")
    name = StringField("Name")
    variant = StringField("Variant")
    price = StringField("Price")
    currency = StringField("Currency")
    stock = StringField("Stock")


def entered(form: ProductForm) -> Entered:
    """What was typed, cut to what could ever be right and a little more."""
    parts = ("sku", "name", "price", "currency", "variant", "stock")
    return Entered(**{part: (form[part].data or "")[:LONGEST] for part in parts})


def stored(product: Product) -> dict[str, str]:
    """The product as the form has it."""
    price = f"{money.to_decimal(product.price, product.currency):f}"
    stock = "" if product.stock is None else str(product.stock)
    parts = {"sku": product.sku, "name": product.name, "variant": product.variant}
    return parts | {"price": price, "currency": product.currency, "stock": stock}


def tell(form: ProductForm, refused: Refused) -> None:
    """Put the refusal beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
