"""An order as a PDF file, made when it is asked for and kept nowhere."""

from flask import Blueprint, Response, abort

from dashboard.core.guards import Action
from dashboard.extensions import db
from dashboard.models.order_seen import whole_seen
from dashboard.models.store import Logo, Store
from dashboard.pages import verb, who
from dashboard.papers.order import paper
from dashboard.papers.sheet import Letterhead

pages = Blueprint("order_pdf", __name__)


@pages.get("/orders/<code:code>/pdf")
def show(code: str) -> Response:
    """The file; of returned, canceled and archived orders, too."""
    verb.permit(Action.PDF)
    order, kin, _ = whole_seen(db.session(), code) or abort(404)
    store = who.store() or abort(503)
    made = paper(order, letterhead(store), store.zone, kin)
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{order.code}.pdf"'
    return answer


def letterhead(store: Store) -> Letterhead:
    """The shop as its papers name it."""
    logo = db.session.get(Logo, store.logo) if store.logo else None
    lines = [line.strip(" ,") for line in store.address.splitlines()]
    return Letterhead(store.name, [line for line in lines if line], store.email or "", logo.data if logo else None)
