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
    return sha256(f"{salt}\0{actor}\0{text}\0")


def chain_hash(activity: Activity) -> str:
    """The hash over an activity and the one before it."""
    return hash_of(
        activity.order_id, activity.customer_id, activity.store_id, activity.seq, activity.at, activity.verb,
        activity.actor_kind, activity.actor_id, activity.from_customer_id, activity.to_customer_id, activity.digest,
        activity.previous_hash,
    )  # fmt: skip


def hash_of(  # all by place: `check` calls it for every line of every log
    order_id: int | None, customer_id: int | None, store_id: int | None, seq: int, at: datetime, verb: str,
    actor_kind: str, actor_id: int | None, from_id: int | None, to_id: int | None, digest: str, previous_hash: str,
) -> str:  # fmt: skip
    """The hash over these columns of an activity. Also what `check` recomputes."""
    # The store's lines end with one part more; those of orders and customers stay what they were before it had any.
    store = "" if store_id is None else f"store {store_id}\0"
    return sha256(
        f"{previous_hash}\0{order_id}\0{customer_id}\0{seq}\0{at.isoformat()}\0{verb}\0{actor_kind}\0{actor_id}\0"
        f"{from_id}\0{to_id}\0{digest}\0{store}"
    )


def sha256(parts: str) -> str:
    """SHA-256 over parts, each ended by NUL, which no stored text can hold: no two lists of parts look alike."""
    return hashlib.sha256(parts.encode()).hexdigest()
