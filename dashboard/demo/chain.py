"""The log of something new as rows: the lines of its chain, each continuing the hash before it."""

import json
import secrets
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, cast

from dashboard.actions.record import GENESIS, chain_hash, digest
from dashboard.demo.draft import Entry
from dashboard.models import Activity

ENCODED = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode  # json.dumps makes a new one for every text


def random_salt() -> str:
    """A salt as `record` takes it."""
    return secrets.token_hex(16)


def chain(
    log: Sequence[Entry],
    order_id: int | None = None,
    customer_id: int | None = None,
    salt: Callable[[], str] = random_salt,
) -> list[dict[str, Any]]:
    """The rows of activities for this log, as `record` would write them one after the other."""
    rows, previous = [], GENESIS
    for seq, entry in enumerate(log, start=1):
        content = ENCODED(entry.text)
        grain = salt()
        line = SimpleNamespace(
            order_id=order_id,
            customer_id=customer_id,
            store_id=None,
            seq=seq,
            at=entry.at,
            verb=entry.verb,
            actor_kind=entry.by.kind,
            actor_id=entry.by.id,
            actor_name=entry.by.name,
            from_customer_id=None,
            to_customer_id=None,
            text=content,
            salt=grain,
            digest=digest(grain, entry.by.name, content),
            previous_hash=previous,
        )
        previous = line.hash = chain_hash(cast(Activity, line))
        rows.append(vars(line))
    return rows
