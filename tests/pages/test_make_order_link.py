"""A catalog's order link in the hands of staff: made, shown, replaced and ended."""

import pytest
from sqlalchemy import select

from dashboard.core.person import Role
from dashboard.extensions import db
from dashboard.models import Catalog
from tests import world
from tests.pages.order_links import CATALOG, count, link, product
from tests.pages.test_order_form import WHO, Guest, reviewed
from tests.pages.visitor import signed_in


@pytest.fixture
def guest(app):
    """Somebody with the link."""
    return Guest(app)


@pytest.mark.feature("D2")
def test_staff_make_replace_and_end_it(app, guest):
    manager, path = signed_in(app, Role.MANAGER), link(app)
    mug = product(app, world.MUG)
    review = reviewed(guest, path, **{f"quantity-{mug}": "1"})
    with app.app_context():
        number = db.session.scalar(select(Catalog.id).where(Catalog.name == CATALOG))
    here = f"/catalogs/{number}/order-link"
    page = manager.open(here).page
    assert page.one(id="link")["value"].endswith(path)
    form = page.one(id="verb").one("form")
    answer = manager.submit(form, "Replace order link")
    assert manager.submit(form, "Replace order link").location == answer.location  # once
    assert manager.post(here, {**dict(form.fields()), "key": "k" * 20}).status == 409  # drawn from what was before
    new = manager.follow(answer).page.one(id="link")["value"]
    assert not new.endswith(path)
    before = count(app)
    assert guest.open(path).status == 404
    assert guest.submit(review, "Place order", **WHO).status == 404
    assert count(app) == before
    ending = manager.open(f"/catalogs/{number}/end-order-link").page.one(id="verb").one("form")
    manager.follow(manager.submit(ending, "End order link"))
    assert not manager.open(here).page.all(id="link")
    assert guest.open(new[new.index("/c/") :]).status == 404
    assert guest.open("/c/x").text == guest.open(path).text
    log = signed_in(app, Role.OWNER).open("/settings/store").page.text
    assert "Milan Sommer replaced the order link of the catalog Winter" in log
    assert "Milan Sommer ended the order link of the catalog Winter" in log
    assert manager.submit(ending, "End order link").status == 303  # the same submit again
    again = manager.open(f"/catalogs/{number}/end-order-link").page
    assert not again.one(id="verb").all("button", type="submit")
