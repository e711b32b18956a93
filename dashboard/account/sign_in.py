"""Sign in, by password or by a one-time code, and out."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from dashboard.account import who
from dashboard.actions.ask_code import ask_sign_in_code
from dashboard.actions.buyer_sign_in import buyer_sign_in
from dashboard.actions.buyer_sign_out import buyer_sign_out
from dashboard.actions.sign_in import Locked, WrongPassword
from dashboard.core.logins import Login, login
from dashboard.extensions import db
from dashboard.pages.moments import clock
from dashboard.pages.next import own_path
from dashboard.pages.who import shop, store

pages = Blueprint("account_sign_in", __name__)


class SignInForm(FlaskForm):
    """Who, and the password; what is missing is said beside the field."""

    who = StringField("E-mail or mobile", [InputRequired("Enter your e-mail or mobile number."), Length(max=320)])
    password = PasswordField("Password", [Length(max=200)])


@pages.get("/account/sign-in")
def show() -> ResponseReturnValue:
    """The form, or their orders for whoever is in already."""
    if who.here() is not None:
        return redirect(going(request.args.get("next")), 303)
    return page(SignInForm(None))


@pages.post("/account/sign-in")
def submit() -> ResponseReturnValue:
    """Start a session, or say why not: the same words and time for a known and an unknown address."""
    form = SignInForm(request.form)
    if not form.validate():
        return page(form, status=422)
    device, host = request.user_agent.string, request.remote_addr or ""
    try:
        if request.form.get("by") == "code":
            return by_code(form, host)
        if not form.password.data:
            form.password.errors = ["Enter your password, or have a code sent."]
            return page(form, status=422)
        token = buyer_sign_in(db.session(), said(form), form.password.data, host=host, device=device)
    except Locked as locked:
        return page(form, f"Too many attempts. Try again at {clock(locked.until, store())}.", 429, locked=True)
    except WrongPassword as wrong:
        return page(form, wrong.sentence, 422)
    return begin(token, request.form.get("next"))


def by_code(form: SignInForm, host: str) -> ResponseReturnValue:
    """Send a one-time code to whoever this is, and go to where it is entered. Raises Locked."""
    found = said(form)
    if not found.way:
        form.who.errors = ["Enter an e-mail address or a mobile number, which a code can go to."]
        return page(form, status=422)
    token = ask_sign_in_code(db.session(), found, host=host, shop=shop())
    return redirect(url_for("account_code.show", token=token, next=request.form.get("next") or None), 303)


@pages.post("/account/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    buyer_sign_out(request.cookies.get(who.COOKIE, ""))
    return who.leave(make_response(redirect(url_for("account_sign_in.show"), 303)))


def said(form: SignInForm) -> Login:
    """Who they say that they are."""
    found = store()
    return login(form.who.data or "", found.region if found else "")


def begin(token: str, target: str | None) -> Response:
    """Begin a new session, and go where the buyer wanted to go."""
    return who.enter(make_response(redirect(going(target), 303)), token)


def going(target: str | None) -> str:
    """Where to go: a page of the buyers’."""
    orders = url_for("account_orders.index")
    path = own_path(target, orders)
    return path if path.startswith(f"{who.PLACE}/") else orders


def page(form: SignInForm, problem: str | None = None, status: int = 200, locked: bool = False) -> ResponseReturnValue:
    """The sign-in page."""
    target = own_path(request.values.get("next"), "")
    return render_template("account/sign_in.html", form=form, problem=problem, next=target, locked=locked), status
