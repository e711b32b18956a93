"""Fixtures: an application on each database, prepared once per worker and new in every test; and a browser."""

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from waitress import create_server, wasyncore

import desk
from tests import postgres
from tests.kinds import DATABASES

# The suite draws the same examples every time; the long runs draw their own.
settings.register_profile("suite", derandomize=True)
settings.load_profile("suite")
OURS = ("DATABASE_URL", "SECRET_KEY", "BASE_URL", "TRUSTED_HOSTS", "FLASK_RUN_FROM_CLI", "FLASK_DEBUG")
# The browser asks nothing of the network: the machines of CI have none.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder and start one PostgreSQL, before the workers, who find both in the environment."""
    for name in OURS:
        os.environ.pop(name, None)
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    run = tempfile.TemporaryDirectory(prefix="counterfoil_", dir=postgres.scratch())
    os.environ["TEST_RUN"] = run.name
    config.add_cleanup(run.cleanup)
    if "postgresql" in DATABASES and "TEST_DATABASE_URL" not in os.environ:
        cluster = postgres.Cluster()
        config.add_cleanup(cluster.stop)
        os.environ["TEST_DATABASE_URL"] = cluster.url
    elif "postgresql" in DATABASES:
        config.add_cleanup(forget_originals)


def forget_originals() -> None:
    """Leave a server that is not ours as it was."""
    from tests import databases

    databases.forget_originals()


def pytest_report_header() -> str:
    """Which databases this run shows anything about."""
    return f"databases: {', '.join(DATABASES)}"


@pytest.fixture(scope="session", autouse=True)
def scratch() -> Iterator[Path]:
    """A folder for the whole run of this worker, in memory where there is room; also the default instance."""
    with tempfile.TemporaryDirectory(prefix="counterfoil-", dir=postgres.scratch()) as folder:
        os.environ["DESK_INSTANCE"] = folder
        yield Path(folder)


@pytest.fixture(scope="session")
def prepared(scratch: Path, worker_id: str) -> Iterator[Callable[[str], Any]]:
    """Gives the prepared database of a kind, made when first asked for."""
    with ExitStack() as made:

        @cache
        def of_kind(kind: str) -> Any:
            from tests import databases, world  # not above: the tests of pure rules need no application

            own = f"desk_{worker_id}_{os.getpid()}"
            return databases.KINDS[kind](
                made.enter_context(databases.filled(kind, "world", world.populate, own, scratch))
            )

        yield of_kind


@pytest.fixture(params=DATABASES)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database; a test that needs one runs on each."""
    return request.param


@pytest.fixture
def database(kind: str, prepared: Callable[[str], Any], instance: Path) -> Iterator[str]:
    """The URL of a database that holds the tests' world and nothing else."""
    with prepared(kind).fresh(instance) as url:
        yield url


@pytest.fixture
def empty_database(kind: str, instance: Path, worker_id: str) -> Iterator[str]:
    """The URL of a database without any table."""
    from tests import databases

    with databases.empty(kind, f"empty_{worker_id}_{os.getpid()}", instance) as url:
        yield url


@pytest.fixture
def instance(scratch: Path) -> Iterator[Path]:
    """An empty instance folder."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        yield Path(folder)


@pytest.fixture
def app(database: str, instance: Path) -> Iterator[Flask]:
    """The application on that database."""
    from tests.databases import application

    with application(database, instance) as made:
        yield made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without the browser."""
    return app.test_client()


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address (http://127.0.0.1:port) of the same application behind a real server."""
    sockets: dict[int, Any] = {}
    server = create_server(app, map=sockets, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))  # in the server's thread: its loop ends
    thread.join()
    server.task_dispatcher.shutdown()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of the system where there is one, else Playwright's own."""
    root = os.name == "posix" and os.geteuid() == 0
    found = desk.chromium()
    own = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **own, "args": [*QUIET, *(["--no-sandbox"] if root else [])]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A merchant in Berlin; what the pages show must not depend on the machine."""
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/Berlin"}
