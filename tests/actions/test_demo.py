"""The demo store is the one that is promised, on both databases; generated orders keep every invariant."""

import json
import os
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Table, func, select, update

from dashboard.actions.sign_in import matches
from dashboard.checks.run import run
from dashboard.core import guards, money, search
from dashboard.core.guards import Action
from dashboard.core.sentences import NOBODY, plain
from dashboard.database import now, writing
from dashboard.demo import bulk, cast, crowd, fill, load, shop, strangers
from dashboard.demo.accounts import ACCOUNTS
from dashboard.demo.open_draft import open_draft
from dashboard.demo.past import Party, story
from dashboard.demo.setting import setting
from dashboard.demo.story import Contact
from dashboard.demo.tell import tell
from dashboard.extensions import db
from dashboard.models import Activity, Cart, Customer, CustomerSpend, Order, Shipment, Staff, Store
from dashboard.models.order_facts import facts
from dashboard.models.store import take_number
from tests import databases
from tests.acceptance import desk

CHLOE, AMELIE, KATE, SIOBHAN = "Chloe Lee", "Amélie Fontaine", "Kate Wong", "Siobhán O'Keeffe"
# Owner (None: a guest), order customer, total, payment, fulfilment, route, catalog.
CAST = {
    "OD-10001": (CHLOE, "Chloe", "40.00 EUR", "paid", "unfulfilled", "online_store", "Winter"),
    "OD-10002": (CHLOE, CHLOE, "50.00 EUR", "paid", "delivered", "online_store", "Winter"),
    "OD-10003": (CHLOE, CHLOE, "30.00 EUR", "paid", "partially_fulfilled", "online_store", "Winter"),
    "OD-10004": (None, "Kate W.", "28.00 EUR", "paid", "unfulfilled", "online_store", "Winter"),
    "OD-10005": (None, "Kenji", "19.50 EUR", "unpaid", "unfulfilled", "online_store", "Winter"),
    "OD-10006": ("Priya Raman", "Priya Raman", "112.90 EUR", "in_progress", "unfulfilled", "online_store", "Winter"),
    "OD-10007": ("Dieter Krämer", "Dieter Krämer", "74.00 EUR", "refunded", "returned", "online_store", "Winter"),
    "OD-10008": ("Tomás Herrera", "Tomás Herrera", "386.00 EUR", "unpaid", "unfulfilled", "proxy", "Winter"),
    "OD-10009": (AMELIE, AMELIE, "49.00 EUR", "unpaid", "unfulfilled", "order_link", "Autumn"),
    "OD-10010": ("Lena Petrosyan", "Lena Petrosyan", "96.20 EUR", "unpaid", "unfulfilled", "online_store", "Winter"),
    "OD-10011": ("Bàrbara Puig", "Bàrbara Puig", "51.40 EUR", "unpaid", "unfulfilled", "online_store", "Winter"),
    "OD-10012": ("Owen Gallagher", "Owen Gallagher", "12.00 EUR", "unpaid", "canceled", "online_store", "Winter"),
    "OD-10013": (SIOBHAN, SIOBHAN, "19.00 EUR", "unpaid", "unfulfilled", "online_store", "Autumn"),
    "OD-10014": ("Marcus Bell", "Marcus Bell", "19.00 EUR", "unpaid", "unfulfilled", "online_store", "Winter"),
    "OD-10015": ("Yara Haddad", "Yara Haddad", "19.00 EUR", "unpaid", "unfulfilled", "online_store", "Winter"),
    "OD-10016": ("Ingrid Solberg", "Ingrid Solberg", "240.00 EUR", "paid", "fulfilled", "online_store", "Winter"),
    "OD-10017": (KATE, KATE, "19.00 EUR", "unpaid", "unfulfilled", "point_of_sale", None),
    "OD-10018": ("Ingrid Solberg", "Ingrid Solberg", "4,800 JPY", "paid", "unfulfilled", "online_store", "Winter"),
    "OD-10019": ("Marcus Bell", "Marcus Bell", "9.50 EUR", "unpaid", "unfulfilled", "proxy", "Autumn"),
    "OD-10020": ("Yara Haddad", "Yara Haddad", "9.50 EUR", "unpaid", "unfulfilled", "spreadsheet", "Autumn"),
    "TEST-10001": (None, "Test customer", "9.50 EUR", "unpaid", "unfulfilled", "online_store", "Winter"),
}
# Which conditions keep an order from going back to a cart (empty: it may).
TO_CART = {
    "OD-10008": {"can_sign_in"}, "OD-10009": set(), "OD-10010": {"no_invoice"}, "OD-10013": {"no_open_cart"},
    "OD-10014": {"no_backlog"}, "OD-10015": {"no_partner"}, "OD-10019": set(), "OD-10020": set(),
}  # fmt: skip


@pytest.fixture(scope="module", params=os.environ.get("TEST_DATABASES", "sqlite").split(","))
def filled(request, scratch, worker_id):
    """The application with the demo store in its database: the tests of this module only read it."""
    own = f"demo_{worker_id}_{os.getpid()}"
    with (
        databases.filled(request.param, "demo", desk.populate, own, scratch) as url,
        databases.application(url, scratch) as app,
    ):
        yield app


@pytest.fixture
def demo(filled):
    """The same, its context entered."""
    with filled.app_context():
        yield filled


def order(code):
    return db.session.scalars(select(Order).where(Order.code == code)).one()


@pytest.mark.parametrize("code", CAST)
def test_cast(demo, code):
    found = order(code)
    owner = found.owner.name if found.owner else None
    catalog = found.catalog.name if found.catalog else None
    total = money.money(found.total, found.currency)
    statuses = (found.payment_status, found.fulfilment_status)
    assert (owner, found.customer_name, total, *statuses, found.route, catalog) == CAST[code]


def test_cast_has_nobody_else(demo):
    assert {told.code for told in cast.CAST} | {"TEST-10001"} == set(CAST)
    assert db.session.scalar(select(func.count()).select_from(Order)) == len(CAST) + 240


@pytest.mark.feature("R2")
def test_total_spend(demo):
    query = select(Customer.name, CustomerSpend.amount, CustomerSpend.currency, CustomerSpend.orders).join(Customer)
    spend = {(name, currency): (amount, orders) for name, amount, currency, orders in db.session.execute(query)}
    assert spend[CHLOE, "EUR"] == (12000, 3)
    assert spend.get((KATE, "EUR"), (0, 0))[0] == 0
    assert (spend["Ingrid Solberg", "EUR"][0], spend["Ingrid Solberg", "JPY"][0]) == (24000, 4800)


def test_order_customers_contacts(demo):
    one, kate, kenji = order("OD-10001"), order("OD-10004"), order("OD-10005")
    assert (one.customer_email, one.customer_phone) == ("chloe@mail.example", "+49 151 2345 6789")
    assert kate.customer_email_key == account(KATE).email_key == "kate.wong@mail.example"
    assert kenji.customer_phone_key == account("Kenji Watanabe").phone_key == "+819012345678"
    assert (kenji.customer_email, kate.customer_phone) == (None, None)


def account(name):
    return db.session.scalars(select(Customer).where(Customer.name == name)).one()


def test_accounts(demo):
    kenji, tomas = account("Kenji Watanabe"), account("Tomás Herrera")
    assert kenji.phone_verified_at
    assert kenji.email is None
    assert tomas.offline_buyer
    assert tomas.password_hash is None
    assert matches(account(CHLOE).password_hash, "buyer-demo-2026")
    assert account("Dieter Krämer").email == "dieter.kramer@mail.example"


def test_lines_of_the_first_order(demo):
    found = order("OD-10001")
    assert [(line.name, line.quantity, line.unit_price) for line in found.lines] == [
        ("Stoneware mug", 2, money.to_decimal(950, "EUR")),
        ("Beeswax candle", 1, money.to_decimal(1400, "EUR")),
        ("Linen tea towel", 1, money.to_decimal(800, "EUR")),
    ]
    assert (found.discount, found.shipping) == (500, 400)
    assert sum(line.discount for line in found.lines) == 500


def test_original_and_confirmation_differ(demo):
    lines = {line.name: (line.original_quantity, line.quantity) for line in order("OD-10009").lines}
    assert lines == {"Stoneware mug": (3, 2), "Linen tea towel": (2, 2), "Beeswax candle": (None, 1)}


def test_states_of_shipping(demo):
    delivered, begun, carrier = (order(code).shipments for code in ("OD-10002", "OD-10003", "OD-10016"))
    assert [(one.kind, one.status) for one in delivered] == [("manual", "delivered")]
    assert [(one.kind, one.status, len(one.lines)) for one in begun] == [("manual", "in_transit", 1)]
    assert [(one.kind, one.status, one.label_printed) for one in carrier] == [("carrier", "in_transit", True)]


def test_carts(demo):
    query = select(Customer.name, Cart.from_order_id).join(Customer).where(Cart.state == "open")
    assert dict(db.session.execute(query).all()) == {
        "Bàrbara Puig": order("OD-10011").id,
        SIOBHAN: None,
    }
    assert order("OD-10011").state == "returned_to_cart"
    assert order("OD-10012").cancel_reason == "rejected_by_us"


@pytest.mark.parametrize("code", TO_CART)
def test_which_may_return_to_cart(demo, code):
    failed = guards.failed(Action.RETURN_TO_CART, facts(db.session(), order(code)))
    assert {condition.key for condition in failed} == TO_CART[code]


def test_times(demo):
    rows = db.session.execute(select(Order.code, Order.placed_at).where(Order.is_test.is_(False))).all()
    assert [code for code, _ in sorted(rows, key=lambda row: row[1])] == [f"OD-{n}" for n in range(9761, 10021)]
    moments = dict(rows)
    assert now() - timedelta(days=2) < moments["OD-10001"]
    assert now() - timedelta(days=91) < moments["OD-9761"]
    early = select(Activity.id).join(Order).where((Activity.at < Order.placed_at) | (Activity.at > now()))
    assert db.session.scalars(early).all() == []
    assert db.session.scalar(select(func.max(Shipment.created_at))) < now()


def test_a_log_goes_forward_in_time(demo):
    query = select(Activity.order_id, Activity.at).where(Activity.order_id.is_not(None))
    rows = db.session.execute(query.order_by(Activity.order_id, Activity.seq)).all()
    assert all(a[0] != b[0] or a[1] <= b[1] for a, b in pairwise(rows))


def test_every_line_of_every_log_reads_well(demo):
    query = select(Activity.verb, Activity.actor_name, Activity.text)
    said = {plain(verb, actor, json.loads(text)) for verb, actor, text in db.session.execute(query)}
    assert not [sentence for sentence in said if NOBODY in sentence or "None" in sentence]
    assert {"Payment of 40.00 EUR received", "Shipment SH-2001 handed over"} <= said
    assert any("Stoneware mug 3 → 2, Beeswax candle × 1 added" in sentence for sentence in said)


def test_generated_people_share_nothing_with_the_cast(demo):
    people = [*ACCOUNTS, *shop.STAFF, *(told.contact for told in cast.CAST if told.contact)]
    ours = {word for person in people for word in search.fold(person.name).replace("'", " ").split() if len(word) > 2}
    generated = int(order("OD-9761").code[3:])
    query = select(Order).where(Order.code.in_([f"OD-{n}" for n in range(generated, 10001)]))
    for one in db.session.scalars(query):
        text = search.fold(f"{one.customer_name} {one.customer_email} {one.owner.name if one.owner else ''}")
        assert not [word for word in ours if word in text], one.customer_name
        assert (one.owner.email if one.owner else "") not in {person.email for person in people} - {""}


def test_generated_orders_are_varied(demo):
    def kinds(column):
        return set(db.session.scalars(select(column).where(Order.code < "OD-9999").distinct()))

    assert len(kinds(Order.payment_status)) == 6
    assert len(kinds(Order.fulfilment_status)) >= 8
    assert len(kinds(Order.route)) >= 4
    assert {"EUR", "JPY", "GBP"} <= kinds(Order.currency)
    assert db.session.scalar(select(func.count()).where(Order.currency != "EUR")) < 60


def test_the_same_dice_throw_the_same_orders():
    moment = now()
    assert fill.generated(moment) == fill.generated(moment)


def test_new_codes_go_on(demo):
    with pytest.raises(Rolled), writing() as session:
        assert [take_number(session, series) for series in ("orders", "tests")] == [10021, 10002]
        assert session.scalars(select(Shipment.number).where(Shipment.number == next_shipment(session))).all() == []
        raise Rolled


class Rolled(Exception):
    """Takes a transaction back."""


def next_shipment(session):
    return f"SH-{take_number(session, 'shipments')}"


@pytest.mark.feature("R1")
def test_staff_can_sign_in(demo):
    staff = db.session.scalars(select(Staff).order_by(Staff.id)).all()
    assert [(one.email, one.role) for one in staff] == [(one.email, one.role) for one in shop.STAFF]
    assert all(matches(one.password_hash, "harbour-demo-2026") for one in staff[:1])
    assert len({one.password_hash for one in staff}) == 1
    assert db.session.scalars(select(Store)).one().name == "Harbour & Hearth"


def test_all_invariants_hold(demo):
    assert run(db.session()).broken == []


def test_only_an_empty_database_is_filled(demo):
    orders = db.session.scalar(select(func.count()).select_from(Order))
    with pytest.raises(fill.NotEmpty, match="only goes into an empty one"):
        fill.fill()
    assert db.session.scalar(select(func.count()).select_from(Order)) == orders


def test_the_command_refuses_a_store_of_ones_own(app):
    runner = app.test_cli_runner()
    for arguments in (["demo"], ["demo", "--orders", "5"]):
        result = runner.invoke(args=arguments)
        assert result.exit_code == 1
        assert len(result.output.splitlines()) == 1
    assert "generated orders only go into the demo store" in result.output


@pytest.fixture
def own(app):
    """The world's store taken for the demo's."""
    with app.app_context():
        with writing() as session:
            session.execute(update(Staff).where(Staff.role == "owner").values(email_key=shop.STAFF[0].email))
        yield app


def test_load_keeps_every_invariant(own, monkeypatch):
    monkeypatch.setattr(load, "CHUNK", 40)
    before = run(db.session())
    told = []
    load.load(100, told.append)
    report = run(db.session())
    assert told == [40, 40, 20]
    assert (report.broken, report.orders) == ([], before.orders + 100)
    guests = db.session.scalar(select(func.count()).where(Order.account_id.is_(None), Order.code.like("OD-%")))
    assert 10 <= guests <= 60
    load.load(10)
    assert run(db.session()).broken == []


def test_load_by_command(own):
    result = own.test_cli_runner().invoke(args=["demo", "--orders", "7"])
    assert (result.exit_code, result.output) == (0, "7 generated orders were added.\n")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_load_writes_what_the_actions_write(own):
    """The same drafts, told through place() and stored in bulk, leave the same rows in every table."""
    results, moment = [], now().replace(microsecond=0) - timedelta(days=20)
    for way in (lambda drafts: [tell(draft) for draft in drafts], lambda drafts: bulk.store(db.session(), drafts)):
        with pytest.raises(Rolled), writing() as session:
            known = setting(session)
            first = session.scalar(select(func.max(Order.id)))
            way(drafts(known, moment))
            session.flush()
            results.append({table.name: rows(session, table, first) for table in tables()})
            raise Rolled
    told, stored = results
    assert {name for name, found in told.items() if found} >= {"refund_lines", "goods_return_lines", "shipment_lines"}
    for name in told:
        assert told[name] == stored[name], name


def drafts(known, moment):
    dice = fill.Random(7)
    guest = Party(None, Contact("Äiti Mäkinen", "aiti@post.example", "+49 171 3920011"), strangers.home(dice))
    parties = [guest, Party("Chloe Lee", None, {}), Party("Kenji Watanabe", None, {})]
    return [
        open_draft(story(dice, f"OD-{number}", parties[number % 3], 480), moment + timedelta(minutes=number), known)
        for number in range(1000, 1060)
    ]


def tables():
    """Every table with rows of orders; spend is the caller's in bulk."""
    names = {"customers", "customer_spend", "order_fts", "once", "counters"}
    return [table for table in db.metadata.sorted_tables if table.name not in names]


def rows(session, table: Table, first: int):
    """The rows of the orders after `first`, without salts and hashes, which are never the same twice."""
    volatile = {"salt", "digest", "hash", "previous_hash"}
    if table.name in {"activities", "payments", "invoices", "notes"}:
        volatile |= {"id"}  # nothing refers to these
    query = select(*(column for column in table.columns if column.name not in volatile))
    if "order_id" in table.columns:
        query = query.where(table.c.order_id > first)
    return sorted(map(repr, session.execute(query)))


def test_every_generated_account_can_sign_in():
    accounts = crowd.accounts()
    assert all(one.email or one.phone for one in accounts)
    assert len({one.email or one.phone for one in accounts}) == len(accounts)
