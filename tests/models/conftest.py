"""Ten thousand random orders on each database, and random lists of them."""

from pathlib import Path

import pytest

from tests import databases
from tests.kinds import DATABASES
from tests.models.random_orders import populate


@pytest.fixture(scope="session", params=DATABASES)
def prepared_many(request: pytest.FixtureRequest, scratch: Path, worker_id: str):
    """The application over them."""
    with databases.empty(request.param, f"many_{worker_id}", scratch) as url:
        databases.prepare(url, scratch, populate)
        with databases.application(url, scratch) as app:
            yield app


@pytest.fixture
def many(prepared_many):
    """The context of the application over ten thousand orders, which nobody changes."""
    with prepared_many.app_context():
        yield
