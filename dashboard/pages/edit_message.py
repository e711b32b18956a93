"""Edit a message that waits: its subject and its text."""

import re
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField

from dashboard.actions.edit_message import edit_message
from dashboard.core.post import Step, possible
from dashboard.core.refusals import Refused
from dashboard.models.outbox import Message
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.outbox import wanted

pages = Blueprint("edit_message", __name__)


class MessageForm(FlaskForm):
    """What the message says; what is wrong with it is said beside the field."""

    subject = StringField("Subject")
    text = TextAreaField("Text")


@pages.get("/outbox/<int18:number>/edit")
def show(number: int) -> ResponseReturnValue:
    """The form with what the message says now."""
    message = wanted(number)
    if message.secret:
        abort(404)
    return page(message, MessageForm(None, data={"subject": message.subject, "text": message.text}))


@pages.post("/outbox/<int18:number>/edit")
def submit(number: int) -> ResponseReturnValue:
    """Keep what was written."""
    message, form = wanted(number), MessageForm()
    if message.secret:
        abort(404)

    def act() -> dict[str, Any]:
        once = verb.submission(request.form)
        text = form.subject.data or "", form.text.data or ""
        return edit_message(number, *text, by=who.person(), shop=who.shop(), seen=seen(), once=once)

    return verb.answer(
        act, confirm, lambda refused: redraw(number, form, refused), url_for("outbox.show", number=number)
    )


def seen() -> int:
    """How often the message was edited when the form was drawn. Without that: 400."""
    text = request.form.get("version", "")
    if not re.fullmatch(r"[0-9]{1,9}", text):
        abort(400, "This form does not say what it was drawn from, so nothing was done. Open it again.")
    return int(text)


def redraw(number: int, form: MessageForm, refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(wanted(number), form, refused)


def page(message: Message, form: MessageForm, refused: Refused | None = None) -> str:
    """The form."""
    going = url_for("outbox.show", number=message.id)
    able = possible(Step.EDIT, message.state, message.secret)
    return verb.draw_at(
        "outbox/edit.html",
        going,
        "#outbox",
        message=message,
        form=form,
        version=message.edits,
        refused=refused,
        able=able,
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The message to {result['to']} was edited", "Its wait begins anew.")
