"""The page behind a set-password link: it works once, for whoever holds the letter."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField

from dashboard.actions import set_password as actions
from dashboard.actions.sign_in import HASHER
from dashboard.core import passwords
from dashboard.core.refusals import Invalid, Refused
from dashboard.database import now
from dashboard.extensions import db
from dashboard.pages import secret

pages = Blueprint("account", __name__)


class PasswordForm(FlaskForm):
    """The new password; what is wrong with it is said beside it."""

    password = PasswordField("New password")


@pages.route("/account/password/<string(maxlength=64):token>", methods=["GET", "POST"])
def password(token: str) -> ResponseReturnValue:
    """The form; posted, the password is set. A link that ended says so: 410, an unknown one 404."""
    form = PasswordForm()
    try:
        holder = actions.holder(db.session(), token, now())
        if form.validate_on_submit():
            typed = form.password.data or ""
            passwords.check(typed, holder.email, holder.name, holder.phone)
            actions.set_password(token, HASHER.hash(typed))
            return page("password_done.html")
    except Invalid as invalid:
        form.password.errors = [invalid.sentence]
        return page("password.html", 422, form=form, login=holder.email or holder.phone)
    except actions.Unknown as unknown:
        return ended(unknown, 404)
    except actions.Ended as over:
        return ended(over, 410)
    return page("password.html", form=form, login=holder.email or holder.phone)


def ended(refused: Refused, status: int) -> ResponseReturnValue:
    """The page of a link that does not work."""
    return page("password_ended.html", status, sentence=refused.sentence)


def page(template: str, status: int = 200, **names: object) -> ResponseReturnValue:
    """A page of the buyer's, at an address that is a secret."""
    return secret.page(f"account/{template}", status, **names)
