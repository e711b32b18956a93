"""Register with an e-mail address or a mobile number. The account exists once the code that goes there is entered."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField

from dashboard.account import who
from dashboard.actions.ask_code import ask_register_code
from dashboard.actions.register import name_of
from dashboard.actions.sign_in import Locked, hashed
from dashboard.core import contacts, passwords
from dashboard.core.logins import Login, contact
from dashboard.core.refusals import Invalid
from dashboard.extensions import db
from dashboard.pages.moments import clock
from dashboard.pages.who import shop, store

pages = Blueprint("account_register", __name__)


class RegisterForm(FlaskForm):
    """Who, how to sign in, and a password; what is wrong is said beside each field."""

    name = StringField("Name")
    who = StringField("E-mail or mobile")
    password = PasswordField("Password")


@pages.get("/account/register")
def show() -> ResponseReturnValue:
    """The form, or their orders for whoever is in already."""
    if who.here() is not None:
        return redirect(url_for("account_orders.index"), 303)
    return page(RegisterForm(None))


@pages.post("/account/register")
def submit() -> ResponseReturnValue:
    """Send the code; the answer is the same where the contact has an account."""
    form = RegisterForm(request.form)
    login, name, password = checked(form)
    if login is None:
        return page(form, status=422)
    host = request.remote_addr or ""
    try:
        kept = hashed(password) if password else None
        token = ask_register_code(db.session(), login, name, kept, host=host, shop=shop())
    except Locked as locked:
        return page(form, 429, until=clock(locked.until, store()))
    return redirect(url_for("account_code.show", token=token), 303)


def checked(form: RegisterForm) -> tuple[Login | None, str, str]:
    """Login, name and password as they can be used; None for the login where anything is wrong, said beside it."""
    typed, password, name, login = contacts.visible(form.who.data or ""), form.password.data or "", "", None
    try:
        name = name_of(form.name.data or "")
    except Invalid as invalid:
        form.name.errors = [invalid.sentence]
    try:
        login = contact(typed, shop().region)
    except Invalid as invalid:
        said = invalid.sentence if typed else "Enter your e-mail or mobile number."
        form.who.errors = [said]
    try:
        if password:
            passwords.check(password, typed, name)
    except Invalid as invalid:
        form.password.errors = [invalid.sentence]
    return (None if form.errors else login), name, password


def page(form: RegisterForm, status: int = 200, until: str | None = None) -> ResponseReturnValue:
    """The form; `until`: from when on another request is taken."""
    return render_template("account/register.html", form=form, until=until), status
