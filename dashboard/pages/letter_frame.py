"""A letter in a frame of its own: HTML that may do nothing, whatever somebody wrote into it."""

from flask import Response, make_response

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox"
)


def framed(html: str) -> Response:
    """The letter as the answer for a frame of ours."""
    response = make_response(html)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
