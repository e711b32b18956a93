"""Send now, drop and send again: a button each on a message, and each a page that asks."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.drop_message import drop_message
from dashboard.actions.send_again import send_again
from dashboard.actions.send_now import send_now
from dashboard.core.post import Step
from dashboard.core.refusals import Refused
from dashboard.models.outbox import Message
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.outbox import wanted

pages = Blueprint("outbox_steer", __name__)

ACTS: dict[Step, Callable[..., dict[str, Any]]] = {
    Step.SEND_NOW: send_now,
    Step.DROP: drop_message,
    Step.SEND_AGAIN: send_again,
}
SAID = {
    Step.SEND_NOW: "The message to {to} goes now",
    Step.DROP: "The message to {to} was dropped",
    Step.SEND_AGAIN: "The message to {to} is tried again",
}


@pages.get("/outbox/<int18:number>/<any('send-now',drop,'send-again'):act>")
def show(number: int, act: str) -> ResponseReturnValue:
    """The question."""
    return page(wanted(number), Step(act))


@pages.post("/outbox/<int18:number>/<any('send-now',drop,'send-again'):act>")
def submit(number: int, act: str) -> ResponseReturnValue:
    """Do it."""
    wanted(number)
    by, once, step = who.person(), verb.submission(request.form), Step(act)
    return verb.answer(
        lambda: ACTS[step](number, by=by, once=once),
        lambda result: Flash(SAID[step].format(to=result["to"])),
        lambda refused: page(wanted(number), step, refused),
        url_for("outbox.show", number=number),
    )


def page(message: Message, step: Step, refused: Refused | None = None) -> str:
    """The question, with what the message is."""
    going = url_for("outbox.show", number=message.id)
    return verb.draw_at("outbox/steer.html", going, "#outbox", message=message, step=step, steps=Step, refused=refused)
