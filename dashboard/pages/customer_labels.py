"""Tags and groups in the address of the customers list, and what of them the list offers."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import request
from sqlalchemy import Select
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.models.customer_facts import labels_offered
from dashboard.models.customer_list import Criteria
from dashboard.pages.merge_form import number_of

LONGEST, MOST = 50, 5


class Labels(NamedTuple):
    """Tags (as the address and the page have them) and groups (id, name) to choose from, and those that are chosen.

    `counts`: what was counted in the same query.
    """

    tags: tuple[tuple[str, str], ...]
    groups: dict[int, str]
    counts: Sequence[int] = ()


def tags() -> tuple[str, ...]:
    """The tags that the address says, one of each spelling."""
    said = (text.strip() for text in request.args.getlist("tag") if len(text) <= LONGEST)
    return tuple({search.fold(text): text for text in said if search.fold(text)}.values())[:MOST]


def groups() -> tuple[int, ...]:
    """The groups (id) that the address says."""
    said = (number_of(text) for text in request.args.getlist("group"))
    return tuple(dict.fromkeys(number for number in said if number is not None))[:MOST]


def read(session: Session, criteria: Criteria, counts: Sequence[Select[int]] = ()) -> Labels:
    """What the list offers: tags in use, and every group; and these counts. One query."""
    chosen = {search.fold(tag): tag for tag in criteria.tags}
    in_use, named, numbers = labels_offered(session, counts)
    offered = {one.key: one.tag for one in in_use}
    gone = {group: "a group that is gone" for group in criteria.groups if group not in named}
    return Labels(tuple((tag, tag) for tag in (offered | chosen).values()), named | gone, numbers)
