"""The same done to many orders as one batch: what becomes of each, by whom, once; and all taken back together."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select, update

from dashboard.actions import batch_lease, batch_work, together
from dashboard.actions.archive import archive
from dashboard.actions.batch_lease import LEASE, MOST_TRIES, Halted, claim, lock_batch, new_token
from dashboard.actions.batch_work import step, work_on
from dashboard.actions.bulk import Wish, bulk
from dashboard.actions.once import Submission
from dashboard.actions.reassign import NewOwner, reassign
from dashboard.actions.undo import undo
from dashboard.actions.undo_batch import undo_batch
from dashboard.batch_runner import Runner, work_off
from dashboard.core.batches import MOST, BatchState, BatchVerb
from dashboard.core.parcels import Outgoing
from dashboard.core.person import Person, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Vanished, WrongState
from dashboard.core.statuses import FulfilmentStatus, ShipmentStatus
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, Batch, BatchOrder, Message, Order, Staff
from dashboard.models.selection import last_line, picked
from tests import goods, world
from tests.actions.test_change import broken, log, spent
from tests.actions.test_place import placed
from tests.actions.test_reassign import SHOP, letters

KEY, OTHER = Submission("b" * 32, "d" * 64), Submission("b" * 32, "e" * 64)
EVERY = (
    world.PAID, world.TWO_BOXES, world.UNPAID, world.GUEST, world.GUEST_PHONE, world.RETURNED_TO_CART, world.ARCHIVED,
    world.CANCELED,
)  # fmt: skip
pytestmark = pytest.mark.feature("R6")


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.fixture
def in_twos(monkeypatch):
    """Chunks of two orders, one of them before the answer."""
    monkeypatch.setattr(batch_work, "CHUNK", 2)
    monkeypatch.setattr(batch_work, "SECONDS", 60)  # however busy the machine is
    monkeypatch.setattr("dashboard.actions.bulk.AT_ONCE", 1)
    monkeypatch.setattr("dashboard.actions.undo_batch.AT_ONCE", 1)


def do(verb: str, *codes: str, to: str | None = None, by: Person | None = None, **options: Any) -> Batch:
    """Do it to these orders, as they are now, as Sofia of support would; the batch that comes of it."""
    wish = {name: options.pop(name) for name in ("tag", "notify") if name in options}
    number = world.customer(to).id if to else None
    options.setdefault("as_of", last_line(db.session()))
    chosen = options.pop("chosen", None) or picked(db.session(), codes or EVERY)
    by = by or world.staff(Role.SUPPORT)
    return batch(bulk(Wish(BatchVerb(verb), number, **wish), chosen, by=by, shop=SHOP, **options)["batch"])


def back(made: Batch, by: Person | None = None, **options: Any) -> Batch:
    """The batch once Sofia began to take it back."""
    undo_batch(made.id, by=by or world.staff(Role.SUPPORT), shop=SHOP, **options)
    return batch(made.id)


def batch(number: int) -> Batch:
    """The batch as it is in the database."""
    db.session.rollback()
    return db.session.get_one(Batch, number, populate_existing=True)


def outcomes(of: Batch) -> dict[str, tuple[str, str | None]]:
    """What became of each order, and why."""
    rows = db.session.scalars(select(BatchOrder).where(BatchOrder.batch_id == of.id).order_by(BatchOrder.position))
    return {row.code: (row.outcome.value, row.sentence) for row in rows.all()}


def owners() -> dict[str, str | None]:
    """Who owns each order."""
    found = {code: world.order(code).owner for code in EVERY}
    return {code: owner.name if owner else None for code, owner in found.items()}


def lines() -> int:
    """How many lines all logs have."""
    return db.session.scalar(select(func.count(Activity.id))) or 0


def test_each_order_is_archived_or_says_why_not():
    made = do("archive")
    assert (made.state, made.done, made.refused, made.waiting) == (BatchState.FINISHED, 7, 1, 0)
    found = outcomes(made)
    assert found.pop(world.ARCHIVED) == ("refused", "This order is archived already.")
    assert set(found.values()) == {("done", None)}
    assert all(world.order(code).archived_at for code in EVERY)
    line = log(world.PAID)[-1]
    assert (line.actor_name, json.loads(line.text)) == ("Sofia Lund", {"lot": {"batch": made.id, "count": 8}})
    assert broken() == []


def test_a_tag_is_added_where_it_is_not_yet_and_never_stale():
    drawn = last_line(db.session())
    archive(world.UNPAID, by=world.staff(Role.OWNER))
    made = do("tag", tag=" Gift ", as_of=drawn)
    found = outcomes(made)
    assert found.pop(world.PAID) == ("refused", "OD-1 has the tag “gift” already.")
    assert (set(found.values()), made.tag) == ({("done", None)}, "Gift")
    assert [tag.tag for tag in world.order(world.UNPAID).tags] == ["Gift"]


@pytest.mark.feature("R6", "R13", "R14")
def test_reassigned_with_their_money_and_one_letter():
    made = do("reassign", to=world.KATE, notify=True)
    found = outcomes(made)
    assert {code: why for code, (_, why) in found.items() if why} == {
        world.UNPAID: "OD-3 already belongs to Kate Wong. Choose another customer.",
        world.CANCELED: "OD-8 already belongs to Kate Wong. Choose another customer.",
        world.ARCHIVED: "This order is archived. Unarchive it first.",
        world.RETURNED_TO_CART: "This order was returned to the buyer’s cart; it can only be archived and tagged.",
    }
    assert spent(world.KATE) == {"EUR": (8_00 + 40_00 + 50_00 + 28_00, 6)}
    assert spent(world.CHLOE) == {}
    assert letters() == [("orders_reassigned", "email", world.KATE_EMAIL, "held")]
    letter = db.session.scalars(select(Message)).one()
    assert (letter.subject, letter.id) == ("4 orders are now yours", made.letter_id)
    assert letter.text.index("OD-5 (19.50 EUR") < letter.text.index("OD-1 (40.00 EUR")
    assert broken() == []


@pytest.mark.feature("L2", "R6")
def test_linked_where_they_have_no_owner_and_no_letter_unless_wished():
    made = do("link", world.GUEST, world.GUEST_PHONE, world.PAID, to=world.KENJI)
    assert outcomes(made) == {
        world.GUEST_PHONE: ("done", None),
        world.GUEST: ("done", None),
        world.PAID: ("refused", "This order has an owner already. Reassign it instead."),
    }
    assert (letters(), made.letter_id, spent(world.KENJI)) == ([], None, {"EUR": (28_00 + 0, 2)})


def test_test_orders_and_who_cannot_be_written_to_get_no_letter():
    assert do("reassign", world.TEST, to=world.KATE, notify=True).letter_id is None
    with writing():
        world.customer(world.CHLOE).email = world.customer(world.CHLOE).phone = None
        world.customer(world.CHLOE).email_key = world.customer(world.CHLOE).phone_key = None
    assert do("reassign", world.UNPAID, to=world.CHLOE, notify=True).done == 1
    assert letters() == []


@pytest.mark.parametrize(
    ("verb", "by", "options", "refusal", "field"),
    [
        ("archive", Role.FULFILMENT, {}, NotPermitted, None),
        ("reassign", Role.VIEWER, {"to": world.KATE}, NotPermitted, None),
        ("reassign", Role.SUPPORT, {}, Invalid, "q"),
        ("tag", Role.SUPPORT, {"tag": "  "}, Invalid, "tag"),
        ("archive", Role.SUPPORT, {"chosen": [None] * (MOST + 1)}, Invalid, None),
    ],
)
def test_what_is_refused_whole_leaves_no_trace(verb, by, options, refusal, field):
    before = lines()
    with pytest.raises(refusal) as refused:
        do(verb, by=world.staff(by), once=KEY, **options)
    assert (refused.value.field, lines(), db.session.scalar(select(func.count(Batch.id)))) == (field, before, 0)


def test_nobody_selected_and_an_owner_who_is_gone():
    with pytest.raises(Invalid, match="No order is selected"):
        bulk(Wish(BatchVerb.ARCHIVE), [], by=world.staff(Role.OWNER), shop=SHOP, as_of=0)
    chosen = picked(db.session(), EVERY)
    with pytest.raises(Vanished) as gone:
        bulk(Wish(BatchVerb.LINK, 10**9), chosen, by=world.staff(Role.OWNER), shop=SHOP, as_of=0)
    assert gone.value.field == "q"
    with writing():
        world.customer(world.KATE).deactivated_at = now()
    with pytest.raises(Vanished, match="account is closed"):
        do("reassign", to=world.KATE)


def test_twice_is_once_and_other_content_is_refused():
    made = do("archive", once=KEY)
    after = lines()
    with pytest.raises(Replayed) as again:
        do("archive", once=KEY)
    assert (again.value.result, lines()) == ({"batch": made.id}, after)
    with pytest.raises(KeyReused):
        do("archive", once=OTHER)


def test_what_changed_after_the_preview_is_left_alone():
    drawn = last_line(db.session())
    archive(world.PAID, by=world.staff(Role.OWNER))
    made = do("reassign", world.PAID, world.TWO_BOXES, to=world.KATE, as_of=drawn)
    assert outcomes(made) == {
        world.TWO_BOXES: ("done", None),
        world.PAID: ("stale", "Somebody changed it after you looked at it, so it was left alone."),
    }


def test_of_all_that_match_those_that_came_since_are_not_meant():
    drawn = last_line(db.session())
    placed("SH-1")
    made = do("archive", world.PAID, "SH-1", query="", as_of=drawn)
    assert (outcomes(made), world.order("SH-1").archived_at) == ({world.PAID: ("done", None)}, None)


def test_what_changes_before_its_turn_is_left_alone_and_told(in_twos):
    made = do("reassign", world.PAID, world.TWO_BOXES, world.GUEST, world.GUEST_PHONE, to=world.KATE)
    assert (made.state, made.done, made.waiting) == (BatchState.RUNNING, 2, 2)
    reassign(world.PAID, NewOwner(world.customer(world.KENJI).id), by=world.staff(Role.OWNER), shop=SHOP)
    with writing() as session:
        gone = world.order(world.TWO_BOXES).id
        session.execute(update(BatchOrder).where(BatchOrder.order_id == gone).values(order_id=10**9))
    assert work_off_all() == 1
    assert outcomes(batch(made.id)) == {
        world.GUEST_PHONE: ("done", None),
        world.GUEST: ("done", None),
        world.TWO_BOXES: ("gone", "There is no order OD-2 any more."),
        world.PAID: (
            "stale",
            "It was left alone, since this came after: Olga Winter reassigned this order from Chloe Lee to Kenji "
            "Watanabe",
        ),
    }


def work_off_all() -> int:
    """Let the batches that wait be worked on; how many there were."""
    from flask import current_app

    count = 0
    while work_off(current_app):
        count += 1
    return count


@pytest.mark.feature("R6", "R13")
def test_one_undo_takes_all_back_and_drops_the_letter():
    before, kate, chloe = owners(), spent(world.KATE), spent(world.CHLOE)
    made = do("reassign", to=world.KATE, notify=True)
    undone = back(made, once=KEY)
    assert (undone.state, undone.undone, undone.kept, undone.done, undone.refused) == (BatchState.UNDONE, 4, 0, 0, 4)
    assert (owners(), spent(world.KATE), spent(world.CHLOE)) == (before, kate, chloe)
    assert [state for *_, state in letters()] == ["dropped"]
    assert outcomes(undone)[world.PAID] == ("undone", None)
    assert (undone.by_name, undone.undone_by_name) == ("Sofia Lund", "Sofia Lund")
    with pytest.raises(Replayed):
        back(made, once=KEY)
    with pytest.raises(WrongState, match="taken back already"):
        back(made)
    assert broken() == []


@pytest.mark.parametrize(("verb", "options"), [("archive", {}), ("tag", {"tag": "Gift"}), ("link", {"to": world.KATE})])
def test_the_other_verbs_are_taken_back_too(verb, options):
    codes = (world.GUEST, world.GUEST_PHONE)
    before = owners()
    undone = back(do(verb, *codes, **options))
    assert (undone.undone, owners()) == (2, before)
    assert not any(world.order(code).archived_at or world.order(code).tags for code in codes)


def test_what_moved_on_stays_and_says_why():
    made = do("reassign", world.PAID, world.TWO_BOXES, to=world.KATE)
    reassign(world.PAID, NewOwner(world.customer(world.KENJI).id), by=world.staff(Role.OWNER), shop=SHOP)
    undone = back(made)
    assert outcomes(undone) == {
        world.TWO_BOXES: ("undone", None),
        world.PAID: (
            "kept",
            "Nothing was taken back, since this came after: Olga Winter reassigned this order from Kate Wong to Kenji "
            "Watanabe.",
        ),
    }
    assert (undone.undone, undone.kept, undone.done) == (1, 1, 0)


def test_one_order_of_a_batch_is_taken_back_by_itself_and_the_letter_stays():
    made = do("reassign", world.PAID, world.TWO_BOXES, to=world.KATE, notify=True)
    first = db.session.scalars(select(BatchOrder).where(BatchOrder.batch_id == made.id)).first()
    undo(first.code, first.seq, "reassigned", by=world.staff(Role.SUPPORT))
    assert (world.order(first.code).owner.name, letters()[0][-1]) == (world.CHLOE, "held")
    assert outcomes(back(made))[first.code] == ("kept", "This was taken back already.")


def test_taking_back_needs_the_right_and_touches_nothing_without():
    made, after = do("reassign", world.PAID, to=world.KATE), lines()
    with pytest.raises(NotPermitted):
        back(made, by=world.staff(Role.FULFILMENT), once=KEY)
    with pytest.raises(Vanished):
        undo_batch(10**9, by=world.staff(Role.OWNER), shop=SHOP)
    assert (batch(made.id).state, lines()) == (BatchState.FINISHED, after)


def test_one_that_runs_is_stopped_and_taken_back(in_twos):
    made = do("reassign", world.PAID, world.TWO_BOXES, world.GUEST, world.GUEST_PHONE, to=world.KATE, notify=True)
    assert letters() == []  # only once all are done
    undone = back(made)
    assert (undone.state, undone.undone, undone.refused, letters()) == (BatchState.UNDONE, 2, 2, [])
    assert outcomes(undone)[world.PAID] == ("refused", "Its turn had not come when the batch was taken back.")


def test_a_killed_batch_is_taken_up_where_it_was(in_twos, monkeypatch):
    made = do("reassign", to=world.KATE, notify=True)
    token = new_token()
    assert claim(token) == made.id
    step(made.id, token, SHOP)

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch_work, "write_down", killed)
    with pytest.raises(KeyboardInterrupt):
        step(made.id, token, SHOP)
    monkeypatch.undo()
    assert claim(new_token()) is None  # it has its lease still
    with writing() as session:
        lock_batch(session, made.id).leased_until = now() - LEASE
    assert work_off_all() == 1
    with pytest.raises(Halted):
        step(made.id, token, SHOP)
    assert (batch(made.id).done, letters()) == (4, [("orders_reassigned", "email", world.KATE_EMAIL, "held")])
    assert sum(line.verb == "reassigned" for line in db.session.scalars(select(Activity))) == 4
    assert broken() == []


def test_what_breaks_off_again_and_again_is_left(in_twos):
    made = do("archive")
    for _ in range(MOST_TRIES):
        assert claim(new_token()) == made.id
        with writing() as session:
            lock_batch(session, made.id).leased_until = now() - LEASE
    assert claim(new_token()) is None
    left = batch(made.id)
    assert (left.state, left.failure, left.waiting) == (BatchState.FINISHED, batch_lease.GAVE_UP, 0)
    assert left.done == back(left).undone == 1


def test_whoever_loses_the_right_meanwhile_does_no_more(in_twos):
    made = do("archive")
    with writing() as session:
        session.get_one(Staff, made.by_id).active = False
    assert work_off_all() == 1
    ended = batch(made.id)
    assert (ended.state, ended.done, ended.waiting) == (BatchState.FINISHED, 1, 0)
    assert ended.failure == "Sofia Lund works here no more, so this was left alone."


def test_a_right_that_goes_while_it_is_taken_back(in_twos):
    made = do("archive", world.PAID, world.TWO_BOXES, world.UNPAID, world.GUEST)
    assert work_off_all() == 1
    assert (back(made).state, made.undone, made.waiting) == (BatchState.UNDOING, 2, 2)
    with writing() as session:
        session.get_one(Staff, made.undone_by_id).role = Role.VIEWER
    assert work_off_all() == 1
    assert (batch(made.id).state, made.undone, made.kept, made.done) == (BatchState.UNDONE, 2, 2, 0)
    assert outcomes(made)[world.PAID] == (
        "kept",
        "Your role (Viewer) may not use “Unarchive”. Ask the owner or the manager or the support.",
    )


def test_the_runner_goes_on_and_leaves_between_two_chunks(app, in_twos):
    made = do("archive")
    runner = Runner(app)
    runner.stopping.set()
    runner.round([])
    assert (batch(made.id).waiting, batch(made.id).leased_by) == (4, None)
    runner.stopping.clear()
    worked: list[bool] = []
    runner.round(worked)
    assert (worked, batch(made.id).state) == ([True], BatchState.FINISHED)
    assert app.test_cli_runner().invoke(args=["batches"]).output == "Nothing waits.\n"


def test_the_command_goes_on_with_what_waits(app, in_twos):
    made = do("archive")
    assert app.test_cli_runner().invoke(args=["batches"]).output == "1 batch is done.\n"
    assert batch(made.id).state is BatchState.FINISHED


def test_sums_of_a_chunk_are_written_once(monkeypatch):
    written: list[set[int]] = []
    real = together.spend.recompute_all
    monkeypatch.setattr(together.spend, "recompute_all", lambda session, ids: written.append(ids) or real(session, ids))
    do("reassign", world.PAID, world.TWO_BOXES, world.GUEST, to=world.KATE)
    assert written == [{world.customer(name).id for name in (world.KATE, world.CHLOE)}]


def test_no_more_than_half_a_second_at_a_time(monkeypatch):
    ticks = iter(range(1_000))
    monkeypatch.setattr(batch_work, "monotonic", lambda: next(ticks))
    token = new_token()
    monkeypatch.setattr("dashboard.actions.bulk.AT_ONCE", 1)
    made = do("archive", world.PAID, world.TWO_BOXES, world.GUEST)
    assert (made.done, made.waiting) == (1, 2)  # one, and the clock has gone on by a second
    claim(token)
    work_on(made.id, token, SHOP, most=1)
    assert (batch(made.id).done, world.order(world.PAID).archived_at) == (2, None)
    assert db.session.scalar(select(func.count()).where(Order.archived_at.is_not(None))) == 3


def sends(*codes: str, **out: Any) -> Batch:
    """Fulfil these orders as one batch, as Femi of fulfilment would."""
    wish = Wish(BatchVerb.FULFIL, outgoing=Outgoing(**{"point": "local", **out}))
    chosen, by = picked(db.session(), codes), world.staff(Role.FULFILMENT)
    return batch(bulk(wish, chosen, by=by, shop=SHOP, as_of=last_line(db.session()))["batch"])


@pytest.mark.feature("U12")
@pytest.mark.usefixtures("in_twos")
def test_whole_orders_are_sent_in_one_shipment_each():
    mugs = goods.stock(world.MUG)
    made = sends(*EVERY, handed_over=False, carrier=" DHL ")
    assert (made.state, made.way["carrier"], made.way["handed_over"]) == (BatchState.RUNNING, "DHL", False)
    assert work_off_all() == 1
    made = batch(made.id)
    found = outcomes(made)
    sent = [code for code, (outcome, _) in found.items() if outcome == "done"]
    assert sent == [world.GUEST_PHONE, world.GUEST, world.UNPAID, world.PAID]
    assert found[world.TWO_BOXES] == ("refused", "No piece of this order is left to pack.")
    shipments = [world.order(code).shipments[-1] for code in sent]
    assert len({shipment.number for shipment in shipments}) == 4
    assert {(one.carrier, one.status) for one in shipments} == {("DHL", ShipmentStatus.AWAITING_SHIPMENT)}
    assert {world.order(code).fulfilment_status for code in sent} == {FulfilmentStatus.DISPATCHED}
    assert goods.stock(world.MUG) == mugs - 5
    assert json.loads(log(world.PAID)[-1].text)["lot"] == {"batch": made.id, "count": len(EVERY)}
    with pytest.raises(WrongState, match="Shipments cannot be taken back together"):
        back(made, by=world.staff(Role.OWNER))
    assert broken() == []


def test_shipments_abroad_need_their_carrier_and_those_at_the_counter_none():
    with pytest.raises(Invalid) as refused:
        sends(world.PAID, point="international")
    assert (refused.value.field, db.session.scalar(select(func.count(Batch.id)))) == ("carrier", 0)
    sends(world.PAID, point="pickup", carrier="DHL")
    made = world.order(world.PAID).shipments[-1]
    assert (made.point, made.carrier, made.status) == ("pickup", "", ShipmentStatus.AWAITING_SHIPMENT)
