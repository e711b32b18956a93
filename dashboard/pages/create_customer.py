"""Create a customer's account on the customer's behalf."""

import secrets
from typing import Any

from flask import Blueprint, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField

from dashboard.actions.create_customer import NewCustomer, Taken, add_customer
from dashboard.actions.sign_in import HASHER
from dashboard.core import passwords
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.customer import Customer
from dashboard.pages import customer, settings, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("create_customer", __name__)


class CustomerForm(FlaskForm):
    """Who the customer is, and whether and how they will log in."""

    name = StringField("Name")
    email = StringField("E-mail")
    phone = StringField("Phone")
    generate = BooleanField("Generate password")
    password = PasswordField("Password")
    offline = BooleanField("Offline buyer")


@pages.get("/customers/create")
def show() -> ResponseReturnValue:
    """The form."""
    settings.require("customer_create")
    return page(CustomerForm(None, data={"generate": True}))


@pages.post("/customers/create")
def submit() -> ResponseReturnValue:
    """Make the account and go to it, or say why not."""
    settings.require("customer_create")
    form = CustomerForm(request.form)

    def act() -> dict[str, Any]:
        once = verb.submission(request.form)
        new, told = entered(form)
        made = add_customer(new, by=who.person(), shop=who.shop(), once=once)
        if told:
            session[customer.SHOWN_ONCE] = {"id": made["id"], "password": told}
        return {**made, "told": bool(told)}

    return verb.answer(act, confirm, lambda refused: redraw(form, refused), account)


def entered(form: CustomerForm) -> tuple[NewCustomer, str | None]:
    """The account that the form describes, and the password to show once. What was typed is hashed here.

    A generated password stays unknown: a link to set one goes out. Where it could go nowhere, it is made here.
    """
    name, email, phone = (form[field].data or "" for field in ("name", "email", "phone"))
    new = NewCustomer(email, phone, name, offline_buyer=form.offline.data)
    if new.offline_buyer or (form.generate.data and new.reachable):
        return new, None
    told = secrets.token_urlsafe(12) if form.generate.data else None
    typed = told or form.password.data or ""
    passwords.check(typed, email, name, phone)
    return NewCustomer(email, phone, name, HASHER.hash(typed)), told


def redraw(form: CustomerForm, refused: Refused) -> str:
    """The form again, the refusal beside its field; who has the contact already can be opened from it."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    holder = db.session.get(Customer, refused.customer_id) if isinstance(refused, Taken) else None
    return page(form, refused, holder)


def page(form: CustomerForm, refused: Refused | None = None, holder: Customer | None = None) -> str:
    """The form in its layout."""
    names = {"form": form, "refused": refused, "holder": holder}
    return verb.draw_at("customers/create_customer.html", url_for("customers.index"), "#results", **names)


def account(result: dict[str, Any]) -> str:
    """Where the new account is."""
    return url_for("customer.show", number=result["id"])


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    text = f"{result['name']} has an account now"
    if result["letter_to"]:
        return Flash(text, f"A link to set a password goes to {result['letter_to']} at once.")
    return Flash(text, "The password is below, this once." if result.get("told") else "")
