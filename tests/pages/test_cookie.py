"""A cookie that was found genuine is known again; one that is forged or too old is nobody's, however often it comes."""

import pytest
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from dashboard.core.person import Role
from tests.pages.visitor import signed_in


@pytest.fixture
def signing(app):
    """What signs the cookies."""
    return app.session_interface.get_signing_serializer(app)


def test_what_was_signed_is_read_each_time_anew(signing):
    text = signing.dumps({"list": ["a"]})
    first = signing.loads(text, max_age=60)
    first["list"].append("b")
    assert signing.loads(text, max_age=60) == {"list": ["a"]}


@pytest.mark.feature("U2")
def test_a_forged_cookie_is_refused_every_time(signing):
    text = signing.dumps({"_user_id": "x"})
    assert signing.loads(text, max_age=60)
    forged = [text[:-1] + ("A" if text[-1] != "A" else "B"), "x" + text, text.rpartition(".")[0], ""]
    for one in (*forged, *forged):
        with pytest.raises(BadSignature):
            signing.loads(one, max_age=60)


def test_another_key_opens_nothing(signing):
    text = signing.dumps({"_user_id": "x"})
    other = type(signing)("another key", salt=signing.salt, signer_kwargs=signing.signer_kwargs)
    assert signing.loads(text, max_age=60)
    with pytest.raises(BadSignature):
        other.loads(text, max_age=60)


def test_a_cookie_that_is_known_grows_too_old_all_the_same(signing):
    text = signing.dumps({"_user_id": "x"})
    assert signing.loads(text, max_age=60)
    with pytest.raises(SignatureExpired):
        signing.loads(text, max_age=-1)


def test_cookies_are_signed_as_flask_signs_them(app, signing):
    plain = super(type(app.session_interface), app.session_interface).get_signing_serializer(app)
    assert type(plain) is URLSafeTimedSerializer
    assert plain.loads(signing.dumps({"a": 1})) == signing.loads(plain.dumps({"a": 1}), max_age=60) == {"a": 1}


def test_who_signed_out_stays_out_with_the_same_cookie(app):
    desk = signed_in(app, Role.OWNER)
    cookie = desk.client.get_cookie("desk").value
    page = desk.open("/orders").page
    form = next(form for form in page.all("form") if form["action"] == "/sign-out")
    assert desk.submit(form).status == 303
    desk.client.set_cookie("desk", cookie)
    assert desk.open("/orders").location == "/sign-in?next=%2Forders"
