"""Erase a customer: what goes and what stays, the name to be typed, and doing it."""

from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.erase_customer import erase_customer
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.customer_view import customer_by_id
from dashboard.models.known_person import known_account
from dashboard.pages import erasing, settings, verb, who
from dashboard.pages.customer import PART
from dashboard.pages.erasing import ConfirmForm
from dashboard.pages.flash import Flash

pages = Blueprint("erase_customer", __name__)


@pages.get("/customers/<int18:number>/erase")
def show(number: int) -> ResponseReturnValue:
    """The question."""
    settings.require("erase")
    return page(number, ConfirmForm())


@pages.post("/customers/<int18:number>/erase")
def submit(number: int) -> ResponseReturnValue:
    """Erase them, or say why not."""
    settings.require("erase")
    form = ConfirmForm()

    def act() -> dict[str, Any]:
        once = verb.submission(request.form)
        return erase_customer(
            number, erasing.typed(form), erasing.uploads(), by=who.person(), seen=verb.seen(), once=once
        )

    here = url_for("customer.show", number=number)
    return verb.answer(act, confirm, lambda refused: page(number, form, refused), here)


def page(number: int, form: ConfirmForm, refused: Refused | None = None) -> str:
    """The question in its layout, on today's account."""
    customer = customer_by_id(db.session(), number) or abort(404)
    known = known_account(db.session(), customer)
    names = erasing.shown(known, customer.name, form, refused)
    here = url_for("customer.show", number=number)
    return verb.draw_at(
        "customers/erase_customer.html",
        here,
        PART,
        customer=customer,
        version=customer.version,
        parts=len(known.accounts) - 1,
        **names,
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash("The customer is erased", f"{erasing.orders_kept(result['orders'])} in the books, without a name.")
