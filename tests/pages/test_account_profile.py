"""The buyer's profile: a name counts at once, a new address or number once its code is entered."""

import pytest
from sqlalchemy import select

from dashboard.checks.run import run
from dashboard.extensions import db
from dashboard.models import Activity, Customer
from tests import world
from tests.pages.buyer import Buyer, buyer_in, code_in, letters

pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def kate(app) -> Buyer:
    """Kate, signed in."""
    return buyer_in(app, world.KATE)


def save(buyer: Buyer, **typed: str):
    form = next(
        node for node in buyer.open("/account/profile").page.all("form") if node["action"] == "/account/profile"
    )
    return buyer.submit(form, "Save", **typed)


def details(app) -> tuple[str, str | None, str | None, bool]:
    with app.app_context():
        kate = db.session.get_one(Customer, 2)
        return kate.name, kate.email, kate.phone_key, kate.phone_verified_at is not None


def prove(buyer: Buyer, kind: str, press: str = "Verify", **typed: str):
    place = f"/account/profile/verify/{kind}"
    form = next(node for node in buyer.open(place).page.all("form") if node["action"] == place)
    return buyer.submit(form, press, **typed)


@pytest.mark.feature("R11")
def test_a_name_counts_at_once_and_orders_keep_theirs(app, kate):
    with app.app_context():
        before = world.order(world.UNPAID).customer_name
    answer = save(kate, name="Kate  Wong-Lee")
    assert "Your profile is saved" in kate.follow(answer).page.one("main").text
    assert details(app)[0] == "Kate Wong-Lee"
    with app.app_context():
        assert world.order(world.UNPAID).customer_name == before
        line = db.session.scalars(
            select(Activity).where(Activity.customer_id == 2).order_by(Activity.id.desc())
        ).first()
        assert (line.verb, line.actor_kind, line.actor_id) == ("details_changed", "buyer", 2)
        assert run(db.session()).broken == []
    lines = activities(app)
    assert save(kate).status == 303
    assert activities(app) == lines


def activities(app) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Activity.id)).all())


@pytest.mark.feature("R11")
@pytest.mark.parametrize(("what", "typed", "place"), [("email", "new@mail.example", 1), ("phone", "0170 1234567", 2)])
def test_a_new_contact_counts_once_its_code_is_entered(app, kate, desk, what, typed, place):
    before = details(app)
    assert save(kate, **{what: typed}).status == 303
    assert save(kate, **{what: typed}).status == 303
    (event, to, text), *more = letters(app)
    assert (event, to, more, details(app)) == ("one_time_code", typed, [], before)
    wrong = prove(kate, what, code=f"{(int(code_in(text)) + 1) % 10**6:06}")
    assert (wrong.status, "4 tries are left" in wrong.text, details(app)) == (422, True, before)
    assert prove(kate, what, code=code_in(text)).status == 303
    assert details(app)[place] in {"new@mail.example", "+491701234567"}
    assert details(app)[3] == (what == "phone")
    assert typed in desk.open("/customers/2").text
    again = kate.post(f"/account/profile/verify/{what}", {"code": code_in(text)})
    assert (again.status, "does not work any more" in again.text) == (422, True)
    with app.app_context():
        assert run(db.session()).broken == []


def test_until_then_the_old_one_signs_in(app, kate):
    save(kate, email="new@mail.example")
    text = letters(app)[-1][2]
    for who, status in ((world.KATE_EMAIL, 303), ("new@mail.example", 422)):
        door = Buyer(app)
        form = door.open("/account/sign-in").page.all("form")[0]
        assert door.submit(form, "Sign in", who=who, password=world.PASSWORD).status == status
    prove(kate, "email", code=code_in(text))
    assert letters(app)[-1][:2] == ("address_changed", world.KATE_EMAIL)
    assert "new@mail.example" not in letters(app)[-1][2]
    for who, status in ((world.KATE_EMAIL, 422), ("new@mail.example", 303)):
        door = Buyer(app)
        form = door.open("/account/sign-in").page.all("form")[0]
        assert door.submit(form, "Sign in", who=who, password=world.PASSWORD).status == status


def test_the_old_one_can_be_kept_and_the_code_sent_again(app, kate):
    save(kate, email="new@mail.example")
    assert prove(kate, "email", "Send again").status == 303
    old, new = (code_in(text) for _, _, text in letters(app))
    assert prove(kate, "email", code=old).status in ({422, 303} if old == new else {422})
    assert prove(kate, "email", "Keep the old one").status == 303
    assert "Code from the e-mail" not in kate.open("/account/profile").text
    assert kate.post("/account/profile/verify/email", {"code": new}).status == 422
    assert details(app)[1] == world.KATE_EMAIL


def test_what_another_account_has_is_answered_alike_and_never_taken(app, kate):
    save(kate, email=world.CHLOE_EMAIL)
    taken = kate.open("/account/profile").page.one("main").text.replace(world.CHLOE_EMAIL, "…")
    prove(kate, "email", "Keep the old one")
    save(kate, email="new@mail.example")
    free = kate.open("/account/profile").page.one("main").text.replace("new@mail.example", "…")
    assert taken == free
    assert [(event, to) for event, to, _ in letters(app)] == [
        ("account_exists", world.CHLOE_EMAIL),
        ("one_time_code", "new@mail.example"),
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Enter your name."),
        ({"email": "kate@"}, "is no e-mail address"),
        ({"email": "0170 1234567"}, "Enter an e-mail address."),
        ({"phone": "kate@mail.example"}, "Enter a phone number."),
        ({"phone": "12"}, "is no phone number"),
        ({"email": ""}, "without one you could not sign in"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(app, kate, typed, words):
    before = details(app)
    answer = save(kate, **typed)
    assert (answer.status, words in answer.text) == (422, True)
    assert (details(app), letters(app)) == (before, [])
    for field, value in typed.items():
        assert answer.page.one("input", name=field)["value"] == value


def test_a_password_is_changed_and_other_devices_are_signed_out(app, kate):
    other = buyer_in(app, world.KATE)
    form = kate.open("/account/profile/password").page.all("form")[-1]
    wrong = kate.submit(form, "Change password", current="wrong", password="another-harbour-lamp")
    assert (wrong.status, "not your present password" in wrong.text) == (422, True)
    weak = kate.submit(form, "Change password", current=world.PASSWORD, password="password123")
    assert (weak.status, other.open("/account/orders").status) == (422, 200)
    done = kate.submit(form, "Change password", current=world.PASSWORD, password="another-harbour-lamp")
    assert (done.location, kate.open("/account/orders").status) == ("/account/profile", 200)
    assert other.open("/account/orders").status == 303
    again = kate.submit(form, "Change password", current=world.PASSWORD, password="another-harbour-lamp")
    assert again.status == 422


def test_wrong_present_passwords_are_counted(kate):
    form = kate.open("/account/profile/password").page.all("form")[-1]
    for _ in range(10):
        assert kate.submit(form, "Change password", current="wrong", password="another-harbour-lamp").status == 422
    answer = kate.submit(form, "Change password", current=world.PASSWORD, password="another-harbour-lamp")
    assert (answer.status, "Try again at" in answer.text) == (429, True)


@pytest.mark.feature("R12")
def test_ones_own_number_is_verified(app):
    chloe = buyer_in(app, world.CHLOE)
    form = next(node for node in chloe.open("/account/profile").page.all("form") if "Verify" in node.text)
    assert chloe.submit(form, "Verify +49 151 2345 6789").status == 303
    assert chloe.submit(form, "Verify +49 151 2345 6789").status == 303
    (event, to, text), *more = letters(app)
    assert (event, to, more) == ("one_time_code", "+49 151 2345 6789", [])
    assert prove(chloe, "phone", code=code_in(text)).status == 303
    door = Buyer(app)
    sign_in = door.open("/account/sign-in").page.all("form")[0]
    assert door.submit(sign_in, "Sign in", who="0151 2345 6789", password=world.PASSWORD).status == 303
    assert "Verify +49" not in chloe.open("/account/profile").text
