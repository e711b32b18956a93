"""Fixtures of the long tests: a seeded database, on a real disk."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from tests.faults import seed


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An empty instance folder, on disk: in memory a commit would cost nothing."""
    return tmp_path


@pytest.fixture
def desk_app(empty_database: str, instance: Path) -> Iterator[Flask]:
    """The application in this process, on the same database as the workers, with the tables made."""
    from tests.databases import application

    with application(empty_database, instance) as app:
        with app.app_context():
            flask_migrate.upgrade()
        yield app


@pytest.fixture
def scene(desk_app: Flask) -> seed.Scene:
    """What the races are about, everybody signed in."""
    made = seed.seed(desk_app)
    seed.sign_in(desk_app, made.people)
    return made
