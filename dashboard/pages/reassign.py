"""Reassign an order: the dialog, what it will change, and doing it."""

from functools import cache
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from dashboard.actions.create_customer import NewCustomer, Taken
from dashboard.actions.reassign import NewOwner, reassign
from dashboard.actions.sign_in import HASHER
from dashboard.core import guards, passwords
from dashboard.core.guards import Action
from dashboard.core.refusals import Invalid, Refused
from dashboard.extensions import db
from dashboard.models.candidates import candidates
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.order_facts import facts, outline
from dashboard.models.order_seen import order_seen
from dashboard.pages import picked, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.reassign_form import ReassignForm, no_letter, preview, recipient

pages = Blueprint("reassign", __name__)

SHOWN = 6


@pages.get("/orders/<code:code>/reassign")
def show(code: str) -> ResponseReturnValue:
    """The form. `contact=1` opens it as Change customer, with the box ticked."""
    change = "contact" in request.args
    form = searching(request.args, change) if request.args.get("q") else blank(change)
    verb.permit(Action.REASSIGN)
    return page(order_seen(db.session(), code) or abort(404), form)


@cache
def blank(contact: bool) -> ReassignForm:
    """The form that nobody has filled in yet, one for all who look at it."""
    form = ReassignForm(None, meta={"csrf": False})
    form.contact.data = contact
    return form


def searching(given: MultiDict[str, str], contact: bool) -> ReassignForm:
    """The form of a search without script."""
    form = ReassignForm(given, meta={"csrf": False})
    form.contact.data = contact or form.contact.data
    return form


@pages.post("/orders/<code:code>/reassign")
def submit(code: str) -> ResponseReturnValue:
    """Redraw as the choice changes ("find", "pick"), or do it."""
    form = ReassignForm()
    if "pick" in request.form or "find" in request.form:
        picked.settle_choice(form, request.form.get("pick"))
        return page(verb.wanted(code, Action.REASSIGN), form)
    going, _ = verb.lands(code)
    if not form.validate():
        return page(verb.wanted(code, Action.REASSIGN), form), 422
    return verb.answer(lambda: act(code, form), confirm, lambda refused: redraw(code, form, refused), going)


def act(code: str, form: ReassignForm) -> dict[str, Any]:
    """Reassign as the form says."""
    by = who.person()
    guards.require_permission(by, Action.REASSIGN)
    return reassign(
        code,
        agreed(form),
        by=by,
        shop=who.shop(),
        notify=form.notify.data,
        notify_old=form.notify_old.data,
        replace_contact=form.contact.data,
        seen=verb.seen(),
        once=verb.submission(request.form),
    )


def new_customer(form: ReassignForm) -> NewCustomer:
    """The account that the form describes; a typed password is hashed here, before the transaction."""
    email, phone, typed = form.email.data or "", form.phone.data or "", form.password.data or ""
    if form.generate.data:
        return NewCustomer(email, phone)
    passwords.check(typed, email)
    return NewCustomer(email, phone, password_hash=HASHER.hash(typed))


def page(order: Order, form: ReassignForm, refused: Refused | None = None) -> str:
    """The form on today's order, with who matches and what will change."""
    session = db.session()
    new = chosen(form)
    q = (form.q.data or "").strip()
    found = candidates(session, q, SHOWN + 1) if q and not new else []
    action = Action.CHANGE_CUSTOMER if form.contact.data else Action.REASSIGN
    known = outline(order) if guards.by_state_alone(action) else facts(session, order)
    return verb.draw(
        "orders/reassign.html",
        order.code,
        order=order,
        form=form,
        opened=form is blank(bool(form.contact.data)),
        chosen=new,
        found=found[:SHOWN],
        more=len(found) > SHOWN,
        preview=preview(order, new, form),
        no_letter=no_letter(order, recipient(new, form)),
        no_farewell=no_letter(order, order.owner),
        conditions=guards.conditions(action, known),
        refused=refused,
        change="contact" in request.args,
    )


def chosen(form: ReassignForm) -> Customer | None:
    """The chosen account, if there still is one."""
    return picked.chosen(form) if form.kind.data == "existing" else None


def redraw(code: str, form: ReassignForm, refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    if isinstance(refused, Taken):  # the contact has an account: offer that one
        form.kind.data, form.owner.data = "existing", str(refused.customer_id)
        holder = chosen(form)
        form.q.data = holder.name if holder else ""
    elif refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(verb.wanted(code, Action.REASSIGN), form, refused)


def agreed(form: ReassignForm) -> NewOwner:
    """The owner that the form names. Raises Invalid if the box says something else than the choice."""
    if form.kind.data == "new":
        return NewOwner(new=new_customer(form))
    person = chosen(form)
    if person and form.q.data and form.q.data != person.name:
        raise Invalid(f"“{form.q.data}” is not the customer you chose. Choose one from the list.", "q")
    return NewOwner(picked.chosen_id(form))


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    code, owner = result["code"], result["owner"]["name"]
    letters = [result[name] for name in ("letter_to", "farewell_to") if result.get(name)]
    to = " and ".join(letters)
    wait = "One letter to {} waits a moment before it goes." if len(letters) == 1 else "Letters to {} wait a moment."
    letter = f" {wait.format(to)}" if letters else ""
    return Flash(
        f"{code} now belongs to {owner}",
        f"{result['moved']} moved to {owner}’s total spend.{letter}",
        undo=url_for("undo.show", code=code, seq=result["undo"]),
    )
