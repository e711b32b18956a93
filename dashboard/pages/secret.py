"""Pages whose address is a secret: nothing keeps them, no other page learns of them, no log tells the secret."""

import logging

from flask import Flask, Response, has_request_context, make_response, render_template, request


def page(template: str, status: int = 200, **names: object) -> Response:
    """A page with a token in its address."""
    response = make_response(render_template(template, **names), status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


class Discreet(logging.Filter):
    """Takes the token of the address asked for out of what is written to the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        token = (request.view_args or {}).get("token") if has_request_context() else None
        if token:
            record.msg, record.args = record.getMessage().replace(token, "…"), ()
        return True


def register(app: Flask) -> None:
    """Make the application's log discreet."""
    app.logger.addFilter(Discreet())
