"""What the jump box finds, against a search through all orders and accounts by hand."""

import pytest

from dashboard.core import search
from dashboard.core.criteria import Criteria
from dashboard.core.documents import customer_document
from dashboard.extensions import db
from dashboard.models.full_text import terms
from dashboard.models.jump import SHOWN, customers, orders
from tests.core.test_scripts import NAMES
from tests.models.random_orders import WORDS, accounts, looked_for
from tests.models.random_orders import orders as every_order

pytestmark = pytest.mark.feature("D10", "L5")
CODES = ("OD-77", "od-4711", "#OD-4712")
ADDRESSES = ("guest7@mail.example", "GUEST1@", "a12@mail")


@pytest.mark.parametrize("q", [*WORDS, *NAMES.values(), *CODES, *ADDRESSES, "0151 0000012", "+49 151 0000"])
def test_the_newest_orders_and_the_most_fitting_customers_are_found(many, q):
    by_code = {order.row["code"].casefold() for order in every_order()}
    bare = q.removeprefix("#")
    exact = "@" in q or bare.casefold() in by_code
    newest = list(looked_for(Criteria(q=bare), terms(bare), [], exact))[:SHOWN]
    assert [hit.code for hit in orders(db.session(), q).hits] == [order.row["code"] for order in newest]
    begins = search.fold(q)
    fits = [one for one in accounts() if terms(q) and all(term in customer_document(one) for term in terms(q))]
    fits.sort(key=lambda one: (not one.name_key.startswith(begins), -one.id))
    assert [hit.id for hit in customers(db.session(), q)] == [one.id for one in fits[:SHOWN]]
