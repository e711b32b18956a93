"""Names and other single lines: what prints nothing goes, the rest stays as typed."""

import pytest

from dashboard.core.names import bounded, one_line, required
from dashboard.core.refusals import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Žofia \t Nováková\n", "Žofia Nováková"),
        ("Ann\r\nBcc: x@evil.example", "Ann Bcc: x@evil.example"),
        ("a\0b\x7f\u202ec\u2066\u200b", "abc"),
        ("<b>Bob</b>", "<b>Bob</b>"),
        ("\u2028\u2029", ""),
        ("佐藤 花子", "佐藤 花子"),
        ("مهرداد نیک\u200cپور\u200c", "مهرداد نیک\u200cپور"),
        ("\u200d \u200c", ""),
    ],
)
def test_one_line(typed, kept):
    assert one_line(typed) == kept


@pytest.mark.parametrize(("typed", "why"), [("", "Who"), (" \t\0\u200b", "Who"), ("x" * 201, "200 characters")])
def test_a_name_that_is_missing_or_too_long_is_refused_beside_its_field(typed, why):
    with pytest.raises(Invalid, match=why) as refused:
        required(typed, "name", "Who?")
    assert refused.value.field == "name"


def test_a_line_has_its_bound():
    assert bounded("x" * 500, "address", 500) == "x" * 500
    assert required("x" * 200, "name", "Who?") == "x" * 200
