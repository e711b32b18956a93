"""Why can't I: every refused verb opens into its conditions, and what would mend one leads where the person may go."""

import pytest
from flask import url_for

from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models.order_facts import facts, shipment_facts
from dashboard.pages.order_menu import PAGES
from tests import world
from tests.pages.visitor import HTMX, signed_in

CODES = [story.code for story in world.STORIES]
ABLE = [role for role in Role if any(guards.may(role, action) for action in PAGES)]
NEVER = {Action.TAG, Action.PDF, Action.EXPORT}


@pytest.fixture
def refused(app):
    """What is refused now: the verb's address, and its conditions, by action and order."""
    with app.test_request_context():
        known = {code: facts(db.session(), world.order(code)) for code in CODES}
        return {
            (action, code): (url_for(endpoint, code=code, **query), guards.conditions(action, known[code]))
            for action, (endpoint, query, _) in PAGES.items()
            for code in CODES
            if guards.failed(action, known[code])
        }


def test_each_verb_is_refused_somewhere(refused):
    assert {action for action, _ in refused} == set(PAGES) - NEVER


@pytest.mark.feature("U8")
@pytest.mark.parametrize("role", ABLE)
def test_a_refused_verb_opens_into_its_conditions_and_what_mends_them(app, refused, role):
    visitor, mends = signed_in(app, role), set()
    for (action, code), (url, conditions) in refused.items():
        if not guards.may(role, action):
            continue
        answer = visitor.open(url, headers=HTMX)
        assert answer.status == 200, (role, url)
        said = told(answer.page)
        failed = [condition.sentence for condition in conditions if not condition.met]
        assert [sentence for sentence, _ in said] == failed, (role, url)
        met = [item.text for item in answer.page.all("li", class_="yes")]
        assert met == [condition.name for condition in conditions if condition.met], (role, url)
        with app.test_request_context():
            wanted = [able(condition, code, role) for condition in conditions if not condition.met]
        assert [link is not None for _, link in said] == wanted, (role, url)
        mends |= {link for _, link in said if link}
    assert {link: status for link in mends if (status := visitor.open(link, headers=HTMX).status) != 200} == {}


@pytest.mark.feature("U8")
def test_what_a_shipment_stands_in_the_way_of_leads_to_the_one_that_can_be_canceled(app):
    answer = signed_in(app, Role.OWNER).open(f"/orders/{world.TWO_BOXES}/cancel", headers=HTMX)
    sentence, link = told(answer.page)[0]
    assert sentence == "A shipment of this order stands. Cancel it first."
    assert link == f"/orders/{world.TWO_BOXES}/shipments/SH-2/cancel"  # SH-1 is delivered
    assert "Nothing has been sent" not in answer.text


@pytest.mark.feature("U8")
def test_where_no_shipment_can_be_canceled_no_link_says_so(app):
    with app.app_context(), writing():
        world.order(world.ARCHIVED).archived_at = None
    answer = signed_in(app, Role.OWNER).open(f"/orders/{world.ARCHIVED}/cancel", headers=HTMX)
    assert told(answer.page) == [("A shipment of this order stands. Cancel it first.", None)]


def able(condition, code, role):
    """Whether something would mend it that this role may do: of a parcel, to one that stands ready for it."""
    action = condition.mend
    if action is None or not guards.may(role, action):
        return False
    if action in PAGES:
        return True
    order = world.order(code)
    known = facts(db.session(), order)
    return any(not guards.failed(action, known, shipment_facts(one)) for one in order.shipments)


def told(page):
    """The failed conditions: each with its sentence and where its link leads, if it has one."""
    found = []
    for item in page.all("li", class_="no"):
        link = next(iter(item.all("a")), None)
        named = item.all("p")  # where each condition stands under its name
        text = named[0].text if named else item.text.removesuffix(link.text).strip() if link else item.text
        found.append((text, link["href"] if link else None))
    return found
