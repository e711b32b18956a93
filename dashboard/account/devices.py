"""Where the buyer is signed in, and the button that signs them out everywhere."""

from typing import NamedTuple

from flask import Blueprint, current_app, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dashboard.account import who
from dashboard.actions.buyer_sign_out import sign_out_everywhere
from dashboard.core.devices import Device, device
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models.buyer import BuyerSession, sessions_of

pages = Blueprint("account_devices", __name__)


class Shown(NamedTuple):
    """A session with its device in words; `here`: the one that this page is read with."""

    row: BuyerSession
    device: Device
    here: bool


@pages.get("/account/profile/devices")
def show() -> str:
    """The list, the one last seen first."""
    config, at, here = current_app.config, now(), who.here()
    seen, begun = at - config["BUYER_SESSION_IDLE"], at - config["BUYER_SESSION_LENGTH"]
    rows = sessions_of(db.session(), who.account().id, seen, begun)
    devices = [Shown(row, device(row.device), here is not None and row.id == here.session.id) for row in rows]
    return render_template("account/devices.html", devices=devices)


@pages.post("/account/profile/devices")
def submit() -> ResponseReturnValue:
    """Sign out everywhere, here too."""
    sign_out_everywhere(who.account().id)
    return who.leave(make_response(redirect(url_for("account_sign_in.show"), 303)))
