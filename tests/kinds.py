"""The kinds of database that this run tests, and how a test asks for one of them alone."""

import os

import pytest

DATABASES = os.environ.get("TEST_DATABASES", "sqlite").split(",")


def only(kind: str) -> pytest.MarkDecorator:
    """For a test about one kind of database: it runs on that kind, where this run has it."""
    return pytest.mark.parametrize("kind", [kind] if kind in DATABASES else [], indirect=True)


# For a test whose matter knows no database: it runs on the first in the suite, on the others in the long run.
first = pytest.mark.parametrize(
    "kind", [DATABASES[0], *(pytest.param(kind, marks=pytest.mark.faults) for kind in DATABASES[1:])], indirect=True
)
