"""The first run as a page: every way leads there while nobody works here, and none once somebody does."""

import pytest
from sqlalchemy import delete, select, update

from dashboard.actions.sign_in import matches
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Note, Staff, StaffSession, Store
from tests.pages.hostile import SCRIPTS, Vocabulary
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("cheap_passwords")
PASSWORD = "three plain words"
ANN = {"name": "Ann Walker", "email": "Ann@Quay.example", "password": PASSWORD, "store": "Quay & Quill", "region": "GB"}


@pytest.fixture
def new(app):
    """A browser at a desk where nobody works yet."""
    with app.app_context(), writing() as session:
        session.execute(update(Note).values(staff_id=None))
        for kind in (StaffSession, Staff, Store):
            session.execute(delete(kind))
    return Visitor(app)


def begin(visitor, **typed):
    form = visitor.open("/first-run").page.one("form")
    return visitor.submit(form, "Open the desk", **{**ANN, **typed})


def works_here(app):
    with app.app_context():
        return list(db.session.scalars(select(Staff.email)))


def test_every_page_leads_there_while_nobody_works_here(new):
    for path in ("/", "/orders", "/orders/OD-1", "/sign-in", "/forgotten-password", "/settings", "/set-password/x"):
        answer = new.open(path)
        assert (answer.status, answer.location) == (303, "/first-run"), path
    assert new.open("/healthz").status == 200


def test_the_owner_is_signed_in_and_told_what_comes_next(app, new):
    answer = begin(new)
    assert (answer.status, answer.location) == (303, "/imports")
    page = new.follow(answer).page
    assert "Your desk is open" in page.one(id="flash").text
    assert page.one("a", class_="brand").text == "Quay & Quill"
    with app.app_context():
        owner, store = db.session.scalars(select(Staff)).one(), db.session.get_one(Store, 1)
        assert matches(owner.password_hash, PASSWORD)
        assert (store.region, store.currency, store.zone) == ("GB", "GBP", "Europe/London")


def test_it_closes_for_good(app, new):
    form = new.open("/first-run").page.one("form")
    begin(Visitor(app))
    for answer in (new.open("/first-run"), new.submit(form, "Open the desk", **{**ANN, "email": "late@x.example"})):
        assert (answer.status, answer.location) == (303, "/sign-in")
    assert works_here(app) == ["Ann@Quay.example"]


def test_the_same_form_twice_makes_one_owner_who_is_in_all_the_same(app, new):
    form = new.open("/first-run").page.one("form")
    assert new.submit(form, "Open the desk", **ANN).location == "/imports"
    again = new.submit(form, "Open the desk", **ANN)
    assert again.status in {303, 400}  # a new session has a token of its own
    assert new.open("/sign-in").location == "/orders"
    assert len(works_here(app)) == 1


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", " ", "Enter your name"),
        ("email", "ann", "is no e-mail address"),
        ("password", "elevenchars", "at least 12"),
        ("password", "password1234", "tried first"),
        ("password", "ann@quay.example", "own name"),
        ("store", "", "store’s name"),
        ("region", "XX", "country"),
        ("currency", "XXX", "currency"),
        ("start", "party", "begin with"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(app, new, field, typed, says):
    answer = begin(new, **{field: typed})
    assert answer.status == 422
    (error,) = answer.page.all(class_="field-error")
    assert says in error.text
    assert answer.page.one("input", name="password").attrs.get("value", "") == ""
    if field != "store":
        assert answer.page.one("input", name="store")["value"] == "Quay & Quill"
    assert works_here(app) == []


def test_the_browsers_language_proposes_the_country(new):
    tells = {"en-GB,en;q=0.9": "GB", "de-AT": "AT", "sv": "DE", "xx-XX, fr-CA": "CA", "": "DE"}
    for language, country in tells.items():
        page = new.open("/first-run", headers={"Accept-Language": language}).page
        chosen = [option["value"] for option in page.one("select", name="region").all("option") if "selected" in option]
        assert chosen == [country], language


def test_nothing_typed_there_becomes_a_page(app, new):
    ours = Vocabulary(new.open("/first-run").page, *(begin(new, **{name: ""}).page for name in ANN))
    for text in SCRIPTS[::4]:
        answer = begin(new, name=text, email=text, store=text, region=text, currency=text, start=text)
        assert answer.status == 422, text
        assert not ours.foreign(answer.page), text
    assert works_here(app) == []


def test_without_its_csrf_token_nothing_happens(app, new):
    new.open("/first-run")
    assert new.client.post("/first-run", data={**ANN, "start": "import"}).status_code == 400
    assert works_here(app) == []
