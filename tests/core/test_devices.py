"""Devices in words, as far as a browser tells."""

import pytest

from dashboard.core.devices import device

APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0"


@pytest.mark.parametrize(
    ("user_agent", "name", "kind"),
    [
        (
            f"Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) {APPLE} Mobile/15E148 Safari/604.1",
            "Safari on iPad",
            "tablet",
        ),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) {APPLE} CriOS/126 Mobile", "Chrome on iPhone", "phone"),
        ("Mozilla/5.0 (Linux; Android 14; SM-X710) Chrome/126.0 Safari/537.36", "Chrome on Android", "tablet"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/126.0 Mobile Safari/537.36", "Chrome on Android", "phone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows", "computer"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X) {APPLE} Safari/605.1.15", "Safari on Mac", "computer"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux", "computer"),
        ("curl/8.5", "an unknown device", "device"),
        ("", "an unknown device", "device"),
        ("<script>alert(1)</script>", "an unknown device", "device"),
    ],
)
def test_a_device(user_agent, name, kind):
    assert device(user_agent) == (name, kind)
