"""The set-password page: works once, expires, and tells nothing to whoever has no link."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.actions.create_customer import link, token_hash
from dashboard.actions.sign_in import matches
from dashboard.checks.run import run
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, Customer, PasswordLink
from tests import world

PASSWORD = "correct-harbour-lamp-2"


@pytest.fixture
def links(app):
    """Two open links of Kate's."""
    with app.app_context(), writing() as session:
        kate = session.scalars(select(Customer).where(Customer.name == world.KATE)).one()
        return [link(session, kate, now()) for _ in range(2)]


def kate():
    return db.session.scalars(select(Customer).where(Customer.name == world.KATE)).one()


def submit(client, token, password=PASSWORD):
    url = f"/account/password/{token}"
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(url).get_data(as_text=True))
    data = {"password": password, "csrf_token": found[1] if found else ""}
    return client.post(url, data=data)


@pytest.mark.feature("T4")
def test_the_link_sets_a_password_and_uses_up_all_links(app, client, links):
    shown = client.get(f"/account/password/{links[0]}")
    assert shown.status_code == 200
    assert world.KATE_EMAIL in shown.get_data(as_text=True)
    answer = submit(client, links[0])
    assert answer.status_code == 200
    assert "Your password is set" in answer.get_data(as_text=True)
    with app.app_context():
        assert matches(kate().password_hash, PASSWORD)
        log = select(Activity).where(Activity.customer_id == kate().id).order_by(Activity.seq.desc())
        last = db.session.scalars(log).first()
        assert (last.verb, last.actor_kind, last.actor_name) == ("password_set", "buyer", world.KATE)
        assert json.loads(last.text) == {}
        assert run(db.session()).broken == []
    for token in links:
        again = client.get(f"/account/password/{token}")
        assert again.status_code == 410
        assert "sets a password once" in again.get_data(as_text=True)


def test_a_used_link_posts_nothing(app, client, links):
    url = f"/account/password/{links[0]}"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(url).get_data(as_text=True))[1]
    answers = [client.post(url, data={"password": f"{PASSWORD}{n}", "csrf_token": token}).status_code for n in (1, 2)]
    assert answers == [200, 410]
    with app.app_context():
        assert matches(kate().password_hash, f"{PASSWORD}1")


def test_nothing_keeps_the_page_and_no_other_learns_its_address(client, links):
    for answer in (client.get(f"/account/password/{links[0]}"), client.get("/account/password/unknown")):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"


REFUSED = {"short": "at least 8", "": "at least 8", "password1": "tried first", world.KATE_EMAIL: "own name"}


@pytest.mark.parametrize(("password", "sentence"), REFUSED.items())
def test_a_refused_password_says_why_and_the_link_stays(app, client, links, password, sentence):
    answer = submit(client, links[0], password)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert "aria-invalid" in page
    assert not password or f'value="{password}"' not in page.replace('name="username" value', "")
    with app.app_context():
        assert not matches(kate().password_hash, password)
    assert submit(client, links[0]).status_code == 200


def test_an_unknown_link_is_404(client):
    answer = client.get("/account/password/" + "x" * 32)
    assert answer.status_code == 404
    assert "not known here" in answer.get_data(as_text=True)
    assert client.get("/account/password/" + "x" * 65).status_code in {401, 404, 303}


def test_a_link_out_of_date_is_410(app, client, links):
    with app.app_context(), writing() as session:
        session.get_one(PasswordLink, token_hash(links[0])).expires_at = now() - timedelta(seconds=1)
    assert "out of date" in client.get(f"/account/password/{links[0]}").get_data(as_text=True)
    assert submit(client, links[0]).status_code in {400, 410}


def test_a_closed_account_sets_no_password(app, client, links):
    with app.app_context(), writing():
        kate().deactivated_at = now()
    answer = client.get(f"/account/password/{links[0]}")
    assert answer.status_code == 410
    assert "closed" in answer.get_data(as_text=True)


def test_without_its_csrf_token_nothing_happens(app, client, links):
    assert client.post(f"/account/password/{links[0]}", data={"password": PASSWORD}).status_code == 400
    with app.app_context():
        assert not matches(kate().password_hash, PASSWORD)
