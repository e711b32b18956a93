"""Edit a shipment: carrier, tracking number, where it is and when it shall be there."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectChoice, SelectField, StringField

from dashboard.actions.edit_shipment import Edit, edit_shipment
from dashboard.core import parcels
from dashboard.core.guards import Action
from dashboard.core.parcels import Point, Way
from dashboard.core.refusals import Invalid, Refused
from dashboard.core.statuses import ShipmentStatus, shipment_label
from dashboard.models.shipment import Shipment
from dashboard.pages import shipment_verb, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.fulfil_form import LONGEST, day
from dashboard.pages.shipment_verb import Found

pages = Blueprint("edit_shipment", __name__)


class EditShipmentForm(FlaskForm):
    """The shipment as it shall be."""

    carrier = StringField("Carrier")
    tracking = StringField("Tracking number")
    status = SelectField("Status", validate_choice=False)
    expected = StringField("Expected arrival")
    notify = BooleanField("Send notification to the customer after updates", default=True)


@pages.get("/orders/<code:code>/shipments/<code:number>/edit")
def show(code: str, number: str) -> ResponseReturnValue:
    """The form, as the shipment is."""
    found = wanted(code, number)
    return page(found, filled(found.shipment))


@pages.post("/orders/<code:code>/shipments/<code:number>/edit")
def submit(code: str, number: str) -> ResponseReturnValue:
    """Redraw as it is filled in ("find"), or save."""
    found = wanted(code, number)
    form = filled(found.shipment)
    if "find" in request.form:
        return page(found, form)
    seen, once, by = verb.seen(), verb.submission(request.form), who.person()
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: edit_shipment(code, number, wished(form), by=by, seen=seen, once=once, notify=bool(form.notify.data)),
        confirm,
        lambda refused: redraw(wanted(code, number), form, refused),
        going,
    )


def wanted(code: str, number: str) -> Found:
    """The shipment of this address, for somebody who may edit it."""
    return shipment_verb.wanted(code, number, Action.EDIT_SHIPMENT)


def filled(shipment: Shipment) -> EditShipmentForm:
    """The form as the shipment is, with the steps that it may take."""
    arrival = shipment.expected_on.isoformat() if shipment.expected_on else ""
    form = EditShipmentForm(
        data={
            "carrier": shipment.carrier,
            "tracking": shipment.tracking_number,
            "status": shipment.status.value,
            "expected": arrival,
            "notify": True,
        }
    )
    form.status.choices = [SelectChoice(step.value, shipment_label(step, shipment.point)) for step in steps(shipment)]
    return form


def steps(shipment: Shipment) -> tuple[ShipmentStatus, ...]:
    """What it is, and what it may become."""
    return (shipment.status, *parcels.steps_from(shipment.status, shipment.point))


def wished(form: EditShipmentForm) -> Edit:
    """The shipment that the form describes. Raises Invalid beside a field."""
    status = chosen(form)
    if status is None:
        raise Invalid("Choose where the shipment is.", "status")
    carrier, tracking = ((form[name].data or "")[:LONGEST] for name in ("carrier", "tracking"))
    return Edit(Way(Point.LOCAL, carrier, tracking, day(form.expected.data)), status)


def chosen(form: EditShipmentForm) -> ShipmentStatus | None:
    """The status that the form names, if there is such a one."""
    return ShipmentStatus(form.status.data) if form.status.data in set(ShipmentStatus) else None


def redraw(found: Found, form: EditShipmentForm, refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(found, form, refused)


def page(found: Found, form: EditShipmentForm, refused: Refused | None = None) -> str:
    """The form on today's order."""
    to = chosen(form) or found.shipment.status
    return shipment_verb.page(Action.EDIT_SHIPMENT, found, to, refused, form=form)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    changes = result["changes"]
    letter = " The letter with the former number was dropped before it went." if result.get("dropped") else ""
    return Flash(f"Shipment {result['shipment']} is saved", f"{changes[:1].upper()}{changes[1:]}.{letter}")
