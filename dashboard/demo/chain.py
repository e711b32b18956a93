"""The log of something new as rows: the lines of its chain, each continuing the hash before it."""

import json
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from dashboard.actions.record import GENESIS, digest, hash_of
from dashboard.demo.draft import Entry

ENCODED = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode  # json.dumps makes a new one for every text


def random_salt() -> str:
    """A salt as `record` takes it."""
    return secrets.token_hex(16)


def chain(
    log: Sequence[Entry],
    order_id: int | None = None,
    customer_id: int | None = None,
    salt: Callable[[], str] = random_salt,
    encode: Callable[[Any], str] = ENCODED,
) -> list[dict[str, Any]]:
    """The rows of activities for this log, as `record` would write them one after the other."""
    rows, previous = [], GENESIS
    for seq, (at, by, verb, text) in enumerate(log, start=1):
        content, grain = encode(text), salt()
        told = digest(grain, by.name, content)
        mark = hash_of(order_id, customer_id, None, seq, at, verb, by.kind, by.id, None, None, told, previous)
        rows.append(
            {
                "order_id": order_id,
                "customer_id": customer_id,
                "store_id": None,
                "seq": seq,
                "at": at,
                "verb": verb,
                "actor_kind": by.kind,
                "actor_id": by.id,
                "actor_name": by.name,
                "from_customer_id": None,
                "to_customer_id": None,
                "text": content,
                "salt": grain,
                "digest": told,
                "previous_hash": previous,
                "hash": mark,
            }
        )
        previous = mark
    return rows
