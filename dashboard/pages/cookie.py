"""The session cookie, Flask's own: what signs it is made once, and a cookie that was found genuine is known again."""

from functools import lru_cache
from time import time
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

KEPT = 1_024  # cookies, below a kilobyte each


class Signing(URLSafeTimedSerializer):
    """Looks at the signature of a text once. How old it is, it asks every time."""

    def loads(self, s: str | bytes, max_age: int | None = None, *more: Any, **named: Any) -> Any:  # type: ignore[override]
        """What was signed. Raises BadSignature where it was not, or longer ago than `max_age` seconds."""
        if more or named or max_age is None:
            return super().loads(s, max_age, *more, **named)
        payload, at = genuine(self, s)
        if not 0 <= int(time()) - at <= max_age:
            return super().loads(s, max_age)  # which says so
        return self.load_payload(payload)


@lru_cache(KEPT)
def genuine(serializer: Signing, text: str | bytes) -> tuple[bytes, int]:
    """What a text holds, and the second when it was signed. Raises BadSignature, which is never kept."""
    fault: BadSignature | None = None
    for signer in serializer.iter_unsigners():
        try:
            payload, at = signer.unsign(text, return_timestamp=True)
            return payload, int(at.timestamp())
        except BadSignature as error:
            fault = error
    raise fault or BadSignature("no key")


class Cookies(SecureCookieSessionInterface):
    """Sessions in a cookie, as Flask has them."""

    def __init__(self) -> None:
        self.made: Signing | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs the cookies of this application, whose keys stay as they are."""
        if self.made is None and (plain := super().get_signing_serializer(app)):
            self.made = Signing(
                plain.secret_keys, salt=self.salt, serializer=self.serializer, signer_kwargs=plain.signer_kwargs
            )
        return self.made


def register(app: Flask) -> None:
    """Keep the sessions of `app` so."""
    app.session_interface = Cookies()
