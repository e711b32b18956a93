"""Enter the code that was sent: to sign in, or to register. The page says the same whether anybody is known."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField

from dashboard.account.sign_in import begin
from dashboard.actions.ask_code import ask_register_code, ask_sign_in_code
from dashboard.actions.enter_code import asked, enter_code
from dashboard.actions.sign_in import Locked
from dashboard.core.codes import Over, Purpose, Unknown
from dashboard.core.logins import Login
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.buyer import OneTimeCode
from dashboard.pages import secret
from dashboard.pages.moments import clock
from dashboard.pages.next import own_path
from dashboard.pages.who import shop, store

pages = Blueprint("account_code", __name__)


class CodeForm(FlaskForm):
    """The code."""

    code = StringField("Six-digit code")


@pages.route("/account/code/<string(maxlength=64):token>", methods=["GET", "POST"])
def show(token: str) -> ResponseReturnValue:
    """The form; posted, the code is tried, or with `again` a new one sent."""
    form = CodeForm(request.form)
    try:
        row = asked(db.session(), token)
        if request.method == "GET":
            return page(row, form)
        if "again" in request.form:
            return redirect(url_for(".show", token=once_more(row), next=request.form.get("next") or None), 303)
        entered = enter_code(db.session(), token, form.code.data or "", device=request.user_agent.string)
        return begin(entered, request.form.get("next"))
    except Unknown as unknown:
        return secret.page("account/code_ended.html", 404, sentence=unknown.sentence)
    except Locked as locked:
        problem = f"Too many attempts. Try again at {clock(locked.until, store())}."
        return page(asked(db.session(), token), form, 429, problem=problem, locked=True)
    except Refused as refused:
        over = isinstance(refused, Over)
        return page(asked(db.session(), token), form, 422, problem=refused.sentence, over=over)


def once_more(row: OneTimeCode) -> str:
    """Have a new code sent for the same. Returns its token. Raises Locked."""
    login = Login(row.way, row.contact_key, row.contact)
    host = request.remote_addr or ""
    if row.purpose is Purpose.REGISTER:
        return ask_register_code(db.session(), login, row.name, row.password_hash, host=host, shop=shop())
    if row.purpose is Purpose.SIGN_IN:
        return ask_sign_in_code(db.session(), login, host=host, shop=shop())
    raise Unknown


def page(row: OneTimeCode, form: CodeForm, status: int = 200, **names: object) -> ResponseReturnValue:
    """The page, at an address that is a secret."""
    target = own_path(request.values.get("next"), "")
    return secret.page("account/code.html", status, asked=row, form=form, next=target, **names)
