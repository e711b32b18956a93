"""One product: what it costs, how many there are, and where they went."""

from typing import Any

from flask import Blueprint, abort, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from dashboard.extensions import db
from dashboard.models.catalog import Product
from dashboard.models.keyset import is_number
from dashboard.models.product_view import catalogs_with, log_of, moves_of
from dashboard.pages import settings, verb
from dashboard.pages.next import own_path

pages = Blueprint("product", __name__)


@pages.get("/products/<int18:number>")
def show(number: int) -> ResponseReturnValue:
    """The product's page; `before` goes on with older moves of its stock."""
    product = db.session.get(Product, number) or abort(404)
    given = request.args.get("before", "")
    moves = moves_of(db.session(), number, int(given) if is_number(given) else None)
    older = url_for("product.show", number=number, before=moves.rows[-1].id) if moves.more else None
    return render_template(
        "products/detail.html",
        product=product,
        moves=moves.rows,
        older=older,
        first=url_for("product.show", number=number) if is_number(given) else None,
        log=log_of(db.session(), number),
        catalogs=catalogs_with(db.session(), number),
        back=own_path(session.get("products"), url_for("products.index")),
    )


def wanted(number: int) -> Product:
    """The product of this address, for somebody who may change it; else 403, or 404."""
    settings.require("product")
    return db.session.get(Product, number) or abort(404)


def lands(number: int) -> str:
    """Where success of a verb goes: where it was begun, else the product's page."""
    return own_path(request.values.get("next"), url_for("product.show", number=number))


def draw(name: str, number: int, **names: Any) -> str:
    """The template of a verb on a product, in the layout that was asked for."""
    product = wanted(number)
    version = names.pop("version", product.version)
    template, going = f"products/{name}.html", lands(number)
    return verb.draw_at(template, going, "#product", product=product, version=version, **names)
