"""The orders of the store: the demo's stories, with more products, rarer words, and what only few orders have."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from dashboard.bench.store.people import Accounts, party
from dashboard.bench.store.twin import twin
from dashboard.bench.store.vocabulary import coined, remark, skewed
from dashboard.core.statuses import ShipmentStatus as S
from dashboard.demo import past
from dashboard.demo.draft import Draft, Setting
from dashboard.demo.events_desk import Noted, ReturnedToCart, Tagged
from dashboard.demo.events_goods import Sent
from dashboard.demo.events_money import Paid
from dashboard.demo.open_draft import open_draft
from dashboard.demo.story import Event, Item, Story

TODAY = datetime(2026, 11, 1, 12, tzinfo=UTC)  # a fixed one: the same store every time
SPAN = timedelta(days=1_095)
VARIANTS, WORDED = 2_000, 0.15
TESTS, CARTS, RARE_TAG = 0.002, 0.003, 0.001
TWINS = 5  # orders with the same items and fate, at other times and by other people: one of them is made at length
BUSY = 500  # one order of so many has three lines, two shipments and twenty lines of its log
BUSY_ITEMS = (Item("MUG-SG-300", 2), Item("CND-AM-180", 1), Item("TWL-HS-01", 3))


def drafts(first: int, count: int, total: int, known: Setting, prefix: str) -> Iterator[Draft]:
    """The drafts of `count` orders of `total`, beginning with this number; each story happens to several people."""
    if not isinstance(known.accounts, Accounts):
        raise TypeError("Accounts are taken by their numbers.")
    dice, step = Random(first), SPAN / total
    stories = -(-count // TWINS)
    originals: list[Draft] = []
    for at in range(count):
        number = first + at
        placed = (TODAY - SPAN + step * (number - dice.random())).replace(microsecond=0)
        if at < stories:
            story = told(dice, number, f"{prefix}{number}", (TODAY - placed).total_seconds() / 3600, known.accounts)
            originals.append(dressed(dice, open_draft(story, placed, known)))
            yield originals[-1]
        else:
            original = originals[at % stories]
            code = f"{original.order['code'].rpartition('-')[0]}-{number}"
            yield twin(dice, original, code, placed, party(dice, known.accounts))


def told(dice: Random, number: int, code: str, age: float, accounts: Accounts) -> Story:
    """The story of one order."""
    story = past.story(dice, code, party(dice, accounts), age)
    chance = dice.random()
    if number % BUSY == 1:
        return replace(story, items=BUSY_ITEMS, events=busy(), currency="EUR", discount=0, catalog="Winter")
    if chance < TESTS:
        return replace(story, code=f"TEST-{number}", test=True)
    if chance < TESTS + CARTS:
        return replace(story, events=(ReturnedToCart(min(age, past.LONGEST) * 0.1),))
    if chance < TESTS + CARTS + RARE_TAG:
        return replace(story, events=(*story.events, Tagged(min(age, past.LONGEST), "recall")))
    return story


def busy() -> tuple[Event, ...]:
    """Much that happened to one order, within its first hour: 20 lines of its log with "placed"."""
    boxes = (
        Sent(0.2, ((0, S.SHIPPED), (0.1, S.IN_TRANSIT)), {"MUG-SG-300": 2}, carrier="DHL", tracking="JD0146 0002 8401"),
        Sent(0.3, ((0, S.SHIPPED),), {"CND-AM-180": 1, "TWL-HS-01": 3}, carrier="DPD", tracking="0123 4567 8901 23"),
    )
    notes = tuple(Noted(0.4 + 0.01 * at, past.NOTES[at % len(past.NOTES)]) for at in range(13))
    return (Paid(0.1), *boxes, *notes, Tagged(0.8, "gift"), Tagged(0.9, "fragile"))


def dressed(dice: Random, draft: Draft) -> Draft:
    """The draft with more than the demo's eight products, and with words of its own in its notes."""
    for line in draft.lines:
        if dice.random() < 0.7:
            variant = skewed(dice, VARIANTS)
            line["sku"] = f"{line['sku'][:-1]}{variant:04d}"
            line["variant"] = f"{line['variant']}, batch {variant}"
            if dice.random() < WORDED:
                line["name"] = f"{line['name']} “{coined(variant)}”"
    for note in draft.notes:
        note["text"] = f"{note['text']} {remark(dice)}"
    return draft
