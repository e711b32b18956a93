"""The floor once more, by the frameworks that the desk is built on: what a page costs of them, whatever it shows.

The same statements in the same transaction, by Flask-SQLAlchemy's session; the same values in the same bare template,
by Flask's; a person whom Flask-Login finds by a query, and Flask-WTF's token. Nothing is looked at and nothing decided.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from flask import Flask, render_template, request
from flask_login import LoginManager, UserMixin, current_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect, generate_csrf
from jinja2 import DictLoader
from sqlalchemy import event

from dashboard import database, settings
from dashboard.bench.pages.floor import Page, Statement

PREPARED = "prepared"  # execution option: PostgreSQL gets this statement by a name


def application(url: str, instance: Path, pages: Mapping[str, Page]) -> Flask:
    """The WSGI application of these pages by their address."""
    loaded = settings.load({"DATABASE_URL": url, "DESK_INSTANCE": str(instance)})
    app = Flask(__name__, static_folder=None)
    app.jinja_options = {"autoescape": True}
    app.config.update(loaded)
    options = database.engine_options(loaded["SQLALCHEMY_DATABASE_URI"], loaded["STATEMENT_TIMEOUT_MS"])
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db, people = SQLAlchemy(app), LoginManager(app)
    CSRFProtect(app)
    with app.app_context():
        database.prepare(db.engine, serves=True)
        event.listen(db.engine, "do_execute", execute_prepared)
    app.jinja_loader = DictLoader({path: page.template for path, page in pages.items()})

    def path_asked() -> str:
        return request.full_path.removesuffix("?")

    @people.user_loader
    def load(_: str) -> UserMixin:
        """Who asks: by the page's first statement."""
        found = cast(Any, UserMixin())
        found.rows = rows_of(db, pages[path_asked()].statements[0])
        return cast(UserMixin, found)

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def show(path: str) -> str:
        """Any page."""
        asked = path_asked()
        page = pages[asked]
        results = [current_user.rows, *(rows_of(db, one) for one in page.statements[1:])]
        generate_csrf()
        return render_template(asked, v=[results[query][row][column] for query, row, column in page.places])

    return app


def rows_of(db: SQLAlchemy, statement: Statement) -> list[Any]:
    """The rows of one statement, if it has any."""
    options = {PREPARED: True} if statement.prepared else None
    found = db.session.connection().exec_driver_sql(statement.text, statement.values or None, options)
    return list(found.all()) if found.returns_rows else []


def execute_prepared(cursor: Any, statement: str, values: Any, context: Any) -> bool:
    """Whether a statement was one that PostgreSQL keeps the plan of, and sent as such."""
    if not context.execution_options.get(PREPARED):
        return False
    cursor.execute(statement, values, prepare=True)
    return True
