"""Light, dark or as the system has it."""

import pytest


def look(visitor, path="/orders"):
    return visitor.open(path).page.one("html").attrs.get("data-theme")


@pytest.mark.parametrize(("word", "drawn"), [("Dark", "dark"), ("Light", "light"), ("System", None)])
def test_a_choice_is_kept_and_the_same_page_shown(desk, word, drawn):
    menu = desk.open("/orders?q=kate").page.one(id="account-menu")
    answer = desk.submit(menu.button("Dark").form, word)
    assert (answer.status, answer.location) == (303, "/orders?q=kate")
    assert look(desk) == look(desk, "/nowhere") == drawn
    pressed = [button.text for button in desk.open("/orders").page.all("button", aria_pressed="true")]
    assert pressed == [word]
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_system_decides_at_first(desk, stranger):
    assert look(desk) is None
    assert look(stranger, "/sign-in") is None


def test_a_theme_that_is_none_is_refused_or_passed_over(desk):
    for theme in ("", "sepia", "dark light", "\0"):
        assert desk.post("/theme", {"theme": theme}).status == 400, theme
    desk.client.set_cookie("theme", '"><script>')
    assert look(desk) is None


def test_it_leads_to_our_own_pages_only(desk):
    for going in ("https://evil.example", "//evil.example", "/\\evil.example"):
        assert desk.post("/theme", {"theme": "dark", "next": going}).location == "/orders"


def test_somebody_not_signed_in_may_choose_too(stranger):
    assert stranger.post("/theme", {"theme": "dark", "next": "/sign-in"}).location == "/sign-in"
    assert look(stranger, "/sign-in") == "dark"
