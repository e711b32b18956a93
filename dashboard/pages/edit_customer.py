"""Edit a customer's details."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField

from dashboard.actions.create_customer import Taken
from dashboard.actions.edit_customer import Details, edit_customer
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.customer import Customer
from dashboard.pages import customer, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("edit_customer", __name__)


class DetailsForm(FlaskForm):
    """How the customer is called and reached."""

    name = StringField("Name")
    email = StringField("E-mail")
    phone = StringField("Phone")


@pages.get("/customers/<int18:number>/edit")
def show(number: int) -> ResponseReturnValue:
    """The form with the details as they are."""
    known = customer.wanted(number)
    data = {"name": known.name, "email": known.email or "", "phone": known.phone or ""}
    return page(number, DetailsForm(None, data=data))


@pages.post("/customers/<int18:number>/edit")
def submit(number: int) -> ResponseReturnValue:
    """Change them, or say why not."""
    customer.wanted(number)
    form = DetailsForm(request.form)

    def act() -> dict[str, Any]:
        details = Details(*(form[name].data or "" for name in ("name", "email", "phone")))
        once, region = verb.submission(request.form), who.shop().region
        return edit_customer(number, details, by=who.person(), region=region, seen=verb.seen(), once=once)

    return verb.answer(act, confirm, lambda refused: redraw(number, form, refused), customer.lands(number))


def redraw(number: int, form: DetailsForm, refused: Refused) -> str:
    """The form again, what was typed kept, the refusal beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    holder = db.session.get(Customer, refused.customer_id) if isinstance(refused, Taken) else None
    return page(number, form, refused, holder)


def page(number: int, form: DetailsForm, refused: Refused | None = None, holder: Customer | None = None) -> str:
    """The form in its layout."""
    return customer.draw("edit_customer", number, form=form, refused=refused, holder=holder)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    later = " Older orders are found by the new details within moments." if result.get("later") else ""
    return Flash(f"{result['name']}’s details are changed", f"Orders keep what was given with them.{later}")
