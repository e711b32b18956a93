"""Do the same to many orders of the list: what it will do to each, and doing it."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import Length

from dashboard.actions.bulk import Wish, bulk
from dashboard.core import guards
from dashboard.core.batches import MOST, BatchVerb, require_count
from dashboard.core.parcels import Outgoing, Point
from dashboard.core.refusals import Invalid, Refused
from dashboard.extensions import db
from dashboard.models.candidates import candidates
from dashboard.models.customer import Customer
from dashboard.models.selection import Selected, last_line, matching, picked
from dashboard.models.time_box import TooLong
from dashboard.pages import converters, verb, who
from dashboard.pages import picked as picker
from dashboard.pages.batch import confirm
from dashboard.pages.bulk_preview import BatchPreview, foresee
from dashboard.pages.bulk_sending import foresee_sending
from dashboard.pages.fulfil_form import POINTS
from dashboard.pages.list_address import criteria_of, normal
from dashboard.pages.next import own_path

pages = Blueprint("bulk", __name__)

SHOWN = 6
ADDRESS = "/orders/bulk/<any(reassign,link,tag,archive,fulfil):name>"
CODE = re.compile(converters.Code.regex)
TOO_SLOW = "Looking all of these orders up takes too long. Narrow the list, and do it in parts."


class BulkForm(FlaskForm):
    """Who shall own the orders (`owner` is the id of the chosen account), which tag they shall have, or how they go."""

    q = StringField("Name, e-mail or phone", [Length(max=320, message="Search with 320 characters at most.")])
    owner = HiddenField(validators=[Length(max=18)])
    tag = StringField("Tag")
    notify = BooleanField("Send one e-mail to the new owner", default=True)
    point = RadioField("Shipping point", choices=POINTS, default=Point.LOCAL.value)
    carrier = StringField("Carrier")
    handed_over = BooleanField("Handed over now", default=True)
    tell = BooleanField("Send notification to the customer", default=True)


@dataclass(frozen=True, slots=True)
class Choice:
    """What was ticked: these codes, or all that match a list's query."""

    codes: tuple[str, ...]
    query: str | None

    @property
    def orders(self) -> list[Selected]:
        """The orders as they are now. Raises Invalid where looking them up takes too long."""
        if self.query is None:
            return picked(db.session(), self.codes)
        try:
            return matching(db.session(), criteria_of(self.query))
        except TooLong:
            raise Invalid(
                "Looking all of these orders up takes too long. Narrow the list, and do it in parts."
            ) from None


def choice() -> Choice:
    """What this request says was ticked."""
    codes = dict.fromkeys(code for code in request.values.getlist("code") if CODE.fullmatch(code))
    everything = request.values.get("all") == "1"
    return Choice(tuple(codes)[: MOST + 1], normal(request.values.get("list", "")) if everything else None)


@pages.get(ADDRESS)
def show(name: str) -> ResponseReturnValue:
    """The form for the orders that were ticked."""
    verb.permit(BatchVerb(name).action)
    return page(BatchVerb(name), BulkForm())


@pages.post(ADDRESS)
def submit(name: str) -> ResponseReturnValue:
    """Redraw as what is typed or chosen changes ("find", "pick"), or do it."""
    wished, form = BatchVerb(name), BulkForm()
    verb.permit(wished.action)
    if "pick" in request.form or "find" in request.form:
        picker.settle_choice(form, request.form.get("pick"))
        return page(wished, form)
    if wished is not BatchVerb.FULFIL and not form.validate():
        return page(wished, form), 422
    return verb.answer(
        lambda: act(wished, form), confirm, lambda refused: redraw(wished, form, refused), lambda result: url(result)
    )


def url(result: dict[str, Any]) -> str:
    """Where the batch is looked at."""
    return url_for("batch.show", number=result["batch"])


def act(wished: BatchVerb, form: BulkForm) -> dict[str, Any]:
    """Do it as the form says."""
    by, chosen, as_of = who.person(), choice(), drawn_at()
    once = verb.submission(request.form)
    guards.require_permission(by, wished.action)
    person = picked_owner(form) if wished.moves else None
    tag = (form.tag.data or "")[:1_000]
    out = outgoing(form) if wished is BatchVerb.FULFIL else None
    wish = Wish(wished, person.id if person else None, tag, bool(form.notify.data), out)
    return bulk(wish, chosen.orders, by=by, shop=who.shop(), as_of=as_of, query=chosen.query, once=once)


def outgoing(form: BulkForm) -> Outgoing:
    """How the orders shall go out. Raises Invalid beside "point"."""
    point = form.point.data
    if point not in set(Point):
        raise Invalid("Choose how they leave: local, international or in-store pickup.", "point")
    return Outgoing(point, (form.carrier.data or "")[:1_000], bool(form.handed_over.data), bool(form.tell.data))


def drawn_at() -> int:
    """The line of the logs that the form was drawn from. Without one: 400."""
    text = request.form.get("as_of", "")
    if not re.fullmatch(r"[0-9]{1,18}", text):
        abort(400, "This form does not say what it was drawn from, so nothing was done. Open it again.")
    return int(text)


def picked_owner(form: BulkForm) -> Customer | None:
    """The chosen account. Raises Invalid if the box says something else than the choice."""
    person = picker.chosen(form)
    if person and form.q.data and form.q.data != person.name:
        raise Invalid(f"“{form.q.data}” is not the customer you chose. Choose one from the list.", "q")
    return person


def redraw(wished: BatchVerb, form: BulkForm, refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(wished, form, refused)


def preview(wished: BatchVerb, orders: list[Selected], new: Customer | None, form: BulkForm) -> BatchPreview:
    """What will come of it."""
    if wished is BatchVerb.FULFIL:
        return foresee_sending(orders, form.point.data, bool(form.handed_over.data))
    return foresee(wished, orders, new, form.tag.data or "", bool(form.notify.data))


def page(wished: BatchVerb, form: BulkForm, refused: Refused | None = None) -> str:
    """The form on today's orders, with who matches and what will be done."""
    session, chosen = db.session(), choice()
    as_of, orders = last_line(session), []
    try:
        orders = chosen.orders
        require_count(len(orders))
    except Invalid as unfit:
        refused, orders = refused or unfit, []
    new = picker.chosen(form) if wished.moves else None
    q = (form.q.data or "").strip()
    found = candidates(session, q, SHOWN + 1) if wished.moves and q and not new else []
    index = url_for("orders.index")
    return verb.draw_at(
        "orders/bulk.html",
        own_path(request.values.get("next"), index),
        "#results",
        verb=wished,
        form=form,
        choice=chosen,
        as_of=as_of,
        orders=orders,
        missing=len(chosen.codes) - len(orders) if chosen.query is None and orders else 0,
        preview=preview(wished, orders, new, form),
        chosen=new,
        found=found[:SHOWN],
        more=len(found) > SHOWN,
        refused=refused,
    )
