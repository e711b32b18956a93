"""One-time keys of the buyers' forms."""

from flask import abort, request

from dashboard.account import who
from dashboard.actions.once import Submission
from dashboard.pages.verb import BESIDE, KEY


def submission() -> Submission:
    """The one-time key of this form with the digest of what it says. Without a proper key: 400."""
    key = request.form.get("key", "")
    if not KEY.match(key):
        abort(400, "This form came without its one-time key, so nothing was done. Open it again.")
    said = [(name, value) for name, value in request.form.items(multi=True) if name not in BESIDE]
    return Submission.of(key, request.path, who.person(), said)
