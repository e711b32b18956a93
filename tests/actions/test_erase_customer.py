"""Erase a customer: nothing of theirs is left in any column of any table; the books, chains and sums stay."""

import json
import re
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from sqlalchemy import func, select

from dashboard.actions import erase_customer as action
from dashboard.actions.archive import archive
from dashboard.actions.create_customer import NewCustomer, create_customer
from dashboard.actions.drop_message import drop_message
from dashboard.actions.edit_customer import Details, edit_customer
from dashboard.actions.erase_customer import erase_customer
from dashboard.actions.merge import Kept, merge
from dashboard.actions.once import Submission
from dashboard.actions.tag import tag
from dashboard.core.erasing import NOBODY
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.database import now, writing
from dashboard.extensions import Model, db
from dashboard.models import (
    Activity,
    Batch,
    BatchOrder,
    Credit,
    Customer,
    CustomerGroup,
    CustomerNote,
    CustomerSource,
    CustomerTag,
    FailedAttempt,
    ImportedOrder,
    ImportMapping,
    ImportProblem,
    ImportRun,
    Message,
    Note,
    Once,
    Order,
    OrderLink,
    OrderSource,
    PasswordLink,
    Payment,
    SavedView,
)  # fmt: skip
from dashboard.models.known_person import known_account
from dashboard.models.personal import FATES, holds_text
from tests import world
from tests.actions.accounts import open_link
from tests.actions.test_change import broken, everything, log, refused, spent, touch
from tests.actions.test_reassign import give

KEY, OTHER = Submission("m" * 32, "d" * 64), Submission("m" * 32, "e" * 64)
CHLOES = (world.CHLOE, world.CHLOE_EMAIL, "chloe@mail.example", "+49 151 2345 6789", "4915123456789", "Fischerallee",
          "22763", "Chloe Old", "chloe.old@mail.example", "Wrap the mugs", "Chloe")  # fmt: skip


def erase(name: str = world.CHLOE, by: Person | None = None, typed: str | None = None, **options):
    """Erase as the manager would."""
    number = world.customer(name).id
    who = by or world.staff(Role.MANAGER)
    return erase_customer(number, name if typed is None else typed, Path("/nowhere"), by=who, **options)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def finish(*codes: str) -> None:
    """Put orders away, so that their customers may be forgotten."""
    for code in codes:
        archive(code, by=COMMAND)


DIGEST = re.compile(r"[0-9a-f]{64}")


def left_of(*texts: str) -> set[tuple[str, str]]:
    """Where any of these still stands, in whatever table, as the database has it: (text, table)."""
    found = set()
    for table, rows in everything().items():
        for row in rows:
            for value in row:
                said = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                if DIGEST.fullmatch(said):
                    continue  # a postcode's digits stand in one of them now and then, by chance
                found |= {(text, table) for text in texts if any(one in said.casefold() for one in spellings(text))}
    return found


def spellings(text: str) -> set[str]:
    """A text as it may be stored: in JSON, in an address, folded."""
    plain = text.casefold()
    return {plain, json.dumps(text)[1:-1].casefold(), quote_plus(text).casefold()}


def scatter(session) -> None:
    """Leave traces of Chloe wherever the desk may leave some."""
    chloe = world.customer(world.CHLOE)
    order, caused = world.order(world.PAID), log(world.PAID)[0]
    named = {"name": world.CHLOE, "letter_to": world.CHLOE_EMAIL}
    run = ImportRun(
        state="finished", kind="orders", source="shop", filename=f"{world.CHLOE}.csv", by_kind="command", by_name="",
        stored="x" * 8, first=[{"name": world.CHLOE}], looked={"samples": [[1, ["a", world.CHLOE_EMAIL]]]},
        failure=f"No address: {world.CHLOE}",
    )  # fmt: skip
    session.add(run)
    session.flush()
    session.add_all(
        [
            Once(key="n" * 20, digest="d" * 64, result=json.dumps(named)),
            ImportProblem(run_id=run.id, row=1, sentence=f"Row 1: {world.CHLOE_EMAIL} is twice here"),
            ImportMapping(name=world.CHLOE, name_key="chloe lee", columns_key="c" * 64, fields={}),
            SavedView(staff_id=1, name="Hers", name_key="hers", query="q=chloe.lee%40mail.example&sort=total",
                      position=1),
            SavedView(staff_id=1, name=world.CHLOE, name_key="chloe lee", query="sort=total", position=2),
            FailedAttempt(key=f"email:{world.CHLOE_EMAIL}"),
            CustomerSource(customer_id=chloe.id, source="shop", source_id="77", facts={"note": world.CHLOE}),
            OrderSource(order_id=order.id, customer_number="77", facts={"buyer": world.CHLOE}),
            Credit(source="shop", code="C-1", placed_at=now(), currency="EUR", amount=0, customer_name=world.CHLOE,
                   customer_number="77"),
            Payment(order_id=order.id, amount=1, method=f"Card of {world.CHLOE}", state="open"),
            Note(order_id=world.order(world.UNPAID).id, author="Sofia Lund", text=f"Ask {world.CHLOE} first."),
            OrderLink(token_hash="t" * 64, order_id=order.id),
            *letters(caused, chloe.id),
            CustomerNote(customer_id=chloe.id, author="Sofia Lund", text=f"{world.CHLOE} likes blue"),
            CustomerNote(customer_id=world.customer(world.KATE).id, author="Sofia Lund", text=f"Kin of {world.CHLOE}"),
            CustomerTag(customer_id=chloe.id, key="chloe lee", tag=world.CHLOE),
            CustomerGroup(name=f"Friends of {world.CHLOE}", name_key="friends of chloe lee"),
            *batches(),
        ]
    )  # fmt: skip


def batches() -> list[Batch | BatchOrder]:
    """A batch over a list that looks for her, with an order that was left alone for her sake."""
    batch = Batch(
        id=1, verb="tag", state="finished", query="q=chloe.lee%40mail.example&sort=total", tag=world.CHLOE,
        failure=f"At {world.CHLOE}", count=1, refused=1, by_kind="command", by_name="",
    )  # fmt: skip
    alone = BatchOrder(
        batch_id=1, position=1, order_id=1, code="OD-1", version=1, outcome="refused",
        sentence=f"OD-1 already belongs to {world.CHLOE}.",
    )  # fmt: skip
    return [batch, alone]


def letters(caused: Activity, chloe: int) -> list[Message]:
    """A letter to her, sent; one that failed and was edited; and one to somebody else that names her."""
    rows = [
        {"recipient": world.CHLOE_EMAIL, "state": "sent", "sent_at": now(), "source": world.CHLOE.encode()},
        {"recipient": world.CHLOE_EMAIL, "state": "failed", "failure": f"550 {world.CHLOE_EMAIL}", "edits": 1,
         "first_subject": "", "first_text": f"Dear {world.CHLOE}"},
        {"recipient": world.KATE_EMAIL, "state": "sent", "sent_at": now(), "customer_id": None},
    ]  # fmt: skip
    about = {
        "activity_id": caused.id, "order_id": caused.order_id, "customer_id": chloe, "way": "email",
        "subject": f"For {world.CHLOE}", "text": f"Dear {world.CHLOE}", "html": f"<p>{world.CHLOE}</p>",
        "send_after": now(),
    }  # fmt: skip
    return [
        Message(**{**about, "event": f"e{at}", "message_id": f"<{at}@x>", "recipient_key": row["recipient"], **row})
        for at, row in enumerate(rows)
    ]


def sums() -> dict[str, int]:
    """Total spend over everybody by currency, and what all orders hold."""
    rows = db.session.execute(select(Order.currency, func.sum(Order.paid - Order.refunded)).group_by(Order.currency))
    return dict(rows.all())


def test_every_text_column_is_said_to_hold_what_and_what_becomes_of_it():
    tables = {
        name: {column.name for column in table.columns if holds_text(column)}
        for name, table in Model.metadata.tables.items()
    }
    said = {name: sorted(" ".join(fates.values()).split()) for name, fates in FATES.items()}
    assert said == {name: sorted(columns) for name, columns in tables.items() if columns}


@pytest.mark.feature("R13")
def test_nothing_of_theirs_is_left_in_any_table():
    details = Details("Chloe Old", "chloe.old@mail.example", "")
    chloe = world.customer(world.CHLOE)
    with writing() as session:
        new = NewCustomer("chloe.two@mail.example", "", "Chloe Lee-Two", world.HASH)
        create_customer(session, new, by=COMMAND, at=now(), region="DE")
    edit_customer(chloe.id, details, by=COMMAND, region="DE")
    edit_customer(chloe.id, Details(world.CHLOE, world.CHLOE_EMAIL, "+49 151 2345 6789"), by=COMMAND, region="DE")
    open_link(world.CHLOE)
    two = world.customer("Chloe Lee-Two").id
    merge(chloe.id, {two: None}, Kept(), by=COMMAND)
    give(world.UNPAID, world.CHLOE, by=COMMAND)  # it was hers for a while
    give(world.UNPAID, world.KATE, by=COMMAND, replace_contact=True)
    tag(world.PAID, "for Chloe Lee", by=COMMAND)
    touch(world.TEST, "note_added", about=f"Ask {world.CHLOE}")
    with writing() as session:
        scatter(session)
    finish(world.PAID)
    before, gone = (sums(), spent(world.CHLOE)), (*CHLOES, "Chloe Lee-Two", "chloe.two@mail.example")
    assert {text for text, _ in left_of(*gone)} == set(gone)  # that it would be found
    assert erase()["orders"] == 2
    assert left_of(*gone) == set()
    erased = db.session.get_one(Customer, chloe.id)
    assert (erased.name, erased.email, erased.password_hash, erased.can_own) == (NOBODY, None, None, False)
    assert (sums(), spent_by(chloe.id)) == before
    assert {row.code for row in db.session.scalars(select(Order).where(Order.account_id == chloe.id))} == {
        "OD-1",
        "OD-2",
    }
    assert db.session.scalar(select(func.count()).select_from(PasswordLink)) == 0
    assert [row.query for row in db.session.scalars(select(SavedView).order_by(SavedView.id))] == ["sort=total"] * 2
    assert broken() == []


def spent_by(number: int) -> dict[str, tuple[int, int]]:
    """An account's stored total spend."""
    return {row.currency: (row.amount, row.orders) for row in db.session.get_one(Customer, number).spend}


@pytest.mark.feature("R13")
def test_the_books_and_one_line_of_the_log_stay():
    finish(world.PAID)
    order = world.order(world.PAID)
    facts = [getattr(order, name) for name in ("code", "placed_at", "total", "paid", "payment_status", "version")]
    lines = [(line.sku, line.name, line.quantity, line.total) for line in order.lines]
    erase()
    order = world.order(world.PAID)
    assert [getattr(order, name) for name in ("code", "placed_at", "total", "paid", "payment_status")] == facts[:-1]
    assert [(line.sku, line.name, line.quantity, line.total) for line in order.lines] == lines
    told = [(line.verb, line.text is None, line.actor_name) for line in log(world.PAID)]
    assert told == [
        ("placed", True, NOBODY), ("paid", False, "Counterfoil"), ("tagged", True, "Sofia Lund"),
        ("note_added", True, "Sofia Lund"), ("archived", False, "Counterfoil"), ("erased", False, "Milan Sommer"),
    ]  # fmt: skip
    own = db.session.scalars(select(Activity).where(Activity.customer_id == order.account_id).order_by(Activity.seq))
    assert [(line.verb, line.text) for line in own] == [("customer_created", None), ("customer_erased", "{}")]


def test_a_namesake_and_everybody_else_keep_what_is_theirs():
    with writing() as session:
        create_customer(
            session, NewCustomer("other@x.example", "", world.CHLOE, world.HASH), by=COMMAND, at=now(), region="DE"
        )
        other = db.session.scalars(select(Customer).where(Customer.email_key == "other@x.example")).one().id
    chloe = db.session.scalars(select(Customer).where(Customer.email_key == world.CHLOE_EMAIL)).one().id
    give(world.REFUNDED, other, by=COMMAND)
    finish(world.PAID)
    erase_customer(chloe, world.CHLOE, Path("/nowhere"), by=COMMAND)
    assert db.session.get_one(Customer, other).name == world.CHLOE
    assert json.loads(log(world.REFUNDED)[-1].text)["new"]["name"] == world.CHLOE
    assert world.order(world.GUEST).customer_email == world.KATE_EMAIL
    assert broken() == []


def test_orders_that_others_own_and_guest_orders_with_the_same_contact_lose_it_too():
    finish(world.UNPAID, world.GUEST)
    known = known_account(db.session(), world.customer(world.KATE))
    assert known.emails == {world.KATE_EMAIL}
    erase(world.KATE)
    guest = world.order(world.GUEST)
    assert (guest.customer_name, guest.customer_email, guest.account_id) == ("", None, None)
    assert left_of(world.KATE, world.KATE_EMAIL, "Kate W.") == set()
    assert broken() == []


@pytest.mark.parametrize("step", [1, 100])
def test_of_many_orders_the_first_go_in_steps_before_and_the_rest_with_the_account(monkeypatch, step):
    monkeypatch.setattr(action, "STEP", step)
    finish(world.UNPAID, world.GUEST)
    erase(world.KATE)
    assert left_of(world.KATE, world.KATE_EMAIL) == set()
    assert broken() == []


@pytest.mark.feature("R13")
def test_what_is_still_open_is_said_and_nothing_is_done():
    with refused(WrongState, "OD-1 is not sent yet. Send or cancel it, or archive it if it is done."):
        erase()
    finish(world.PAID, world.UNPAID, world.GUEST)
    give_letter = world.customer(world.CHLOE).id
    with writing() as session:
        [letter] = letters(log(world.PAID)[0], give_letter)[:1]
        letter.state, letter.sent_at, letter.source = "held", None, None
        session.add(letter)
    with refused(WrongState, "1 message to them still waits in the outbox. Send or drop it first."):
        erase()
    drop_message(letter.id, by=COMMAND)
    erase()
    with refused(WrongState, "OD-9 is not sent yet"):
        erase(world.OFFLINE)


def test_refusals():
    finish(world.PAID)
    chloe = world.customer(world.CHLOE)
    for role in (Role.SUPPORT, Role.FULFILMENT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not"):
            erase(by=world.staff(role))
    with refused(Invalid, "Type “Chloe Lee” to confirm.", "confirm"):
        erase(typed="Chloe")
    with refused(Vanished, "There is no such customer any more."):
        erase_customer(999, "", Path("/nowhere"), by=COMMAND)
    edit_customer(chloe.id, Details("Chloe Lee", "c@x.example", ""), by=COMMAND, region="DE")
    with refused(Stale, "This account was changed meanwhile."):
        erase(seen=1)
    number = world.customer(world.CHLOE).id
    erase()
    with refused(WrongState, "What was known of this customer is erased."):
        erase_customer(number, NOBODY, Path("/nowhere"), by=COMMAND)


def test_the_same_submit_twice_has_one_effect():
    finish(world.PAID)
    seen, number = world.customer(world.CHLOE).version, world.customer(world.CHLOE).id
    first = erase(seen=seen, once=KEY)
    with refused(Replayed) as again:
        erase_customer(number, "chloe lee", Path("/nowhere"), by=COMMAND, seen=seen, once=KEY)
    assert again.value.result == first
    with refused(KeyReused):
        erase_customer(number, "chloe lee", Path("/nowhere"), by=COMMAND, once=OTHER)


def test_uploaded_files_that_they_stand_in_are_deleted(tmp_path):
    finish(world.PAID)
    (tmp_path / "upload").write_text(world.CHLOE)
    with writing() as session:
        session.add(run := ImportRun(state="finished", kind="orders", source="shop", filename="a.csv", stored="upload",
                                     by_kind="command", by_name=""))  # fmt: skip
        session.flush()
        session.add(
            ImportedOrder(run_id=run.id, order_id=world.order(world.PAID).id, row=1, outcome="changed", version=1)
        )
    erase_customer(world.customer(world.CHLOE).id, world.CHLOE, tmp_path, by=COMMAND)
    assert not (tmp_path / "upload").exists()
    assert db.session.get_one(ImportRun, run.id).stored is None


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_not_even_freed_pages_of_the_file_hold_them(app):
    finish(world.PAID)
    file = Path(db.engine.url.database)
    assert b"chloe.lee@mail.example" in file.read_bytes() + file.with_name(f"{file.name}-wal").read_bytes()
    erase()
    held = file.read_bytes() + file.with_name(f"{file.name}-wal").read_bytes()
    assert not [text for text in CHLOES if text != "22763" and text.encode() in held]
