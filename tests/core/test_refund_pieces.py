"""What becomes of refunded pieces: unsent ones first, returned ones put back as returned, none twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.quantities import Pieces
from dashboard.core.refund_pieces import Meant, fate, out

ALL = {"withdraw": True, "returned": True, "restock": True}
NONE = {"withdraw": False, "returned": False, "restock": False}


def line(ordered, packed=0, sent=0, delivered=0, returned=0, withdrawn=0, refunded=0):
    """The pieces of a line."""
    return Pieces(ordered, withdrawn, refunded, packed, sent, delivered, returned)


@pytest.mark.feature("U10")
@pytest.mark.parametrize(
    ("meant", "pieces", "put_back", "becomes"),
    [
        (Meant(2), line(2), 0, (2, 0, 0, 0)),
        (Meant(2, restock=True), line(2), 0, (2, 0, 0, 0)),  # still on the shelf
        (Meant(2, **ALL), line(3, 1, 1, 1), 0, (2, 0, 0, 0)),
        (Meant(3, **ALL), line(3, 1, 1, 1), 0, (2, 1, 0, 1)),
        (Meant(3, **ALL), line(3, 2, 2, 1), 0, (1, 1, 1, 1)),
        (Meant(2, **ALL), line(2, 2, 2, 2), 1, (0, 2, 0, 1)),
        (Meant(2, **ALL), line(2, 2, 2, 2, returned=2), 2, (0, 0, 0, 0)),
        (Meant(2, **NONE), line(2, 1, 1, 1), 0, (0, 0, 0, 0)),
    ],
)
def test_what_becomes_of_them(meant, pieces, put_back, becomes):
    assert fate(meant, pieces, put_back) == becomes


@given(st.builds(Meant, st.integers(0, 5), st.booleans(), st.booleans(), st.booleans()), st.integers(0, 6), st.data())
def test_no_piece_twice(meant, put_back, data):
    packed = data.draw(st.integers(0, 5))
    delivered = data.draw(st.integers(0, packed))
    pieces = line(5, packed, delivered, delivered, returned=data.draw(st.integers(0, delivered)))
    one = fate(meant, pieces, put_back)
    assert one.withdrawn + one.returned <= meant.quantity
    assert one.withdrawn + one.restocked + one.returned_restocked <= meant.quantity
    assert one.withdrawn <= pieces.left_to_pack
    assert one.returned <= pieces.returnable
    assert one.restocked + one.returned_restocked <= out(pieces, put_back)
