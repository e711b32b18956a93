"""The buyer's profile: name, e-mail and phone. A new address or number counts once its code is entered."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField

from dashboard.account import who
from dashboard.actions.ask_code import ask_contact_code
from dashboard.actions.edit_profile import Profile, edit_profile
from dashboard.actions.prove_contact import drop, pending, prove_contact
from dashboard.actions.sign_in import Locked
from dashboard.core.codes import Purpose
from dashboard.core.logins import Login
from dashboard.core.refusals import Refused
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models.buyer import OneTimeCode
from dashboard.pages.flash import Flash, flash
from dashboard.pages.moments import clock
from dashboard.pages.who import shop, store

pages = Blueprint("account_profile", __name__)
KINDS = ("email", "phone")


class ProfileForm(FlaskForm):
    """The details of the account."""

    name = StringField("Name")
    email = StringField("E-mail")
    phone = StringField("Phone")


@pages.get("/account/profile")
def show() -> ResponseReturnValue:
    """The details, and what waits for its code."""
    return page()


@pages.post("/account/profile")
def submit() -> ResponseReturnValue:
    """Keep what counts at once, and send a code to what does not."""
    form = ProfileForm(request.form)
    entered = Profile(form.name.data or "", form.email.data or "", form.phone.data or "")
    before = who.account().name
    try:
        if "verify" in request.form:
            return verify_number()
        new = edit_profile(who.account(), entered, region=shop().region)
        for login in new:
            ask(login)
    except Locked as locked:
        return page(form, 429, problem=too_many(locked))
    except Refused as refused:
        if refused.field in form:
            form[refused.field].errors = [refused.sentence]
        return page(form, 422, problem=None if refused.field in form else refused.sentence)
    said = "Enter the code that we sent" if new else "Your profile is saved"
    flash(Flash(said, "Your name is saved." if new and entered.name.strip() != before else ""))
    return redirect(url_for(".show"), 303)


def verify_number() -> ResponseReturnValue:
    """Send a code to the account’s own number, where nobody proved yet to have it. Raises Locked."""
    account = who.account()
    if account.phone_key and account.phone and account.phone_verified_at is None:
        ask(Login("sms", account.phone_key, account.phone))
        flash(Flash("Enter the code that we sent"))
    return redirect(url_for(".show"), 303)


@pages.get("/account/profile/verify/<any(email,phone):kind>")
def verify(kind: str) -> ResponseReturnValue:
    """The profile, which asks for the code."""
    return page()


@pages.post("/account/profile/verify/<any(email,phone):kind>")
def prove(kind: str) -> ResponseReturnValue:
    """Try the code, send another one, or keep the old contact."""
    number, token = who.account().id, token_of(kind)
    waits = pending(db.session(), number, token, now())
    try:
        if "drop" in request.form:
            drop(number, token)
            flash(Flash("Everything stays as it was"))
        elif waits is not None and "again" in request.form:
            send(Login(waits.way, waits.contact_key, waits.contact))
            flash(Flash("A new code is on its way"))
        else:
            proved = prove_contact(number, token, request.form.get("code", ""), shop=shop())
            flash(Flash("Saved", f"{proved} counts from now on."))
    except Locked as locked:
        return page(None, 429, wrong={kind: too_many(locked)})
    except Refused as refused:
        return page(None, 422, wrong={kind: refused.sentence})
    return redirect(url_for(".show"), 303)


def ask(login: Login) -> None:
    """Send a code to a new contact, but for one that waits for its code already. Raises Locked."""
    waits = pending(db.session(), who.account().id, token_of(kind_of(login)), now())
    if waits is None or waits.contact_key != login.key:
        send(login)


def send(login: Login) -> None:
    """Send a code to a new contact. Raises Locked."""
    host, token = request.remote_addr or "", token_of(kind_of(login))
    ask_contact_code(db.session(), who.account().id, token, login, host=host, shop=shop())


def kind_of(login: Login) -> str:
    """Which of KINDS a contact is."""
    return KINDS[login.way != "email"]


def token_of(kind: str) -> str:
    """What a code of this session is asked for with: it is entered where it was asked for."""
    return f"{request.cookies.get(who.COOKIE, '')}:{kind}"


def too_many(locked: Locked) -> str:
    """What is said where too much was tried."""
    return f"Too many attempts. Try again at {clock(locked.until, store())}."


def page(
    form: ProfileForm | None = None,
    status: int = 200,
    *,
    problem: str | None = None,
    wrong: dict[str, str] | None = None,
) -> ResponseReturnValue:
    """The page; `wrong`: what is said about the code of a contact."""
    account = who.account()
    waits: dict[str, OneTimeCode] = {}
    for kind in KINDS:
        row = pending(db.session(), account.id, token_of(kind), now())
        if row is not None:
            waits[kind] = row
    form = form or ProfileForm(None, name=account.name, email=account.email or "", phone=account.phone or "")
    names = {"account": account, "form": form, "waits": waits, "wrong": wrong or {}, "problem": problem}
    return render_template("account/profile.html", purposes=Purpose, **names), status
