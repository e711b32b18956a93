"""Buyers at their own pages: what staff link to an account its holder sees, and what they take away is gone."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.axe import at_rest
from tests.acceptance.driving import press, said
from tests.acceptance.measures import MISSED
from tests.acceptance.places import only
from tests.acceptance.test_accessibility import PHONE, one_look_at

BUYER_PASSWORD = "buyer-demo-2026"


def fill(page, name, text):
    page.get_by_role("textbox", name=name, exact=True).fill(text)


def sign_in(page, who):
    page.goto("/account/sign-in")
    fill(page, "E-mail or mobile", who)
    fill(page, "Password", BUYER_PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="Orders", exact=True)).to_be_visible()


def link_to_kate(page):
    page.goto("/orders/OD-10004")
    page.get_by_role("link", name="Link to Kate Wong", exact=True).click()
    press(page.get_by_role("dialog"), "Yes")
    expect(said(page, "OD-10004 now belongs to Kate Wong")).to_be_visible()


@only("phone", "tablet", "desktop")
@pytest.mark.feature("L3", "R10")
def test_kate_sees_what_was_linked_and_no_longer_what_was_reassigned(desk, page):
    kate = desk.window(who=None)
    sign_in(kate, "kate.wong@mail.example")
    ours = kate.get_by_role("list", name="Your orders", exact=True)
    expect(ours).not_to_contain_text("OD-10004")
    link_to_kate(page)

    kate.reload()
    ours.get_by_role("listitem").filter(has_text="OD-10004").get_by_role("link", name="Beeswax candle").click()
    expect(kate.get_by_role("heading", name="Order OD-10004", exact=True)).to_be_visible()
    expect(kate.get_by_role("region", name="Items", exact=True)).to_contain_text("28.00")
    expect(kate.get_by_role("region", name="As given with the order", exact=True)).to_contain_text("Kate W.")

    page.goto("/orders/OD-10004/reassign?q=chloe")
    page.get_by_role("option", name=re.compile("Chloe Lee")).click()
    press(page.get_by_role("dialog"), "Reassign order")
    expect(said(page, "OD-10004 now belongs to Chloe Lee")).to_be_visible()
    assert kate.reload().status == 404
    kate.goto("/account/orders")
    expect(ours).not_to_contain_text("OD-10004")
    expect(ours).to_contain_text("OD-10017")


@only("phone", "desktop")
@pytest.mark.feature("R12")
def test_kenji_signs_in_by_mobile_with_a_password_and_with_a_code(desk):
    kenji = desk.window(who=None)
    sign_in(kenji, "+81 90 1234 5678")
    expect(kenji.get_by_role("main")).to_contain_text("No orders here yet")
    press(kenji, "Sign out")
    fill(kenji, "E-mail or mobile", "0081 90 1234 5678")
    press(kenji, "Send a one-time code")
    text = desk.messages("+81 90 1234 5678")[-1].text
    fill(kenji, "Six-digit code", "12")
    press(kenji, "Sign in")
    expect(kenji.get_by_role("alert")).to_contain_text("Enter the six digits")
    fill(kenji, "Six-digit code", text[:7])
    kenji.get_by_role("button", name="Sign in", exact=True).dblclick()
    expect(kenji.get_by_role("heading", name="Orders", exact=True)).to_be_visible()


@only("phone", "desktop")
@pytest.mark.feature("D2", "D9")
def test_amelie_corrects_what_came_back_and_orders_anew(desk, page):
    page.goto("/orders/OD-10009/return-to-cart")
    box = page.get_by_role("dialog")
    box.get_by_role("textbox", name="Message", exact=True).fill("The mugs come in sets of two.")
    press(box, "Return to cart")
    expect(said(page, "OD-10009 is returned to the cart")).to_be_visible()

    amelie = desk.window(who=None)
    sign_in(amelie, "amelie@mail.example")
    amelie.get_by_role("link", name=re.compile("^Carts")).click()
    amelie.get_by_role("link", name="Open cart Autumn", exact=True).click()
    cart = amelie.get_by_role("region", name="Cart Autumn", exact=True)
    expect(cart).to_contain_text("from order OD-10009")
    expect(cart).to_contain_text("The mugs come in sets of two.")
    mugs, towels = (
        cart.get_by_role("spinbutton", name=f"Quantity of {name}", exact=True)
        for name in ("Stoneware mug", "Linen tea towel")
    )
    expect(mugs).to_have_value("3")
    expect(towels).to_have_value("2")
    expect(cart).not_to_contain_text("Beeswax candle")
    press(cart, "One Stoneware mug more")
    expect(mugs).to_have_value("4")
    towels.fill("-1")
    press(cart, "Place order")
    expect(cart.get_by_role("alert")).to_contain_text("Enter a whole number of pieces")
    expect(mugs).to_have_value("4")
    towels.fill("1")
    cart.get_by_role("button", name="Place order", exact=True).dblclick()
    expect(amelie.get_by_role("heading", name="Thank you, Amélie Fontaine", exact=True)).to_be_visible()
    code = re.search(r"OD-\d+(?= is placed)", amelie.get_by_role("status").inner_text()).group()

    page.goto(f"/orders/{code}")
    expect(page.get_by_role("heading", level=1, name=code, exact=True)).to_be_visible()
    expect(page.get_by_role("region", name="Items", exact=True)).to_contain_text("38.00")
    expect(page.get_by_role("main")).to_contain_text("OD-10009")
    page.goto("/orders?q=amelie")
    expect(page.get_by_role("row").filter(has_text="Amélie")).to_have_count(2)


def sights(page):
    """The buyers' pages, one after the other, refused where they can be."""
    page.goto("/account/register")
    press(page, "Register")
    yield told(page, "register, refused")
    page.goto("/account/sign-in")
    fill(page, "E-mail or mobile", "chloe.lee@mail.example")
    press(page, "Sign in")
    yield told(page, "sign-in, refused")
    press(page, "Send a one-time code")
    fill(page, "Six-digit code", "000000")
    press(page, "Sign in")
    yield told(page, "wrong code")
    sign_in(page, "chloe.lee@mail.example")
    for path in ("orders", "orders/OD-10003", "orders/OD-10004", "profile/password", "profile/devices"):
        page.goto(f"/account/{path}")
        yield path
    press(page, "Sign out")
    sign_in(page, "barbara.puig@mail.example")
    page.goto("/account/carts")
    yield "carts"
    page.get_by_role("link", name="Open cart Winter", exact=True).click()
    page.get_by_role("spinbutton").first.fill("-1")
    press(page, "Update cart")
    yield told(page, "cart, refused")
    page.goto("/account/profile")
    fill(page, "E-mail", "new@mail.example")
    press(page, "Save")
    press(page, "Verify")
    yield told(page, "profile, refused")


def told(page, sight):
    """The sight, once its refusal is there."""
    expect(page.locator('[role="alert"], [aria-invalid="true"]').first).to_be_visible()
    return sight


@only("phone")
def test_axe_finds_nothing_at_the_buyers_pages(desk):
    wrong, page = {}, desk.window(who=None)
    for turn, sight in enumerate(sights(page)):
        at_rest(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), sight
        seen = [("fingers", page.evaluate(MISSED)), *one_look_at(page, dark=bool(turn % 2))]
        wrong |= {f"{sight}, {where}": found for where, found in seen if found}
        page.set_viewport_size(PHONE)
    assert not wrong
