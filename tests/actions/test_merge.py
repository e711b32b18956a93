"""Merge: orders in every state, money, carts and details go over; the merged account leads to the other."""

import pytest

from dashboard.actions.create_customer import NewCustomer, Taken, add_customer
from dashboard.actions.merge import Kept, merge
from dashboard.actions.once import Submission
from dashboard.core.person import Person, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Cart, CustomerDoc
from dashboard.models.candidates import candidates
from tests import world
from tests.actions.accounts import open_link, open_links, told
from tests.actions.test_change import broken, everything, log, refused, spent
from tests.actions.test_place import canceled
from tests.actions.test_reassign import SHOP, document, said

KEY, OTHER = Submission("m" * 32, "d" * 64), Submission("m" * 32, "e" * 64)


def join(into: str, *others: str, by: Person | None = None, carts: tuple[int, ...] = (), **options):
    """Merge as the manager would; `email="Kate Wong"` keeps hers."""
    kept = {
        name: world.customer(options.pop(name)).id for name in ("name", "email", "phone", "sign_in") if name in options
    }
    seen = {world.customer(name).id: world.customer(name).version for name in others}
    who = by or world.staff(Role.MANAGER)
    return merge(world.customer(into).id, seen, Kept(kept, frozenset(carts)), by=who, **options)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("R13")
def test_orders_in_every_state_go_over_and_their_logs_say_so():
    chloe, kate = world.customer(world.CHLOE).id, world.customer(world.KATE).id
    result = join(world.CHLOE, world.KATE)
    assert result == {"id": chloe, "name": world.CHLOE, "others": world.KATE, "orders": 3, "undo": 2}
    for code in (world.UNPAID, world.ARCHIVED, world.CANCELED):
        assert world.order(code).account_id == chloe
        assert said(code) == "Milan Sommer merged Kate Wong into Chloe Lee: this order went with the account"
        assert (log(code)[-1].from_customer_id, log(code)[-1].to_customer_id) == (kate, chloe)
    assert spent(world.CHLOE) == {"EUR": (9800, 4)}
    assert spent(world.KATE) == {}
    assert document(world.UNPAID)[4] == "chloe lee"
    assert told(world.CHLOE)[-1] == "Milan Sommer merged Kate Wong into this account: 3 orders came with it"
    assert told(world.KATE)[-1] == "Milan Sommer merged this account into Chloe Lee"
    assert broken() == []


@pytest.mark.feature("R13")
def test_what_is_not_kept_is_an_alias_that_nobody_else_can_take():
    kate, chloe = world.customer(world.KATE).id, world.customer(world.CHLOE).id
    open_link(world.CHLOE)
    join(world.CHLOE, world.KATE, email=world.KATE, name=world.KATE)
    now_kate, part = db.session.get_one(world.Customer, chloe), db.session.get_one(world.Customer, kate)
    assert (now_kate.name, now_kate.email_key, now_kate.phone_key) == (world.KATE, world.KATE_EMAIL, "+4915123456789")
    assert (part.name, part.email_key, part.merged_into_id, part.can_own) == (
        world.CHLOE,
        world.CHLOE_EMAIL,
        chloe,
        False,
    )
    assert open_links(world.KATE) == 0
    for q in (world.CHLOE_EMAIL, "chloe lee", world.KATE_EMAIL):
        assert [row.id for row in candidates(db.session(), q, 5)] == [chloe], q
    assert world.CHLOE_EMAIL in db.session.get_one(CustomerDoc, chloe).doc
    with refused(Taken, "This e-mail address is kept as a former one of Kate Wong, from a merge.", "email") as taken:
        add_customer(NewCustomer(world.CHLOE_EMAIL), by=world.staff(Role.SUPPORT), shop=SHOP)
    assert taken.value.customer_id == chloe
    assert broken() == []


@pytest.mark.feature("R13")
def test_of_two_open_carts_of_one_catalog_one_stays_open():
    kenji, chloe = world.customer(world.KENJI).id, world.customer(world.CHLOE).id
    theirs = db.session.query(Cart).filter_by(customer_id=kenji, state="open").one()
    with writing() as session:
        session.add(own := Cart(customer_id=chloe, catalog_id=theirs.catalog_id))
        session.flush()
        own_id, theirs_id = own.id, theirs.id
    join(world.CHLOE, world.KENJI, carts=(theirs_id,))
    carts = {cart.id: (cart.customer_id, cart.state) for cart in db.session.query(Cart)}
    assert carts == {own_id: (chloe, "closed"), theirs_id: (chloe, "open")}
    assert broken() == []


@pytest.mark.feature("R13")
def test_three_become_one_with_a_field_of_each():
    join(world.CHLOE, world.KATE, world.KENJI, email=world.KATE, phone=world.KENJI)
    chloe = world.customer(world.CHLOE)
    assert (chloe.email_key, chloe.phone_key, chloe.order_count) == (world.KATE_EMAIL, "+819012345678", 6)
    assert chloe.phone_verified_at is not None
    assert world.customer(world.KENJI).phone_key == "+4915123456789"
    assert broken() == []


def test_who_may_not_and_what_makes_no_merge():
    before = everything()
    chloe, kate = world.customer(world.CHLOE), world.customer(world.KATE)
    with refused(NotPermitted, "Your role (Support) may not"):
        join(world.CHLOE, world.KATE, by=world.staff(Role.SUPPORT))
    with refused(Invalid, "Choose the account that goes into this one.", "q"):
        join(world.CHLOE)
    with refused(Invalid, "An account cannot be merged into itself.", "q"):
        join(world.CHLOE, world.CHLOE)
    with refused(Invalid, "Choose whose e-mail stays.", "email"):
        join(world.CHLOE, world.KATE, email=world.KENJI)
    with refused(Vanished, "There is no such customer any more."):
        merge(chloe.id, {999999: 1}, Kept(), by=world.staff(Role.OWNER))
    with refused(Stale):
        merge(chloe.id, {kate.id: kate.version + 1}, Kept(), by=world.staff(Role.OWNER))
    with refused(Stale):
        join(world.CHLOE, world.KATE, seen=99)
    assert everything() == before


def test_wrong_states_are_refused():
    join(world.CHLOE, world.KATE)
    with refused(WrongState, "Kate Wong was merged into another account. Change that one."):
        join(world.KENJI, world.KATE)
    with writing():
        world.customer(world.CHLOE).deactivated_at = world.now()
    with refused(WrongState, "Chloe Lee is deactivated. Reactivate the account first."):
        join(world.CHLOE, world.KENJI)


def test_more_orders_than_move_in_one_go_are_refused(monkeypatch):
    monkeypatch.setattr("dashboard.actions.merge.MOST", 2)
    before = everything()
    with refused(WrongState, "More than 2 orders would move, which is too many at once. Merge the other way round"):
        join(world.CHLOE, world.KATE)
    assert everything() == before
    canceled("SH-2", total=500, paid=500)
    assert join(world.KATE, world.CHLOE)["orders"] == 2


def test_the_same_submit_twice_has_one_effect():
    seen = world.customer(world.CHLOE).version
    first = join(world.CHLOE, world.KATE, seen=seen, once=KEY)
    before = everything()
    with refused(Replayed) as again:
        join(world.CHLOE, world.KATE, seen=seen, once=KEY)
    assert again.value.result == first
    with refused(KeyReused):
        join(world.CHLOE, world.KENJI, once=OTHER)
    assert everything() == before
