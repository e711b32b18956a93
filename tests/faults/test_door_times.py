"""TRUST 10: the buyers' door takes as long for somebody unknown as for somebody known: medians of interleaved pairs."""

from collections.abc import Callable
from itertools import count
from statistics import median
from time import process_time

import pytest
from flask import Flask
from sqlalchemy import delete

from dashboard.actions.sign_in import hashed
from dashboard.database import writing
from dashboard.models import FailedAttempt
from tests import world
from tests.pages.buyer import Buyer
from tests.pages.visitor import Answer

pytestmark = pytest.mark.faults

PAIRS, WARM = 60, 5
WITHIN = 0.10
Ask = Callable[[Buyer, str], Answer]
# With a password's real work: that is what hides the rest.
ASKS: dict[str, Ask] = {
    "password": lambda buyer, who: buyer.post("/account/sign-in", {"who": who, "password": "guessed"}),
    "code": lambda buyer, who: buyer.post("/account/sign-in", {"who": who, "by": "code"}),
    "forgotten": lambda buyer, who: buyer.post("/account/forgotten-password", {"who": who}),
    "register": lambda buyer, who: buyer.post(
        "/account/register", {"who": who, "name": "Zoe", "password": "seven green boats"}
    ),
}


@pytest.mark.parametrize("name", ASKS)
def test_known_and_unknown_take_the_same_time(app: Flask, kind: str, name: str, capsys: pytest.CaptureFixture[str]):
    buyer, numbers = Buyer(app), count()
    buyer.__dict__["token"] = buyer.token  # asked for once, outside of what is measured

    with app.app_context(), writing():
        world.customer(world.KATE).password_hash = hashed("hers, and as dear to check as anybody’s")

    def timed(who: str) -> tuple[float, int]:
        with app.app_context(), writing() as session:
            session.execute(delete(FailedAttempt))  # or the sixth would be refused
        began = process_time()
        answer = ASKS[name](buyer, who)
        return process_time() - began, answer.status

    known, unknown = [], []
    for number in range(PAIRS + WARM):
        order = [(known, world.KATE_EMAIL), (unknown, f"nobody{next(numbers)}@mail.example")]
        for found, who in order if number % 2 else order[::-1]:
            found.append(timed(who))
    assert {status for _, status in known + unknown} == {422 if name == "password" else 303}  # wrong, or on its way
    of_known, of_unknown = (median(seconds for seconds, _ in found[WARM:]) for found in (known, unknown))
    with capsys.disabled():
        print(f"\n{kind}, {name}: known {of_known * 1e3:.1f} ms, unknown {of_unknown * 1e3:.1f} ms of processor time")
    assert abs(of_unknown / of_known - 1) <= WITHIN
