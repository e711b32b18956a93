"""What the pages of erasing share: the form that asks for a name, and what goes and what stays."""

from pathlib import Path
from typing import Any

from flask import current_app
from flask_wtf import FlaskForm
from wtforms import StringField

from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.import_runner import folder
from dashboard.models.erasable import extent, in_the_way
from dashboard.models.known_person import KnownPerson

LONGEST = 400


class ConfirmForm(FlaskForm):
    """What is typed to confirm."""

    confirm = StringField("Type it to confirm")


def typed(form: ConfirmForm) -> str:
    """What was typed, as far as it matters."""
    return (form.confirm.data or "")[:LONGEST]


def uploads() -> Path:
    """Where uploaded files are, some of which go, too."""
    return folder(current_app)


def shown(known: KnownPerson, name: str, form: ConfirmForm, refused: Refused | None) -> dict[str, Any]:
    """Names for the template: how much there is, what is in the way, and the form with its refusal beside it."""
    if refused is not None and refused.field in form:
        form[refused.field].errors = [refused.sentence]
    form.confirm.label.text = f"To confirm, type “{name}”"
    session = db.session()
    return {
        "extent": extent(session, known),
        "open": in_the_way(session, known),
        "name": name,
        "form": form,
        "refused": refused,
    }


def orders_kept(count: int) -> str:
    """How many orders stay, as the beginning of a sentence."""
    return "1 order stays" if count == 1 else f"{count:,} orders stay"
