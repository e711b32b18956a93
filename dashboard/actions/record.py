"""One line of the log, chained to the one before it."""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.core.person import Person
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer
from dashboard.models.new import new
from dashboard.models.order import Order
from dashboard.models.store import Store

GENESIS = "0" * 64
CHAINS = {Order: "order_id", Customer: "customer_id", Store: "store_id"}


def record(
    session: Session,
    subject: Order | Customer | Store,
    verb: str,
    text: dict[str, Any],
    *,
    by: Person,
    at: datetime,
    moved: tuple[int | None, int | None] = (None, None),
    last: str | None = None,
) -> Activity:
    """Write the next activity of this order's, customer's or the store's chain and add 1 to its version.

    `last` is the hash that it continues, where the caller read it under the subject's lock.
    """
    before = last or last_hash(session, {CHAINS[type(subject)]: subject.id}, subject.version - 1)
    activity = line_of(subject, verb, text, by=by, at=at, moved=moved, previous_hash=before)
    session.add(activity)
    session.flush()
    return activity


def line_of(
    subject: Order | Customer | Store,
    verb: str,
    text: dict[str, Any],
    *,
    by: Person,
    at: datetime,
    previous_hash: str,
    moved: tuple[int | None, int | None] = (None, None),
) -> Activity:
    """The next activity of this chain, not stored yet; adds 1 to the subject's version."""
    content, salt = json.dumps(text, ensure_ascii=False, sort_keys=True), secrets.token_hex(16)
    activity = new(
        Activity,
        **{CHAINS[type(subject)]: subject.id},
        seq=subject.version,
        at=at.astimezone(UTC),  # as it will be read back: the hash is over its text
        verb=verb,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name,
        from_customer_id=moved[0],
        to_customer_id=moved[1],
        text=content,
        salt=salt,
        digest=digest(salt, by.name, content),
        previous_hash=previous_hash,
    )
    activity.hash = chain_hash(activity)
    subject.version += 1
    return activity


def last_hash(session: Session, chain: dict[str, int], seq: int) -> str:
    """The hash that the next line of this chain continues."""
    if seq == 0:
        return GENESIS
    return session.scalars(select(Activity.hash).filter_by(**chain, seq=seq)).one()


def digest(salt: str, actor: str, text: str) -> str:
    """The digest of what erasure may blank; the salt keeps a blanked text from being guessed."""
    return sha256(salt, actor, text)


def chain_hash(activity: Activity) -> str:
    """The hash over an activity and the one before it. Also what `check` recomputes."""
    # The store's lines end with one part more; those of orders and customers stay what they were before it had any.
    store = () if activity.store_id is None else (f"store {activity.store_id}",)
    return sha256(
        activity.previous_hash,
        activity.order_id,
        activity.customer_id,
        activity.seq,
        activity.at.isoformat(),
        activity.verb,
        activity.actor_kind,
        activity.actor_id,
        activity.from_customer_id,
        activity.to_customer_id,
        activity.digest,
        *store,
    )


def sha256(*parts: object) -> str:
    """SHA-256 over the parts, each ended by NUL, which no stored text can hold: no two lists of parts look alike."""
    return hashlib.sha256("\0".join([*map(str, parts), ""]).encode()).hexdigest()
