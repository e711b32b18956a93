"""The thread that goes on with batches of more orders than are done before the answer, while the desk is open.

It starts in `desk.py run`, never in create_app(). It is one apart from that of imports: whoever reassigns a thousand
orders does not wait for a file of a hundred thousand.

Several desks on one database share the work: each batch has one holder at a time, by lease.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

from flask import Flask

from dashboard.actions.batch_lease import Halted, claim, new_token
from dashboard.actions.batch_work import Progress, quiet, work_on
from dashboard.background import Rounds, working
from dashboard.extensions import db
from dashboard.letters.shop import Shop
from dashboard.models.store import Store

IDLE = 0.3  # seconds between two looks at what waits


class Runner(Rounds):
    """Works on batches until it is stopped."""

    what, idle = "batches", IDLE

    def work(self) -> Iterator[bool]:
        """One batch, as far as it goes."""
        yield work_off(self.app, self.refuse_when_stopping)

    def refuse_when_stopping(self, waiting: int) -> None:
        """Leave between two chunks, for whoever comes next. Raises Halted."""
        if self.stopping.is_set():
            raise Halted


def work_off(app: Flask, progress: Progress = quiet) -> bool:
    """Work on the batch that waits longest, as far as it goes; whether there was one. Within an app context."""
    token = new_token()
    batch_id = claim(token)
    store = db.session.get(Store, 1) if batch_id is not None else None
    if batch_id is None or store is None:
        return False
    hold, sms = timedelta(seconds=store.message_hold), bool(app.config["SMS_URL"])
    shop = Shop.of(store, app.config["BASE_URL"], hold, sms=sms)
    work_on(batch_id, token, shop, progress=progress)
    return True


def running(app: Flask) -> AbstractContextManager[Runner]:
    """Batches are worked on within this block; one under way is left between two chunks."""
    return working(Runner(app), "batches")
