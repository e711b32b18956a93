"""Prices of a catalog from a list: the preview of every row, then the import, once."""

import io

import pytest
from sqlalchemy import select

from dashboard.core.person import Role
from dashboard.extensions import db
from dashboard.models import Catalog
from tests import world
from tests.kinds import first
from tests.pages.test_import_products import form_of
from tests.pages.visitor import signed_in

pytestmark = first
LIST = f"sku,price\n{world.MUG},8.75\n{world.CANDLE},\nNONE,1\n"


@pytest.fixture
def winter(app):
    """The address of the Winter catalog."""
    with app.app_context():
        return f"/catalogs/{db.session.scalars(select(Catalog.id).where(Catalog.name == 'Winter')).one()}"


def sent(visitor, winter, text):
    """The answer to a file."""
    return visitor.post(f"{winter}/import", [("file", (io.BytesIO(text.encode()), "winter.csv"))])


def test_it_is_previewed_then_imported_once(desk, winter):
    answer = sent(desk, winter, LIST)
    assert answer.status == 200
    rows = [row.text for row in answer.page.one("tbody").all("tr")]
    assert rows == [
        "4 — NONE Refused No product has the SKU NONE.",
        "2 Stoneware mug, Sage MUG-SG-300 Changed its own price → 8.75",
    ]
    form = form_of(answer.page)
    done = desk.submit(form, "Import 1 price")
    page = desk.follow(done).page
    assert page.one(id="flash").one("h2").text == "Prices imported: 0 new, 1 changed"
    assert "8.75 EUR" in page.one("tbody").text
    assert (desk.submit(form, "Import 1 price").location, done.status) == (done.location, 303)


def test_what_cannot_be_used_is_refused(app, desk, winter):
    answer = sent(desk, winter, "a,b\n1,2\n")
    assert (answer.status, "has no column “SKU”" in answer.alert) == (422, True)
    answer = desk.post(f"{winter}/import", {"stored": "0" * 32, "key": "k" * 20, "seen": "x"})
    assert (answer.status, "no longer here" in answer.alert) == (422, True)
    form = form_of(sent(desk, winter, LIST).page)
    desk.submit(form_of(sent(desk, winter, LIST).page), "Import 1 price")
    answer = desk.submit(form, "Import 1 price")
    assert (answer.status, "There is nothing to import." in answer.text) == (409, True)
    assert sent(signed_in(app, Role.SUPPORT), winter, LIST).status == 403
