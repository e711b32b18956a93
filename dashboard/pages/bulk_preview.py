"""What a batch will do, shown before it is done: which orders it can be done to, which not and why, and the sums."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from dashboard.core import guards, search, tags
from dashboard.core.batches import BatchVerb, orders
from dashboard.core.refusals import Invalid
from dashboard.extensions import db
from dashboard.letters import reassigned
from dashboard.models.customer import Customer, CustomerSpend
from dashboard.models.selection import Selected, having_tag
from dashboard.pages import who
from dashboard.pages.move import Move, Preview, move

PEOPLE = 5  # old owners whose sums are shown
SHOWN = 20  # orders that are named
ALL_TEST = "Test orders send nothing to customers."


@dataclass(frozen=True, slots=True)
class BatchPreview:
    """The orders that it will be done to, those it will not and why, and what comes of it."""

    able: Sequence[Selected]
    unable: Sequence[tuple[Selected, str]]
    change: Preview
    no_letter: str | None = None

    @property
    def rows(self) -> list[tuple[Selected, str | None]]:
        """The orders that are named, those left alone first; None: it will be done to this one."""
        return [*self.unable[:SHOWN], *((order, None) for order in self.able)][:SHOWN]

    @property
    def more(self) -> int:
        """How many are not named."""
        return len(self.able) + len(self.unable) - len(self.rows)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why orders are left alone, and how many for that reason."""
        return Counter(why for _, why in self.unable).most_common()


def foresee(verb: BatchVerb, chosen: Sequence[Selected], new: Customer | None, tag: str, notify: bool) -> BatchPreview:
    """What would come of it now, with this new owner or tag, if they are known already."""
    tagged = tagged_already(chosen, tag) if verb is BatchVerb.TAG else set()
    reasons = [(order, why_not(verb, order, new, tagged)) for order in chosen]
    able = [order for order, why in reasons if why is None]
    unable = [(order, why) for order, why in reasons if why is not None]
    letterless = no_letter(able, new) if verb.moves else None
    told = [effect for effect in effects(verb, able, new, tag, notify, letterless) if effect]
    return BatchPreview(able, unable, Preview(moves(able, new) if new else [], told), letterless)


def tagged_already(chosen: Sequence[Selected], tag: str) -> set[int]:
    """The ids of the orders that have this tag."""
    try:
        key, _ = tags.tag(tag)
    except Invalid:
        return set()
    return having_tag(db.session(), key, [order.id for order in chosen])


def why_not(verb: BatchVerb, order: Selected, new: Customer | None, tagged: set[int]) -> str | None:
    """Why it cannot be done to this order now; None if it can."""
    if unmet := guards.failed(verb.action, order.facts):
        return unmet[0].sentence
    if new is not None and order.owner_id == new.id:
        return f"This order belongs to {new.name} already."
    return "This order has this tag already." if order.id in tagged else None


def no_letter(able: Sequence[Selected], new: Customer | None) -> str | None:
    """Why no letter can tell the new owner of them; None if one can."""
    if able and all(order.test for order in able):
        return ALL_TEST
    return reassigned.why_not(new, who.shop()) if new else None


def effects(
    verb: BatchVerb, able: Sequence[Selected], new: Customer | None, tag: str, notify: bool, letterless: str | None
) -> list[str | None]:
    """What comes of it, as sentences."""
    many = orders(len(able))
    if verb is BatchVerb.ARCHIVE:
        return [
            f"{many} {'leaves' if len(able) == 1 else 'leave'} the list; the search still finds them.",
            "Owners, total spend and statuses stay as they are.",
        ]
    if verb is BatchVerb.TAG:
        typed = search.fold(tag) and tag.strip()[:100]
        return [f"{many} {'gets' if len(able) == 1 else 'get'} the tag “{typed}”." if typed else "Type the tag first."]
    if new is None:
        return ["Choose the new owner to see what changes."]
    guests = sum(order.owner_id is None for order in able)
    return [
        f"{new.name} becomes the owner of {many}.",
        f"{orders(guests)} of guests {'gets its' if guests == 1 else 'get their'} first owner." if guests else None,
        "Order customers stay as they are.",
        f"No letter: {letterless}" if letterless else letter(new, notify),
    ]


def letter(new: Customer, notify: bool) -> str:
    """The one letter, as a sentence."""
    return f"One letter to {reassigned.way(new)}, after a short wait." if notify else "No letter about the change."


def moves(able: Sequence[Selected], new: Customer) -> list[Move]:
    """The new owner's sums before and after by currency, and those of the old owners who lose most."""
    gained: Counter[str] = Counter()
    lost: dict[str, Counter[int]] = {}
    names: dict[int, str] = {}
    for order in able:
        gained[order.currency] += order.counts
        if order.owner_id is not None:
            names[order.owner_id] = order.owner or ""
            lost.setdefault(order.currency, Counter())[order.owner_id] += order.counts
    ids = {new.id, *(number for sums in lost.values() for number, _ in sums.most_common(PEOPLE))}
    query = select(CustomerSpend.customer_id, CustomerSpend.currency, CustomerSpend.amount)
    rows = db.session.execute(query.where(CustomerSpend.customer_id.in_(ids)))
    spent = {(number, currency): amount for number, currency, amount in rows}
    found = []
    for currency, amount in sorted(gained.items()):
        unit = currency if len(gained) > 1 else ""
        before = spent.get((new.id, currency), 0)
        moves = [move(new.name, before, before + amount, currency, gains=amount > 0)]
        for number, less in lost.get(currency, Counter()).most_common(PEOPLE):
            had = spent.get((number, currency), 0)
            moves.append(move(names[number], had, had - less, currency, gains=False))
        found += [replace(one, unit=unit) for one in moves]
    return found
