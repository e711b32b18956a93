"""The commands of `flask`, collected from the folder `commands`."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask

from dashboard import commands


def register(app: Flask) -> None:
    """Give the application every command there is."""
    for found in iter_modules(commands.__path__):
        import_module(f"{commands.__name__}.{found.name}").register(app)
