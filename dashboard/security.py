"""Security headers on every answer, and the refusal of requests that another site started."""

from flask import Flask, Response, abort, request
from werkzeug.exceptions import SecurityError

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADERS: dict[str, str] = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
EVERYWHERE = [*HEADERS.items(), ("Cache-Control", "no-store")]
SECURE = [("Strict-Transport-Security", "max-age=31536000")]
SAFE = {"GET", "HEAD", "OPTIONS"}


def register(app: Flask) -> None:
    """Guard all requests of `app`; a page may set a stricter header itself before."""
    app.before_request(refuse_other_hosts)
    app.before_request(refuse_other_sites)
    app.after_request(add_headers)


def refuse_other_hosts() -> Response | None:
    """400 for a host name that is none of TRUSTED_HOSTS; plain text, since a page would need addresses of ours."""
    if not isinstance(request.routing_exception, SecurityError):
        return None
    words = "The desk does not answer under this host name. Use the address that it was set up with.\n"
    return Response(words, 400, mimetype="text/plain")


def refuse_other_sites() -> None:
    """403 for what another site started, but for following a link here.

    Browsers say in Sec-Fetch-Site who started a request; what does not say it is no browser of today, and the CSRF
    token still guards it. Reading is refused too, since answer sizes could tell another site what they hold.
    """
    started_by = request.headers.get("Sec-Fetch-Site", "none")
    follows_link = request.method in SAFE and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if started_by not in {"same-origin", "none"} and not follows_link:
        abort(403, "Another site sent this request, so it was refused. Nothing was changed.")


def add_headers(response: Response) -> Response:
    """Headers that are not there yet; pages hold customers' details, so nothing keeps them."""
    there = {name.lower() for name, _ in response.headers}
    wanted = EVERYWHERE + SECURE if request.is_secure else EVERYWHERE
    response.headers.extend([(name, value) for name, value in wanted if name.lower() not in there])
    return response
