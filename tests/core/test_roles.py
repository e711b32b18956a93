"""The role matrix against docs/domain.md, "Roles", restated by hand: every role × everything that can be done."""

import pytest

from dashboard.core.guards import Action, may, require_permission
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refusals import NotPermitted
from dashboard.core.roles import DESK_WIDE

PERMISSIONS = sorted({*(action.value for action in Action), *DESK_WIDE})
READING = "read pdf"
MAY = {
    Role.FULFILMENT: f"{READING} pack fulfil edit_shipment cancel_shipment hand_over deliver return note tag"
    " view_share",
    Role.SUPPORT: f"{READING} reassign link unlink change_customer order_customer customer_create customer_edit"
    " customer_group order_create note resend return_to_cart tag archive unarchive outbox view_share",
    Role.VIEWER: READING,
}
OWNERS_ALONE = {"staff", "tokens", "store"}
BUYER = Person("buyer", 7, "Kate Wong")


def told(role):
    """What the page lets a role do."""
    if role in MAY:
        return set(MAY[role].split())
    return set(PERMISSIONS) - (OWNERS_ALONE if role is Role.MANAGER else set())


@pytest.mark.parametrize("permission", PERMISSIONS)
@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_page_says(role, permission):
    expected = permission in told(role)
    person = Person("staff", 1, "Chloe", role)
    assert may(role, permission) is may(person, permission) is expected
    if expected:
        require_permission(person, permission)
    else:
        with pytest.raises(NotPermitted) as refused:
            require_permission(person, permission)
        assert role.label in refused.value.sentence
        assert refused.value.sentence.endswith(("Ask the owner.", "Ask the owner or the manager.")) or (
            "Ask the owner or the manager or the " in refused.value.sentence
        )


@pytest.mark.feature("R10")
@pytest.mark.parametrize("permission", PERMISSIONS)
def test_buyers_may_do_nothing_at_the_desk(permission):
    assert not may(BUYER, permission)
    with pytest.raises(NotPermitted, match="Only the desk’s staff may"):
        require_permission(BUYER, permission)


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_commands_may_do_everything(permission):
    require_permission(COMMAND, permission)


def test_staff_without_a_role_may_do_nothing():
    assert not any(may(Person("staff", 1, "Chloe"), permission) for permission in PERMISSIONS)
    assert not any(may(None, permission) for permission in PERMISSIONS)


def test_nobody_but_the_owner_runs_the_store():
    for permission in OWNERS_ALONE:
        assert [role for role in Role if may(role, permission)] == [Role.OWNER]


@pytest.mark.parametrize("permission", ["export", "refund", "cancel", "edit_lines", "merge", "erase", "import"])
def test_what_owners_and_managers_keep_to_themselves(permission):
    assert [role for role in Role if may(role, permission)] == [Role.OWNER, Role.MANAGER]
