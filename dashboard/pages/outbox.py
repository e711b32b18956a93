"""The outbox: messages by state, each with its exact text."""

import re

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.core import guards
from dashboard.core.post import MessageState, Step, possible
from dashboard.core.refusals import NotPermitted
from dashboard.core.sentences import News
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models.activity import Activity
from dashboard.models.outbox import Message
from dashboard.models.outbox_list import COUNTED, Tab, counts, message_by_id, messages
from dashboard.pages import who
from dashboard.pages.letter_frame import framed
from dashboard.post import missing

pages = Blueprint("outbox", __name__)

FORMS = ("letter", "text", "first", "source")


@pages.get("/outbox")
def index() -> ResponseReturnValue:
    """A tab of it; on wide screens its first message beside."""
    require_outbox()
    asked = request.args.get("state", "")
    tab = Tab(asked) if asked in set(Tab) else Tab.WAITING
    return page(tab, None)


@pages.get("/outbox/<int18:number>")
def show(number: int) -> ResponseReturnValue:
    """One message."""
    message = wanted(number)
    return page(Tab.of(message.state), number)


@pages.get("/outbox/<int18:number>/letter")
def letter(number: int) -> ResponseReturnValue:
    """The HTML of an e-mail, for its frame."""
    message = wanted(number)
    if message.secret or not message.html:
        abort(404)
    return framed(message.html)


@pages.get("/outbox/<int18:number>/copy")
def copy(number: int) -> ResponseReturnValue:
    """The exact copy of an e-mail, byte by byte as it was sent, as a file."""
    message = wanted(number)
    if message.secret or not message.source:
        abort(404)
    response: Response = make_response(message.source)
    response.headers["Content-Type"] = "message/rfc822"
    response.headers["Content-Disposition"] = f'attachment; filename="message-{message.id}.eml"'
    return response


def require_outbox() -> None:
    """403 for who may not work with the outbox."""
    try:
        guards.require_permission(who.person(), "outbox")
    except NotPermitted as refused:
        abort(403, refused.sentence)


def wanted(number: int) -> Message:
    """The message of this id, for somebody who may see it."""
    require_outbox()
    found = message_by_id(db.session(), who.person(), number)
    return found[0] if found else abort(404)


def page(tab: Tab, number: int | None) -> str:
    """The list of a tab and, beside it, a message: the one of this number, else the first."""
    session, person = db.session(), who.person()
    order = code if re.fullmatch(r"[A-Za-z0-9._-]{1,40}", code := request.args.get("order", "")) else None
    after = int(given) if re.fullmatch("[0-9]{1,18}", given := request.args.get("after", "")) else None
    listed = messages(session, person, tab, order, after)
    shown = number or (listed.rows[0].id if listed.rows else None)
    found = message_by_id(session, person, shown) if shown else None
    form = request.args.get("form", "")
    return render_template(
        "outbox/index.html",
        tab=tab,
        tabs=Tab,
        counts={tab: told(count) for tab, count in counts(session, person, order).items()},
        rows=listed.rows,
        more=url_for("outbox.index", state=tab, order=order, after=listed.rows[-1].id) if listed.more else None,
        first=url_for("outbox.index", state=tab, order=order) if after else None,
        order=order,
        opened=number is not None,
        message=found[0] if found else None,
        because=News.of(found[1]) if found else None,
        because_of=subject(found[1], found[2]) if found else None,
        steps=[step for step in Step if found and possible(step, found[0].state, found[0].secret)],
        form=form if form in FORMS else None,
        missing=missing(current_app, who.store()),
        states=MessageState,
        now=now(),
    )


def told(count: int) -> str:
    """A count as the tab has it."""
    return f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"


def subject(activity: Activity, code: str | None) -> tuple[str, str] | None:
    """What a message is about: its name, and the address of its page."""
    if code is not None:
        return code, url_for("order.show", code=code)
    if activity.customer_id is not None:
        return "the account", url_for("customer.show", number=activity.customer_id)
    return None
