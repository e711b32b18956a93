"""Devices in words, as far as a browser tells: "Safari on iPad", a tablet."""

from typing import NamedTuple

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
            ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
SYSTEMS = (
    ("iPad", "iPad", "tablet"), ("iPhone", "iPhone", "phone"), ("Android", "Android", "tablet"),
    ("Windows", "Windows", "computer"), ("CrOS", "Chromebook", "computer"), ("Macintosh", "Mac", "computer"),
    ("Linux", "Linux", "computer"),
)  # fmt: skip


class Device(NamedTuple):
    """A device: its name, and what kind it is ("tablet", "phone", "computer", "device")."""

    name: str
    kind: str


def device(user_agent: str) -> Device:
    """The device behind a browser's User-Agent header; "an unknown device" where that says nothing we know."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), None)
    system, kind = next(((name, kind) for mark, name, kind in SYSTEMS if mark in user_agent), (None, "device"))
    if system == "Android" and "Mobile" in user_agent:
        kind = "phone"
    named = " on ".join(part for part in (browser, system) if part)
    return Device(named or "an unknown device", kind)
