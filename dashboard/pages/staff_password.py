"""The page behind a colleague's link: it sets their password, once, and lets them in."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField

from dashboard.actions.change_password import check_new
from dashboard.actions.sign_in import hashed, start
from dashboard.actions.staff_link import Ended, Unknown, holder
from dashboard.actions.staff_password import staff_password
from dashboard.core.refusals import Invalid, Refused
from dashboard.database import now
from dashboard.extensions import db
from dashboard.pages import secret, sign_in
from dashboard.pages.flash import Flash, flash

pages = Blueprint("staff_password", __name__)


class PasswordForm(FlaskForm):
    """The new password; what is wrong with it is said beside it."""

    password = PasswordField("New password")


@pages.route("/set-password/<string(maxlength=64):token>", methods=["GET", "POST"])
def password(token: str) -> ResponseReturnValue:
    """The form; posted, the password is set and a session begun. A link that ended says so: 410, an unknown one 404."""
    try:
        link, staff = holder(db.session(), token, now())
        form = PasswordForm(request.form if request.method == "POST" else None)
        if request.method == "POST":
            return welcome(token, form.password.data or "")
    except Invalid as invalid:
        form.password.errors = [invalid.sentence]
        return secret.page("staff_password.html", 422, form=form, staff=staff, link=link)
    except Unknown as unknown:
        return ended(unknown, 404)
    except Ended as over:
        return ended(over, 410)
    return secret.page("staff_password.html", form=form, staff=staff, link=link)


def welcome(token: str, typed: str) -> ResponseReturnValue:
    """Set the password and let its holder in. Raises Invalid beside "password", and as staff_password()."""
    _, staff = holder(db.session(), token, now())
    check_new(staff, typed)
    staff = staff_password(token, hashed(typed))
    sign_in.enter(start(staff.id, f"email:{staff.email_key}", request.user_agent.string))
    flash(Flash("Your password is set", "Every other session of yours has ended."))
    return redirect(url_for("orders.index"), 303)


def ended(refused: Refused, status: int) -> ResponseReturnValue:
    """The page of a link that does not work."""
    return secret.page("staff_password_ended.html", status, sentence=refused.sentence)
