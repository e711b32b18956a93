"""Two people at one order, two clicks on one button, a line that is slow or dead, a session that ended."""

import re

from playwright.sync_api import expect

from tests.acceptance.desk import JONAS, MARA, PASSWORD
from tests.acceptance.driving import choose, dialog, open_reassign, opener, press, reassign, said, sign_in, will_change
from tests.acceptance.places import on_each_database, only


def test_who_comes_second_is_told_and_loses_nothing(desk, page):
    box = open_reassign(page, "OD-10001")
    choose(box, "amelie", "Amélie Fontaine")
    box.get_by_role("checkbox", name="Send e-mail to the new owner", exact=True).uncheck()
    reassign(desk.window(JONAS), "OD-10001", "kate", "Kate Wong")

    press(box, "Reassign order")
    alert = box.get_by_role("alert").filter(has_text="Nothing was changed")
    expect(alert).to_contain_text("Jonas Weber")
    expect(alert).to_contain_text("Kate Wong")
    expect(box.get_by_role("combobox", name="Name, e-mail or phone")).to_have_value("Amélie Fontaine")
    expect(box.get_by_role("checkbox", name="Send e-mail to the new owner", exact=True)).not_to_be_checked()
    expect(will_change(box)).to_contain_text("instead of Kate Wong")
    assert desk.owner("OD-10001") == "Kate Wong"

    press(box, "Reassign order")
    expect(said(page, "OD-10001 now belongs to Amélie Fontaine")).to_be_visible()
    assert desk.owner("OD-10001") == "Amélie Fontaine"
    assert desk.moves("OD-10001") == ["reassigned", "reassigned"]


@on_each_database
def test_undo_is_refused_once_somebody_else_moved_on(desk, page):
    reassign(page, "OD-10001", "kate", "Kate Wong")
    reassign(desk.window(JONAS), "OD-10001", "amelie", "Amélie Fontaine")
    press(said(page, "OD-10001 now belongs to Kate Wong"), "Undo")
    expect(page.get_by_role("dialog").get_by_role("alert").filter(has_text="Jonas Weber")).to_be_visible()
    assert desk.owner("OD-10001") == "Amélie Fontaine"


@on_each_database
def test_a_double_click_is_one_click(desk, page):
    box = open_reassign(page, "OD-10001")
    choose(box, "kate", "Kate Wong")
    box.get_by_role("button", name="Reassign order", exact=True).dblclick()
    expect(said(page, "OD-10001 now belongs to Kate Wong")).to_be_visible()
    assert desk.moves("OD-10001") == ["reassigned"]


@only("desktop", "phone")
def test_a_slow_line_shows_that_something_is_on_its_way(desk, page):
    box = open_reassign(page, "OD-10001")
    choose(box, "kate", "Kate Wong")
    waiting = []
    page.route("**/orders/OD-10001/reassign", lambda route: waiting.append(route))
    button = box.get_by_role("button", name="Reassign order", exact=True)
    with page.expect_request("**/orders/OD-10001/reassign"):
        button.click()
    expect(button).to_be_disabled()
    expect(page.locator(".progress-line")).to_have_css("opacity", "1")
    button.click(force=True)
    page.keyboard.press("Enter")
    assert len(waiting) == 1

    waiting[0].continue_()
    expect(said(page, "OD-10001 now belongs to Kate Wong")).to_be_visible()
    expect(page.locator(".progress-line")).to_have_css("opacity", "0")
    assert desk.moves("OD-10001") == ["reassigned"]


@only("desktop", "phone")
def test_a_dead_line_keeps_the_dialog_and_a_second_try_does_it_once(desk, page):
    box = open_reassign(page, "OD-10001")
    choose(box, "kate", "Kate Wong")
    page.route("**/orders/OD-10001/reassign", lambda route: route.abort())
    press(box, "Reassign order")
    expect(box.get_by_role("alert").filter(has_text="The desk does not answer")).to_be_visible()
    page.unroute("**/orders/OD-10001/reassign")
    press(box, "Reassign order")
    expect(said(page, "OD-10001 now belongs to Kate Wong")).to_be_visible()
    assert desk.moves("OD-10001") == ["reassigned"]


@only("desktop", "phone")
def test_a_session_that_ended_asks_to_sign_in_and_comes_back(desk, page):
    box = open_reassign(page, "OD-10001")
    choose(box, "kate", "Kate Wong")
    desk.end_session(MARA)
    press(box, "Reassign order")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    sign_in(page, "mara@harbour.example", PASSWORD)
    expect(page).to_have_url(re.compile("/orders/OD-10001$"))
    assert desk.moves("OD-10001") == []
    opener(page).click()
    expect(dialog(page, "Reassign order OD-10001")).to_be_visible()
