"""The products of the shop: what is sold, at what price, and how many there are."""

from flask import Blueprint, render_template, request, url_for
from flask import session as kept
from flask.typing import ResponseReturnValue

from dashboard.extensions import db
from dashboard.models import keyset
from dashboard.models.product_list import Page, products_page
from dashboard.pages.next import own_path

pages = Blueprint("products", __name__)

LONGEST = 200


@pages.get("/products")
def index() -> ResponseReturnValue:
    """Products by SKU, or those that match the search; the archived ones where asked for."""
    q, archived = request.args.get("q", "")[:LONGEST].strip(), request.args.get("archived") == "yes"
    remember()
    back = "before" in request.args
    place = keyset.read(request.args.get("before" if back else "after"), str, back)
    page = products_page(db.session(), q, archived, place)
    return render_template(
        "products/index.html", page=page, q=q, archived=archived, address=address, **pager(page, q, archived)
    )


def pager(page: Page, q: str, archived: bool) -> dict[str, str | None]:
    """The addresses of the pages before and after this one, where there are any."""
    first, last = (page.rows[0], page.rows[-1]) if page.rows else (None, None)
    newer = address(q, archived, before=keyset.written(first.sku, first.id)) if page.before and first else None
    older = address(q, archived, after=keyset.written(last.sku, last.id)) if page.after and last else None
    return {"newer": newer, "older": older}


def address(q: str, archived: bool, after: str | None = None, before: str | None = None) -> str:
    """The address of the list narrowed like this, from a place on."""
    return url_for("products.index", q=q or None, archived="yes" if archived else None, after=after, before=before)


def remember() -> None:
    """Keep this list's address for "Back to products"."""
    here = own_path(request.full_path.rstrip("?"), url_for("products.index"))
    if kept.get("products") != here:
        kept["products"] = here
