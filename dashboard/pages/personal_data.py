"""The personal data of a customer or a guest as one file: a ZIP with a page to read and JSON for each kind."""

import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from io import TextIOWrapper
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Blueprint, abort, current_app, request, send_file, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.personal_data import of_customer, of_guest
from dashboard.core.guards import Action
from dashboard.core.refusals import KeyReused, Refused, Replayed
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models.customer_view import customer_by_id
from dashboard.models.known_person import KnownPerson, known_account, known_guest
from dashboard.models.order_view import order_by_code
from dashboard.models.personal_data import KINDS
from dashboard.pages import settings, verb, who

pages = Blueprint("personal_data", __name__)

IN_MEMORY = 2**20


@pages.get("/customers/<int18:number>/personal-data")
def of_account(number: int) -> ResponseReturnValue:
    """What will be in the file of a customer."""
    settings.require(Action.EXPORT)
    return ask(account(number), url_for("customer.show", number=number))


@pages.post("/customers/<int18:number>/personal-data")
def take_of_account(number: int) -> ResponseReturnValue:
    """The file."""
    settings.require(Action.EXPORT)
    account(number)
    once = verb.submission(request.form)
    here = url_for("customer.show", number=number)
    return handed(lambda: of_customer(number, by=who.person(), once=once), lambda: account(number), here)


@pages.get("/orders/<code:code>/personal-data")
def of_order(code: str) -> ResponseReturnValue:
    """What will be in the file of the guest who placed this order."""
    settings.require(Action.EXPORT)
    return ask(guest(code), url_for("order.show", code=code))


@pages.post("/orders/<code:code>/personal-data")
def take_of_order(code: str) -> ResponseReturnValue:
    """The file."""
    settings.require(Action.EXPORT)
    guest(code)
    once = verb.submission(request.form)
    here = url_for("order.show", code=code)
    return handed(lambda: of_guest(code, by=who.person(), once=once), lambda: guest(code), here)


def account(number: int) -> KnownPerson:
    """The account as all the database knows it; else 404."""
    return known_account(db.session(), customer_by_id(db.session(), number) or abort(404))


def guest(code: str) -> KnownPerson:
    """The guest of this order; 404 for an order that an account owns."""
    order = order_by_code(db.session(), code)
    if order is None or order.account_id is not None:
        abort(404)
    return known_guest(db.session(), order)


def ask(known: KnownPerson, back: str, refused: Refused | None = None) -> str:
    """The page that offers the file. It stays a plain form: htmx saves no files."""
    return verb.draw_at("customers/personal_data.html", back, "", known=known, alone=1, refused=refused)


def handed(act: Callable[[], Any], known: Callable[[], KnownPerson], back: str) -> ResponseReturnValue:
    """Record it, and the file; for the same submit again the file alone."""
    try:
        act()
    except Replayed:
        pass
    except KeyReused as reused:
        return ask(known(), back, reused), 409
    except Refused as refused:
        return ask(known(), back, refused), 422
    file = written(known())
    day = now().date().isoformat()
    return send_file(file, mimetype="application/zip", as_attachment=True, download_name=f"personal-data-{day}.zip")


def written(known: KnownPerson) -> IO[bytes]:
    """The file, at its beginning; on disk as soon as it is large, and gone when it is closed."""
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the answer
    session = db.session()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for kind, rows in KINDS.items():
            with TextIOWrapper(packed.open(f"{kind}.json", "w"), "utf-8") as out:
                out.write("[")
                for at, row in enumerate(rows(session, known)):
                    out.write(",\n" if at else "\n")
                    json.dump(row, out, ensure_ascii=False, default=plain)
                out.write("\n]\n")
        page = current_app.jinja_env.get_template("customers/personal_data_file.html")
        kinds = {kind: rows(session, known) for kind, rows in KINDS.items()}
        with TextIOWrapper(packed.open("index.html", "w"), "utf-8") as out:
            out.writelines(page.generate(kinds=kinds, known=known, made=now(), store=who.store()))
    file.seek(0)
    return file


def plain(value: object) -> str:
    """A moment as text."""
    return value.isoformat() if isinstance(value, datetime) else str(value)
