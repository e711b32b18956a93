"""Confirmations: told once, at the top of the next page, and always as text."""

import json

from tests import world
from tests.pages.dialog import opened


def test_a_confirmation_is_shown_once(desk, number):
    done = desk.submit(opened(desk), owner=number(world.KATE), q=world.KATE)
    assert "now belongs to" in desk.follow(done).page.one(id="flash").text
    assert desk.follow(done).page.one(id="flash").text == ""


def test_it_waits_for_the_next_page_that_shows_it(desk, number):
    desk.submit(opened(desk), owner=number(world.KATE), q=world.KATE)
    desk.open("/healthz")
    assert "now belongs to" in desk.open("/customers").page.one(id="flash").text


def test_two_are_shown_one_after_the_other(desk, number):
    for code, name in ((world.PAID, world.KATE), (world.GUEST, world.CHLOE)):
        desk.submit(opened(desk, code), owner=number(name), q=name)
    # The second form's page has shown the first confirmation already.
    told = [head.text for head in desk.open("/orders").page.one(id="flash").all("h2")]
    assert told == ["OD-4 now belongs to Chloe Lee"]


def test_an_address_in_it_is_ours_and_its_text_is_text(app, desk):
    serializer = app.session_interface.get_signing_serializer(app)
    kept = serializer.loads(desk.client.get_cookie("desk").value)
    said = {"text": "<b>bold</b>", "detail": "<script>x</script>", "undo": None, "kind": "success"}
    kept["_flashes"] = [("flash", json.dumps(said))]
    desk.client.set_cookie("desk", serializer.dumps(kept))
    told = desk.open("/orders").page.one(id="flash")
    assert (told.one("h2").text, told.one("p").text) == ("<b>bold</b>", "<script>x</script>")


def test_every_drawing_of_undo_has_a_key_of_its_own(desk, number):
    desk.submit(opened(desk), owner=number(world.KATE), q=world.KATE)
    keys = {dict(desk.open("/orders/OD-1").page.region("Activity").all("form")[0].fields())["key"] for _ in range(3)}
    assert len(keys) == 3
