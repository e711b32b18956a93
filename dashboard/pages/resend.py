"""Resend: a letter of the order once more, by e-mail or SMS, to its address or another; seen before."""

import re
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, StringField

from dashboard.actions.resend import Repeated, Wanted, resend
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.post import MessageState
from dashboard.core.refusals import NotPermitted, Refused
from dashboard.database import now
from dashboard.extensions import db
from dashboard.letters import order_placed
from dashboard.letters.letter import Addressee, Recipient
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.models.order_link import link_ended
from dashboard.models.order_view import order_by_code
from dashboard.models.outbox import Message
from dashboard.models.outbox_list import Row, letters_of
from dashboard.pages import moments, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.letter_frame import framed

pages = Blueprint("resend", __name__)

WAYS = [SelectChoice("email", "By e-mail"), SelectChoice("sms", "By SMS")]
UNWRITTEN = "link-made-when-sent"


class ResendForm(FlaskForm):
    """Which letter ("" the order letter, else a message's id), how, and to whom."""

    letter = RadioField("Letter", default="", validate_choice=False)
    way = RadioField("Way", choices=WAYS, default="email")
    address = StringField("Send to")
    again = BooleanField("Send it once more")

    @property
    def copy_of(self) -> int | None:
        """The id of the message to copy."""
        text = self.letter.data or ""
        return int(text) if re.fullmatch("[0-9]{1,18}", text) else None


@pages.get("/orders/<code:code>/resend")
def show(code: str) -> ResponseReturnValue:
    """The form: the order letter, to the order customer."""
    order = wanted(code)
    where = order_placed.contact(order).where
    form = ResendForm(request.args, meta={"csrf": False}) if request.args.get("letter") else ResendForm()
    form.way.data = where.way if where else "email"
    if form.copy_of and (original := copied(order, form.copy_of)):
        form.way.data = original.way
    return page(order, form)


@pages.post("/orders/<code:code>/resend")
def submit(code: str) -> ResponseReturnValue:
    """Redraw with the preview of what is chosen ("find"), or send it."""
    form = ResendForm()
    if "find" in request.form:
        return page(wanted(code), form)

    def act() -> dict[str, Any]:
        asked = Wanted(form.copy_of, form.way.data or "", form.address.data or "", bool(form.again.data))
        return resend(code, asked, by=who.person(), shop=who.shop(), once=verb.submission(request.form))

    going, _ = verb.lands(code)
    return verb.answer(act, confirm, lambda refused: redraw(code, form, refused), going)


@pages.get("/orders/<code:code>/resend/letter")
def letter(code: str) -> ResponseReturnValue:
    """The letter that would be sent, for its frame."""
    order, number = wanted(code), request.args.get("letter", "")
    original = copied(order, int(number)) if re.fullmatch("[0-9]{1,18}", number) else None
    html = original.html if original else draft(order, "email").html
    return framed(html or "")


def draft(order: Order, way: str) -> Message:
    """The order letter as it would be written, its link not made yet."""
    shop, to = who.shop(), order_placed.contact(order)
    to = Addressee(to.name, Recipient(way, "-", "-"))
    written = order_placed.letter(order, to, shop, f"{shop.base_url}/o/{UNWRITTEN}", at=now())
    return written or abort(404)


def wanted(code: str) -> Order:
    """The order of this address, for somebody who may resend its letters."""
    try:
        guards.require_permission(who.person(), Action.RESEND)
    except NotPermitted as refused:
        abort(403, refused.sentence)
    return order_by_code(db.session(), code) or abort(404)


def copied(order: Order, number: int) -> Message | None:
    """The message of this order to copy, if it can be."""
    found = db.session.get(Message, number)
    return found if found and found.order_id == order.id and not found.secret else None


def redraw(code: str, form: ResendForm, refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(wanted(code), form, refused)


def page(order: Order, form: ResendForm, refused: Refused | None = None) -> str:
    """The form, with the letter as it would go."""
    session, shop = db.session(), who.shop()
    original, known = copied(order, form.copy_of) if form.copy_of else None, facts(session, order)
    letters = letters_of(session, order)
    form.letter.choices = [SelectChoice("", f"We have your order {order.code}"), *map(choice, letters)]
    way = original.way if original else "sms" if form.way.data == "sms" else "email"
    shown = original or (None if order.is_test else draft(order, way if shop.sms else "email"))
    return verb.draw(
        "orders/resend.html",
        order.code,
        order=order,
        form=form,
        letters=letters,
        shown=shown,
        copy=original is not None,
        ended=original is not None and link_ended(session, original.text),
        contact=original.recipient if original else by_way(order, way),
        letter_url=url_for("resend.letter", code=order.code, letter=original.id if original else None),
        ask=isinstance(refused, Repeated) or bool(form.again.data),
        sms=shop.sms,
        conditions=guards.conditions(Action.RESEND, known),
        refused=refused,
        unwritten=UNWRITTEN,
    )


def by_way(order: Order, way: str) -> str:
    """The order customer's address for this way, "" for none."""
    return (order.customer_phone if way == "sms" else order.customer_email) or ""


def choice(row: Row) -> SelectChoice:
    """An earlier letter to choose."""
    what = row.subject or "Text message"
    state = "sent" if row.state == MessageState.SENT else "failed"
    return SelectChoice(str(row.id), f"{what}, {state} {moments.when(row.sent_at or row.created_at, who.store())}")


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    text = f"One letter of {result['code']} to {result['to']}"
    return Flash(text, "It waits a moment in the outbox before it goes.")
