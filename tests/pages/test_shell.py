"""The shell around every page: who is in, where one is, and nothing that is not built."""

import pytest

from dashboard.core.person import Role
from tests import world
from tests.pages.visitor import signed_in


def test_the_desk_opens_on_its_orders(desk):
    answer = desk.open("/")
    assert (answer.status, answer.location) == (303, "/orders")


@pytest.mark.parametrize(("path", "current"), [("/orders", "page"), ("/orders/OD-1", "true"), ("/customers", None)])
def test_the_navigation_says_where_one_is(desk, path, current):
    page = desk.open(path).page
    nav = page.one("nav", aria_label="Main")
    assert [link.text for link in nav.all("a")] == [
        "Orders", "Customers", "Products", "Money to send", "Outbox", "Imports", "Settings",
    ]  # fmt: skip
    assert nav.button("Orders").attrs.get("aria-current") == current
    assert page.one("main")["id"] == page.all("a", class_="skip-link")[0]["href"].lstrip("#")


def test_the_account_menu_names_the_person_and_the_role(app):
    page = signed_in(app, Role.SUPPORT).open("/orders").page
    menu = page.one(id="account-menu")
    assert world.COLLEAGUES[Role.SUPPORT] in menu.text
    assert "Support" in menu.text
    assert page.button(f"SL, {world.COLLEAGUES[Role.SUPPORT]}, account menu")["popovertarget"] == "account-menu"
    assert [button.text for button in menu.all("button")] == ["System", "Light", "Dark", "Sign out"]


def test_one_dialog_serves_all_verbs(desk):
    page = desk.open("/orders").page
    dialog = page.one("dialog")
    assert {"problem", "sheet"} <= {node.attrs.get("id") for node in dialog.all("div")}
    assert dialog.one(id="problem")["role"] == "alert"
    wired = {name for name in page.one("body").attrs if name.startswith("hx-status")}
    assert wired == {f"hx-status:{code}:inherited" for code in ("422", "409", "4xx", "5xx")}
    assert desk.open("/orders/OD-1").page.one("body").attrs == page.one("body").attrs


SETTINGS = ["/settings/store", "/settings/staff", "/settings/staff/2", "/settings/staff/invite", "/settings/account"]
PAGES = [
    "/orders", "/orders/OD-1", "/customers", "/customers/1", "/orders/OD-1/reassign", "/nowhere", "/sign-in",
    "/forgotten-password", "/set-password/unknown", *SETTINGS,
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_main_heading_a_title_and_each_id_once(desk, stranger, path):
    page = (stranger if path in {"/sign-in", "/forgotten-password"} else desk).open(path).page
    ids = [node["id"] for node in page.every() if "id" in node]
    assert sorted(ids) == sorted(set(ids))
    assert len(page.all("h1")) == 1
    assert page.one("title").text.endswith("· Counterfoil")
    assert page.one("html")["lang"] == "en"


@pytest.mark.parametrize("path", ["/orders", "/orders/OD-1", "/customers", "/customers/1", *SETTINGS])
def test_every_address_on_a_page_leads_somewhere(desk, path):
    """Nothing that is not built is shown: each link, form and file answers."""
    page = desk.open(path).page
    links = {node[name].split("#")[0] for name in ("href", "action", "src") for node in page.every() if name in node}
    dead = {link: status for link in links - {""} if (status := desk.open(link).status) not in {200, 303, 405}}
    assert not dead
    posts = {form["action"] for form in page.all("form") if form.attrs.get("method") == "post"}
    assert {desk.open(action).status for action in posts} <= {200, 405}
