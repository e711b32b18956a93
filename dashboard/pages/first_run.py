"""The first run: whoever opens an empty desk becomes its owner and names the store. Then it closes for good."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, RadioField, SelectChoice, SelectField, StringField

from dashboard.actions.first_run import Closed, FirstRun, first_run, works_here
from dashboard.actions.sign_in import hashed, start
from dashboard.core import passwords, places
from dashboard.core.refusals import Invalid, Refused
from dashboard.demo.look_around import look_around
from dashboard.extensions import db
from dashboard.models.staff import Staff
from dashboard.pages import sign_in
from dashboard.pages.flash import Flash, flash
from dashboard.pages.store_settings import countries, currencies

pages = Blueprint("first_run", __name__)

HOME = "DE"
STARTS = [SelectChoice("import", "Import orders"), SelectChoice("demo", "Look around in the demo store")]


def with_own() -> list[SelectChoice]:
    """The currencies to choose from, first of all the country's own."""
    return [SelectChoice("", "The country’s own"), *currencies()]


class FirstRunForm(FlaskForm):
    """The owner, the store, and what to begin with."""

    name = StringField("Your name")
    email = StringField("E-mail")
    password = PasswordField("Password")
    store = StringField("Store name")
    region = SelectField("Country", choices=countries)
    currency = SelectField("Currency", choices=with_own)
    test_orders = BooleanField("Allow test orders")
    start = RadioField("First orders", choices=STARTS, default="import")


@pages.get("/first-run")
def show() -> ResponseReturnValue:
    """The form; once somebody works here, the way to sign in."""
    if works_here(db.session()):
        return redirect(url_for("sign_in.show"), 303)
    return page(FirstRunForm(None, data={"region": browser_region(), "start": "import"}))


@pages.post("/first-run")
def submit() -> ResponseReturnValue:
    """Open the desk and let the owner in, or say what is wrong. Too late: the way to sign in."""
    if works_here(db.session()):
        return redirect(url_for("sign_in.show"), 303)
    form = FirstRunForm(request.form)
    try:
        owner = open_desk(form)
    except Closed:
        return redirect(url_for("sign_in.show"), 303)
    except Refused as refused:
        if refused.field in form:
            form[refused.field].errors = [refused.sentence]
        return page(form), 422
    return enter(owner, form.start.data == "demo")


def open_desk(form: FirstRunForm) -> Staff:
    """Make owner and store as the form says. Raises Invalid beside the field, and Closed."""
    typed: dict[str, Any] = {name: form[name].data or "" for name in ("name", "email", "store", "region", "currency")}
    FirstRun(**typed).owner()  # what is wrong is said in the order of the form
    passwords.check(form.password.data or "", typed["email"], typed["name"], shortest=passwords.SHORTEST_OF_STAFF)
    FirstRun(**typed).settings()
    if form.start.data not in {"import", "demo"}:
        raise Invalid("Choose what to begin with.", "start")
    typed["test_orders"] = bool(form.test_orders.data)
    new = FirstRun(**typed, password_hash=hashed(form.password.data or ""))
    return look_around(new) if form.start.data == "demo" else first_run(new)


def enter(owner: Staff, demo: bool) -> ResponseReturnValue:
    """Let the owner in, to where the first orders come from."""
    sign_in.enter(start(owner.id, f"email:{owner.email_key}", request.user_agent.string))
    if demo:
        flash(Flash("Your desk is open", "The orders in it are made up. Colleagues come in by Settings > Staff."))
        return redirect(url_for("orders.index"), 303)
    flash(Flash("Your desk is open", "Time zone, tax and order codes are in Settings > Store."))
    return redirect(url_for("imports.index"), 303)


def browser_region() -> str:
    """The country that the browser's languages tell of, such as GB in en-GB; else HOME."""
    parts = (language.replace("_", "-").rpartition("-") for language in request.accept_languages.values())
    tags = [region.upper() for language, _, region in parts if language]
    return next((tag for tag in tags if tag in places.regions()), HOME)


def page(form: FirstRunForm) -> str:
    """The page."""
    return render_template("first_run.html", form=form)
