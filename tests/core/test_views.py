"""Who may change which view of the order list."""

import pytest

from dashboard.core.person import Person, Role
from dashboard.core.refusals import NotPermitted
from dashboard.core.views import BUILT_IN, may_change, require_may_change

MINE, THEIRS = 1, 2
SHARERS = {Role.OWNER, Role.MANAGER, Role.FULFILMENT, Role.SUPPORT}
EDITORS = {Role.OWNER, Role.MANAGER}


@pytest.mark.feature("U2")
@pytest.mark.parametrize("role", Role)
def test_ones_own_is_ones_own_and_shared_ones_are_for_those_who_may(role):
    me = Person("staff", MINE, "Chloe", role)
    expected = {
        (MINE, False): True,
        (THEIRS, False): False,
        (MINE, True): role in SHARERS,
        (THEIRS, True): role in EDITORS,
    }
    for (maker, shared), may in expected.items():
        assert may_change(me, maker, shared) is may
        if may:
            require_may_change(me, maker, shared)
        else:
            with pytest.raises(NotPermitted, match=r"belongs to somebody else|Your role"):
                require_may_change(me, maker, shared)


def test_the_views_that_are_always_there_differ_in_word_name_and_list():
    for parts in zip(*BUILT_IN, strict=True):
        assert len(set(parts)) == len(BUILT_IN)
