"""Change one's own password at the buyers' pages."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField

from dashboard.account import who
from dashboard.actions.change_own_password import change_own_password, check_own_password
from dashboard.actions.sign_in import Locked, hashed, token_hash
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.pages.flash import Flash, flash
from dashboard.pages.moments import clock
from dashboard.pages.who import store

pages = Blueprint("account_change_password", __name__)


class PasswordForm(FlaskForm):
    """The present password and the one to be; neither is ever drawn again."""

    current = PasswordField("Present password")
    password = PasswordField("New password")


@pages.get("/account/profile/password")
def show() -> ResponseReturnValue:
    """The form."""
    return page(PasswordForm(None))


@pages.post("/account/profile/password")
def submit() -> ResponseReturnValue:
    """Change it, or say why not."""
    form, account = PasswordForm(request.form), who.account()
    current, new = form.current.data or "", form.password.data or ""
    try:
        check_own_password(db.session(), account, current, new, request.remote_addr or "")
        kept = token_hash(request.cookies.get(who.COOKIE, ""))
        change_own_password(account, hashed(new), session_hash=kept)
    except Locked as locked:
        form.current.errors = [f"Too many attempts. Try again at {clock(locked.until, store())}."]
        return page(form, 429)
    except Refused as refused:
        form[refused.field or "password"].errors = [refused.sentence]
        return page(form, 422)
    flash(Flash("Your password is changed", "Every other device is signed out."))
    return redirect(url_for("account_profile.show"), 303)


def page(form: PasswordForm, status: int = 200) -> ResponseReturnValue:
    """The form in its page."""
    return render_template("account/change_password.html", form=form, account=who.account()), status
