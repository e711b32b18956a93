"""The thread that goes on with batches of more orders than are done before the answer, while the desk is open.

It starts in `desk.py run`, never in create_app(). It is one apart from that of imports: whoever reassigns a thousand
orders does not wait for a file of a hundred thousand.

Several desks on one database share the work: each batch has one holder at a time, by lease.
"""

import threading
from contextlib import AbstractContextManager
from datetime import timedelta

from flask import Flask
from sqlalchemy.exc import DBAPIError

from dashboard.actions.batch_lease import Halted, claim, new_token
from dashboard.actions.batch_work import Progress, quiet, work_on
from dashboard.background import working
from dashboard.extensions import db
from dashboard.letters.shop import Shop
from dashboard.models.store import Store
from dashboard.pages.errors import is_outage

IDLE = 0.3  # seconds between two looks at what waits


class Runner:
    """Works on batches until it is stopped."""

    def __init__(self, app: Flask) -> None:
        self.app, self.stopping = app, threading.Event()

    def run(self) -> None:
        """Round after round. Each is a thread of its own: what breaks one ends up in the log, and the next goes on."""
        while not self.stopping.is_set():
            worked: list[bool] = []
            one = threading.Thread(target=self.round, args=(worked,), daemon=True)
            one.start()
            one.join()
            if not any(worked):
                self.stopping.wait(IDLE)

    def round(self, worked: list[bool]) -> None:
        """One batch, as far as it goes; notes whether there was one."""
        with self.app.app_context():
            try:
                worked.append(work_off(self.app, self.refuse_when_stopping))
            except DBAPIError as error:
                if not is_outage(error):
                    raise
                self.app.logger.warning("batches wait, the database does not answer: %s", error.orig)

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
