"""Give a catalog another name."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.rename_catalog import rename_catalog
from dashboard.core.refusals import Refused
from dashboard.pages import catalog, verb, who
from dashboard.pages.create_catalog import LONGEST
from dashboard.pages.flash import Flash

pages = Blueprint("rename_catalog", __name__)


@pages.get("/catalogs/<int18:number>/rename")
def show(number: int) -> ResponseReturnValue:
    """The form with its name."""
    return page(number)


@pages.post("/catalogs/<int18:number>/rename")
def submit(number: int) -> ResponseReturnValue:
    """Rename it, or say why not."""
    catalog.wanted(number)
    by, seen, once = who.person(), verb.seen(), verb.submission(request.form)
    name = request.form.get("name", "")[:LONGEST]
    return verb.answer(
        lambda: rename_catalog(number, name, by=by, seen=seen, once=once),
        confirm,
        lambda refused: page(number, name, refused),
        catalog.lands(number),
    )


def page(number: int, name: str | None = None, refused: Refused | None = None) -> str:
    """The form with what was typed."""
    known = catalog.wanted(number)
    return catalog.draw("rename_catalog", number, name=known.name if name is None else name, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The catalog {result['old']} is called {result['catalog']} now")
