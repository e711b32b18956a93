"""What becomes of the pieces that a refund pays back: not sent any more, returned, put back on the shelf."""

from dataclasses import dataclass
from typing import NamedTuple

from dashboard.core.quantities import Pieces


@dataclass(frozen=True, slots=True)
class Meant:
    """What is meant for pieces of one line: unsent ones are not sent any more, delivered ones are back, sold again."""

    quantity: int
    withdraw: bool = True
    returned: bool = False
    restock: bool = False


class Fate(NamedTuple):
    """What becomes of them, in pieces: none is both withdrawn and returned.

    Of what is put back on the shelf, `returned_restocked` are among the returned ones, `restocked` the others.
    """

    withdrawn: int
    returned: int
    restocked: int
    returned_restocked: int


def out(pieces: Pieces, put_back: int) -> int:
    """Pieces of the line that were taken from the shelf and are not back on it."""
    return max(0, pieces.packed - put_back)


def fate(meant: Meant, pieces: Pieces, put_back: int) -> Fate:
    """What becomes of the pieces; `put_back` of the line are on the shelf again already.

    Unsent pieces come first: what was never sent is what nobody waits for any more.
    """
    withdrawn = min(meant.quantity, pieces.left_to_pack) if meant.withdraw else 0
    rest = meant.quantity - withdrawn
    returned = min(rest, pieces.returnable) if meant.returned else 0
    shelf = min(rest, out(pieces, put_back)) if meant.restock else 0
    of_returned = min(shelf, returned)
    return Fate(withdrawn, returned, shelf - of_returned, of_returned)
