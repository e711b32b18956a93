"""What order codes may begin with."""

import pytest

from dashboard.core.prefixes import check_prefix
from dashboard.core.refusals import Invalid


@pytest.mark.parametrize("prefix", ["OD-", "A", "no.", "Shop_", "2026-", "ABCDEFGHIJK-"])
def test_a_prefix_that_can_be_used(prefix):
    assert check_prefix(f" {prefix} ") == prefix


@pytest.mark.parametrize(
    ("prefix", "why"),
    [
        ("", "1 to 12 letters"),
        ("-OD", "1 to 12 letters"),
        ("OD 1-", "1 to 12 letters"),
        ("ABCDEFGHIJKL-", "1 to 12 letters"),
        ("ÖD-", "1 to 12 letters"),
        ("OD-\0", "1 to 12 letters"),
        ("SH-1", "stands apart"),
        ("TEST-", "test orders"),
        ("test-", "test orders"),
    ],
)
def test_a_prefix_that_can_not(prefix, why):
    with pytest.raises(Invalid, match=why) as refused:
        check_prefix(prefix)
    assert refused.value.field == "code_prefix"
