"""A new password for whoever forgot theirs: a link goes to the account's address or number, and the page says the same
either way."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from dashboard.actions.ask_password import ask_password
from dashboard.actions.sign_in import Locked
from dashboard.core.logins import login
from dashboard.extensions import db
from dashboard.pages.moments import clock
from dashboard.pages.who import shop, store

pages = Blueprint("account_forgotten_password", __name__)


class WhoForm(FlaskForm):
    """What the account signs in by."""

    who = StringField("E-mail or mobile", [InputRequired("Enter your e-mail or mobile number."), Length(max=320)])


@pages.get("/account/forgotten-password")
def show() -> ResponseReturnValue:
    """The form, or what came of it."""
    return page(WhoForm(None), asked="asked" in request.args)


@pages.post("/account/forgotten-password")
def submit() -> ResponseReturnValue:
    """Queue the link, if there is such an account: the answer does not tell."""
    form = WhoForm(request.form)
    if not form.validate():
        return page(form), 422
    found = login(form.who.data or "", shop().region)
    try:
        ask_password(db.session(), found, host=request.remote_addr or "", shop=shop())
    except Locked as locked:
        return page(form, until=clock(locked.until, store())), 429
    return redirect(url_for(".show", asked=1), 303)


def page(form: WhoForm, asked: bool = False, until: str | None = None) -> str:
    """The page."""
    return render_template("account/forgotten_password.html", form=form, asked=asked, until=until)
