"""Settings > Staff as pages: who works here, the link that is shown once, and what each button does."""

import re

import pytest
from sqlalchemy import func, select

from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Activity, Staff, StaffLink, StaffSession
from tests import world
from tests.pages.hostile import SCRIPTS, Vocabulary
from tests.pages.visitor import HTMX, Visitor, signed_in

pytestmark = pytest.mark.usefixtures("cheap_passwords")
IDA = {"name": "Ida Berg", "email": "ida@shop.example", "role": "fulfilment"}


@pytest.fixture
def of(app):
    """Gives the id of the colleague in a role."""

    def number(role):
        with app.app_context():
            return world.staff(role).id

    return number


def verb(visitor, path, **headers):
    """The form of a verb."""
    return visitor.open(path, headers=headers or None).page.one(id="verb").one("form")


def logged(app):
    with app.app_context():
        query = select(Activity.verb).where(Activity.store_id == 1).order_by(Activity.seq)
        return list(db.session.scalars(query))


def table(page):
    """Name, e-mail, role and state of everybody listed."""
    return [[cell.text for cell in row.all("td")[:4]] for row in page.region("Staff").one("tbody").all("tr")]


def invite(desk, **typed):
    return desk.submit(verb(desk, "/settings/staff/invite"), "Invite", **{**IDA, **typed})


def link_on(page):
    return page.one("input", id="one-time-link")["value"]


def test_everybody_is_listed_with_role_state_and_when_they_were_seen(app, desk):
    with app.app_context(), writing():
        db.session.scalars(select(Staff).where(Staff.role == Role.VIEWER)).one().active = False
    page = desk.open("/settings/staff").page
    assert ["OWOlga Winter", world.OWNER, "Owner", "Active"] in table(page)
    assert table(page)[-1] == ["VEViktor Ek", world.VIEWER, "Viewer", "Deactivated"]
    row = page.region("Staff").one("tbody").all("tr")[0]
    assert row.all("td")[4].text == "never"


def test_the_link_is_shown_once_and_opens_the_way_in(app, desk):
    page = desk.follow(invite(desk)).page
    assert ["IBIda Berg", "ida@shop.example", "Fulfilment", "Invited"] in table(page)
    assert "Ida Berg is invited" in page.one(id="flash").text
    url = link_on(page)
    again = desk.open("/settings/staff")
    assert not again.page.all("input", id="one-time-link")
    assert url.rpartition("/")[2] not in again.text
    ida = Visitor(app)
    form = ida.open(url.partition("8000")[2]).page.one("form")
    form.attrs["action"] = url.partition("8000")[2]
    assert ida.follow(ida.submit(form, "Set password", password="three plain words")).status == 200
    assert "IB, Ida Berg, account menu" in ida.open("/orders").text
    assert logged(app) == ["staff_invited", "staff_password_set"]


def test_through_htmx_the_form_fills_the_dialog(desk):
    opened = desk.open("/settings/staff/invite", headers=HTMX)
    assert not opened.page.all("nav")
    form = opened.page.one("form")
    assert (form["hx-target"], form["hx-post"]) == ("#settings", "/settings/staff/invite")
    refused = desk.submit(form, "Invite", headers=HTMX, name="", email="ida@shop.example", role="viewer")
    assert (refused.status, refused.page.one(class_="field-error")["id"]) == (422, "name-note")
    assert refused.page.one("input", name="email")["value"] == "ida@shop.example"


def test_the_same_invitation_twice_is_one(app, desk):
    form = verb(desk, "/settings/staff/invite")
    first, again = (desk.submit(form, "Invite", **IDA) for _ in range(2))
    assert (first.status, again.status) == (303, 303)
    assert logged(app) == ["staff_invited"]
    assert desk.submit(form, "Invite", **{**IDA, "name": "Other"}).status == 409


@pytest.mark.parametrize(
    ("typed", "field"), [({"name": " "}, "name"), ({"email": "x"}, "email"), ({"email": world.OWNER}, "email"),
                         ({"role": "king"}, "role"), ({"role": None}, "role")],
)  # fmt: skip
def test_a_wrong_invitation_is_refused_beside_its_field(app, desk, typed, field):
    answer = invite(desk, **typed)
    assert (answer.status, answer.page.one(class_="field-error")["id"]) == (422, f"{field}-note")
    assert "Nothing was changed" in answer.alert
    assert logged(app) == []


def test_a_colleague_has_a_page_with_what_can_be_done(app, desk, of):
    here = f"/settings/staff/{of(Role.VIEWER)}"
    signed_in(app, Role.VIEWER)
    page = desk.open(here).page
    assert page.one("h1").text == "Viktor Ek"
    assert page.region("Account").facts["State"] == "Active"
    assert [link.text for link in page.region("Account").one(class_="card-foot").all("a")] == [
        "Change role", "New link", "Deactivate",
    ]  # fmt: skip
    (out,) = page.region("Sessions").all("a")
    assert out.text == "Sign out that device"
    assert desk.open("/settings/staff/999").status == 404


def test_a_role_changes_and_holds_from_the_next_page_on(app, desk, of):
    viktor, here = signed_in(app, Role.VIEWER), f"/settings/staff/{of(Role.VIEWER)}"
    form = verb(desk, f"{here}/change-role")
    assert [radio["value"] for radio in form.all("input", name="role") if "checked" in radio] == ["viewer"]
    page = desk.follow(desk.submit(form, "Change role", role="owner")).page
    assert page.region("Account").facts["Role"] == "Owner"
    assert viktor.open("/settings/staff").status == 200
    assert logged(app) == ["role_changed"]


def test_two_who_change_the_same_person_at_once(app, desk, of):
    path = f"/settings/staff/{of(Role.VIEWER)}"
    role, out = verb(desk, f"{path}/change-role"), verb(desk, f"{path}/deactivate")
    desk.submit(role, "Change role", role="support")
    answer = desk.submit(out, "Deactivate")
    assert answer.status == 409
    assert "Olga Winter changed the role of Viktor Ek from Viewer to Support" in answer.alert
    assert logged(app) == ["role_changed"]


def test_whoever_is_deactivated_is_out_at_the_next_page(app, desk, of):
    viktor, here = signed_in(app, Role.VIEWER), f"/settings/staff/{of(Role.VIEWER)}"
    page = desk.follow(desk.submit(verb(desk, f"{here}/deactivate"), "Deactivate")).page
    assert (page.region("Account").facts["State"], page.region("Sessions").all("a")) == ("Deactivated", [])
    assert viktor.open("/orders").location == "/sign-in?next=%2Forders"
    assert desk.submit(verb(desk, f"{here}/deactivate"), "Deactivate").status == 422
    assert desk.submit(verb(desk, f"{here}/new-link"), "Make link").status == 422
    page = desk.follow(desk.submit(verb(desk, f"{here}/reactivate"), "Reactivate")).page
    assert page.region("Account").facts["State"] == "Active"
    assert viktor.open("/orders").status == 303
    assert logged(app) == ["deactivated", "reactivated"]


def test_the_last_owner_cannot_leave(app, desk, of):
    here = f"/settings/staff/{of(Role.OWNER)}"
    for answer in (
        desk.submit(verb(desk, f"{here}/deactivate"), "Deactivate"),
        desk.submit(verb(desk, f"{here}/change-role"), "Change role", role="viewer"),
    ):
        assert (answer.status, "only owner" in answer.alert) == (422, True)
    assert logged(app) == []


def test_a_new_link_is_shown_once_too(app, desk, of):
    here = f"/settings/staff/{of(Role.SUPPORT)}"
    page = desk.follow(desk.submit(verb(desk, f"{here}/new-link"), "Make link")).page
    assert re.fullmatch(r"http://127.0.0.1:8000/set-password/[\w-]{43}", link_on(page))
    assert not desk.open(here).page.all("input", id="one-time-link")


def test_sign_out_that_tablet_of_somebody(app, desk, of):
    viktor, here = signed_in(app, Role.VIEWER), f"/settings/staff/{of(Role.VIEWER)}"
    path = desk.open(here).page.region("Sessions").one("a")["href"]
    page = desk.follow(desk.submit(verb(desk, path), "Sign out that device")).page
    assert "Not signed in anywhere" in page.region("Sessions").text
    assert viktor.open("/orders").status == 303
    assert desk.submit(verb(desk, path), "Sign out that device").status == 422
    assert logged(app) == ["staff_session_ended"]


def test_nobody_else_gets_in(app, of):
    sofia, number = signed_in(app, Role.SUPPORT), of(Role.OWNER)
    verbs = (f"/{number}/{name}" for name in ("deactivate", "reactivate", "new-link", "change-role"))
    for path in ("", "/invite", f"/{number}", *verbs):
        assert sofia.open(f"/settings/staff{path}").status == 403, path
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StaffLink)) == 0


def test_names_and_devices_are_text(app, desk, of):
    pages = ("/settings/staff", f"/settings/staff/{of(Role.VIEWER)}", "/settings/account")
    signed_in(app, Role.VIEWER)
    ours = Vocabulary(*(desk.open(path).page for path in pages))
    for text in SCRIPTS[::6]:
        with app.app_context(), writing() as session:
            session.scalars(select(Staff).where(Staff.role == Role.VIEWER)).one().name = text.replace("\0", "")
            for row in session.scalars(select(StaffSession)):
                row.device = text.replace("\0", "")
        for path in pages:
            assert not ours.foreign(desk.open(path).page), text
