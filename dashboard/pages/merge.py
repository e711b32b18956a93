"""Merge accounts: the dialog on the account that stays, what it will change, and doing it."""

from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from dashboard.actions.merge import Kept, merge
from dashboard.core.guards import Action
from dashboard.core.merging import orders
from dashboard.core.refusals import Invalid, Refused
from dashboard.extensions import db
from dashboard.models.candidates import candidates
from dashboard.models.customer import Customer
from dashboard.models.customer_view import customer_by_id
from dashboard.models.mergeable import rival_carts
from dashboard.pages import customer, merge_form, settings, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.merge_form import MergeForm

pages = Blueprint("merge", __name__)

SHOWN = 6


@pages.get("/customers/<int18:number>/merge")
def show(number: int) -> ResponseReturnValue:
    """The form; `with` names accounts that are chosen already."""
    settings.require(Action.MERGE)
    return page(number, MergeForm(), request.args)


@pages.post("/customers/<int18:number>/merge")
def submit(number: int) -> ResponseReturnValue:
    """Redraw as the choice changes ("find", "pick", "drop"), or merge."""
    settings.require(Action.MERGE)
    form = MergeForm()
    if {"find", "pick", "drop"} & set(request.form):
        return page(number, form, request.form)
    going = customer.lands(number)
    return verb.answer(lambda: act(number, form), confirm, lambda refused: redraw(number, form, refused), going)


def act(number: int, form: MergeForm) -> dict[str, Any]:
    """Merge as the form says. What stands in the box without being chosen is not passed over."""
    if typed := (form.q.data or "").strip():
        raise Invalid(f"“{typed}” is not an account you chose. Choose one from the list, or empty the box.", "q")
    others = merge_form.said(request.form)
    kept = Kept(merge_form.kept(request.form), merge_form.carts(request.form))
    once = verb.submission(request.form)
    return merge(number, others, kept, by=who.person(), seen=verb.seen(), once=once)


def redraw(number: int, form: MergeForm, refused: Refused) -> str:
    """The form again, the refusal beside the box where it concerns it."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(number, form, request.form, refused)


def page(number: int, form: MergeForm, fields: MultiDict[str, str], refused: Refused | None = None) -> str:
    """The form on today's accounts, with who matches, what stays and what will change."""
    session = db.session()
    into = customer_by_id(session, number) or abort(404)
    parts = chosen(into, fields)
    if fields.get("pick"):
        form.q.data = ""
    q = (form.q.data or "").strip()
    left_out = {into.id, *(part.id for part in parts)}
    found = [row for row in candidates(session, q, SHOWN + 1 + len(left_out)) if row.id not in left_out] if q else []
    accounts = [into, *parts]
    asked = merge_form.questions(accounts, merge_form.kept(fields)) if parts else []
    rivals = rival_carts(session, [one.id for one in accounts]) if parts else []
    return verb.draw_at(
        "customers/merge.html",
        customer.lands(number),
        customer.part(customer.lands(number)),
        customer=into,
        version=into.version,
        parts=parts,
        chosen_versions=merge_form.versions(parts),
        form=form,
        found=found[:SHOWN],
        more=len(found) > SHOWN,
        questions=[*asked, *merge_form.of_carts(rivals, accounts, merge_form.carts(fields))],
        previews=merge_form.preview(into, parts, asked),
        refused=refused,
    )


def chosen(into: Customer, fields: MultiDict[str, str]) -> list[Customer]:
    """The accounts that the form holds, with the one just picked and without the one just dropped."""
    wanted = [*merge_form.said(fields), merge_form.number_of(fields.get("pick", ""))]
    gone = {into.id, merge_form.number_of(fields.get("drop", ""))}
    numbers = dict.fromkeys(number for number in wanted if number is not None and number not in gone)
    found = [customer_by_id(db.session(), number) for number in numbers]
    return [one for one in found if one is not None]


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(
        f"{result['others']} merged into {result['name']}",
        f"{orders(result['orders'])} came with it. It can be taken back for 30 days.",
        undo=url_for("unmerge.submit", number=result["id"], seq=result["undo"]),
    )
