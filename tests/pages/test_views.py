"""The views above the list, the page of all views, and what their verbs answer."""

import pytest

from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.models import SavedView, view_counts
from tests import world
from tests.actions.people import standing
from tests.actions.views import saved, seen_by
from tests.pages.visitor import HTMX, signed_in

pytestmark = pytest.mark.feature("U2")
BUILT_IN = ["All orders", "To fulfil", "Unpaid", "Guest orders"]


@pytest.fixture
def shared(app):
    """The id of the support colleague's shared view of paid orders."""
    with app.app_context():
        return saved(Role.SUPPORT, shared=True)


def tabs(page):
    links = page.one("nav", aria_label="Saved views").all("a")
    return {link.text: link for link in links if link.text not in ("Save view", "")}


def current(page):
    return [name for name, link in tabs(page).items() if link.attrs.get("aria-current") == "page"]


def counted(desk):
    rows = desk.open("/views").page.region("Views of your orders").one("tbody").all("tr")
    return {row.one("th").text: row.one(class_="v-count").text for row in rows}


def test_every_desk_has_some_views_each_at_its_address(desk):
    page = desk.open("/orders").page
    assert list(tabs(page)) == BUILT_IN
    assert current(page) == ["All orders"]
    for name, link in tabs(page).items():
        assert current(desk.open(link["href"]).page) == [name]


def test_a_saved_view_stands_after_them_and_knows_its_list_however_it_is_spelt(desk, shared):
    assert list(tabs(desk.open("/orders").page)) == [*BUILT_IN, "Pickup"]
    for query in ("payment=paid", "payment=paid&sort=-placed&q=", "payment=paid&payment=paid&after=1.1"):
        assert current(desk.open(f"/orders?{query}").page) == ["Pickup"]
    assert current(desk.open("/orders?payment=paid&q=kate").page) == []
    assert current(desk.open("/orders?payment=partially_paid&state=open&payment=unpaid").page) == ["Unpaid"]


def test_counts_are_those_of_the_lists(desk, shared):
    found = {name: desk.open(link["href"]).page for name, link in tabs(desk.open("/orders").page).items()}
    lists = {name: len(page.all("a", class_="order-code")) for name, page in found.items()}
    assert lists == {"All orders": 9, "To fulfil": 6, "Unpaid": 3, "Guest orders": 3, "Pickup": 3}
    assert counted(desk) == {name: str(count) for name, count in lists.items()}


def test_counts_stop_at_a_thousand(desk, monkeypatch):
    monkeypatch.setattr("dashboard.models.order_list.COUNTED", 2)
    monkeypatch.setattr("dashboard.pages.walk.COUNTED", 2)
    assert counted(desk) == dict(zip(BUILT_IN, ["2+"] * 4, strict=True))


def test_the_list_takes_the_counts_from_the_page_of_all_views(desk, shared):
    nav = desk.open("/orders").page.one("nav", aria_label="Saved views")
    loader = next(node for node in nav.all("span") if "hx-get" in node)
    wanted = {part.split(":")[0] for part in loader["hx-select-oob"].split(",")}
    there = desk.open(loader["hx-get"], headers=HTMX).page
    assert wanted == {f"#{node['id']}" for node in there.all(class_="v-count")}
    assert wanted == {f"#{link['aria-describedby']}" for link in tabs(nav.root).values()}


def test_the_page_of_all_views_offers_what_each_may_do(app, shared):
    def offered(role):
        row = signed_in(app, role).open("/views").page.one("tr", id=f"view-{shared}")
        return row.one(class_="v-whose").text, [link.text for link in row.one(class_="v-acts").all("a")]

    every = ["Rename", "Move", "Stop sharing", "Delete"]
    assert offered(Role.SUPPORT) == ("Yours, shared with everyone", every)
    assert offered(Role.OWNER) == ("Shared by Sofia Lund", every)
    assert offered(Role.VIEWER) == offered(Role.FULFILMENT) == ("Shared by Sofia Lund", [])


def verb(visitor, path, **query):
    answer = visitor.open(path, **query)
    assert answer.status == 200
    return answer.page.one(id="verb").one("form")


def test_a_view_is_saved_from_the_list_and_leads_back_to_it(app):
    viewer = signed_in(app, Role.VIEWER)
    page = viewer.open("/orders?payment=paid&q=kate&after=1.1").page
    form = verb(viewer, page.button("Save view")["href"])
    assert not form.all("input", name="shared")
    done = viewer.submit(form, "Save view", name="Kate, paid")
    assert (done.status, done.location) == (303, "/orders?q=kate&payment=paid")
    page = viewer.follow(done).page
    assert "The view Kate, paid is saved" in page.one(id="flash").text
    assert current(page) == ["Kate, paid"]
    assert list(tabs(signed_in(app, Role.OWNER).open("/orders").page)) == BUILT_IN


def test_a_refused_name_is_kept_beside_its_sentence(desk, shared):
    answer = desk.submit(verb(desk, "/views/save", list="q=kate"), "Save view", name="pickup", shared="y")
    form = answer.page.one(id="verb").one("form")
    assert answer.status == 422
    assert form.one("p", class_="field-error").text == "There is a view “pickup” already. Choose another name."
    assert (form.one("input", name="name")["value"], form.one("input", name="list")["value"]) == ("pickup", "q=kate")
    assert "checked" in form.one("input", name="shared")
    assert desk.submit(form, "Save view", name="Another").status == 303


def test_a_view_is_updated_to_what_the_list_shows(desk, shared):
    form = verb(desk, "/views/update", list="payment=unpaid", next="/orders?payment=unpaid")
    assert desk.submit(form, "Update view").alert
    done = desk.submit(form, "Update view", view=str(shared))
    assert current(desk.follow(done).page) == ["Pickup"]


def test_who_has_no_view_to_update_is_told(app, shared):
    page = signed_in(app, Role.VIEWER).open("/views/update").page
    assert "no view yet that you may change" in page.one(id="verb").text
    assert not [button for button in page.one(id="verb").all("button") if button.text == "Update view"]


VERBS = {
    "rename": ("Rename view", {"name": "Gifts"}, "The view is called Gifts now"),
    "move": ("Move view", {"after": "0"}, "The view Pickup was moved"),
    "unshare": ("Stop sharing", {}, "The view Pickup is not shared any more"),
    "delete": ("Delete view", {}, "The view Pickup is deleted"),
}


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_from_the_page_of_all_views(app, desk, shared, name):
    """It is a page, acts once however often it is sent, and a form drawn before is stale afterwards."""
    button, typed, says = VERBS[name]
    form, older = (verb(desk, f"/views/{shared}/{name}") for _ in range(2))
    done = desk.submit(form, button, **typed)
    assert (done.status, done.location) == (303, "/views")
    assert says in desk.follow(done).page.one(id="flash").text
    with app.app_context():
        before, views = standing(), seen_by(Role.SUPPORT)
    assert desk.submit(form, button, **typed).status == 303
    stale = desk.submit(older, button, **typed)
    gone = name in ("unshare", "delete")
    assert stale.status == (404 if gone else 409)
    assert gone or "this view is not as you saw it" in stale.text
    with app.app_context():
        assert (standing(), seen_by(Role.SUPPORT)) == (before, views)


@pytest.mark.parametrize("name", [*VERBS, "share"])
def test_views_of_others_and_of_nobody(app, desk, shared, name):
    with app.app_context():
        private = saved(Role.VIEWER, "Mine")
        before = standing()
    fields = {"key": "k" * 20, "version": before.version, "name": "X", "after": "0"}
    for number in (private, 999, 10**17):
        assert desk.open(f"/views/{number}/{name}").status == 404
        assert desk.post(f"/views/{number}/{name}", fields).status == 404
    viewer = signed_in(app, Role.VIEWER)
    assert viewer.open(f"/views/{shared}/{name}").status == viewer.post(f"/views/{shared}/{name}", fields).status == 403
    with app.app_context():
        assert standing() == before


def test_a_view_of_ones_own_is_shared_and_the_log_tells(app, desk):
    with app.app_context():
        number = saved(Role.OWNER, "Mine")
    form = verb(desk, f"/views/{number}/share")
    page = desk.follow(desk.submit(form, "Share view")).page
    assert desk.submit(form, "Share view").status == 303  # the same once more
    assert "Olga Winter shared the view Mine with everyone" in page.region("Activity").text
    assert "Mine" in tabs(signed_in(app, Role.VIEWER).open("/orders").page)


def test_names_of_views_are_text(app, desk):
    name = '<b>"&amp;</b>'
    with app.app_context(), writing() as session:
        maker = world.staff(Role.OWNER).id
        session.add(SavedView(staff_id=maker, name=name, name_key="b", query="q=%22%3E%3Cb%3E", position=1))
    assert name in tabs(desk.open("/orders").page)
    assert name in counted(desk)
    assert desk.open("/orders", q='"><b>').status == 200


def test_a_count_that_takes_too_long_is_left_out(desk, monkeypatch):
    real = view_counts.answers

    def answers(session, asked, milliseconds=None):
        return None if milliseconds or not (first := real(session, asked)) or first[0] == 9 else first

    monkeypatch.setattr(view_counts, "answers", answers)
    told = counted(desk)
    assert {name for name, count in told.items() if count == "–"} == {"All orders"}
    assert told["Guest orders"] == "3"
