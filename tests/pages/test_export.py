"""Export on its page: the list as it is narrowed, the ticked orders, one order; told in the store's log."""

import csv
import io

import pytest

from dashboard.core.person import Role
from tests import world
from tests.exporters.books import sheets
from tests.pages.queries import queries
from tests.pages.visitor import signed_in

BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def form_at(visitor, path):
    """The form on this page."""
    return visitor.open(path).page.one(id="verb").one("form")


def codes(answer):
    """The orders in a workbook."""
    assert (answer.status, answer.headers["Content-Type"]) == (200, BOOK)
    return [row["Order number"] for row in sheets(answer.body)["Orders"]]


@pytest.mark.feature("U2")
def test_the_list_as_it_is_narrowed(app):
    manager = signed_in(app, Role.MANAGER)
    link = manager.open("/orders", payment="unpaid").page.button("Export")
    page = manager.open(link["href"]).page
    form = page.one(id="verb").one("form")
    listed = [
        node["id"].removeprefix("row-")
        for node in manager.open("/orders", payment="unpaid").page.all("tr")
        if "id" in node
    ]
    assert page.one(id="verb-title").text == f"Export {len(listed)} orders"
    answer = manager.submit(form, "Export")
    assert codes(answer) == listed
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=orders-20")
    assert codes(manager.submit(form, "Export")) == listed  # the same submit again: the file, no second line
    table = manager.submit(form_at(manager, link["href"]), "Export", kind="csv")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(table.body.decode("utf-8-sig"))))
    assert list(dict.fromkeys(row["Order number"] for row in rows)) == listed
    log = signed_in(app, Role.OWNER).open("/settings/store").page
    assert log.text.count(f"Milan Sommer exported {len(listed)} orders as XLSX") == 1
    assert log.text.count(f"Milan Sommer exported {len(listed)} orders as CSV") == 1


@pytest.mark.feature("D6")
def test_the_ticked_orders_and_one_alone(desk):
    form = form_at(desk, f"/orders/export?code={world.PAID}&code={world.RETURNED_TO_CART}&next=/orders")
    assert sorted(codes(desk.submit(form, "Export"))) == [world.PAID, world.RETURNED_TO_CART]
    for code in (world.RETURNED_TO_CART, world.ARCHIVED, world.CANCELED, world.TEST):
        link = desk.open(f"/orders/{code}").page.button("Download spreadsheet")
        assert (link["href"], "hx-get" in link) == (f"/orders/{code}/xlsx", False)
        answer = desk.open(link["href"])
        assert codes(answer) == [code]
        assert answer.headers["Content-Disposition"] == f"attachment; filename={code}.xlsx"


def test_what_is_refused(app, desk, monkeypatch):
    nothing = desk.open("/orders/export").page
    assert "There is no order to export" in nothing.text
    assert not nothing.one(id="verb").all("button", type="submit")
    form = form_at(desk, f"/orders/export?code={world.PAID}")
    assert "Choose the kind of file" in desk.submit(form, "Export", kind="exe").alert
    assert desk.submit(form, "Export", kind="exe").status == 422
    desk.submit(form, "Export")
    assert desk.submit(form, "Export", kind="csv").status == 409
    monkeypatch.setattr("dashboard.core.exports.MOST", 3)
    monkeypatch.setattr("dashboard.pages.export.MOST", 3)
    many = desk.open("/orders/export?all=1&list=").page
    assert "One file holds 3 orders at most" in many.text
    assert not many.one(id="verb").all("button", type="submit")
    assert desk.open("/orders/OD-99/xlsx").status == 404


def test_who_may(app):
    for role in (Role.FULFILMENT, Role.SUPPORT, Role.VIEWER):
        visitor = signed_in(app, role)
        assert visitor.open("/orders/export?all=1").status == 403
        assert visitor.open(f"/orders/{world.PAID}/xlsx").status == 403
        assert "Export" not in [node.text for node in visitor.open("/orders").page.all("a")]
        assert "spreadsheet" not in visitor.open(f"/orders/{world.PAID}").text


def test_what_a_page_of_it_costs(app, desk):
    desk.open("/orders/export?all=1&list=")
    with queries(app) as sent:
        desk.open("/orders/export?all=1&list=")
    assert len(sent) <= 3
