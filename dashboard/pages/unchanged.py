"""Conditional GET for what an open page asks again: 304 as long as it has what it would get."""

from collections.abc import Callable
from functools import wraps
from secrets import token_hex
from typing import Any

from flask import g, make_response, request
from flask.typing import ResponseReturnValue

from dashboard.database import now
from dashboard.pages import moments, who
from dashboard.transfer import asked_from_here

View = Callable[..., ResponseReturnValue]


def unless_unchanged(state: Callable[..., str | None]) -> Callable[[View], View]:
    """Answer 304 instead of the view where the browser has the page of this very state, which costs one read.

    `state` gets what the view gets; None, a state that cannot be told, is like no other. The tag that the page asks
    again with is `g.tag`; None: it does not ask. Today is part of it, since pages say "Today". What another site
    opened asks nothing again: that would be compressed.
    """

    def around(view: View) -> View:
        @wraps(view)
        def answer(*given: Any, **named: Any) -> ResponseReturnValue:
            stands = (state(*given, **named) or token_hex(8)) if asked_from_here() else None
            g.tag = f"{stands}-{moments.local(now(), who.store()):%y%m%d}" if stands else None
            if g.tag and request.if_none_match.contains(g.tag):
                return "", 304
            response = make_response(view(*given, **named))
            if g.tag and response.status_code == 200:
                response.set_etag(g.tag)
            return response

        return answer

    return around
