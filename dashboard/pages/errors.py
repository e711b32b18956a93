"""Error pages: in words, in the look of the desk, each with the `#problem` that htmx puts into an open dialog."""

import errno
import secrets
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, make_response, redirect, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable, Unauthorized
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.pages.next import split
from dashboard.pages.who import of_buyers

DRAWN = {400, 403, 404, 405, 409, 413, 429}
# SQLite: busy, locked, full, input or output failed. PostgreSQL: SQLSTATEs of the same and of a server that is away.
SQLITE_OUTAGES = {5, 6, 10, 13}
POSTGRESQL_OUTAGES = ("55P03", "40P01", "57014", "53100", "08", "57P0")
# Of the disk: full, broken, or no more of it for us.
DISK_OUTAGES = {errno.ENOSPC, errno.EIO, errno.EDQUOT}


def register(app: Flask) -> None:
    """Answer every error of `app` with a page."""
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(Unauthorized, sign_in_again)
    app.register_error_handler(DBAPIError, database_failed)
    app.register_error_handler(OSError, disk_failed)
    app.register_error_handler(ServiceUnavailable, lambda error: plain_page(503))
    app.register_error_handler(InternalServerError, broken)


def render_error(code: int, sentence: str | None = None) -> Response:
    """The page for a 4xx `code`; `sentence` says what exactly was refused, and why."""
    template = f"errors/{code if code in DRAWN else 400}.html"
    return make_response(render_template(template, frame=frame(), code=code, sentence=sentence), code)


def frame() -> str:
    """The layout of whoever asked: a buyer, somebody at the desk, or a stranger."""
    if of_buyers():
        return "account/shop.html"
    return "layouts/page.html" if current_user.is_authenticated else "layouts/bare.html"


def refused(error: HTTPException) -> Response | HTTPException:
    """Any 4xx; a description of one's own (`abort(403, "…")`) is a sentence for the merchant."""
    if error.response is not None or error.code is None or error.code < 400:
        return error
    own = error.description if error.description != type(error).description else None
    page = render_error(error.code, own)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            page.headers[name] = value
    return page


def forged(error: CSRFError) -> Response:
    """A form of an earlier sign-in, mostly in a second tab."""
    return make_response(render_template("errors/csrf.html", frame=frame(), code=400), 400)


def sign_in_again(error: Unauthorized) -> WerkzeugResponse:
    """To the sign-in page and from there back to where the person was."""
    in_place = "HX-Request" in request.headers
    if in_place:
        here = split(request.headers.get("HX-Current-URL", ""))
        place = f"{here.path}?{here.query}" if here else "/"
    else:
        place = request.full_path if request.method == "GET" else "/"
    url = f"{'/account' if of_buyers() else ''}/sign-in?" + urlencode({"next": place.rstrip("?") or "/"})
    return Response(status=401, headers={"HX-Redirect": url}) if in_place else redirect(url, 303)


def database_failed(error: DBAPIError) -> Response:
    """503 while the database is away or busy; anything else is a fault of ours."""
    if not is_outage(error):
        raise error
    current_app.logger.warning("the database does not answer: %s", error.orig)
    return plain_page(503)


def disk_failed(error: OSError) -> Response:
    """503 while a file cannot be kept; anything else is a fault of ours."""
    if error.errno not in DISK_OUTAGES:
        raise error
    current_app.logger.warning("the disk does not take a file: %s", error)
    return plain_page(503, disk=True)


def is_outage(error: DBAPIError) -> bool:
    """Whether waiting can mend it."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in SQLITE_OUTAGES
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated if state is None else state.startswith(POSTGRESQL_OUTAGES)


def broken(error: InternalServerError) -> Response:
    """500, with a number that stands in the log too."""
    number = "E-" + secrets.token_hex(4).upper()
    current_app.logger.error("fault %s at %s %s", number, request.method, request.path)
    return plain_page(500, number=number)


def plain_page(code: int, **words: Any) -> Response:
    """A page that asks the database nothing: no context processor runs, no person is loaded."""
    template = current_app.jinja_env.get_template(f"errors/{code}.html")
    page = make_response(template.render(frame="layouts/bare.html", code=code, kept=kept(), **words), code)
    if code == 503:
        page.headers["Retry-After"] = "5"
    return page


def kept() -> list[tuple[str, str]]:
    """What was typed, to be sent once more; never a password. Empty where the form was not read."""
    form = vars(request).get("form")
    return [(name, value) for name, value in form.items(multi=True) if "password" not in name] if form else []
