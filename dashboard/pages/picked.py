"""A form with a customer to be picked: its box `q` and its choice `owner`, an account's id, are kept in step."""

from typing import Any

from flask_wtf import FlaskForm

from dashboard.extensions import db
from dashboard.models.customer import Customer


def settle_choice(form: FlaskForm, picked: str | None) -> None:
    """A pick writes its name into the box, other words in the box drop the choice."""
    fields: Any = form
    if picked is not None:
        fields.owner.data = picked
    person = chosen(form)
    if picked is not None:
        fields.q.data = person.name if person else fields.q.data
    elif person is None or fields.q.data != person.name:
        fields.owner.data = ""


def chosen_id(form: FlaskForm) -> int | None:
    """The id of the chosen account, None if nobody is chosen."""
    fields: Any = form
    text = fields.owner.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def chosen(form: FlaskForm) -> Customer | None:
    """The chosen account, if there still is one and the box says nobody else."""
    number = chosen_id(form)
    return db.session.get(Customer, number) if number else None
