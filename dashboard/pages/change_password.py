"""Change one's own password."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import PasswordField

from dashboard.actions.change_password import change_password, check_own
from dashboard.actions.once import look
from dashboard.actions.sign_in import Locked, hashed, token_hash
from dashboard.core.refusals import Invalid, Refused
from dashboard.extensions import db
from dashboard.pages import settings, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.moments import clock

pages = Blueprint("change_password", __name__)


class PasswordForm(FlaskForm):
    """The present password and the one to be; neither is ever drawn again."""

    current = PasswordField("Present password")
    password = PasswordField("New password")


@pages.get("/settings/account/change-password")
def show() -> ResponseReturnValue:
    """The form."""
    return page(PasswordForm(None))


@pages.post("/settings/account/change-password")
def submit() -> ResponseReturnValue:
    """Change it, or say why not."""
    form = PasswordForm(request.form)

    def redraw(refused: Refused) -> str:
        if refused.field in form:
            form[refused.field].errors = [refused.sentence]
        return page(form, refused)

    return verb.answer(lambda: act(form), confirm, redraw, settings.lands("own_account.show"))


def act(form: PasswordForm) -> dict[str, Any]:
    """Change the password as the form says. Too many wrong ones are told in a sentence."""
    current, new = form.current.data or "", form.password.data or ""
    by, once, kept = who.person(), verb.submission(request.form), token_hash(current_user.token)
    look(db.session(), once)  # else a second click would find the present password to be another one
    try:
        check_own(db.session(), by, current, new, request.remote_addr or "")
    except Locked as locked:
        raise Invalid(f"Too many attempts. Try again at {clock(locked.until, who.store())}.", "current") from None
    change_password(hashed(new), by=by, session_hash=kept, once=once)
    return {}


def page(form: PasswordForm, refused: Refused | None = None) -> str:
    """The form in its layout."""
    going = settings.lands("own_account.show")
    return verb.draw_at("settings/change_password.html", going, settings.PART, form=form, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash("Your password is changed", "Every other device is signed out.")
