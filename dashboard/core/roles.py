"""The role matrix: who may do what, as data. Source: DOMAIN 4 (docs/domain.md)."""

from dashboard.core.action import Action
from dashboard.core.person import Person, Role
from dashboard.core.refusals import NotPermitted

A = Action
# What may be done at the desk beside the actions on an order, in the words of a refusal.
DESK_WIDE = {
    "read": "look at orders and customers",
    "customer_create": "create customers",
    "customer_edit": "edit customers",
    "customer_group": "make and delete groups of customers",
    "note_delete": "delete notes of others",
    "merge": "merge customers",
    "erase": "erase customers",
    "product": "change products",
    "order_create": "place orders for buyers",
    "outbox": "work with the outbox",
    "import": "import files",
    "staff": "manage staff",
    "tokens": "manage API tokens",
    "store": "change the store’s settings",
    "view_share": "share views of the order list",
    "view_edit": "change views that somebody else shared",
}
READS = frozenset({"read", A.PDF})
OWNERSHIP = frozenset({A.REASSIGN, A.CHANGE_CUSTOMER, A.LINK, A.UNLINK, A.ORDER_CUSTOMER})
PARCELS = frozenset({A.PACK, A.FULFIL, A.EDIT_SHIPMENT, A.CANCEL_SHIPMENT, A.HAND_OVER, A.DELIVER, A.RETURN})
EVERYTHING: frozenset[str] = frozenset({*Action, *DESK_WIDE})

MATRIX: dict[Role, frozenset[str]] = {
    Role.OWNER: EVERYTHING,
    Role.MANAGER: EVERYTHING - {"staff", "tokens", "store"},
    Role.FULFILMENT: READS | PARCELS | {A.NOTE, A.TAG} | {"view_share"},
    Role.SUPPORT: READS
    | OWNERSHIP
    | {A.NOTE, A.RESEND, A.RETURN_TO_CART, A.TAG, A.ARCHIVE, A.UNARCHIVE}
    | {"customer_create", "customer_edit", "customer_group", "order_create", "outbox", "view_share"},
    Role.VIEWER: READS,
}


def may(who: Person | Role | None, permission: str) -> bool:
    """Whether this person or role may do this: an Action or one of DESK_WIDE. Commands may do everything."""
    if isinstance(who, Person):
        return who.kind == "command" or may(who.role, permission)
    return who is not None and permission in MATRIX[who]


def require_permission(person: Person, permission: str) -> None:
    """Raise NotPermitted, naming who could, unless this person may do this."""
    if may(person, permission):
        return
    what = DESK_WIDE.get(permission) or f"use “{Action(permission).label}”"
    if person.role is None:
        raise NotPermitted(f"Only the desk’s staff may {what}.")
    able = " or ".join(f"the {role.label.lower()}" for role in Role if may(role, permission))
    raise NotPermitted(f"Your role ({person.role.label}) may not {what}. Ask {able}.")
