"""Mappings are kept by name, and remembered for the next file with the same columns."""

import pytest

from dashboard.actions.keep_mapping import keep_mapping
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refusals import Invalid, NotPermitted
from dashboard.extensions import db
from dashboard.models.import_mapping import mappings, remembered

COLUMNS = ("Ref", "Day", "Price", "Colour")
FIELDS = {"Ref": "number", "Day": "placed_at", "Price": "unit_price"}


@pytest.fixture(autouse=True)
def context(app):
    with app.app_context():
        yield


def test_a_mapping_is_kept_by_name_and_remembered_by_columns():
    first = keep_mapping(" My  table ", COLUMNS, FIELDS, by=COMMAND)
    assert keep_mapping("my table", COLUMNS, FIELDS | {"Colour": "variant"}, by=COMMAND) == first
    assert [(one.name, one.fields["Colour"]) for one in mappings(db.session())] == [("my table", "variant")]
    assert remembered(db.session(), reversed(COLUMNS)).id == first
    assert remembered(db.session(), COLUMNS[:3]) is None


def test_the_last_one_kept_is_remembered():
    keep_mapping("One", COLUMNS, FIELDS, by=COMMAND)
    keep_mapping("Two", COLUMNS, FIELDS, by=COMMAND)
    assert remembered(db.session(), COLUMNS).name == "Two"


@pytest.mark.parametrize(
    ("name", "fields"), [("", FIELDS), ("x" * 101, FIELDS), ("Half", {"Ref": "number"}), ("Odd", {"Ref": "colour"})]
)
def test_what_cannot_be_kept(name, fields):
    with pytest.raises(Invalid):
        keep_mapping(name, COLUMNS, fields, by=COMMAND)
    assert mappings(db.session()) == []


def test_it_needs_the_right():
    with pytest.raises(NotPermitted):
        keep_mapping("Mine", COLUMNS, FIELDS, by=Person("staff", 1, "Sofia", Role.SUPPORT))
