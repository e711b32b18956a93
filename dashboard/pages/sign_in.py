"""Sign in and out."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from dashboard.actions import sign_in as actions
from dashboard.core import contacts, search
from dashboard.core.refusals import Invalid
from dashboard.extensions import db
from dashboard.pages import who
from dashboard.pages.moments import clock
from dashboard.pages.next import own_path

pages = Blueprint("sign_in", __name__)


class SignInForm(FlaskForm):
    """E-mail and password; what is missing is said beside the field."""

    email = StringField("E-mail", [InputRequired("Enter your e-mail address."), Length(max=320)])
    password = PasswordField("Password", [InputRequired("Enter your password."), Length(max=200)])


@pages.get("/sign-in")
def show() -> ResponseReturnValue:
    """The form, or the desk for whoever is in already."""
    if current_user.is_authenticated:
        return redirect(own_path(request.args.get("next"), url_for("orders.index")), 303)
    return page(SignInForm())


@pages.post("/sign-in")
def submit() -> ResponseReturnValue:
    """Start a session, or say why not: the same words and time for a known and an unknown address."""
    form = SignInForm(request.form)  # a file sent as a field is none
    if not form.validate():
        return page(form, status=422)
    try:
        token = actions.sign_in(
            db.session(),
            key(form.email.data),
            form.password.data,
            host=request.remote_addr or "",
            device=request.user_agent.string,
        )
    except actions.Locked as locked:
        return page(form, f"Too many attempts. Try again at {clock(locked.until, who.store())}.", 429, locked=True)
    except actions.WrongPassword as wrong:
        return page(form, wrong.sentence, 422)
    return begin(token)


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    actions.sign_out(current_user.get_id())
    logout_user()
    session.clear()
    return redirect(url_for("sign_in.show"), 303)


def begin(token: str) -> Response:
    """Begin a new session, and go where the person wanted to go."""
    enter(token)
    return redirect(own_path(request.form.get("next"), url_for("orders.index")), 303)


def enter(token: str) -> None:
    """Put a new session in the cookie; nothing of the old one is kept."""
    session.clear()
    login_user(who.load(token))


def key(email: str) -> str:
    """The e-mail's key; what is no address gets one too, so that it fails like an unknown one."""
    try:
        return contacts.email_key(email)
    except Invalid:
        return search.fold(email)[:320]


def page(form: SignInForm, problem: str | None = None, status: int = 200, locked: bool = False) -> ResponseReturnValue:
    """The sign-in page."""
    going = own_path(request.values.get("next"), "")
    return render_template("sign_in.html", form=form, problem=problem, next=going, locked=locked), status
