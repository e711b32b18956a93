"""Somebody at the desk without a browser: opens pages, fills in forms, presses buttons."""

import hashlib
import secrets
from functools import cached_property
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.models import Staff, StaffSession
from tests.pages.reading import Node, read

HTMX = {"HX-Request": "true"}


class Answer:
    """What the desk answered: `status`, `headers`, `body`, `text`, the parsed `page`, and `location` of a redirect."""

    def __init__(self, response: TestResponse) -> None:
        self.status, self.headers, self.body = response.status_code, response.headers, response.get_data()
        response.close()  # what the desk does once the answer is on its way

    @property
    def text(self) -> str:
        """The page as it was written."""
        return self.body.decode()

    @property
    def location(self) -> str | None:
        """Where a redirect leads."""
        return self.headers.get("Location")

    @cached_property
    def page(self) -> Node:
        """The page in the answer."""
        return read(self.text)

    @property
    def alert(self) -> str:
        """What the page tells of a refusal."""
        return " ".join(node.text for node in self.page.all(role="alert")).strip()


class Visitor:
    """A browser's cookies, and what a person does with pages."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.headers: dict[str, str] = {}

    def open(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Answer:
        """Follow a link, or type an address."""
        sent = {**self.headers, **(headers or {})}
        return Answer(self.client.get(path, query_string=query or None, headers=sent))

    def post(self, path: str, fields: Any = (), headers: dict[str, str] | None = None, **more: Any) -> Answer:
        """Send a form that this visitor's session vouches for."""
        data = MultiDict(fields)
        data.setdefault("csrf_token", self.token)
        return Answer(self.client.post(path, data=data, headers={**self.headers, **(headers or {})}, **more))

    def submit(
        self, form: Node, press: str | None = None, headers: dict[str, str] | None = None, **typed: Any
    ) -> Answer:
        """Fill in a form of a page (None unticks) and send it, by its button `press` where it matters which."""
        data = filled(form, typed)
        pressed = [node for node in form.all("button") if press in (node.name, node.text)] if press else []
        assert bool(press) == bool(pressed), f"no button {press!r} in {form!r}"
        if pressed and "name" in pressed[0]:
            data.add(pressed[0]["name"], pressed[0]["value"])
        return Answer(self.client.post(form["action"], data=data, headers={**self.headers, **(headers or {})}))

    def follow(self, answer: Answer) -> Answer:
        """Go where a redirect leads."""
        assert answer.status == 303, f"{answer.status}: {answer.text[:300]}"
        return self.open(answer.location)

    @cached_property
    def token(self) -> str:
        """The session's CSRF token, as any page's forms carry it."""
        page = self.open("/customers", q="-").page if self.client.get_cookie("desk") else self.open("/sign-in").page
        return page.all("input", name="csrf_token")[0]["value"]


def filled(form: Node, typed: dict[str, Any]) -> MultiDict[str, str]:
    """The form's fields with what was typed; None takes a field away."""
    kept = [(name, value) for name, value in form.fields() if name not in typed]
    return MultiDict([*kept, *((name, value) for name, value in typed.items() if value is not None)])


def signed_in(app: Flask, role: Role) -> Visitor:
    """The colleague in this role, with a session of their own."""
    visitor = Visitor(app)
    secret = start_session(app, role)
    serializer = app.session_interface.get_signing_serializer(app)
    visitor.client.set_cookie("desk", serializer.dumps({"_user_id": secret, "_fresh": True}))
    return visitor


def start_session(app: Flask, role: Role) -> str:
    """The token of a new session of the colleague in this role, without the second that a password takes."""
    secret = secrets.token_urlsafe()
    with app.app_context(), writing() as session:
        staff = session.scalars(select(Staff).where(Staff.role == role)).one()
        session.add(StaffSession(token_hash=hashlib.sha256(secret.encode()).hexdigest(), staff_id=staff.id))
    return secret
