"""What passes between the two processes comes back as it was, and nothing else can be named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dashboard.core.words import ShipmentStatus
from dashboard.importers import wire
from dashboard.importers.incoming import IncomingLine, IncomingOrder, IncomingPayment, Problem
from dashboard.importers.wire import understood, written

ORDER = IncomingOrder(
    row=2,
    number="1001",
    source_id=None,
    placed_at=datetime(2026, 11, 2, 8, 30, tzinfo=UTC),
    placed_offset=60,
    currency="EUR",
    lines=(IncomingLine("Cup “Ö”\n", "", 2, Decimal("2.505"), sent=True),),
    shipping_address={"name": "Ann", "city": "\ud800"},
    payment=IncomingPayment(captured=2**60, at=datetime(2026, 11, 2, tzinfo=UTC)),
    tags=("a", "b"),
    warnings=(Problem(2, "odd", rows=(2, 3)),),
    rows=(2, 3),
)
ODD = ('{"\\u0000":"Popen"}', '{"\\u0000":"Session","x":1}', "{", '{"\\u0000":"datetime","text":"x"}')


def test_an_order_comes_back_equal():
    text = written({"item": ORDER})
    assert "\n" not in text
    assert understood(text) == {"item": ORDER}
    assert isinstance(understood(text)["item"].lines[0].unit_price, Decimal)


@dataclass(frozen=True)
class Parcel:
    """Something with pieces by line, and a status."""

    pieces: Mapping[int, IncomingLine]
    status: ShipmentStatus | None = None


def test_numbers_of_lines_and_words_come_back_as_what_they_were(monkeypatch):
    monkeypatch.setitem(wire.KNOWN, "Parcel", Parcel)
    parcel = Parcel({3: ORDER.lines[0]}, ShipmentStatus.SHIPPED)
    back = understood(written(parcel))
    assert back == parcel
    assert back.status is ShipmentStatus.SHIPPED


@pytest.mark.parametrize("text", ODD)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        understood(text)
