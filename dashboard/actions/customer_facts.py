"""What becomes of an account's notes, tags and groups when it is merged, taken apart again, or erased."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from dashboard.models.customer import Customer
from dashboard.models.customer_group import Membership
from dashboard.models.customer_note import CustomerNote, CustomerTag
from dashboard.models.told_apart import ToldApart

Carried = dict[str, list[Any]]


def carry(session: Session, into: Customer, parts: Sequence[int]) -> Carried:
    """Give the account the notes of the parts, and the tags and groups of theirs that it lacks.

    Notes go over; of tags and groups the parts keep their own. Returns what taking it back needs.
    """
    notes = list(session.scalars(select(CustomerNote).where(CustomerNote.customer_id.in_(parts))))
    moved = [(note.id, note.customer_id) for note in notes]
    for note in notes:
        note.customer_id = into.id
    tags, groups = lacking_tags(session, into.id, parts), lacking_groups(session, into.id, parts)
    session.add_all(CustomerTag(customer_id=into.id, key=key, tag=tag) for key, tag in tags.items())
    session.add_all(Membership(customer_id=into.id, group_id=group) for group in groups)
    session.flush()
    return {"notes": moved, "tags": sorted(tags), "groups": sorted(groups)}


def lacking_tags(session: Session, number: int, parts: Sequence[int]) -> dict[str, str]:
    """Tags (key: tag) of the parts that the account has not."""
    has = set(session.scalars(select(CustomerTag.key).where(CustomerTag.customer_id == number)))
    query = select(CustomerTag.key, CustomerTag.tag).where(CustomerTag.customer_id.in_(parts))
    rows = session.execute(query.order_by(CustomerTag.customer_id.desc()))
    return {key: tag for key, tag in rows if key not in has}


def lacking_groups(session: Session, number: int, parts: Sequence[int]) -> set[int]:
    """Groups (id) of the parts that the account is not in."""
    has = set(session.scalars(select(Membership.group_id).where(Membership.customer_id == number)))
    return set(session.scalars(select(Membership.group_id).where(Membership.customer_id.in_(parts)))) - has


def give_back(session: Session, into: Customer, carried: Mapping[str, list[Any]]) -> None:
    """Notes go back that are there still, and the account loses the tags and groups that it got by this merge.

    What another account that is still merged into it brought, too, stays. Asked once the parts are apart.
    """
    whose = dict(carried.get("notes", []))
    for note in session.scalars(select(CustomerNote).where(CustomerNote.id.in_(whose))):
        if note.customer_id == into.id:
            note.customer_id = whose[note.id]
    still = list(session.scalars(select(Customer.id).where(Customer.merged_into_id == into.id)))
    tags = set(carried.get("tags", [])) - {*session.scalars(select(CustomerTag.key).where(of(CustomerTag, still)))}
    groups = set(carried.get("groups", [])) - {
        *session.scalars(select(Membership.group_id).where(of(Membership, still)))
    }
    session.execute(delete(CustomerTag).where(CustomerTag.customer_id == into.id, CustomerTag.key.in_(tags)))
    session.execute(delete(Membership).where(Membership.customer_id == into.id, Membership.group_id.in_(groups)))


def of(kind: type[CustomerTag] | type[Membership], numbers: Sequence[int]) -> Any:
    """The condition that a row is one of these accounts'."""
    return kind.customer_id.in_(numbers)


def forget(session: Session, number: int) -> None:
    """Delete all notes, tags, places in groups and pairs told apart of the account of this id, as erasing it does."""
    for kind in (CustomerNote, CustomerTag, Membership):
        session.execute(delete(kind).where(kind.customer_id == number))
    session.execute(delete(ToldApart).where(or_(ToldApart.one_id == number, ToldApart.other_id == number)))
