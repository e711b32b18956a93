"""The floor: a WSGI application that sends a page's own SQL by the bare driver and fills its rows into a bare template.

What a page costs beyond it is what the frameworks and the desk itself add.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from queue import Empty, LifoQueue
from types import SimpleNamespace
from typing import Any, NamedTuple

import psycopg
from jinja2 import Environment
from markupsafe import escape
from sqlalchemy import make_url

from dashboard.bench.pages.desk_session import Answer
from dashboard.database import engine_options, map_sqlite, open_sqlite

Place = tuple[int, int, int]  # query, row, column
WORD = re.compile(r"\w+")
SHORTEST = 3  # letters of a value that is looked for in the page
ENDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class Statement(NamedTuple):
    """A statement as the driver gets it; `prepared`: whether PostgreSQL gets it by a name."""

    text: str
    values: Any
    prepared: bool


class Page(NamedTuple):
    """A page as the floor sends it: statements, where the values of its template stand in their rows, the template."""

    statements: list[Statement]
    places: list[Place]
    template: str


def page(answer: Answer) -> Page:
    """The floor of an answer: its frame as it stands, each value from the database filled in anew."""
    statements = [one for one in answer.sent if one.done and not one.statement.upper().startswith(ENDS)]
    values: dict[str, Place] = {}
    for query, sent in enumerate(statements):
        for at, row in enumerate(sent.rows):
            for column, value in enumerate(row):
                if isinstance(value, str) and len(value) >= SHORTEST:
                    values.setdefault(str(escape(value)), (query, at, column))
    frame = answer.body.replace("{{", "{ {").replace("{%", "{ %").replace("{#", "{ #")
    template, places = filled_in(frame, values)
    return Page([Statement(one.statement, one.values, one.prepared) for one in statements], places, template)


def filled_in(frame: str, values: Mapping[str, Place]) -> tuple[str, list[Place]]:
    """The frame with a slot wherever a value stands, the longest that begins there, and the place of each slot's."""
    beginning: dict[str, list[str]] = defaultdict(list)
    for value in sorted(values, key=len, reverse=True):
        if first := WORD.match(value):
            beginning[first[0]].append(value)
    parts: list[str] = []
    places: list[Place] = []
    done = 0
    for word in WORD.finditer(frame):
        at = word.start()
        found = next((value for value in beginning.get(word[0], ()) if frame.startswith(value, at)), None)
        if found is not None and at >= done:
            parts += [frame[done:at], f"{{{{ v[{len(places)}] }}}}"]
            places.append(values[found])
            done = at + len(found)
    return "".join([*parts, frame[done:]]), places


class Connections:
    """Connections of the bare driver, set up as the desk's; the one that was used last comes first."""

    def __init__(self, url: str) -> None:
        self.url, self.kind = url, make_url(url).get_backend_name()
        self.idle: LifoQueue[Any] = LifoQueue()

    def take(self) -> Any:
        """One that is idle, or a new one."""
        try:
            return self.idle.get_nowait()
        except Empty:
            return self.opened()

    def opened(self) -> Any:
        """A new one."""
        arguments = engine_options(self.url, 15_000)["connect_args"]
        if self.kind == "postgresql":
            connection = psycopg.connect(self.url, **arguments)
            connection.read_only = True
            return connection
        lite = sqlite3.connect(str(make_url(self.url).database), **arguments)
        open_sqlite(lite, SimpleNamespace(info={}))
        map_sqlite(lite, None)
        return lite


def application(url: str, pages: Mapping[str, Page]) -> Callable[[Any, Any], Iterable[bytes]]:
    """The WSGI application of these pages by their address."""
    jinja, connections = Environment(autoescape=True), Connections(url)
    templates = {path: jinja.from_string(found.template) for path, found in pages.items()}

    def answer(environ: Any, start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"] + (f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else "")
        found, connection = pages[path], connections.take()
        results = sent(connection, found.statements)
        connections.idle.put(connection)
        values = [results[query][row][column] for query, row, column in found.places]
        body = templates[path].render(v=values).encode()
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body]

    return answer


def sent(connection: Any, statements: Iterable[Statement]) -> list[list[tuple[Any, ...]]]:
    """The rows of the statements, in one transaction."""
    cursor = connection.cursor()
    if isinstance(connection, sqlite3.Connection):
        cursor.execute("BEGIN")
    results = [execute(cursor, one) for one in statements]
    connection.commit()  # as the desk: by a rollback PostgreSQL’s driver would forget what it has prepared
    return results


def execute(cursor: Any, statement: Statement) -> list[tuple[Any, ...]]:
    """The rows of one statement, if it has any."""
    if isinstance(cursor, sqlite3.Cursor):
        cursor.execute(statement.text, statement.values or ())
    else:
        cursor.execute(statement.text, statement.values or None, prepare=statement.prepared)
    return cursor.fetchall() if cursor.description else []
