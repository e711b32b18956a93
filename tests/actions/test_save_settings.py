"""Saving the store's settings: what is different is saved and said, what is wrong is said beside its field."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from dashboard.actions.once import Submission
from dashboard.actions.save_settings import Entered, save_settings
from dashboard.checks.run import run
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, NotPermitted, Replayed, Stale
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Logo, Store
from tests import world
from tests.actions.people import standing, store_log, version
from tests.core.pictures import png

SAME = Entered("Quay & Quill", "", "hello@shop.example", "EUR", "DE", "Europe/Berlin", True, "19", "OD-")


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def save(entered=SAME, by=Role.OWNER, **options):
    return save_settings(entered, by=world.staff(by), **options)


def store():
    return db.session.get_one(Store, 1, populate_existing=True)


def test_what_is_different_is_saved_and_said_in_one_line():
    entered = replace(
        SAME, name=" Harbour ", address="Kai 4,\n20457 Hamburg", zone="Asia/Tokyo", tax_rate="7,5", tax_included=False
    )
    assert save(entered) == {"changed": 5}
    kept = store()
    assert (kept.name, kept.address, kept.zone) == ("Harbour", "Kai 4, 20457 Hamburg", "Asia/Tokyo")
    assert (kept.tax_rate, kept.tax_included, kept.version) == (750, False, 2)
    (line,) = store_log()
    assert line.text["changes"] == (
        "name from “Quay & Quill” to “Harbour”; address from none to “Kai 4, 20457 Hamburg”; "
        "time zone from “Europe/Berlin” to “Asia/Tokyo”; tax from included to added on top; tax rate from 19 % to 7.5 %"
    )
    assert run(db.session()).broken == []


def test_orders_keep_what_they_have():
    codes = {"currency": "JPY", "code_prefix": "QQ-", "region": "JP"}
    save(replace(SAME, **codes))
    assert (world.order(world.PAID).currency, world.order(world.PAID).code) == ("EUR", world.PAID)
    assert run(db.session()).broken == []


def test_without_a_difference_nothing_is_done():
    before = standing()
    with pytest.raises(Invalid, match="as it was saved"):
        save()
    assert standing() == before


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", " "), ("name", "x" * 201), ("address", "x" * 501), ("email", "no address"), ("currency", "DEM"),
        ("region", "XX"), ("zone", "Mars/Base"), ("tax_rate", "many"), ("code_prefix", "TEST-"), ("code_prefix", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(field, typed):
    before = standing()
    with pytest.raises(Invalid) as refused:
        save(replace(SAME, **{field: typed}))
    assert refused.value.field == field
    assert standing() == before


def test_a_store_needs_no_address():
    save(replace(SAME, email=""))
    assert store().email is None
    assert store_log()[-1].text["changes"] == "e-mail from “hello@shop.example” to none"


def test_a_logo_comes_is_replaced_and_goes():
    first, second = png(), png(2, 2)
    save(replace(SAME, logo=first))
    digest = store().logo
    assert (db.session.get_one(Logo, digest).data, db.session.get_one(Logo, digest).kind) == (first, "image/png")
    with pytest.raises(Invalid, match="as it was saved"):
        save(replace(SAME, logo=first))
    save(replace(SAME, logo=second))
    assert [logo.data for logo in db.session.scalars(select(Logo))] == [second]
    save(replace(SAME, name="Kept"))
    assert store().logo
    save(replace(SAME, name="Kept", logo=None))
    assert (store().logo, db.session.scalar(select(func.count()).select_from(Logo))) == (None, 0)
    assert [line.text["changes"] for line in store_log()] == [
        "new logo", "new logo", "name from “Quay & Quill” to “Kept”", "logo removed",
    ]  # fmt: skip


def test_what_is_no_picture_is_refused():
    before = standing()
    with pytest.raises(Invalid) as refused:
        save(replace(SAME, logo=b"<svg onload=alert(1)>"))
    assert refused.value.field == "logo"
    assert standing() == before


def test_the_codes_of_imported_orders_are_left_alone():
    with writing():
        imported = world.order(world.PAID)
        imported.source, imported.source_id, imported.code = "shopify", "1", "SH-1001"
    with pytest.raises(Invalid, match="Imported orders") as refused:
        save(replace(SAME, code_prefix="sh-"))
    assert refused.value.field == "code_prefix"
    assert save(replace(SAME, code_prefix="SHOP-"))


def test_two_who_save_at_once_and_one_who_saves_twice():
    seen, olga = version(), world.staff(Role.OWNER)
    once = Submission.of("one-key-of-a-form", "/settings/store", olga, [("name", "New")])
    save(replace(SAME, name="New"), seen=seen, once=once)
    before = standing()
    with pytest.raises(Stale) as stale:
        save(replace(SAME, name="Lost"), seen=seen)
    assert "changed the store’s settings" in "".join(part.text for part in stale.value.news[0].parts)
    with pytest.raises(Replayed):
        save(replace(SAME, name="New"), seen=seen, once=once)
    with pytest.raises(NotPermitted):
        save(replace(SAME, name="Mine"), by=Role.MANAGER)
    assert standing() == before
