"""The post: sends what is due in the outbox. A thread of `desk.py run`, or `flask post`; never in create_app().

Several senders share one outbox: each message has one at a time, by lease.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass

from flask import Flask
from sqlalchemy.exc import DBAPIError

from dashboard.actions import post_lease
from dashboard.background import working
from dashboard.core.post import Envelope, Rejected, Sender, TryLater, Unreachable
from dashboard.extensions import db
from dashboard.gateways import Gateway, Line, sms
from dashboard.gateways.smtp import Smtp
from dashboard.models.store import Store
from dashboard.pages.errors import is_outage

IDLE = 1.0  # seconds between two looks at what is due
LONGEST_PAUSE = 60.0  # seconds, where nobody takes anything
NO_SERVER = "No mail server is set up, so e-mails wait here. Set SMTP_URL and start the desk again: nothing is lost."
NO_ADDRESS = "E-mails wait here until the store has an e-mail address: it is whom they are from. Settings > Store."
NO_SMS = "No SMS gateway is set up, so text messages wait here. Set SMS_URL and start the desk again: nothing is lost."


@dataclass(slots=True)
class Tally:
    """What came of a round. `cut`: somebody who should take messages did not answer."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    cut: str = ""


def missing(app: Flask, store: Store | None) -> dict[str, str]:
    """The ways that nothing can go, each with the sentence why."""
    found = {} if sms(app.config) else {"sms": NO_SMS}
    if not app.config.get("SMTP_URL"):
        return found | {"email": NO_SERVER}
    return found if store and store.email else found | {"email": NO_ADDRESS}


def work_off(app: Flask, going: Callable[[], bool] = lambda: True) -> Tally:
    """Send everything that is due, as long as `going`. Within an app context."""
    store = db.session.get(Store, 1)
    if store is None:
        return Tally()
    tally, sender, no = Tally(), Sender(store.name, store.email or ""), missing(app, store)
    gateways: dict[str, Gateway | None] = {"email": Smtp(app.config["SMTP_URL"]), "sms": sms(app.config)}
    open_ways = {way: gateway for way, gateway in gateways.items() if gateway and way not in no}
    with ExitStack() as lines:
        round_ = Round(lines, sender, open_ways, tally)
        while round_.gateways and going() and (envelope := post_lease.claim(round_.gateways)):
            round_.deliver(envelope)
    return tally


class Round:
    """A round of the post: its open lines, and the ways that still take something."""

    def __init__(self, stack: ExitStack, sender: Sender, gateways: dict[str, Gateway], tally: Tally) -> None:
        self.stack, self.sender, self.gateways, self.tally = stack, sender, gateways, tally
        self.lines: dict[str, tuple[Line, ExitStack]] = {}

    def deliver(self, envelope: Envelope) -> None:
        """Send one message, and note what came of it."""
        try:
            source = self.line(envelope.way).send(envelope)
        except Unreachable as why:
            post_lease.put_back(envelope, why.sentence)
            del self.gateways[envelope.way]
            self.tally.cut = why.sentence
        except TryLater as why:
            post_lease.later(envelope, why.sentence)
            self.hang_up(envelope.way)
            self.tally.later += 1
        except Rejected as why:
            post_lease.failed(envelope, why.sentence)
            self.tally.failed += 1
        else:
            post_lease.sent(envelope, source)
            self.tally.sent += 1

    def line(self, way: str) -> Line:
        """The open line of this way. Raises Unreachable."""
        if way not in self.lines:
            own = self.stack.enter_context(ExitStack())
            self.lines[way] = own.enter_context(self.gateways[way].open(self.sender)), own
        return self.lines[way][0]

    def hang_up(self, way: str) -> None:
        """The next message of this way gets a new line: this one may be broken."""
        _, own = self.lines.pop(way)
        own.close()


class Post:
    """Sends until it is stopped."""

    def __init__(self, app: Flask) -> None:
        self.app, self.stopping, self.pause = app, threading.Event(), IDLE

    def run(self) -> None:
        """Round after round. Each is a thread of its own: what breaks one ends up in the log, and the next goes on."""
        while not self.stopping.is_set():
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            one = threading.Thread(target=self.round, daemon=True)
            one.start()
            one.join()
            self.stopping.wait(self.pause)

    def round(self) -> None:
        """One round; the pause after it grows while nobody takes anything."""
        with self.app.app_context():
            try:
                tally = work_off(self.app, lambda: not self.stopping.is_set())
            except DBAPIError as error:
                if not is_outage(error):
                    raise
                self.app.logger.warning("messages wait, the database does not answer: %s", error.orig)
            else:
                self.pause = self.pause if tally.cut else IDLE
                if tally.cut:
                    self.app.logger.warning("messages wait: %s", tally.cut)


def sending(app: Flask) -> AbstractContextManager[Post]:
    """Messages are sent within this block; one under way is sent to its end."""
    return working(Post(app), "post")
