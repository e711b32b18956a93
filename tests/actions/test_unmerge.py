"""Unmerge: everything as it was, unless something moved on since; and sums that no merge ever changes."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from dashboard.actions.edit_customer import Details, edit_customer
from dashboard.actions.once import Submission
from dashboard.actions.unmerge import unmerge
from dashboard.core.person import Role
from dashboard.core.refusals import NotPermitted, Refused, Replayed, Vanished, WrongState
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Cart, Customer, CustomerSpend
from tests import world
from tests.actions.accounts import told
from tests.actions.test_change import broken, everything, refused, spent
from tests.actions.test_merge import join
from tests.actions.test_reassign import give, said
from tests.actions.test_undo import take_back

ALL = {"email": world.KATE, "name": world.KATE, "sign_in": world.KATE, "phone": world.KATE}
KEY = Submission("u" * 32, "d" * 64)


def split(into: int, seq: int, role: Role = Role.MANAGER, **options):
    """Take a merge back as the manager would."""
    return unmerge(into, seq, by=world.staff(role), **options)


def details() -> list[tuple]:
    """What accounts are like."""
    columns = (Customer.id, Customer.name, Customer.email_key, Customer.phone_key, Customer.phone_verified_at,
               Customer.password_hash, Customer.offline_buyer, Customer.merged_into_id, Customer.order_count,
               Customer.spend_sort)  # fmt: skip
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(Customer.id))]


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("R13")
def test_everything_is_as_it_was():
    theirs = db.session.query(Cart).filter_by(customer_id=world.customer(world.KENJI).id, state="open").one()
    with writing() as session:
        session.add(Cart(customer_id=world.customer(world.CHLOE).id, catalog_id=theirs.catalog_id))
    carts = select(Cart.id, Cart.customer_id, Cart.state).order_by(Cart.id)
    before, in_carts = details(), db.session.execute(carts).all()
    done = join(world.CHLOE, world.KATE, world.KENJI, carts=(theirs.id,), **ALL | {"phone": world.KENJI})
    assert details() != before
    assert split(done["id"], done["undo"]) == {
        "id": done["id"], "name": world.CHLOE, "others": done["others"], "orders": 4,
    }  # fmt: skip
    assert details() == before
    assert db.session.execute(carts).all() == in_carts
    assert spent(world.KATE) == {"EUR": (800, 2)}
    assert said(world.UNPAID) == "Milan Sommer took a merge back: this order belongs to Kate Wong again"
    assert (
        told(world.CHLOE)[-1] == "Milan Sommer took the merge of Kate Wong and Kenji Watanabe back: 4 orders went back"
    )
    assert told(world.KATE)[-1] == f"Milan Sommer took the merge into {world.CHLOE} back"
    assert broken() == []


@pytest.mark.feature("R13")
def test_what_came_after_is_named():
    done = join(world.CHLOE, world.KATE)
    give(world.UNPAID, world.KENJI)
    before = everything()
    with refused(WrongState, "Nothing was taken back, since this came after: OD-3: Sofia Lund reassigned this order "):
        split(done["id"], done["undo"])
    assert everything() == before
    take_back(world.UNPAID)
    assert split(done["id"], done["undo"])["orders"] == 3
    assert broken() == []


@pytest.mark.feature("R13")
def test_details_that_were_edited_since_are_named_where_the_merge_wrote_them():
    done = join(world.CHLOE, world.KATE, email=world.KATE)
    new = Details(world.CHLOE, "other@mail.example", "+49 151 2345 6789")
    edit_customer(done["id"], new, by=world.staff(Role.SUPPORT), region="DE")
    with refused(
        WrongState,
        "Nothing was taken back, since this came after: Sofia Lund changed e-mail from kate.wong",
    ):
        split(done["id"], done["undo"])
    edit_customer(done["id"], Details("C. Lee", world.KATE_EMAIL, ""), by=world.staff(Role.SUPPORT), region="DE")
    split(done["id"], done["undo"])
    assert world.customer("C. Lee").email_key == world.CHLOE_EMAIL
    assert broken() == []


def test_merges_of_merges_go_back_one_by_one():
    before = details()
    first = join(world.CHLOE, world.KATE, email=world.KATE)
    second = join(world.KENJI, world.CHLOE, email=world.CHLOE, name=world.CHLOE)
    assert broken() == []
    with refused(WrongState, "Kenji Watanabe was merged into another account."):
        split(first["id"], first["undo"])
    split(second["id"], second["undo"])
    split(first["id"], first["undo"])
    assert details() == before
    assert broken() == []


def test_a_merge_is_taken_back_once_and_within_thirty_days():
    done = join(world.CHLOE, world.KATE)
    before = everything()
    with refused(WrongState, "A merge can be taken back for 30 days, and they are over."):
        split(done["id"], done["undo"], at=now() + timedelta(days=31))
    with refused(NotPermitted):
        split(done["id"], done["undo"], Role.SUPPORT)
    for number, seq in ((done["id"], 99), (999999, 1), (world.customer(world.KATE).id, done["undo"])):
        with refused(Vanished):
            split(number, seq)
    assert everything() == before
    first = split(done["id"], done["undo"], once=KEY)
    with refused(Replayed) as again:
        split(done["id"], done["undo"], once=KEY)
    assert again.value.result == first
    with refused(WrongState, "This was taken back already."):
        split(done["id"], done["undo"])


def total() -> dict[str, int]:
    """What all accounts have spent together."""
    query = select(CustomerSpend.currency, func.sum(CustomerSpend.amount)).group_by(CustomerSpend.currency)
    return {currency: int(amount) for currency, amount in db.session.execute(query)}


NAMES = (world.CHLOE, world.KATE, world.KENJI, world.OFFLINE)
STEPS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans(), st.booleans()), min_size=3, max_size=6)


@pytest.mark.feature("R13")
@settings(
    max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_no_merge_changes_what_all_have_spent(steps):
    numbers = db.session.scalars(select(Customer.id).order_by(Customer.id)).all()
    sums, standing = total(), []
    for one, other, keep, back in steps:
        if back and standing:
            done = standing.pop()
            split(done["id"], done["undo"])
        else:
            into, part = (db.session.get_one(Customer, numbers[at]) for at in (one, other))
            try:
                standing.append(join_ids(into.id, part.id, keep))
            except Refused:
                continue
        assert total() == sums
    while standing:
        done = standing.pop()
        split(done["id"], done["undo"])
    assert (total(), broken()) == (sums, [])


def join_ids(into: int, part: int, keep: bool):
    """Merge by id, with each field of the part or none."""
    from dashboard.actions.merge import Kept, merge

    fields = dict.fromkeys(("name", "email", "phone", "sign_in"), part) if keep else {}
    return merge(into, {part: None}, Kept(fields), by=world.staff(Role.OWNER))
