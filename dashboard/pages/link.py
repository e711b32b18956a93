"""Link guest orders to an account: the search, the question whether, and doing it."""

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.link import link, link_together
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.refusals import Invalid, Refused
from dashboard.extensions import db
from dashboard.models.candidates import candidates
from dashboard.models.customer import Customer
from dashboard.models.customer_rows import row_of
from dashboard.models.guest_orders import GuestOrder, other_guest_orders
from dashboard.models.lookalikes import alike
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.link_form import LinkForm, preview
from dashboard.pages.picked import chosen, settle_choice

pages = Blueprint("link", __name__)

SHOWN = 6


@pages.get("/orders/<code:code>/link")
def show(code: str) -> ResponseReturnValue:
    """The search. `together=1` opens it for all guest orders of the order's contact."""
    form = LinkForm(request.args, meta={"csrf": False}) if request.args.get("q") else LinkForm()
    form.together.data = "together" in request.args
    order = verb.wanted(code, Action.LINK)
    if form.together.data and (instead := stand_in(order)):
        return redirect(url_for("link.show", code=instead, together=1, next=request.args.get("next")), 303)
    return page(order, form)


def stand_in(order: Order) -> str | None:
    """The code of another guest order of the same contact, where this one itself cannot be linked now."""
    if order.account_id is not None or not guards.failed(Action.LINK, facts(db.session(), order)):
        return None
    return next((other.code for other in other_guest_orders(db.session(), order)), None)


@pages.post("/orders/<code:code>/link")
def submit(code: str) -> ResponseReturnValue:
    """Redraw as the choice changes ("find", "pick"), or go on to the question."""
    order, form = verb.wanted(code, Action.LINK), LinkForm()
    if "pick" in request.form or "find" in request.form:
        settle_choice(form, request.form.get("pick"))
        return page(order, form)
    if not form.validate():
        return page(order, form), 422
    person = chosen(form)
    if person is None or form.q.data != person.name:
        said = f"“{form.q.data}” is not a customer you chose" if form.q.data else "Nobody is chosen"
        refused = Invalid(f"{said}. Choose the customer who shall own this order from the list.", "q")
        form.q.errors = [refused.sentence]
        return page(order, form, refused), 422
    going, _ = verb.lands(code)
    flags: dict[str, Any] = {name: 1 for name in ("notify", "together") if form[name].data}
    return redirect(url_for("link.ask", code=code, number=person.id, next=going, **flags), 303)


@pages.get("/orders/<code:code>/link/<int18:number>")
def ask(code: str, number: int) -> ResponseReturnValue:
    """The question whether: to this account, with `notify` a letter to it, with `together` all orders of the guest."""
    order = verb.wanted(code, Action.LINK)
    others = other_guest_orders(db.session(), order) if "together" in request.args else []
    return question(order, others, account(number), notify="notify" in request.args)


@pages.post("/orders/<code:code>/link/<int18:number>")
def act(code: str, number: int) -> ResponseReturnValue:
    """Link as the question said: the orders that it named, by code and version."""
    verb.permit(Action.LINK)
    notify = "notify" in request.form
    seen, rest = {code: verb.seen()}, [text.rpartition(":") for text in request.form.getlist("with")]
    seen |= {other: int(version) for other, _, version in rest if version.isascii() and version.isdigit()}
    once, by = verb.submission(request.form), who.person()

    def do() -> dict[str, Any]:
        if rest:
            return link_together(seen, number, by=by, shop=who.shop(), notify=notify, once=once)
        return link(code, number, by=by, shop=who.shop(), notify=notify, seen=seen[code], once=once)

    def again(refused: Refused) -> str:
        order = verb.wanted(code, Action.LINK)
        others = other_guest_orders(db.session(), order) if rest else []
        return question(order, others, account(number), notify=notify, refused=refused)

    going, _ = verb.lands(code)
    return verb.answer(do, confirm, again, going)


def account(number: int) -> Customer:
    """The account of this id, else 404."""
    return db.session.get(Customer, number) or abort(404)


def page(order: Order, form: LinkForm, refused: Refused | None = None) -> str:
    """The form on today's order: who looks like the guest, who matches, and what will change."""
    session = db.session()
    new = chosen(form)
    q = (form.q.data or "").strip()
    near = alike(session, order) if order.account_id is None else []
    reasons = {account.id: reason for account, reason in near}
    found = candidates(session, q, SHOWN + 1) if q and not new else []
    if not q:
        found = [row_of(account) for account, _ in near]
    found.sort(key=lambda row: row.id not in reasons)
    others = other_guest_orders(session, order) if order.account_id is None else []
    return verb.draw(
        "orders/link.html",
        order.code,
        order=order,
        form=form,
        chosen=new,
        alike=reasons,
        found=found[:SHOWN],
        more=len(found) > SHOWN,
        others=others,
        preview=preview(order, others if form.together.data else [], new, form.notify.data),
        conditions=guards.conditions(Action.LINK, facts(session, order)),
        refused=refused,
    )


def question(
    order: Order, others: list[GuestOrder], new: Customer, *, notify: bool, refused: Refused | None = None
) -> str:
    """The question, with what Yes will change."""
    return verb.draw(
        "orders/link_confirm.html",
        order.code,
        order=order,
        others=others,
        chosen=new,
        notify=notify,
        preview=preview(order, others, new, notify),
        conditions=guards.conditions(Action.LINK, facts(db.session(), order)),
        refused=refused,
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    code, owner, count = result["code"], result["owner"]["name"], result["count"]
    letter = f" One letter to {result['letter_to']} waits a moment before it goes." if result["letter_to"] else ""
    back = "undo.show" if count == 1 else "undo_lot.show"
    return Flash(
        f"{code} now belongs to {owner}" if count == 1 else f"{count} orders now belong to {owner}",
        f"{result['moved']} joined {owner}’s total spend.{letter}",
        undo=url_for(back, code=code, seq=result["undo"]),
    )
