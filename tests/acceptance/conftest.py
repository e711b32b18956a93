"""Fixtures of the journeys: the demo store behind a real server, and windows on it in which somebody is signed in."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from dashboard import import_runner
from tests.acceptance.places import EVERYWHERE, SIZES, Size

# A machine that runs two browsers at once may need more than the usual 5 seconds; nothing waits longer than it must.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def prepared(scratch: Path, worker_id: str) -> Iterator[Callable[[str], Any]]:
    """Gives the prepared database of a kind, here one with the demo store."""
    with ExitStack() as made:

        @cache
        def of_kind(kind: str) -> Any:
            from tests import databases
            from tests.acceptance import desk

            own = f"journeys_{worker_id}_{os.getpid()}"
            return databases.KINDS[kind](
                made.enter_context(databases.filled(kind, "demo", desk.populate, own, scratch))
            )

        yield of_kind


@pytest.fixture(params=EVERYWHERE, ids="-".join)
def place(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The kind of database and the name of the size."""
    return request.param


@pytest.fixture
def kind(place: tuple[str, str]) -> str:
    """The kind of database."""
    return place[0]


@pytest.fixture
def size(place: tuple[str, str]) -> Size:
    """The size of the windows."""
    return SIZES[place[1]]


@pytest.fixture
def desk(app: Flask, live_server: str, size: Size, new_context: Callable[..., BrowserContext]) -> Iterator[Any]:
    """The desk of the demo store, open for business; no page of it may have met a fault of its script or its policy."""
    from tests.acceptance.desk import Desk

    opened = Desk(app, live_server, size, new_context)
    with import_runner.running(app):
        yield opened
    assert not opened.faults


@pytest.fixture
def page(desk: Any) -> Page:
    """A window in which the owner, Mara Lindt, is signed in."""
    return desk.window()
