"""The application on a store, somebody signed in there, and its answers with what they sent to the database."""

from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url, select

from dashboard import create_app, settings
from dashboard.actions.sign_in import sign_in
from dashboard.bench.pages.recorder import Sent, connect_arguments, recorded
from dashboard.bench.store.kept import Kept
from dashboard.database import engine_options
from dashboard.demo.shop import STAFF, STAFF_PASSWORD
from dashboard.extensions import db
from dashboard.models import Staff


class Answer(NamedTuple):
    """An address, what it answered, and what was sent for it."""

    path: str
    body: str
    sent: list[Sent]

    def without(self, statements: Container[str]) -> "Answer":
        """The same, but for these queries."""
        return self._replace(sent=[one for one in self.sent if not (one.reads and one.statement in statements)])

    @property
    def whole(self) -> bool:
        """Whether nothing was given up for it."""
        return all(one.done for one in self.sent)

    @property
    def queries(self) -> int:
        """How many queries it took."""
        return sum(one.reads for one in self.sent)

    @property
    def engine(self) -> float:
        """Milliseconds of processor time in the engine."""
        return sum(one.cpu for one in self.sent)


def recording(store: Kept) -> Flask:
    """The application with the limits of a web process, its driver recording."""
    environ = {"DATABASE_URL": store.url, "DESK_INSTANCE": str(store.instance)}
    loaded = settings.load(environ)
    url = loaded["SQLALCHEMY_DATABASE_URI"]
    options: dict[str, Any] = engine_options(url, loaded["STATEMENT_TIMEOUT_MS"])
    options["connect_args"] = {**options["connect_args"], **connect_arguments(make_url(url).get_backend_name())}
    return create_app({**loaded, "SQLALCHEMY_ENGINE_OPTIONS": options})


@contextmanager
def signed_in(app: Flask) -> Iterator[tuple[FlaskClient, str]]:
    """A client at the desk as its manager, and the cookie that it is let in by."""
    with app.app_context():
        who = db.session.scalars(select(Staff).where(Staff.email == STAFF[1].email)).one()
        token = sign_in(db.session(), who.email_key, STAFF_PASSWORD, host="127.0.0.1", device="bench")
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": token, "_fresh": True})
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    if cookie is None:
        raise RuntimeError("Nobody was signed in.")
    try:
        yield client, f"{cookie.key}={cookie.value}"
    finally:
        with app.app_context():
            db.engine.dispose()


def ask(client: FlaskClient, path: str, headers: Mapping[str, str] = MappingProxyType({})) -> Answer:
    """Ask for a page. Raises RuntimeError for any answer but 200."""
    with recorded() as sent:
        response = client.get(path, headers=dict(headers))
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}.")
    return Answer(path, response.get_data(as_text=True), sent)
