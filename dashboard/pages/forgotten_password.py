"""A new password for whoever forgot theirs: a link goes to the address, and the page says the same either way."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from dashboard.actions.forgotten_password import forgotten_password
from dashboard.actions.sign_in import Locked
from dashboard.extensions import db
from dashboard.pages import who
from dashboard.pages.moments import clock
from dashboard.pages.sign_in import key

pages = Blueprint("forgotten_password", __name__)


class EmailForm(FlaskForm):
    """The address of the account."""

    email = StringField("E-mail", [InputRequired("Enter your e-mail address."), Length(max=320)])


@pages.get("/forgotten-password")
def show() -> ResponseReturnValue:
    """The form, or what came of it."""
    return page(EmailForm(None), asked="asked" in request.args)


@pages.post("/forgotten-password")
def submit() -> ResponseReturnValue:
    """Queue the link, if there is such an account: the answer does not tell."""
    form = EmailForm(request.form)
    if not form.validate():
        return page(form), 422
    try:
        forgotten_password(db.session(), key(form.email.data or ""), host=request.remote_addr or "", shop=who.shop())
    except Locked as locked:
        return page(form, until=clock(locked.until, who.store())), 429
    return redirect(url_for("forgotten_password.show", asked=1), 303)


def page(form: EmailForm, asked: bool = False, until: str | None = None) -> str:
    """The page."""
    return render_template("forgotten_password.html", form=form, asked=asked, until=until)
