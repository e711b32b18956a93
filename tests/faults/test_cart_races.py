"""Return to cart against whatever else is done to the order or to its buyer's carts: never both, never half."""

import pytest
from flask import Flask

from tests.actions.test_change import broken
from tests.faults.cart_contest import RIVALS, rounds

pytestmark = [pytest.mark.faults, pytest.mark.feature("D3", "D8")]

ROUNDS = 200


@pytest.mark.parametrize("name", RIVALS)
def test_never_both_and_never_half(app: Flask, name: str) -> None:
    assert rounds(app, name, ROUNDS, "RACE") == []
    with app.app_context():
        assert broken() == []
